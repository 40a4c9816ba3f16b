import { useSignal } from "@preact/signals";
import { type Example, examples } from "../../examples/index.js";
import { exampleAddress, openExample } from "../address.js";
import { dialog } from "../dialogs.js";

const groups = Map.groupBy(examples, ({ group }) => group);

function fits({ title, about, group }: Example, wanted: string): boolean {
  return `${title} ${about} ${group}`.toLowerCase().includes(wanted.trim().toLowerCase());
}

/** The gallery. */
export function ExamplesDialog() {
  const wanted = useSignal("");
  return (
    <>
      <label>
        Find{" "}
        <input
          type="search"
          value={wanted.value}
          onInput={({ currentTarget }) => {
            wanted.value = currentTarget.value;
          }}
        />
      </label>
      {[...groups].map(([group, list]) => (
        <Group key={group} title={group} list={list.filter((one) => fits(one, wanted.value))} />
      ))}
    </>
  );
}

function Group({ title, list }: { readonly title: string; readonly list: readonly Example[] }) {
  if (list.length === 0) return null;
  const show = (event: MouseEvent, id: string) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.value = undefined;
    openExample(id);
  };
  return (
    <section>
      <h3>{title}</h3>
      <ul class="gallery">
        {list.map(({ id, title: name, about }) => (
          <li key={id}>
            <a href={exampleAddress(id)} onClick={(event) => show(event, id)}>
              <strong>{name}</strong>
              <span>{about}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
