import type { ComponentType } from "preact";
import { Dialog } from "../ui/dialog.jsx";
import { lazily } from "../ui/lazily.jsx";
import { type DialogId, dialog } from "./dialogs.js";

const PARTS: Record<DialogId, { readonly title: string; readonly Body: ComponentType }> = {
  examples: {
    title: "Examples",
    Body: lazily(async () => (await import("./dialogs/examples.jsx")).ExamplesDialog),
  },
  import: {
    title: "Import rules and events",
    Body: lazily(async () => (await import("./dialogs/import.jsx")).ImportDialog),
  },
  export: {
    title: "Export the rules",
    Body: lazily(async () => (await import("./dialogs/export.jsx")).ExportDialog),
  },
  share: {
    title: "Share",
    Body: lazily(async () => (await import("./dialogs/share.jsx")).ShareDialog),
  },
  help: {
    title: "Help",
    Body: lazily(async () => (await import("./dialogs/help.jsx")).HelpDialog),
  },
};

/** The dialog that is open, if any. */
export function Dialogs() {
  const id = dialog.value;
  if (id === undefined) return null;
  const { title, Body } = PARTS[id];
  return (
    <Dialog
      key={id}
      title={title}
      onClose={() => {
        dialog.value = undefined;
      }}
    >
      <Body />
    </Dialog>
  );
}
