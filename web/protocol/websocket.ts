/**
 * CloudEvents over WebSockets, by the WebSockets protocol binding: each message is an event in
 * structured mode, in the format that both sides have agreed on when they connect.
 */

import type { EventInput } from "../event.js";
import { decode } from "../text.js";
import {
  checkReadOptions,
  checkWriteOptions,
  EVENT_TYPE,
  HTTP,
  readMessage,
  writeStructured,
} from "./message.js";
import type { Body, ObjectOptions, ReadOptions, ReadResult, WriteOptions } from "./types.js";

export type { Body, ReadOptions, ReadResult, WriteOptions } from "./types.js";

/** The subprotocols of the formats: JSON in text frames, Avro and Protobuf in binary frames. */
export type Subprotocol = "cloudevents.json" | "cloudevents.avro" | "cloudevents.proto";

/** That of the JSON format. */
export const JSON_SUBPROTOCOL = "cloudevents.json";
/** That of the Avro format. */
export const AVRO_SUBPROTOCOL = "cloudevents.avro";
/** That of the Protobuf format, which `tidegate/protobuf` reads and writes. */
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
  const names = typeof offered === "string" ? offered.split(",") : [...(offered ?? [])];
  for (const name of names) {
    const found = supported.find((known) => known === name.trim());
    if (found !== undefined) return found;
  }
  return undefined;
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
  checkWriteOptions(options);
  return decode(writeStructured(event, options));
}

/**
 * Reads the event of a text frame of the subprotocol `cloudevents.json`. Errors: those of
 * {@link http.binary}.
 */
export function read<Options extends ReadOptions = ObjectOptions>(
  data: NonNullable<Body>,
  options: Options = {} as Options,
): ReadResult<Options> {
  checkReadOptions(options);
  const headers = [["content-type", EVENT_TYPE]] as const;
  return readMessage(HTTP, { headers, body: data }, options);
}
