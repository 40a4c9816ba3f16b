/** A sentence in which parts between backticks are code. */
export function Coded({ text }: { readonly text: string }) {
  const parts = text.split("`");
  return (
    <>{parts.map((part, place) => (place % 2 === 1 ? <code key={place}>{part}</code> : part))}</>
  );
}
