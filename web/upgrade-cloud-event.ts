import { type Kinds, OUTPUT, readOptions } from "./check.js";
import { type CloudEvent, cloudEventText } from "./cloud-event.js";
import { core, DEFAULT_MAX_EVENT_BYTES } from "./core.js";
import type { EventInput } from "./event.js";

/**
 * Options of {@link upgradeCloudEvent}.
 *
 * @example
 * ```js
 * upgradeCloudEvent({ specversion: "0.3", id: "1", source: "/s", type: "t" }, { output: "text" });
 * ```
 */
export interface UpgradeOptions {
  /** An object, or JSON text that keeps the digits of every number. Default: `"object"`. */
  readonly output?: "object" | "text";
}

const OPTIONS: Kinds<UpgradeOptions> = { output: OUTPUT };

/**
 * Turns a CloudEvent of version 0.1, 0.2 or 0.3 into one of version 1.0. One of version 1.0 comes
 * out as it is.
 *
 * | 0.1 | 0.2 | 0.3 | 1.0 |
 * |---|---|---|---|
 * | `cloudEventsVersion` | `specversion` | `specversion` | `specversion` |
 * | `eventType`, `eventID`, `eventTime` | `type`, `id`, `time` | the same | the same |
 * | `contentType` | `contenttype` | `datacontenttype` | `datacontenttype` |
 * | `schemaURL` | `schemaurl` | `schemaurl` | `dataschema` |
 * | | | `datacontentencoding`: base64 | `data_base64` for `data` |
 * | `eventTypeVersion` | | | the extension `eventtypeversion` |
 * | the members of `extensions` | extensions | extensions | extensions |
 *
 * Names of extensions become lower case. A value of a type that 1.0 does not have becomes a string:
 * an object or an array its JSON text, a number that is no whole one of 32 bits its digits.
 *
 * Errors: ERR_EVENT_FIELD for a version that is none of these, a schema that is no absolute URI,
 * data in another encoding than base64, an attribute of another type, a name with other characters
 * than letters and digits, or two members with one name; ERR_EVENT_NOT_OBJECT, ERR_INVALID_JSON,
 * ERR_INVALID_UTF8, ERR_TOO_DEEP, ERR_NUMBER_TOO_LONG; ERR_TOO_LARGE for more than 16 MiB;
 * ERR_INVALID_ARGUMENT; ERR_OUT_OF_MEMORY.
 *
 * @example
 * ```js
 * upgradeCloudEvent({ specversion: "0.3", id: "1", source: "/s", type: "t", schemaurl: "urn:s" });
 * // { specversion: "1.0", id: "1", source: "/s", type: "t", dataschema: "urn:s" }
 * ```
 */
export function upgradeCloudEvent(
  event: EventInput,
  options: UpgradeOptions & { readonly output: "text" },
): string;
export function upgradeCloudEvent(
  event: EventInput,
  options?: UpgradeOptions & { readonly output?: "object" },
): CloudEvent;
export function upgradeCloudEvent(event: EventInput, options?: UpgradeOptions): CloudEvent | string;
export function upgradeCloudEvent(
  event: EventInput,
  options: UpgradeOptions = {},
): CloudEvent | string {
  const { output = "object" } = readOptions(options, OPTIONS);
  const wasm = core();
  const size = wasm.writeEvent(cloudEventText(event), DEFAULT_MAX_EVENT_BYTES);
  if (wasm.exports._tg_upgrade_cloud_event(size) < 0) throw wasm.failure(event);
  const text = wasm.outputText();
  return output === "text" ? text : JSON.parse(text);
}
