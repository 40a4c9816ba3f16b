/**
 * CloudEvents in messages of NATS, by the NATS protocol binding.
 *
 * | event          | binary mode (NATS 2.2)       | structured mode |
 * | -------------- | ---------------------------- | --------------- |
 * | all attributes | `ce-<name>`, percent-encoded | in the data     |
 * | data           | the data                     | in the data     |
 *
 * Servers before 2.2 have no headers, so that their messages are always in structured mode.
 */

import type { EventInput } from "../event.js";
import { foldedHeaderPairs } from "./headers.js";
import {
  checkReadOptions,
  checkWriteOptions,
  EVENT_TYPE,
  modeOf,
  NATS,
  type Readable,
  readMessage,
  writeBinary,
  writeStructured,
} from "./message.js";
import type { Body, Mode, ObjectOptions, ReadOptions, ReadResult, WriteOptions } from "./types.js";

export type { Body, Mode, ReadOptions, ReadResult, WriteOptions } from "./types.js";

/** A message to be published. */
export interface NatsMessage {
  /** Empty where the event has no data. */
  data: Uint8Array;
  headers: [name: string, value: string][];
}

/** A message that was received. */
export interface ReceivedNatsMessage {
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
  checkWriteOptions(options);
  const { headers, body } = writeBinary(NATS, event, options);
  return { data: body ?? new Uint8Array(0), headers: Object.entries(headers) };
}

/**
 * Writes an event in structured mode: as JSON in the data. Servers before 2.2 take it without the
 * headers. Errors: those of {@link http.binary}.
 */
export function structured(event: EventInput, options: WriteOptions = {}): NatsMessage {
  checkWriteOptions(options);
  return { data: writeStructured(event, options), headers: [["Content-Type", EVENT_TYPE]] };
}

/** How a message carries an event. Errors: ERR_INVALID_ARGUMENT. */
export function mode(message: Pick<ReceivedNatsMessage, "headers">): Mode {
  return modeOf(NATS, headOf(message));
}

/**
 * Reads the event of a message, in either mode, as {@link http.read} does. Data that is empty is
 * none where its type is JSON, or is not said, and otherwise empty data. Errors: those of {@link http.read}, with a
 * `path` such as `/headers/ce-id`.
 */
export function read<Options extends ReadOptions = ObjectOptions>(
  message: ReceivedNatsMessage,
  options: Options = {} as Options,
): ReadResult<Options> {
  checkReadOptions(options);
  return readMessage(NATS, { ...headOf(message), body: message.data }, options);
}

function headOf({ headers }: Pick<ReceivedNatsMessage, "headers">): Readable {
  const pairs = foldedHeaderPairs(headers);
  if (pairs.length === 0) pairs.push(["content-type", EVENT_TYPE]);
  return { headers: pairs };
}
