/** Where something stands in a text. */
export interface Place {
  /** In UTF-16 code units, from 0. */
  readonly index: number;
  /** From 1. Lines end with `\n`, `\r\n` or `\r`. */
  readonly line: number;
  /** In UTF-16 code units, from 1. */
  readonly column: number;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** How many bytes a code point takes in UTF-8, where a lone surrogate is escaped. */
function widthOf(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  if (point > 0xffff) return 4;
  return point >= 0xd800 && point <= 0xdfff ? "\\ud800".length : 3;
}

/**
 * The places in a text of byte offsets into its UTF-8 form with lone surrogates escaped. All of them
 * take one pass over the text, which may be large where there are many.
 */
export function placesOfBytes(text: string, offsets: Iterable<number>): Map<number, Place> {
  const places = new Map<number, Place>();
  let index = 0;
  let bytes = 0;
  let line = 1;
  let lineBegin = 0;
  for (const offset of [...new Set(offsets)].sort((a, b) => a - b)) {
    while (bytes < offset && index < text.length) {
      const point = text.codePointAt(index) as number;
      bytes += widthOf(point);
      index += point > 0xffff ? 2 : 1;
      const endsLine =
        point === NEWLINE || (point === RETURN && text.charCodeAt(index) !== NEWLINE);
      if (endsLine) {
        line++;
        lineBegin = index;
      }
    }
    places.set(offset, { index, line, column: index - lineBegin + 1 });
  }
  return places;
}
