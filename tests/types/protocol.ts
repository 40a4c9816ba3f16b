// The types of the protocol bindings, used as their users do.
import { amqp, type CloudEvent, http, kafka, mqtt, nats, websocket } from "tidegate";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Equal<A, B> extends true ? [] : ["the types differ"]): void {}

declare const event: CloudEvent;
declare const request: Request;
declare const either: "object" | "text";

const message = http.binary(event, { lenient: true });
const asObject = http.read(message);
same<typeof asObject, CloudEvent>();
const asText = http.read({ headers: request.headers, body: "" }, { output: "text" });
same<typeof asText, string>();
const asEither = http.read({ headers: { "ce-id": ["1"] } }, { output: either });
same<typeof asEither, CloudEvent | string>();
const received = http.receive(request, { lenient: true });
same<typeof received, Promise<CloudEvent>>();
fetch(http.request("https://example.com/", event, { mode: "structured" }));
fetch("https://example.com/", { method: "POST", ...message });
same<ReturnType<typeof http.mode>, "binary" | "structured" | "batch" | "none">();
same<ReturnType<typeof http.allowWebhook>, Response | undefined>();

const { key, value } = kafka.binary(event, { key: "k", keyAttribute: "partitionkey" });
same<typeof key, string | Uint8Array | null>();
same<typeof value, Uint8Array | null>();
kafka.read({ value: null, headers: { ce_id: new Uint8Array(0), other: undefined } });
amqp.read(amqp.binary(event, { separator: ":", types: { long: (n) => n } }) as object);
mqtt.read(mqtt.structured(event, { protocolVersion: 4 }));
nats.read(nats.binary(event));
same<ReturnType<typeof websocket.write>, string>();
websocket.choose("cloudevents.json", [websocket.PROTOBUF_SUBPROTOCOL]);

// @ts-expect-error There is no such option.
http.binary(event, { strict: true });
// @ts-expect-error Nor such a version.
mqtt.structured(event, { protocolVersion: 3 });
// @ts-expect-error A batch is not one event.
http.batch(event);
