/** A part of a text that stands out. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  /** How it looks: a class of style/editor.css. */
  readonly kind: "matched" | "failed" | "not-reached" | "pointed" | "list";
  /** Stands beside the line in which the part begins. */
  readonly sign?: string;
}

/** What is wrong with a part of a text. */
export interface Squiggle {
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning" | "info";
  /** What it is, to look up. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** What mends it. */
  readonly fixes?: readonly { readonly title: string; readonly edits: readonly Edit[] }[];
  /** Where it is explained: a section of a specification. */
  readonly link?: { readonly title: string; readonly url: string };
}

/** What to write in place of part of a text. */
export interface Edit {
  readonly offset: number;
  readonly end: number;
  readonly text: string;
}

/** The text after the edits, which are in its order and apart from each other. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.reduceRight(
    (all, { offset, end, text: by }) => all.slice(0, offset) + by + all.slice(end),
    text,
  );
}
