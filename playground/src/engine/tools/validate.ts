import { detect, type InputKind, validateCloudEvent, validateEventBridgeEvent } from "tidegate";
import { compileSchema, Discovery } from "tidegate/schema";
import { type Failure, failureOf } from "../serve.js";
import { nodeAt, treeOf } from "./json-nodes.js";
import { type Section, sectionOf } from "./sections.js";
import type { Envelope, ValidateWish } from "./validate-choice.js";
import { envelopeOf } from "./validate-choice.js";
import { type Fix, fixOf } from "./validate-fixes.js";

/** One thing that is wrong with an event, with all that can be said and done about it. */
export interface Found {
  readonly severity: "error" | "warning";
  /** An issue code, or a keyword of the schema. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** JSON Pointer into the event. */
  readonly path: string;
  readonly offset?: number;
  readonly end?: number;
  readonly section?: Section;
  readonly fix?: Fix;
  /** Where in the text of the schema the keyword stands. */
  readonly schemaOffset?: number;
}

export interface Checked {
  readonly kind: InputKind;
  /** What the event was held against; nothing where there is no envelope for it. */
  readonly envelope: Envelope | undefined;
  readonly valid: boolean;
  readonly issues: readonly Found[];
}

/** Of so many issues it is said what mends them; a text that is longer is read too often for it. */
const FIXED = 50;
const LONGEST = 200_000;

/** Holds an event against the envelope that it has, or that is wished for. */
export function checkEnvelope(text: string, wish: ValidateWish): Checked {
  const { kind } = detect(text);
  const envelope = envelopeOf(kind, wish.envelope);
  if (envelope === undefined) return { kind, envelope, valid: true, issues: [] };
  const { valid, issues } =
    envelope === "cloudevent"
      ? validateCloudEvent(text, { spec: wish.draft ? "1.0.3" : "1.0.2" })
      : validateEventBridgeEvent(text, { custom: wish.custom });
  const root = text.length > LONGEST ? undefined : treeOf(text);
  const found = issues.map(({ section: title, ...issue }, place): Found => {
    const section = sectionOf(title);
    const fix = root && place < FIXED ? fixOf(text, root, { section: title, ...issue }) : undefined;
    return { ...issue, ...(section && { section }), ...(fix && { fix }) };
  });
  return { kind, envelope, valid, issues: found };
}

/** What is wrong with the text of a schema, each with its place. */
export function schemaMistakes(schema: string): Failure[] {
  if (schema.trim() === "") return [];
  try {
    compileSchema(schema).dispose();
    return [];
  } catch (error) {
    const { errors = [error] } = error as { errors?: readonly unknown[] };
    return errors.map(failureOf);
  }
}

/** Holds an event against a schema. */
export function checkSchema(text: string, schema: string): readonly Found[] {
  detect(text);
  const compiled = compileSchema(schema);
  try {
    const { issues } = compiled.validate(text);
    const root = treeOf(schema);
    return issues.map(({ keyword, instancePath, schemaPath, message, offset, end }): Found => {
      const node = schemaPath.startsWith("#") ? nodeAt(root, schemaPath.slice(1)) : undefined;
      return {
        severity: "error",
        code: keyword,
        message: sentence(message),
        path: instancePath,
        ...(offset !== undefined && { offset }),
        ...(end !== undefined && { end }),
        ...(node && { schemaOffset: node.parent?.offset ?? node.offset }),
      };
    });
  } finally {
    compiled.dispose();
  }
}

function sentence(message: string): string {
  return `The value ${message}.`;
}

/** The schema of the events that are of the same kind as one of them, as JSON text. */
export function schemaFor(event: string, events: readonly string[]): string | undefined {
  const kind = discovered([event])[0]?.name;
  const { schema } = discovered(events).find(({ name }) => name === kind) ?? {};
  return schema && JSON.stringify(schema, null, 2);
}

/** Events that cannot be read are left out. */
function discovered(events: readonly string[]) {
  const discovery = new Discovery();
  try {
    for (const event of events) {
      try {
        discovery.add(event);
      } catch {
        // The editor of that event says what is wrong with it.
      }
    }
    return discovery.schemas({ form: "2020-12" });
  } finally {
    discovery.dispose();
  }
}
