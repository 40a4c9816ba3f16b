import {
  type Answer,
  type FacetCell,
  type FacetReason,
  facets,
  type Service,
  type ServiceFit,
  services,
} from "tidegate/facets";
import { Scroll } from "../ui/scroll.jsx";
import { needWords } from "./facets-choices.js";
import { edition, fits, needs, opened, toggled } from "./facets-state.js";

const FITS = {
  yes: { sign: "✓", word: "fits" },
  depends: { sign: "~", word: "depends" },
  no: { sign: "✗", word: "lacks" },
} as const;

const SIGNS: Partial<Record<Answer, string>> = { yes: "✓", no: "✗", depends: "~", partial: "~" };
const WORDS: Partial<Record<Answer, string>> = { partial: "in part" };

const COLUMNS = facets.length + 1;

/** The services by the facets. What is said of a service opens below it. */
export function FacetsTable() {
  const found = new Map(fits.value.map((fit) => [fit.service, fit]));
  const shown = services.filter(({ name }) => found.has(name));
  const row = (service: Service) => (
    <ServiceRows key={service.name} service={service} fit={found.get(service.name) as ServiceFit} />
  );
  const later = shown.filter(({ since }) => since === "2026");
  return (
    <Scroll label="Services by facets">
      <table class="facet-table">
        <thead>
          <tr>
            <th scope="col">Service</th>
            {facets.map(({ name, title }) => (
              <th key={name} scope="col" class={name in needs.value ? "needed" : ""}>
                {title}
                {name in needs.value && <span class="need">needed: {needs.value[name]}</span>}
              </th>
            ))}
          </tr>
        </thead>
        {shown.filter(({ since }) => since === "2019").map(row)}
        {later.length > 0 && (
          <tbody class="group">
            <tr>
              <th scope="colgroup" colSpan={COLUMNS}>
                Not on the slide, and worth asking about today
              </th>
            </tr>
          </tbody>
        )}
        {later.map(row)}
      </table>
    </Scroll>
  );
}

function ServiceRows({ service, fit }: { readonly service: Service; readonly fit: ServiceFit }) {
  const { name, facets: cells } = service;
  const isOpen = opened.value.has(name);
  const id = `notes-${name.replace(/\W+/g, "-")}`;
  return (
    <tbody class={`service is-${fit.fits}`}>
      <tr>
        <th scope="row">
          <button
            type="button"
            class="quiet"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => {
              opened.value = toggled(opened.value, name);
            }}
          >
            <span class="turn" aria-hidden="true" />
            {name}
          </button>
          {fit.reasons.length > 0 && <FitWords fit={fit} />}
        </th>
        {facets.map(({ name: facet, title }) => (
          <Cell
            key={facet}
            title={title}
            cell={cells[facet]}
            reason={fit.reasons.find((one) => one.facet === facet)}
          />
        ))}
      </tr>
      <tr id={id} class="notes" hidden={!isOpen}>
        <td colSpan={COLUMNS}>{isOpen && <Notes service={service} />}</td>
      </tr>
    </tbody>
  );
}

/** Whether a service fits; where it does not, for which facets. */
function FitWords({ fit: { fits, reasons } }: { readonly fit: ServiceFit }) {
  const { sign, word } = FITS[fits];
  const culprits = reasons.filter((reason) => fits !== "yes" && reason.fits === fits);
  return (
    <span class={`fit fit-is-${fits}`}>
      {sign} {word}
      {culprits.length > 0 && `: ${culprits.map(needWords).join(", ")}`}
    </span>
  );
}

function Cell({
  title,
  cell,
  reason,
}: {
  readonly title: string;
  readonly cell: FacetCell;
  readonly reason: FacetReason | undefined;
}) {
  const isSlide = edition.value === "2019";
  const now = cell["2026"];
  const answer = (isSlide ? cell["2019"] : now) as Answer;
  return (
    <td class={`answer answer-is-${answer}${reason ? ` held-is-${reason.fits}` : ""}`}>
      <span class="facet-name">{title}</span>
      <span class="said-now">
        {isSlide ? <SlideWord word={cell.slide as string} /> : <Said answer={now} />}
      </span>
      {cell.changed && (
        <span class="change">{isSlide ? <>now {wordOf(now)}</> : <>was {cell.slide}</>}</span>
      )}
    </td>
  );
}

function Said({ answer }: { readonly answer: Answer }) {
  return (
    <>
      <span class="sign" aria-hidden="true">
        {SIGNS[answer]}
      </span>
      {wordOf(answer)}
    </>
  );
}

function SlideWord({ word }: { readonly word: string }) {
  if (word !== "*") return <>{word}</>;
  return (
    <>
      <span aria-hidden="true">*</span>
      <span class="visually-hidden">it’s complicated</span>
    </>
  );
}

function wordOf(answer: Answer): string {
  return WORDS[answer] ?? answer;
}

/** What there is to say of a service, facet by facet. */
function Notes({ service: { facets: cells } }: { readonly service: Service }) {
  const told = facets.filter(({ name }) => cells[name].note !== "");
  return (
    <dl>
      {told.map(({ name, title }) => {
        const { slide, changed, note, confidence, 2026: now } = cells[name];
        return (
          <div key={name}>
            <dt>
              {title}:{" "}
              <span class={`answer-is-${now}`}>
                {(changed || slide === "*") && `${slide} → `}
                {wordOf(now)}
              </span>
            </dt>
            <dd>
              {note}
              {confidence === "medium" && <em> Less certain than the rest.</em>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
