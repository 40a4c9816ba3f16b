import type { CloudEvent } from "../cloud-event.js";

/**
 * Options of what writes a message.
 *
 * @example
 * ```js
 * http.binary(event, { lenient: true });
 * ```
 */
export interface WriteOptions {
  /**
   * For readers that do not do as the specification says, and for events that do not. Values of HTTP
   * and NATS headers are percent-encoded only where a reader by the specification would mistake them
   * for something else; data that is no string is written as JSON even where its type is not JSON;
   * attributes may have control characters. Default: false.
   */
  readonly lenient?: boolean;
}

/**
 * Options of what reads a message.
 *
 * @example
 * ```js
 * http.read(message, { lenient: true, output: "text" });
 * ```
 */
export interface ReadOptions {
  /**
   * For senders that do not do as the specification says. Values of headers need not be
   * percent-encoded and may have control characters; headers that are no attributes by their names,
   * and one for `datacontenttype` beside the content type, are left out; a body that is not what its
   * type says becomes `data_base64`. Default: false.
   */
  readonly lenient?: boolean;
  /** An object, or JSON text that keeps the digits of every number. Default: `"object"`. */
  readonly output?: "object" | "text";
}

/**
 * What reading a message with these options gives.
 *
 * @example
 * ```js
 * typeof http.read(message, { output: "text" }); // "string"
 * ```
 */
export type ReadResult<Options extends ReadOptions> = "output" extends keyof Options
  ? Result<Options["output"]>
  : CloudEvent;

type Result<Output> = Output extends "text" ? string : CloudEvent;

/** Options by which an object is read. */
export type ObjectOptions = ReadOptions & { readonly output?: "object" };

/**
 * How a message carries events: the attributes in its headers and the data in its body, or an event
 * or a batch of events in its body. `"none"`: it has neither the content type of CloudEvents nor all
 * of the attributes specversion, id, source and type.
 *
 * @example
 * ```js
 * http.mode({ headers: { "content-type": "application/cloudevents+json" } }); // "structured"
 * ```
 */
export type Mode = "binary" | "structured" | "batch" | "none";

/**
 * What the body of a message may be given as; text stands for its UTF-8.
 *
 * @example
 * ```js
 * const headers = { "content-type": "application/cloudevents+json" };
 * http.read({ headers, body: JSON.stringify(event) });
 * ```
 */
export type Body = string | ArrayBufferView | ArrayBufferLike | null | undefined;
