/** UTF-8 of what has no lone surrogates; see {@link escapeLoneSurrogates} for what has. */
export const encoder: TextEncoder = new TextEncoder();

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const native = (String.prototype as { isWellFormed?: () => boolean }).isWellFormed;

/** Whether every surrogate has its partner, so that the text has an exact form in UTF-8. */
export const isWellFormed: (text: string) => boolean =
  native === undefined ? (text) => !/\p{Surrogate}/u.test(text) : (text) => native.call(text);

/**
 * Replaces each lone surrogate of a JSON text by its escape, which stands for the same string. One
 * behind a backslash is no escape in JSON and stays, for the reader to refuse.
 */
export function escapeLoneSurrogates(text: string): string {
  return text.replace(/\\.|\p{Surrogate}/gsu, (match) =>
    match.startsWith("\\") ? match : `\\u${match.charCodeAt(0).toString(16)}`,
  );
}

/** The index in `text` of the byte `offset` of its UTF-8 form with lone surrogates escaped. */
export function indexOfByte(text: string, offset: number): number {
  return advance(text, offset, (point) => {
    if (point < 0x80) return 1;
    if (point < 0x800) return 2;
    return point > 0xffff ? 4 : 3;
  });
}

/** The column in `text` of a column of its form with lone surrogates escaped; both from 1. */
export function columnBeforeEscaping(text: string, line: number, column: number): number {
  if (isWellFormed(text)) return column;
  const lineText = text.split(/\r\n|\r|\n/)[line - 1] ?? "";
  return advance(lineText, column - 1, (point) => (point > 0xffff ? 2 : 1)) + 1;
}

const ESCAPE_LENGTH = 6;

/** The index after the code points that take up `distance`, where each takes up its width. */
function advance(text: string, distance: number, width: (codePoint: number) => number): number {
  let index = 0;
  for (let passed = 0; passed < distance && index < text.length; ) {
    const point = text.codePointAt(index) as number;
    const isLoneSurrogate = point >= 0xd800 && point <= 0xdfff;
    passed += isLoneSurrogate ? ESCAPE_LENGTH : width(point);
    index += point > 0xffff ? 2 : 1;
  }
  return index;
}
