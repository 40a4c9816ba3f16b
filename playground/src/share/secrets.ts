/** What stands in place of a secret. No expression below finds it. */
export const REDACTED = "REDACTED";

/** A kind of secret that shows by itself, wherever it stands in a text. */
export interface SecretKind {
  readonly kind: string;
  /** Matches the secret alone, in time linear in the text. */
  readonly expression: RegExp;
  /** Whether what was found is one. */
  readonly isSecret?: (text: string) => boolean;
}

const hasDigit = (text: string) => /\d/.test(text);

/** Of two that begin together, the earlier one in this list counts. */
export const SECRETS: readonly SecretKind[] = [
  {
    kind: "private key",
    expression:
      /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-(?!----END)[^-]*)*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  },
  {
    kind: "signature of a URL",
    expression:
      /(?<=[?&](?:X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token)|Signature|sig)=)[^&\s"'<>]+/gi,
  },
  {
    kind: "password of a URL",
    expression: /(?<=:\/\/)[^\s/?#@:"'<>]{0,256}:[^\s/?#@"'<>]{1,256}(?=@)/g,
  },
  {
    // Those of AWS's own documentation end in EXAMPLE.
    kind: "AWS access key",
    expression: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    isSecret: (text) => !text.endsWith("EXAMPLE"),
  },
  {
    kind: "JSON Web Token",
    expression: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*){1,3}/g,
  },
  {
    kind: "authorization",
    expression: /(?<=\bBearer[ \t]{1,4})[\w+/=.~-]{16,}/gi,
    isSecret: hasDigit,
  },
  {
    kind: "authorization",
    expression: /(?<=\bBasic[ \t]{1,4})[A-Za-z0-9+/]{4,}={0,2}/gi,
    isSecret: isUserAndPassword,
  },
  {
    kind: "GitHub token",
    expression: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})/g,
  },
  { kind: "GitLab token", expression: /(?<![\w-])glpat-[\w-]{20,}/g },
  { kind: "Slack token", expression: /(?<![\w-])xox[abeoprs]-[\w-]{10,}/g },
  {
    kind: "Slack webhook",
    expression: /(?<=hooks\.slack\.com\/(?:services|workflows)\/)[\w/]{20,}/g,
  },
  {
    kind: "Stripe key",
    expression: /(?<!\w)(?:[rs]k_(?:live|test)|whsec)_\w{16,}/g,
  },
  { kind: "Google API key", expression: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g },
  { kind: "npm token", expression: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g },
  { kind: "API key", expression: /(?<![\w-])sk-[\w-]{20,}/g, isSecret: hasDigit },
  {
    kind: "value of a secret parameter",
    expression:
      /(?<=(?:^|[?&;\s])(?:password|passwd|pwd|(?:client_)?secret|api_?key|(?:access_|refresh_|id_|auth_)?token|aws_secret_access_key|aws_session_token)=)[^\s&;"'<>]+/gi,
  },
  {
    kind: "credit card number",
    expression: /(?<![\w.:+-])\d(?:[ -]?\d){12,18}(?![\w-])/g,
    isSecret: isCardNumber,
  },
];

/** Not always a secret, so only asked for. */
export const EMAIL: SecretKind = {
  kind: "e-mail address",
  expression: /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g,
};

function isUserAndPassword(text: string): boolean {
  try {
    return atob(text).includes(":");
  } catch {
    return false;
  }
}

/** The ranges of numbers of the networks of cards (ISO/IEC 7812), and their check digit. */
function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/[ -]/g, "");
  return (
    /^(?:4\d{12}(?:\d{3})?|(?:5[1-5]|2[2-7]|35|65)\d{14}|3[47]\d{13}|3[068]\d{12}|6011\d{12})$/.test(
      digits,
    ) && luhnSum(digits) % 10 === 0
  );
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

/** The ends of names, in lower case and without punctuation, of fields whose values are secrets. */
const SECRET_NAME =
  /(?:passw(?:or)?d|pwd|passphrase|passcode|secret|secretkey|accesskey|secretstring|secretbinary|apikey|token|privatekey|authorization|cookie|connectionstring)$/;

/** Such as lead from page to page, or make a call be done once. */
const HARMLESS_NAME =
  /(?:next|page|pagination|continuation|client|clientrequest|idempotency|sync|marker)token$/;

/** Whether the value of a field with this name is a secret, however the name is spelled. */
export function isSecretName(name: string): boolean {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return SECRET_NAME.test(letters) && !HARMLESS_NAME.test(letters);
}
