import { type ExportedRule, wellFormed } from "./pattern.js";

/** Within single quotes a shell leaves everything as it is. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

export function awsCli(rules: readonly ExportedRule[], names: readonly string[]): string {
  return rules
    .map(({ text }, index) =>
      [
        "aws events put-rule \\",
        `  --name ${names[index]} \\`,
        `  --event-pattern ${quoted(wellFormed(text.trim()))}`,
        "",
      ].join("\n"),
    )
    .join("\n");
}
