import "../style/segments.css";
import { useId } from "preact/hooks";

export interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: T; readonly title: string }[];
  readonly chosen: T;
  onChoose(id: T): void;
}

/** One of a few that are all shown. */
export function Segments<T extends string>({ label, options, chosen, onChoose }: SegmentsProps<T>) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{label}</legend>
      {options.map(({ id, title }) => (
        <label key={id}>
          <input type="radio" name={name} checked={id === chosen} onChange={() => onChoose(id)} />
          <span>{title}</span>
        </label>
      ))}
    </fieldset>
  );
}
