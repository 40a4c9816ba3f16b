/** An object or a list that stands in no other one; UTF-16 indices. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Finds objects and lists by their brackets alone, also one that is never closed, and how deep they are. */
export function outermost(text: string): { places: Place[]; depth: number } {
  const places: Place[] = [];
  let open = 0;
  let deepest = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) i = endOfString(text, i);
    // [ or {, and ] or }: bit 5 tells brackets from braces.
    else if ((unit | 0x20) === 0x7b) {
      if (open++ === 0) from = i;
      if (open > deepest) deepest = open;
    } else if ((unit | 0x20) === 0x7d && open > 0 && --open === 0) places.push({ from, to: i + 1 });
  }
  if (open > 0) places.push({ from, to: text.length });
  return { places, depth: deepest };
}

/** The closing quote, or the end of the text. */
function endOfString(text: string, begin: number): number {
  let i = begin + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) {
    i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  }
  return i;
}
