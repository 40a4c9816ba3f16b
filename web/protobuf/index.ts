/**
 * CloudEvents in the Protobuf format: `application/cloudevents+protobuf`, and
 * `application/cloudevents-batch+protobuf` for batches. Needs no WebAssembly. Its TidegateError is a
 * class of its own, so compare by `code`.
 *
 * @example
 * ```js
 * import { decodeCloudEvent, encodeCloudEvent } from "tidegate/protobuf";
 *
 * const event = { specversion: "1.0", id: "1", source: "/shop", type: "com.example.sold", data: { price: 5 } };
 * const { output } = encodeCloudEvent(event); // A Uint8Array.
 * decodeCloudEvent(output).output.data; // { price: 5 }
 * ```
 *
 * @module tidegate/protobuf
 */

export type { CloudEvent } from "../cloud-event.js";
export type { ServiceException, TidegateErrorDetails } from "../error.js";
export { TidegateError } from "../error.js";
export type { EventInput } from "../event.js";
export type { ErrorCode } from "../generated/error-codes.js";
export type { Loss } from "../losses.js";
export type { AttributeType, AttributeTypes } from "./attribute-type.js";
export type { DecodedBatch, DecodedEvent, DecodeOptions } from "./decode.js";
export { decodeCloudEvent, decodeCloudEvents } from "./decode.js";
export type { Encoded, EncodeOptions } from "./encode.js";
export { encodeCloudEvent, encodeCloudEvents } from "./encode.js";
