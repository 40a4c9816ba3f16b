import "../style/facets.css";
import { type Edition, facets, services } from "tidegate/facets";
import { Segments } from "../ui/segments.jsx";
import { Advisor } from "./facets-advisor.jsx";
import { CHOICES } from "./facets-choices.js";
import { chosen, edition, fits, goTo, needs, opened, toggled } from "./facets-state.js";
import { FacetsTable } from "./facets-table.jsx";

const EDITIONS: readonly { readonly id: Edition; readonly title: string }[] = [
  { id: "2019", title: "2019, the slide" },
  { id: "2026", title: "2026, today" },
];

/** Which service does what, then and now, and whether events are for you at all. */
export function FacetsTab() {
  return (
    <div class="facets">
      <section class="facet-part" aria-labelledby="facets">
        <div class="facet-head">
          <div class="facet-title">
            <h2 id="facets" tabIndex={-1}>
              Which service does what
            </h2>
            <p class="faint">
              The table of “Moving to event-driven architectures” (Tim Bray, re:Invent 2019), and
              what became of it.
            </p>
          </div>
          <ToAdvisor />
          <Segments
            label="Edition"
            options={EDITIONS}
            chosen={edition.value}
            onChoose={(id) => {
              edition.value = id;
            }}
          />
        </div>
        <Needs />
        <FacetsTable />
        <Legend />
        <Meanings />
      </section>
      <Advisor />
    </div>
  );
}

/** For who has to go past the table to come to it. */
function ToAdvisor() {
  return (
    <button type="button" class="quiet to-advisor" onClick={() => goTo("advisor")}>
      Is event-driven for you? ↓
    </button>
  );
}

function Needs() {
  return (
    <div class="needs">
      <fieldset class="chips">
        <legend>I need</legend>
        {CHOICES.map(({ id, title }) => (
          <label key={id} class="chip">
            <input
              type="checkbox"
              class="visually-hidden"
              checked={chosen.value.has(id)}
              onChange={() => {
                chosen.value = toggled(chosen.value, id);
              }}
            />
            <span class="tick" aria-hidden="true" />
            {title}
          </label>
        ))}
      </fieldset>
      <p role="status" class="outcome">
        <Outcome />
      </p>
    </div>
  );
}

/** Who has what is needed, in words. */
function Outcome() {
  if (Object.keys(needs.value).length === 0) {
    return <span class="faint">Choose what you need, and see who has it.</span>;
  }
  const named = (fit: "yes" | "depends") =>
    fits.value
      .filter((one) => one.fits === fit)
      .map(({ service }) => service)
      .join(", ");
  const [good, maybe] = [named("yes"), named("depends")];
  return (
    <>
      <strong class="fit-is-yes">✓ Fits:</strong> {good || "none"}.
      {maybe && (
        <>
          {" "}
          <strong class="fit-is-depends">~ Depends:</strong> {maybe}.
        </>
      )}
    </>
  );
}

function Meanings() {
  return (
    <details class="meanings">
      <summary>What the facets ask</summary>
      <dl>
        {facets.map(({ name, title, asks }) => (
          <div key={name}>
            <dt>{title}</dt>
            <dd>{asks}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Legend() {
  const shown = fits.value.map(({ service }) => service);
  const isSlide = edition.value === "2019";
  const isAll = shown.every((name) => opened.value.has(name));
  const changes = services
    .flatMap(({ facets }) => Object.values(facets))
    .filter(({ changed }) => changed).length;
  return (
    <p class="legend faint">
      <span>
        {isSlide
          ? "*: “It’s complicated.” P/S: publish and subscribe. "
          : "~: it depends, as the notes tell. "}
        {changes} answers have changed since, and are marked “{isSlide ? "now" : "was"}”.
      </span>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          opened.value = new Set(isAll ? [] : shown);
        }}
      >
        {isAll ? "Close all notes" : "Open all notes"}
      </button>
    </p>
  );
}
