import { applyEdits, type Squiggle } from "../editor/marks.js";
import type { Found } from "../engine/tools/validate.js";
import { caretWish } from "../workspace/places.js";
import { events } from "../workspace/store.js";

/** So many issues are listed. */
const MOST = 100;

const SIGNS = { error: "✗", warning: "!" } as const;
const WORDS = { error: "Error", warning: "Warning" } as const;

export interface IssueListProps {
  readonly issues: readonly Found[];
  /** Shows the keyword of the schema that an issue is of. */
  readonly onSchema?: (offset: number) => void;
}

/** What is wrong with the event, in its order. */
export function IssueList({ issues, onSchema }: IssueListProps) {
  if (issues.length === 0) return null;
  return (
    <>
      <ul class="issues">
        {issues.slice(0, MOST).map((issue, place) => (
          <Issue key={place} issue={issue} {...(onSchema && { onSchema })} />
        ))}
      </ul>
      {issues.length > MOST && <p class="faint">And {issues.length - MOST} more.</p>}
    </>
  );
}

function Issue({ issue, onSchema }: { readonly issue: Found } & Pick<IssueListProps, "onSchema">) {
  const { severity, code, message, hint, path, offset, section, fix, schemaOffset } = issue;
  const show = () => {
    caretWish.value = { text: events.text, offset: offset as number };
  };
  return (
    <li class={`issue is-${severity}`}>
      <p>
        <strong>
          <span aria-hidden="true">{SIGNS[severity]}</span> {WORDS[severity]}
        </strong>{" "}
        {message} {hint && <span class="faint">{hint}</span>}
      </p>
      <p class="issue-foot">
        {offset === undefined ? (
          <code>{path || "all of it"}</code>
        ) : (
          <button type="button" class="quiet as-link place" onClick={show}>
            <span class="visually-hidden">Show </span>
            <code>{path || "all of it"}</code>
          </button>
        )}
        <code class="faint">{code}</code>
        {schemaOffset !== undefined && onSchema && (
          <button type="button" class="quiet as-link" onClick={() => onSchema(schemaOffset)}>
            In the schema
          </button>
        )}
        {section && (
          <a href={section.url} target="_blank" rel="noreferrer">
            {section.title}
          </a>
        )}
        {fix && (
          <button
            type="button"
            onClick={() => events.write(applyEdits(events.text.peek(), fix.edits))}
          >
            {fix.title}
          </button>
        )}
      </p>
    </li>
  );
}

/** An issue as something to underline; nothing where it has no place. */
export function squiggleOf(issue: Found, text: string): Squiggle[] {
  const { offset, end = offset, severity, code, message, hint, section, fix } = issue;
  if (offset === undefined || end === undefined) return [];
  // Of an object or an array the beginning is enough: it may be all of the text.
  const isContainer = text[offset] === "{" || text[offset] === "[";
  return [
    {
      from: offset,
      to: isContainer ? offset + 1 : end,
      severity,
      code,
      message,
      ...(hint && { hint }),
      ...(section && { link: section }),
      ...(fix && { fixes: [fix] }),
    },
  ];
}
