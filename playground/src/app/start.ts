import { startJudging } from "../workspace/judging.js";
import { keepOverReloads } from "./keeping.js";
import { startTheme } from "./theme.js";

/** Brings back what was there, and begins to judge it. */
export function start(): void {
  startTheme();
  keepOverReloads();
  startJudging();
  if (import.meta.env.PROD && "serviceWorker" in navigator) {
    addEventListener("load", () => navigator.serviceWorker.register("./service-worker.js"));
  }
}
