// A Cloudflare Worker that filters events: EventBridge events and CloudEvents (binary or structured)
// come in by POST; those that a rule wants go on to the URL in SINK, or without it into the answer.
//   npm install tidegate
//   npx wrangler deploy cloudflare-worker.mjs --name events --compatibility-date 2026-04-01 \
//     --var SINK:https://example.com/events
import { http, RuleSet, TidegateError, toCloudEvent } from "tidegate";

const rules = RuleSet.from({
  "big-order": { type: ["Order Placed"], data: { quantity: [{ numeric: [">=", 2] }] } },
  "instance-down": { type: [{ prefix: "EC2 " }], data: { state: ["stopped", "terminated"] } },
});

// As text, which keeps every digit of a number.
async function receive(request) {
  if (http.mode(request) !== "none") return http.receive(request, { output: "text" });
  return toCloudEvent(await request.text(), { output: "text" });
}

export default {
  async fetch(request, { SINK }) {
    const { method } = request;
    if (method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
    try {
      const event = await receive(request);
      const names = rules.match(event);
      if (names.length === 0) return new Response(null, { status: 204 });
      if (!SINK) return http.response(event, {}, { headers: { "x-rules": names.join() } });
      const { ok } = await fetch(http.request(SINK, event));
      return Response.json({ rules: names }, { status: ok ? 202 : 502 });
    } catch (error) {
      if (!(error instanceof TidegateError)) throw error;
      const { code, message, path } = error;
      return Response.json({ code, message, path }, { status: 400 });
    }
  },
};
