import { type Signal, signal } from "@preact/signals";
import type { Answer, Failure, Given, Methods, Reply, Request } from "./serve.js";

/** What a call that failed says. */
export class EngineError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** A newer call of the same kind took the place of this one, which was never begun. */
export class Superseded extends Error {}

interface Call {
  readonly request: Request;
  readonly patience: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface CallOptions {
  /** How long it may take before it is ended, in milliseconds. Default: 1,000. */
  readonly patience?: number;
}

/**
 * A worker and its watchdog. Calls are made one at a time. A call that takes too long ends the
 * worker, fails with ERR_STOPPED, and the next one starts a new worker: whatever a visitor types,
 * the page stays alive. Of the calls of one method that wait, only the newest is made.
 */
export class Engine<M extends Methods> {
  /** How often the watchdog had to end the worker. */
  readonly stops: Signal<number> = signal(0);
  readonly #start: () => Worker;
  #worker: Worker | undefined;
  #running: Call | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: Call[] = [];
  #id = 0;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  call<N extends keyof M & string>(
    method: N,
    given: Given<M, N>,
    { patience = 1000 }: CallOptions = {},
  ): Promise<Answer<M, N>> {
    this.#id += 1;
    const request = { id: this.#id, method, given };
    return new Promise((resolve, reject) => {
      for (const call of this.#waiting) {
        if (call.request.method === method) call.reject(new Superseded());
      }
      this.#waiting = this.#waiting.filter((call) => call.request.method !== method);
      this.#waiting.push({ request, patience, resolve: resolve as Call["resolve"], reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#running !== undefined) return;
    this.#running = this.#waiting.shift();
    if (this.#running === undefined) return;
    this.#worker ??= this.#open();
    this.#worker.postMessage(this.#running.request);
  }

  #open(): Worker {
    const worker = this.#start();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end({
        code: "ERR_WORKER",
        message: event.message || "A part of the page could not be loaded.",
        hint: "See that you are online, then reload the page.",
      });
    };
    return worker;
  }

  #take(reply: Reply): void {
    const call = this.#running;
    if (call === undefined || call.request.id !== reply.id) return;
    if ("began" in reply) {
      this.#timer = setTimeout(() => this.#stop(call.patience), call.patience);
      return;
    }
    this.#done();
    if ("value" in reply) call.resolve(reply.value);
    else call.reject(new EngineError(reply.failure));
    this.#next();
  }

  #done(): void {
    clearTimeout(this.#timer);
    this.#running = undefined;
  }

  #stop(patience: number): void {
    this.stops.value += 1;
    this.#end({
      code: "ERR_STOPPED",
      message: `This took longer than ${patience / 1000} s, so it was stopped.`,
      hint: "Make the rule or the event smaller; all else goes on.",
    });
  }

  #end(failure: Failure): void {
    const call = this.#running;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#done();
    call?.reject(new EngineError(failure));
    this.#next();
  }
}
