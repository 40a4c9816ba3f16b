/**
 * CloudEvents in PUBLISH messages of MQTT, by the MQTT protocol binding, in the shape that mqtt.js
 * takes and gives.
 *
 * | event             | binary mode (MQTT 5)          | structured mode |
 * | ----------------- | ----------------------------- | --------------- |
 * | `datacontenttype` | `contentType`                 | in the payload  |
 * | other attributes  | `userProperties`, as they are | in the payload  |
 * | data              | the payload                   | in the payload  |
 *
 * MQTT 3.1.1 has no properties, so that its messages are always in structured mode.
 */

import { checkChoice } from "../check.js";
import type { EventInput } from "../event.js";
import { headerPairs } from "./headers.js";
import {
  checkReadOptions,
  checkWriteOptions,
  EVENT_TYPE,
  MQTT,
  modeOf,
  type Readable,
  readMessage,
  writeBinary,
  writeStructured,
} from "./message.js";
import type { Body, Mode, ObjectOptions, ReadOptions, ReadResult, WriteOptions } from "./types.js";

export type { Body, Mode, ReadOptions, ReadResult, WriteOptions } from "./types.js";

/** A message to be published. */
export interface MqttMessage {
  /** Empty where the event has no data. */
  payload: Uint8Array;
  properties?: {
    contentType?: string;
    userProperties?: Record<string, string>;
  };
}

/** A message that was received. */
export interface ReceivedMqttMessage {
  readonly payload?: Body;
  /** Missing in MQTT 3.1.1. */
  readonly properties?:
    | {
        readonly contentType?: string | undefined;
        readonly userProperties?:
          | { readonly [name: string]: string | readonly string[] | undefined }
          | undefined;
      }
    | undefined;
}

/** Options of {@link structured}. */
export interface MqttStructuredOptions extends WriteOptions {
  /** 4 is MQTT 3.1.1, whose messages have no properties. Default: 5. */
  readonly protocolVersion?: 4 | 5;
}

/**
 * Writes an event in binary mode for MQTT 5, with its data as {@link http.binary} has it. Errors:
 * those of {@link http.binary}.
 *
 * @example
 * ```js
 * const { payload, properties } = mqtt.binary(event);
 * client.publish("orders", payload, { properties });
 * ```
 */
export function binary(event: EventInput, options: WriteOptions = {}): MqttMessage {
  checkWriteOptions(options);
  const { headers, contentType, body } = writeBinary(MQTT, event, options);
  return {
    payload: body ?? new Uint8Array(0),
    properties: { ...(contentType !== undefined && { contentType }), userProperties: headers },
  };
}

/**
 * Writes an event in structured mode: as JSON in the payload. Errors: those of {@link http.binary}.
 */
export function structured(event: EventInput, options: MqttStructuredOptions = {}): MqttMessage {
  checkWriteOptions(options, ["protocolVersion"]);
  const { protocolVersion = 5, ...write } = options;
  checkChoice("protocolVersion", String(protocolVersion), ["4", "5"]);
  const payload = writeStructured(event, write);
  return protocolVersion === 4 ? { payload } : { payload, properties: { contentType: EVENT_TYPE } };
}

/** How a message carries an event. Errors: ERR_INVALID_ARGUMENT. */
export function mode(message: Pick<ReceivedMqttMessage, "properties">): Mode {
  return modeOf(MQTT, headOf(message));
}

/**
 * Reads the event of a message, in either mode, as {@link http.read} does. User properties whose
 * names can be no attributes are not looked at; all others are attributes. A payload that is empty is
 * no data where the content type says JSON, or nothing, and otherwise empty data. Errors: those of {@link http.read}, with a
 * `path` such as `/properties/userProperties/id`.
 *
 * @example
 * ```js
 * client.on("message", (topic, payload, packet) => handle(mqtt.read(packet)));
 * ```
 */
export function read<Options extends ReadOptions = ObjectOptions>(
  message: ReceivedMqttMessage,
  options: Options = {} as Options,
): ReadResult<Options> {
  checkReadOptions(options);
  return readMessage(MQTT, { ...headOf(message), body: message.payload }, options);
}

function headOf({ properties }: Pick<ReceivedMqttMessage, "properties">): Readable {
  if (properties === undefined) return { contentType: EVENT_TYPE, headers: [] };
  const { contentType, userProperties } = properties;
  return { contentType: contentType ?? null, headers: headerPairs(userProperties) };
}
