// Ways to convert and to validate events, as sides of comparisons (see measure.mjs).
import { deepStrictEqual } from "node:assert";
import { CloudEvent } from "cloudevents";
import * as tidegate from "tidegate";

const { toCloudEvent, validateCloudEvent } = tidegate;

/** EventBridge text to CloudEvent text. By hand nothing is checked. */
export const converters = {
  tidegate: (text) => toCloudEvent(text, { output: "text" }),
  hand: (text) => JSON.stringify(attributes(JSON.parse(text))),
  sdk: (text) => JSON.stringify(new CloudEvent(attributes(JSON.parse(text)))),
};

/** Whether a text is a flawless CloudEvent; the SDK throws where it is not valid. */
export const validators = {
  tidegate: (text) => validateCloudEvent(text).issues.length === 0,
  sdk: (text) => new CloudEvent(JSON.parse(text)).id !== "",
};

function attributes(event) {
  return {
    awsaccount: event.account,
    awsregion: event.region,
    data: event.detail,
    datacontenttype: "application/json",
    id: event.id,
    source: `com.amazonaws/${event.region}/${event.source.replace(/^aws\./, "")}`,
    specversion: "1.0",
    time: event.time,
    type: event["detail-type"],
  };
}

/** A structured event around some JSON, about which there is nothing to say. */
export function structured(data, i) {
  return `{"specversion":"1.0","id":"A234-1234-${i}","source":"https://example.com/lots","type":"com.example.lot.sold","subject":"lot","time":"2018-04-05T17:31:00Z","datacontenttype":"application/json","data":${data}}`;
}

/** That two ways give the same of every event; times as instants, for the SDK writes them anew. */
export function checkSame(events, one, other) {
  const read = (text) => {
    const { time, ...rest } = JSON.parse(text);
    return { ...rest, time: Date.parse(time) };
  };
  for (const text of events) deepStrictEqual(read(one(text)), read(other(text)));
}
