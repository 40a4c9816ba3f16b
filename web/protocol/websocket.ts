/**
 * CloudEvents over WebSockets, by the WebSockets protocol binding: each message is an event in
 * structured mode, in the format that both sides have agreed on when they connect.
 *
 * @example
 * ```js
 * websocket.read(websocket.write(event)).type; // "com.example.sold"
 * ```
 *
 * @packageDocumentation
 */

import { isIterable, readOptions } from "../check.js";
import { invalidArgument } from "../error.js";
import { attempt, type EventInput } from "../event.js";
import { decode } from "../text.js";
import {
  EVENT_TYPE,
  HTTP,
  readMessage,
  takeReadOptions,
  WRITE_OPTIONS,
  writeStructured,
} from "./message.js";
import type { Body, ObjectOptions, ReadOptions, ReadResult, WriteOptions } from "./types.js";

export type { Body, ReadOptions, ReadResult, WriteOptions } from "./types.js";

/**
 * The subprotocols of the formats: JSON in text frames, Avro and Protobuf in binary frames.
 *
 * @example
 * ```js
 * websocket.choose("cloudevents.proto, cloudevents.json"); // "cloudevents.json"
 * ```
 */
export type Subprotocol = "cloudevents.json" | "cloudevents.avro" | "cloudevents.proto";

/**
 * That of the JSON format.
 *
 * @example
 * ```js
 * new WebSocket(url, [websocket.JSON_SUBPROTOCOL]);
 * ```
 */
export const JSON_SUBPROTOCOL = "cloudevents.json";
/**
 * That of the Avro format.
 *
 * @example
 * ```js
 * websocket.AVRO_SUBPROTOCOL; // "cloudevents.avro"
 * ```
 */
export const AVRO_SUBPROTOCOL = "cloudevents.avro";
/**
 * That of the Protobuf format, which `tidegate/protobuf` reads and writes.
 *
 * @example
 * ```js
 * websocket.choose("cloudevents.proto", [websocket.PROTOBUF_SUBPROTOCOL]); // "cloudevents.proto"
 * ```
 */
export const PROTOBUF_SUBPROTOCOL = "cloudevents.proto";

/**
 * The subprotocol for a server to answer with: the first that the client offers and the server
 * supports; undefined where there is none, and then the server answers without one.
 *
 * @param offered The header `Sec-WebSocket-Protocol` of the request, or a list of its values.
 * @param supported Default: that of the JSON format alone.
 *
 * @example
 * ```js
 * websocket.choose(request.headers.get("sec-websocket-protocol")); // "cloudevents.json"
 * ```
 */
export function choose(
  offered: string | Iterable<string> | null | undefined,
  supported: readonly Subprotocol[] = [JSON_SUBPROTOCOL],
): Subprotocol | undefined {
  const known = textsOf(supported);
  const names = typeof offered === "string" ? offered.split(",") : textsOf(offered ?? []);
  const found = names.map((name) => name.trim()).find((name) => known.includes(name));
  return found as Subprotocol | undefined;
}

/** Errors: ERR_INVALID_ARGUMENT. */
function textsOf(list: unknown): string[] {
  return attempt("The subprotocols", () => {
    const texts = isIterable(list) ? Array.from(list) : [undefined];
    if (texts.every((text) => typeof text === "string")) return texts;
    throw invalidArgument("Subprotocols are a list of texts.");
  });
}

/**
 * Writes an event as the text of a text frame, for the subprotocol `cloudevents.json`. Errors: those
 * of {@link http.binary}.
 *
 * @example
 * ```js
 * const socket = new WebSocket(url, [websocket.JSON_SUBPROTOCOL]);
 * socket.send(websocket.write(event));
 * ```
 */
export function write(event: EventInput, options: WriteOptions = {}): string {
  return decode(writeStructured(event, readOptions(options, WRITE_OPTIONS)));
}

/**
 * Reads the event of a text frame of the subprotocol `cloudevents.json`. Errors: those of
 * {@link http.binary}.
 *
 * @example
 * ```js
 * socket.addEventListener("message", ({ data }) => handle(websocket.read(data)));
 * ```
 */
export function read<Options extends ReadOptions = ObjectOptions>(
  data: NonNullable<Body>,
  options: Options = {} as Options,
): ReadResult<Options> {
  const taken = takeReadOptions(options);
  const headers = [["content-type", EVENT_TYPE]] as const;
  if (data === undefined || data === null) throw invalidArgument("A frame is text or bytes.");
  return readMessage(HTTP, { headers, body: data }, taken);
}
