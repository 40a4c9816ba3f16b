import { useSignal } from "@preact/signals";

export interface PagesProps {
  /** What is shown, from 0. */
  readonly page: number;
  /** How much is on one. */
  readonly size: number;
  readonly total: number;
  onMove(page: number): void;
}

/** Moves through what is too much to be shown at once; nothing where it is not. */
export function Pages({ page, size, total, onMove }: PagesProps) {
  if (total <= size) return null;
  const first = page * size;
  const last = Math.min(first + size, total);
  return (
    <p class="pages">
      <button type="button" class="quiet" disabled={first === 0} onClick={() => onMove(page - 1)}>
        Before
      </button>
      <span>
        {(first + 1).toLocaleString("en")}
        {size > 1 && ` to ${last.toLocaleString("en")}`} of {total.toLocaleString("en")}
      </span>
      <button
        type="button"
        class="quiet"
        disabled={last === total}
        onClick={() => onMove(page + 1)}
      >
        Next
      </button>
    </p>
  );
}

/**
 * A long list in pages: where the page that is shown begins, and what moves through them. A list
 * that becomes shorter shows its last page.
 *
 * @param at which place is on the page that is shown first
 */
export function usePages(size: number, total: number, at = 0) {
  const page = useSignal(Math.floor(at / size));
  const shown = Math.max(0, Math.min(page.value, Math.ceil(total / size) - 1));
  const onMove = (to: number) => {
    page.value = to;
  };
  return {
    first: shown * size,
    pages: <Pages page={shown} size={size} total={total} onMove={onMove} />,
  };
}
