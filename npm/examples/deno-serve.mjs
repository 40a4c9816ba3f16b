// A service that validates events: CloudEvents, alone or in batches, and events of EventBridge. It
// answers 200 or, with every issue and its place, 422; and 400 to what is no such event.
//   npm install tidegate
//   deno run --allow-net deno-serve.mjs 8000
//   curl -i localhost:8000 --data-binary @event.json
import { detect, TidegateError, validateCloudEvent, validateEventBridgeEvent } from "tidegate";

const validators = {
  cloudevent: validateCloudEvent,
  "cloudevent-batch": validateCloudEvent,
  eventbridge: validateEventBridgeEvent,
};

function refuse({ code, message, line, column }) {
  return Response.json({ code, message, line, column }, { status: 400 });
}

async function handler(request) {
  const { method, headers } = request;
  if (method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
  const text = await request.text();
  try {
    const { kind } = detect(text, { headers });
    const validate = validators[kind];
    if (validate === undefined) return refuse({ code: "UNKNOWN_KIND", message: kind });
    const { valid, issues } = validate(text);
    return Response.json({ kind, valid, issues }, { status: valid ? 200 : 422 });
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return refuse(error);
  }
}

Deno.serve({ port: Number(Deno.args[0] ?? 8000) }, handler);
