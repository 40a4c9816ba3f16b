import { useSignal } from "@preact/signals";
import { dialog } from "../dialogs.js";
import { takeFiles, takeLongPaste, takeText } from "../taking.js";

function close(): void {
  dialog.value = undefined;
}

/** Rules and events from elsewhere. */
export function ImportDialog() {
  const text = useSignal("");
  return (
    <>
      <p>
        Events as JSON, as a list or a line each; a log file of CloudTrail; records of SQS, SNS or
        Kinesis; a curl command or an HTTP request; rules as a pattern, a rule file, or a template
        of CloudFormation or SAM; a workspace that was saved here. What it is shows by itself.
      </p>
      <label>
        Paste
        <textarea
          rows={10}
          spellcheck={false}
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value;
          }}
          onPaste={(event) => {
            takeLongPaste(event);
            if (event.defaultPrevented) close();
          }}
        />
      </label>
      <div class="row">
        <button
          type="button"
          class="main"
          disabled={text.value.trim() === ""}
          onClick={() => {
            takeText(text.value);
            close();
          }}
        >
          Add
        </button>
        <label class="file">
          or choose files, or drop them anywhere on the page{" "}
          <input
            type="file"
            multiple
            onChange={({ currentTarget }) => {
              takeFiles(currentTarget.files ?? []);
              close();
            }}
          />
        </label>
      </div>
    </>
  );
}
