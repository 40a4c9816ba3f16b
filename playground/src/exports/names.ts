/** What names look like in some language. */
export interface NameForm {
  /** Makes a name of any text: perhaps an empty one. */
  readonly clean: (text: string) => string;
  /** Where nothing is left. */
  readonly fallback: string;
  /** Before a number that makes a name a new one. */
  readonly joint: string;
  readonly maxLength: number;
}

const words = (text: string) => text.normalize("NFKD").match(/[A-Za-z0-9]+/g) ?? [];
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const afterLetter = (name: string, letter: string) => (/^\d/.test(name) ? letter + name : name);

/** Rules of EventBridge: at most 64 letters, digits, ".", "-" and "_". */
export const RULE_NAME: NameForm = {
  clean: (text) =>
    text
      .normalize("NFKD")
      .replaceAll(/[^.\-_A-Za-z0-9]+/g, "-")
      .replaceAll(/^[-.]+|-+$/g, ""),
  fallback: "rule",
  joint: "-",
  maxLength: 64,
};

/** Resources of CloudFormation, and constructs of CDK: letters and digits. */
export const LOGICAL_ID: NameForm = {
  clean: (text) => afterLetter(words(text).map(capital).join(""), "Rule"),
  fallback: "Rule",
  joint: "",
  maxLength: 200,
};

/** Resources of Terraform. */
export const TERRAFORM_NAME: NameForm = {
  clean: (text) => afterLetter(words(text).join("_").toLowerCase(), "rule_"),
  fallback: "rule",
  joint: "_",
  maxLength: 200,
};

/** A name for each text, all of them different; the same ones for the same texts. */
export function namesFor(texts: readonly string[], form: NameForm): string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    const name = form.clean(text).slice(0, form.maxLength) || form.fallback;
    let free = name;
    for (let number = 2; taken.has(free); number++) {
      const end = `${form.joint}${number}`;
      free = name.slice(0, form.maxLength - end.length) + end;
    }
    taken.add(free);
    return free;
  });
}
