// Ways to tell whether a text fits a JSON Schema, as sides of comparisons (see measure.mjs): with the schemas of the registry,
// which are no part of this repository, and events that fit them, or do not in one value.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Validator } from "@cfworker/json-schema";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { compileSchema } from "tidegate/schema";

const FOLDER = "../shared/events/registry-schemas";

export const hasSchemas = existsSync(FOLDER);

/** Each makes a validator of a schema: from text to verdict. */
const makers = {
  tidegate(document) {
    const schema = compileSchema(document, { component: componentOf(document) });
    return (text) => schema.validate(text, { output: "flag" }).valid;
  },
  ajv(document) {
    const ajv = new Ajv({ strict: false });
    addFormats(ajv);
    const validate = ajv.compile(plain(document));
    return (text) => validate(JSON.parse(text));
  },
  cfworker(document) {
    const validator = new Validator(plain(document), "7", true);
    return (text) => validator.validate(JSON.parse(text)).valid;
  },
};

function componentOf({ components }) {
  if (components === undefined) return undefined;
  return "AWSEvent" in components.schemas ? "AWSEvent" : Object.keys(components.schemas)[0];
}

/** The schema as those take it that know neither OpenAPI nor draft 04, from which it does not differ here. */
function plain({ $schema, ...document }) {
  const component = componentOf(document);
  if (component === undefined) return document;
  return { $ref: `#/components/schemas/${component}`, components: document.components };
}

function fitting(schema, whole) {
  if (schema.$ref) {
    const keys = schema.$ref.slice(2).split("/");
    return fitting(
      keys.reduce((at, key) => at[key], whole),
      whole,
    );
  }
  if (schema.enum) return schema.enum[0];
  const type = [schema.type].flat()[0];
  if (type === "object" || schema.properties) {
    const required = (schema.required ?? []).map((key) => [key, {}]);
    const members = [...required, ...Object.entries(schema.properties ?? {})];
    return Object.fromEntries(members.map(([key, value]) => [key, fitting(value, whole)]));
  }
  if (type === "array") return [fitting(schema.items ?? {}, whole)];
  if (type === "string") return schema.format === "date-time" ? "2026-01-01T00:00:00Z" : "any text";
  return { number: 1, integer: 1, boolean: true }[type] ?? null;
}

/** The value with each of those in it, one at a time, of another type. */
function* broken(value) {
  if (typeof value !== "object" || value === null) {
    if (value !== null) yield typeof value === "string" ? 5 : "no such thing";
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    for (const other of broken(inner)) {
      const copy = Array.isArray(value) ? [...value] : { ...value };
      copy[key] = other;
      yield copy;
    }
  }
}

/** Of two ways: what validates one event after the other, once all verdicts are right. */
export function schemaValidations(other, valid) {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  const documents = names.map((name) => JSON.parse(readFileSync(`${FOLDER}/${name}`, "utf8")));
  return ["tidegate", other].map((way) => {
    const jobs = documents.flatMap((document) => {
      const validate = makers[way](document);
      const schema = plain(document);
      const event = fitting(schema, schema);
      const events = valid ? [event] : [...broken(event)];
      return events.map((each) => ({ validate, text: JSON.stringify(each) }));
    });
    if (!jobs.every(({ validate, text }) => validate(text) === valid)) {
      throw new Error(`${way}: a verdict is wrong`);
    }
    return { jobs, run: ({ validate, text }) => validate(text) };
  });
}
