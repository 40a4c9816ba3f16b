import type { ComponentType } from "preact";
import { Dialog } from "../ui/dialog.jsx";
import { type DialogId, dialog } from "./dialogs.js";
import { Help } from "./help.jsx";

const PARTS: Partial<Record<DialogId, { readonly title: string; readonly Body: ComponentType }>> = {
  help: { title: "Help", Body: Help },
};

/** The dialog that is open, if any. */
export function Dialogs() {
  const id = dialog.value;
  const part = id && PARTS[id];
  if (!part) return null;
  const { title, Body } = part;
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
