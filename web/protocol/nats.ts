/**
 * CloudEvents in messages of NATS, by the NATS protocol binding.
 *
 * | event          | binary mode (NATS 2.2)       | structured mode |
 * | -------------- | ---------------------------- | --------------- |
 * | all attributes | `ce-<name>`, percent-encoded | in the data     |
 * | data           | the data                     | in the data     |
 *
 * Servers before 2.2 have no headers, so that their messages are always in structured mode.
 *
 * @example
 * ```js
 * nats.read(nats.binary(event)).type; // "com.example.sold"
 * ```
 *
 * @packageDocumentation
 */

import { readMembers, readOptions } from "../check.js";
import type { EventInput } from "../event.js";
import { foldedHeaderPairs } from "./headers.js";
import {
  EVENT_TYPE,
  modeOf,
  NATS,
  type Readable,
  readMessage,
  takeReadOptions,
  WRITE_OPTIONS,
  writeBinary,
  writeStructured,
} from "./message.js";
import type { Body, Mode, ObjectOptions, ReadOptions, ReadResult, WriteOptions } from "./types.js";

export type { Body, Mode, ReadOptions, ReadResult, WriteOptions } from "./types.js";

/**
 * A message to be published.
 *
 * @example
 * ```js
 * nats.binary(event).headers[0]; // ["ce-specversion", "1.0"]
 * ```
 */
export interface NatsMessage {
  /** Empty where the event has no data. */
  data: Uint8Array;
  /** In pairs, for `headers()` of the client. */
  headers: [name: string, value: string][];
}

/**
 * A message that was received.
 *
 * @example
 * ```js
 * nats.read({ data: JSON.stringify(event) });
 * ```
 */
export interface ReceivedNatsMessage {
  /** The data, or in structured mode the event. */
  readonly data?: Body;
  /** The headers of a client, pairs of names and values, or an object. Without any of them, the
   * message is one in structured mode. */
  readonly headers?:
    | Iterable<readonly [name: string, values: string | readonly string[]]>
    | { readonly [name: string]: string | readonly string[] | undefined }
    | null
    | undefined;
}

/**
 * Writes an event in binary mode, with its data as {@link http.binary} has it. Errors: those of
 * {@link http.binary}.
 *
 * @example
 * ```js
 * const message = nats.binary(event);
 * const headers = natsHeaders();
 * for (const [name, value] of message.headers) headers.append(name, value);
 * connection.publish("orders", message.data, { headers });
 * ```
 */
export function binary(event: EventInput, options: WriteOptions = {}): NatsMessage {
  const { headers, body } = writeBinary(NATS, event, readOptions(options, WRITE_OPTIONS));
  return { data: body ?? new Uint8Array(0), headers: Object.entries(headers) };
}

/**
 * Writes an event in structured mode: as JSON in the data. Servers before 2.2 take it without the
 * headers. Errors: those of {@link http.binary}.
 *
 * @example
 * ```js
 * connection.publish("orders", nats.structured(event).data);
 * ```
 */
export function structured(event: EventInput, options: WriteOptions = {}): NatsMessage {
  const data = writeStructured(event, readOptions(options, WRITE_OPTIONS));
  return { data, headers: [["Content-Type", EVENT_TYPE]] };
}

/**
 * How a message carries an event. Errors: ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * nats.mode(nats.binary(event)); // "binary"
 * ```
 */
export function mode(message: Pick<ReceivedNatsMessage, "headers">): Mode {
  return modeOf(NATS, headOf(readMembers("A message", message, "headers")));
}

/**
 * Reads the event of a message, in either mode, as {@link http.read} does. Data that is empty is
 * none where its type is JSON, or is not said, and otherwise empty data. Errors: those of {@link http.read}, with a
 * `path` such as `/headers/ce-id`.
 *
 * @example
 * ```js
 * for await (const message of subscription) handle(nats.read(message));
 * ```
 */
export function read<Options extends ReadOptions = ObjectOptions>(
  message: ReceivedNatsMessage,
  options: Options = {} as Options,
): ReadResult<Options> {
  const taken = takeReadOptions(options);
  const { headers, data } = readMembers("A message", message, "headers", "data");
  return readMessage(NATS, { ...headOf({ headers }), body: data }, taken);
}

function headOf({ headers }: Pick<ReceivedNatsMessage, "headers">): Readable {
  const pairs = foldedHeaderPairs(headers);
  if (pairs.length === 0) pairs.push(["content-type", EVENT_TYPE]);
  return { headers: pairs };
}
