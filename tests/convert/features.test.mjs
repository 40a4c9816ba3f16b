// The features of the CloudEvents conformance suite, scenario by scenario, and its sample events.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { http, kafka } from "tidegate";
import { onSamples, samples, total } from "./support.mjs";

/**
 * Reads a feature in Gherkin: its scenarios, each as many times as it has examples. A step has its
 * text, and below it a text between triple quotes or the rows of a table.
 */
function scenariosOf(feature) {
  const scenarios = [];
  const lines = feature.split("\n");
  let step;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].trim();
    const [, title] = /^Scenario(?: Outline)?: (.*)$/.exec(line) ?? [];
    if (title !== undefined) {
      scenarios.push({ title, steps: [], examples: undefined });
    } else if (/^(Given|When|Then|And) /.test(line)) {
      step = { text: line.replace(/^\w+ /, ""), rows: [] };
      scenarios.at(-1)?.steps.push(step);
    } else if (line === "Examples:") {
      step = { rows: [] };
      scenarios.at(-1).examples = step.rows;
    } else if (line.startsWith("|")) {
      step.rows.push(
        line
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim()),
      );
    } else if (line === '"""') {
      const end = lines.findIndex((other, k) => k > i && other.trim() === '"""');
      const indent = lines[i].length - lines[i].trimStart().length;
      step.content = lines
        .slice(i + 1, end)
        .map((other) => other.slice(indent))
        .join("\n");
      i = end;
    }
  }
  return scenarios.flatMap(({ title, steps, examples = [[], []] }) => {
    const [names, ...rows] = examples;
    return rows.map((row) => {
      const fill = (text) =>
        names.reduce((filled, name, k) => filled.replaceAll(`<${name}>`, row[k]), text);
      return JSON.parse(JSON.stringify({ title, steps }), (_, value) =>
        typeof value === "string" ? fill(value) : value,
      );
    });
  });
}

/** What each step does to the state of a scenario. */
const STEPS = {
  "an HTTP request"(state, { content }) {
    const end = content.indexOf("\n\n");
    const [, ...headers] = content.slice(0, end).split("\n");
    state.headers = headers.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
    state.body = content.slice(end + 2);
  },
  "parsed as HTTP request"(state) {
    const { headers, body } = state;
    state.event = http.read({ headers: new Headers(headers), body });
  },
  "a Kafka message with payload:"(state, { content }) {
    state.value = Buffer.from(content);
  },
  "Kafka headers:"(state, { rows }) {
    const pairs = rows.slice(1).map(([key, value]) => [key, Buffer.from(value)]);
    state.headers = Object.fromEntries(pairs);
  },
  "parsed as Kafka message"(state) {
    state.event = kafka.read({ headers: state.headers, value: state.value });
  },
  "the attributes are:"(state, { rows }) {
    const { data: _, ...attributes } = state.event;
    assert.deepEqual(attributes, Object.fromEntries(rows.slice(1)));
  },
  "the data is equal to the following JSON:"(state, { content }) {
    assert.deepEqual(state.event.data, JSON.parse(content));
  },
};

const features = samples("cloudevents/conformance-features", ".feature");
let passed = 0;
let count = 0;

describe("features", onSamples, () => {
  for (const { name, text } of features) {
    describe(name, () => {
      for (const { title, steps } of scenariosOf(text)) {
        count++;
        test(title, () => {
          assert.ok(steps.length >= 4);
          const state = {};
          for (const step of steps) STEPS[step.text](state, step);
          passed++;
        });
      }
    });
  }

  test("all scenarios were read", () => {
    assert.equal(count, 7);
    total("scenarios of the conformance features", `${passed} of ${count} pass`);
  });
});

/** Reads what of YAML the events of the conformance suite are written in. */
function eventsOfYaml(text) {
  return text.split(/^---$/m).map((document) => {
    const event = {};
    let block;
    for (const line of document.split("\n")) {
      if (line.trim() === "" || line.startsWith("#")) continue;
      const indent = line.length - line.trimStart().length;
      if (block !== undefined && indent > block.indent) {
        block.inner ??= indent;
        event[block.key] = `${event[block.key]}${line.slice(block.inner)}\n`;
        continue;
      }
      block = undefined;
      const [, key, value] = /^\s*([\w-]+)\s*:\s*(.*)$/.exec(line);
      if (value === "|") {
        event[key] = "";
        block = { key, indent };
      } else if (value !== "") {
        event[key] = value.replace(/^"(.*)"$/, "$1");
      }
    }
    return event;
  });
}

describe("events of the conformance suite", onSamples, () => {
  let through = 0;
  for (const { name, text } of samples("cloudevents/conformance", ".yaml")) {
    const events = eventsOfYaml(text).filter(
      ({ specversion, id, source, type }) => specversion && id && source && type,
    );
    for (const [index, { Mode, Data, "user-agent": _, ...attributes }] of events.entries()) {
      test(`${name} ${index}`, () => {
        const { datacontenttype = "application/json" } = attributes;
        const headers = [["content-type", datacontenttype]];
        for (const [key, value] of Object.entries(attributes)) {
          attributes[key] = value.trim(); // Blocks end with a line break, which no attribute may have.
          if (key === "datacontenttype") continue;
          headers.push([`ce-${key}`, encodeURIComponent(attributes[key])]);
        }
        const event = http.read({ headers, body: Data });
        const isJson = datacontenttype.startsWith("application/json");
        const expected = {
          ...attributes,
          specversion: "1.0",
          datacontenttype,
          ...(Data !== undefined && { data: isJson ? JSON.parse(Data) : Data }),
        };
        assert.deepEqual(event, expected);
        for (const mode of ["binary", "structured"]) {
          if (Mode !== undefined && Mode !== mode) continue;
          for (const binding of [http, kafka]) {
            assert.deepEqual(binding.read(binding[mode](event)), expected);
          }
        }
        through++;
      });
    }
  }

  test("there were some", () => {
    assert.ok(through > 0);
    total("events of the conformance suite", `${through} go through HTTP and Kafka`);
  });
});
