// What says independently whether a sample fits a schema that was discovered: Ajv.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

/** The folder ../shared of the checkout; nothing where ./dev finds none. */
export const shared = process.env.TIDEGATE_SHARED;

export const FORMS = ["openapi3", "draft-04", "2020-12"];

const addFormats = formats.default ?? formats;

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));

/** A function that says what of an event does not fit a discovered schema; null if all does. */
export function judge({ schema }) {
  const { $schema: _, ...rest } = schema;
  const { schemas } = schema.components ?? {};
  const root = schemas?.AWSEvent === undefined ? schema.info?.title : "AWSEvent";
  const asked = schemas === undefined ? rest : { ...rest, $ref: `#/components/schemas/${root}` };
  const validate = ajv.compile(asked);
  ajv.removeSchema(asked);
  return (event) => (validate(event) ? null : ajv.errorsText(validate.errors));
}

/** What the name of the schema of an event is, by the documentation of the registry. */
export function nameOf(event) {
  const isText = (value) => typeof value === "string" && value !== "" && value.length <= 256;
  const { source, detail, type, specversion } = event;
  const detailType = event["detail-type"];
  const isObject = typeof detail === "object" && detail !== null && !Array.isArray(detail);
  if (isText(source) && isText(detailType) && isObject) {
    const words = detailType.match(/[A-Za-z0-9]+/g) ?? ["Event"];
    const name = words.map((word) => word[0].toUpperCase() + word.slice(1)).join("");
    return `${source.replace(/[^\w.-]/g, "-")}@${name}`;
  }
  return isText(type) && isText(specversion) ? type.replace(/[^\w.-]/g, "-") : "Event";
}

/** The objects among the events of a folder of ../shared/events. */
export function eventsIn(folder) {
  const path = join(shared, "events", folder);
  return readdirSync(path)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .flatMap((file) => {
      try {
        const event = JSON.parse(readFileSync(join(path, file), "utf8"));
        return typeof event === "object" && !Array.isArray(event) ? [event] : [];
      } catch {
        return []; // Some are templates.
      }
    });
}
