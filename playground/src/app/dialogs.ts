import { signal } from "@preact/signals";

export type DialogId = "examples" | "import" | "share" | "export" | "help";

/** Which dialog is open. */
export const dialog = signal<DialogId | undefined>(undefined);
