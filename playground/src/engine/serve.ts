/** What a worker can do: by name, a function that fetches the function. */
export type Methods = Record<string, () => Promise<(...given: never[]) => unknown>>;

/** What `await` on a call gives. */
export type Answer<M extends Methods, N extends keyof M> = Awaited<
  ReturnType<Awaited<ReturnType<M[N]>>>
>;

/** What a call is given. */
export type Given<M extends Methods, N extends keyof M> = Parameters<Awaited<ReturnType<M[N]>>>;

/** An error as it crosses from the worker to the page. */
export interface Failure {
  /** Of a TidegateError; or `"ERR_UNEXPECTED"`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly path?: string;
  readonly offset?: number;
  readonly end?: number;
  readonly line?: number;
  readonly column?: number;
}

export type Request = { readonly id: number; readonly method: string; readonly given: unknown[] };

/** `began`: the code is there, and the clock of the watchdog runs from now on. */
export type Reply =
  | { readonly id: number; readonly began: true }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure };

export function failureOf(error: unknown): Failure {
  if (error instanceof Error && "code" in error && "toJSON" in error) {
    const { cause: _, ...plain } = (error as { toJSON(): Failure & { cause?: unknown } }).toJSON();
    return plain;
  }
  return {
    code: "ERR_UNEXPECTED",
    message: error instanceof Error ? error.message : String(error),
  };
}

/** Answers what the page asks of this worker, one call after the other. */
export function serve(methods: Methods): void {
  const reply = (message: Reply) => postMessage(message);
  addEventListener("message", async ({ data }: MessageEvent<Request>) => {
    const { id, method, given } = data;
    try {
      const run = (await methods[method]?.()) as (...given: unknown[]) => unknown;
      reply({ id, began: true });
      reply({ id, value: await run(...given) });
    } catch (error) {
      reply({ id, failure: failureOf(error) });
    }
  });
}
