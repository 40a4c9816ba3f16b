import type { SingleBar } from "cli-progress";
import type { Reading } from "./events.js";

/** What is over sooner needs no bar. */
const PATIENCE = 1000;
const MEGA = 1e6;

/** A bar on stderr for input that takes long, where that is a terminal that shows nothing else. */
export class Progress {
  readonly #reading: Reading;
  readonly #begin = performance.now();
  readonly #isShown = process.stderr.isTTY && !process.stdout.isTTY;
  #bar: SingleBar | undefined;

  constructor(reading: Reading) {
    this.#reading = reading;
    process.on("SIGINT", () => {
      this.end();
      process.exit(130);
    });
  }

  /** To be called now and then. */
  async update(): Promise<void> {
    if (!this.#isShown || performance.now() - this.#begin < PATIENCE) return;
    const { bytes, total } = this.#reading;
    const megabytes = Math.round(bytes / MEGA);
    this.#bar ??= await this.#start(total);
    this.#bar.update(megabytes);
  }

  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  async #start(total: number | undefined): Promise<SingleBar> {
    const { default: progress } = await import("cli-progress");
    const format =
      total === undefined
        ? "{value} MB in {duration_formatted}"
        : "{bar} {percentage} % of {total} MB, {eta_formatted} left";
    const bar = new progress.SingleBar(
      { format, clearOnComplete: true, hideCursor: true, stream: process.stderr },
      progress.Presets.shades_classic,
    );
    bar.start(total === undefined ? 0 : Math.round(total / MEGA), 0);
    return bar;
  }
}
