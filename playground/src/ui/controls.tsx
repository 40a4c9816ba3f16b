import "../style/controls.css";

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** By what is chosen, its title. */
  readonly options: Readonly<Record<T, string>>;
  onSelect(value: T): void;
}

/** One of a few. */
export function Choice<T extends string>({ label, value, options, onSelect }: ChoiceProps<T>) {
  return (
    <label class="control">
      {label}
      <select value={value} onChange={({ currentTarget }) => onSelect(currentTarget.value as T)}>
        {Object.entries<string>(options).map(([one, title]) => (
          <option key={one} value={one}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

export interface CheckProps {
  readonly label: string;
  readonly on: boolean;
  onSet(on: boolean): void;
}

/** Yes or no. */
export function Check({ label, on, onSet }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={on}
        onChange={({ currentTarget }) => onSet(currentTarget.checked)}
      />
      {label}
    </label>
  );
}

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  /** What counts where it is empty. */
  readonly placeholder?: string;
  onSet(value: string): void;
}

/** A short text. */
export function Field({ label, value, placeholder = "", onSet }: FieldProps) {
  return (
    <label class="control">
      {label}
      <input
        value={value}
        spellcheck={false}
        placeholder={placeholder}
        onInput={({ currentTarget }) => onSet(currentTarget.value)}
      />
    </label>
  );
}
