import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { tools } from "../../engine/engines.js";
import type { Shared } from "../../engine/tools/share.js";
import { WORKSPACE_FILE, workspaceFile } from "../../share/file.js";
import { tooLongForLink } from "../../share/permalink.js";
import type { Finding } from "../../share/redact.js";
import { CopyButton } from "../../ui/copy-button.jsx";
import { download } from "../../ui/download.js";
import { verdict } from "../../workspace/judging.js";
import { workspace } from "../../workspace/store.js";
import type { Workspace } from "../../workspace/workspace.js";
import { setAddress } from "../address.js";

/** Much work takes a while to be searched for secrets. */
const SEARCHING = { patience: 60_000 };

/** A link that holds all the work, without its secrets. */
export function ShareDialog() {
  const emails = useSignal(false);
  const shared = useSignal<Shared | string>("Looking for secrets …");
  useSignalEffect(() => {
    tools.call("share", [workspace.value, { emails: emails.value }], SEARCHING).then(
      (made) => {
        shared.value = made;
      },
      ({ message }: Error) => {
        shared.value = `✗ ${message}`;
      },
    );
  });
  return (
    <>
      <p>
        The link holds the rules and the events behind its #, which browsers send to no server.
        Whoever has the link can read them.
      </p>
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
      {typeof shared.value === "string" ? (
        <p>{shared.value}</p>
      ) : (
        <Ways shared={shared as ReadonlySignal<Shared>} />
      )}
    </>
  );
}

function linkOf(fragment: string): string {
  return new URL(fragment, location.href).href;
}

/** What was taken out, and the ways to share the rest. */
function Ways({ shared }: { readonly shared: ReadonlySignal<Shared> }) {
  const { findings, fragment, workspace: work } = shared.value;
  const link = linkOf(fragment);
  const tooLong = tooLongForLink(fragment);
  const copied = () => {
    setAddress(fragment);
    return link;
  };
  return (
    <>
      <Findings findings={findings} />
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
            value={link}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        </label>
      )}
      <div class="row">
        {!tooLong && <CopyButton label="Copy the link" text={copied} />}
        {!tooLong && <CopyButton label="Copy as Markdown" text={() => markdown(work, link)} />}
        <button type="button" onClick={() => download(WORKSPACE_FILE, workspaceFile(work))}>
          Save as a file
        </button>
      </div>
    </>
  );
}

/** What one would paste into an issue. */
function markdown({ rules, events, rule, event }: Workspace, link: string): string {
  const block = (text = "") => `\`\`\`json\n${text}\n\`\`\``;
  return [
    `Rule:\n\n${block(rules[rule]?.text)}`,
    `Event:\n\n${block(events[event]?.text)}`,
    verdict.value?.explanation.summary ?? "",
    `[Open in the playground](${link})\n`,
  ].join("\n\n");
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
