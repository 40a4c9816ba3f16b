import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { WORKSPACE_FILE, workspaceFile } from "../../share/file.js";
import { encodeWorkspace, tooLongForLink } from "../../share/permalink.js";
import { type Finding, redact } from "../../share/redact.js";
import { CopyButton } from "../../ui/copy-button.jsx";
import { download } from "../../ui/download.js";
import { verdict } from "../../workspace/judging.js";
import { events, rules, workspace } from "../../workspace/store.js";
import { setAddress } from "../address.js";

/** A link that holds all the work, without its secrets. */
export function ShareDialog() {
  const emails = useSignal(false);
  const redacted = useComputed(() => redact(workspace.value, { emails: emails.value }));
  const fragment = useSignal("");
  useSignalEffect(() => {
    encodeWorkspace(redacted.value.workspace).then((made) => {
      fragment.value = made;
    });
  });
  const link = () => new URL(fragment.value, location.href).href;
  const tooLong = tooLongForLink(fragment.value);
  return (
    <>
      <p>
        The link holds the rules and the events behind its #, which browsers send to no server.
        Whoever has the link can read them.
      </p>
      <Findings findings={redacted.value.findings} />
      <label class="choice">
        <input
          type="checkbox"
          checked={emails.value}
          onChange={({ currentTarget }) => {
            emails.value = currentTarget.checked;
          }}
        />{" "}
        Take out e-mail addresses too
      </label>
      {tooLong ? (
        <p class="problem">
          ! This is too much for a link, which mail and chats would cut: save it as a file, and open
          that with Import.
        </p>
      ) : (
        <label>
          Link
          <input
            readOnly
            class="link"
            value={fragment.value && link()}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        </label>
      )}
      <div class="row">
        {!tooLong && (
          <CopyButton
            label="Copy the link"
            text={() => {
              setAddress(fragment.value);
              return link();
            }}
          />
        )}
        {!tooLong && <CopyButton label="Copy as Markdown" text={() => markdown(link())} />}
        <button
          type="button"
          onClick={() => download(WORKSPACE_FILE, workspaceFile(redacted.value.workspace))}
        >
          Save as a file
        </button>
      </div>
    </>
  );

  /** What one would paste into an issue. */
  function markdown(url: string): string {
    const { workspace: work } = redacted.value;
    const rule = work.rules[rules.index.value]?.text ?? "";
    const event = work.events[events.index.value]?.text ?? "";
    const summary = verdict.value?.explanation.summary ?? "";
    const block = (text: string) => `\`\`\`json\n${text}\n\`\`\``;
    return `Rule:\n\n${block(rule)}\n\nEvent:\n\n${block(event)}\n\n${summary}\n\n[Open in the playground](${url})\n`;
  }
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) {
    return (
      <p>
        ✓ No secrets were found. Names, account ids and addresses of resources stay: rules ask for
        them.
      </p>
    );
  }
  return (
    <div>
      <p>! Secrets were taken out of what is shared; your own texts stay as they are:</p>
      <ul class="notes">
        {findings.map(({ where, kind, count }) => (
          <li key={where + kind}>
            {where}: {count === 1 ? "" : `${count} × `}
            {kind}
          </li>
        ))}
      </ul>
    </div>
  );
}
