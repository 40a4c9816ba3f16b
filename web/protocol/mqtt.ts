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
 *
 * @example
 * ```js
 * mqtt.read(mqtt.binary(event)).type; // "com.example.sold"
 * ```
 *
 * @packageDocumentation
 */

import { type Kinds, oneOf, readMembers, readOptions } from "../check.js";
import type { EventInput } from "../event.js";
import { headerPairs } from "./headers.js";
import {
  EVENT_TYPE,
  MQTT,
  modeOf,
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
 * mqtt.binary(event).properties.userProperties.id; // "1"
 * ```
 */
export interface MqttMessage {
  /** Empty where the event has no data. */
  payload: Uint8Array;
  /** Missing in MQTT 3.1.1. */
  properties?: {
    /** In binary mode that of the data, in structured mode that of CloudEvents. */
    contentType?: string;
    /** In binary mode the attributes. */
    userProperties?: Record<string, string>;
  };
}

/**
 * A message that was received.
 *
 * @example
 * ```js
 * mqtt.read({ payload: JSON.stringify(event) }); // MQTT 3.1.1
 * ```
 */
export interface ReceivedMqttMessage {
  /** The data, or in structured mode the event. */
  readonly payload?: Body;
  /** Missing in MQTT 3.1.1. */
  readonly properties?:
    | {
        /** The content type of the payload. */
        readonly contentType?: string | undefined;
        /** The attributes, of a message in binary mode. */
        readonly userProperties?:
          | { readonly [name: string]: string | readonly string[] | undefined }
          | undefined;
      }
    | undefined;
}

/**
 * Options of {@link structured}.
 *
 * @example
 * ```js
 * mqtt.structured(event, { protocolVersion: 4 }).properties; // undefined
 * ```
 */
export interface MqttStructuredOptions extends WriteOptions {
  /** 4 is MQTT 3.1.1, whose messages have no properties. Default: 5. */
  readonly protocolVersion?: 4 | 5;
}

const STRUCTURED_OPTIONS: Kinds<MqttStructuredOptions> = {
  ...WRITE_OPTIONS,
  protocolVersion: oneOf([4, 5]),
};

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
  const taken = readOptions(options, WRITE_OPTIONS);
  const { headers, contentType, body } = writeBinary(MQTT, event, taken);
  return {
    payload: body ?? new Uint8Array(0),
    properties: { ...(contentType !== undefined && { contentType }), userProperties: headers },
  };
}

/**
 * Writes an event in structured mode: as JSON in the payload. Errors: those of {@link http.binary}.
 *
 * @example
 * ```js
 * const { payload, properties } = mqtt.structured(event);
 * client.publish("orders", payload, { properties });
 * ```
 */
export function structured(event: EventInput, options: MqttStructuredOptions = {}): MqttMessage {
  const { protocolVersion = 5, ...write } = readOptions(options, STRUCTURED_OPTIONS);
  const payload = writeStructured(event, write);
  return protocolVersion === 4 ? { payload } : { payload, properties: { contentType: EVENT_TYPE } };
}

/**
 * How a message carries an event. Errors: ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * mqtt.mode(mqtt.binary(event)); // "binary"
 * ```
 */
export function mode(message: Pick<ReceivedMqttMessage, "properties">): Mode {
  return modeOf(MQTT, headOf(readMembers("A message", message, "properties")));
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
  const taken = takeReadOptions(options);
  const { properties, payload } = readMembers("A message", message, "properties", "payload");
  return readMessage(MQTT, { ...headOf({ properties }), body: payload }, taken);
}

function headOf({ properties }: Pick<ReceivedMqttMessage, "properties">): Readable {
  if (properties === undefined) return { contentType: EVENT_TYPE, headers: [] };
  const members = readMembers("The properties", properties, "contentType", "userProperties");
  const { contentType, userProperties } = members;
  return { contentType: contentType ?? null, headers: headerPairs(userProperties) };
}
