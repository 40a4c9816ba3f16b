import { codeMirror } from "../editor/load.js";
import { startJudging } from "../workspace/judging.js";
import { followAddress } from "./address.js";
import { keepOverReloads } from "./keeping.js";
import { takeDrops } from "./taking.js";
import { startTheme } from "./theme.js";

/** Brings back what was there, and begins to judge it. */
export function start(): void {
  startTheme();
  keepOverReloads();
  startJudging();
  takeDrops();
  followAddress();
  if (import.meta.env.PROD && "serviceWorker" in navigator) {
    // All files are fetched for it: what the page itself needs comes first.
    codeMirror().finally(() => navigator.serviceWorker.register("./service-worker.js"));
  }
}
