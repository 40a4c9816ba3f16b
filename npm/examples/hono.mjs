// Hono middleware that reads the CloudEvent of a request, in binary or structured mode, before rules
// say what to do with it. The same file runs on Bun, Deno and Cloudflare Workers.
//   npm install tidegate hono
//   PORT=3000 bun hono.mjs    or: deno serve --port 3000 hono.mjs    or: npx wrangler dev hono.mjs
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { http, RuleSet, TidegateError } from "tidegate";

const rules = RuleSet.from({
  refunds: { type: ["com.example.refunded"], data: { amount: [{ numeric: [">", 100] }] } },
  vip: { data: { customer: { tier: ["gold", "platinum"] } } },
});

const cloudEvents = createMiddleware(async (c, next) => {
  const answer = http.allowWebhook(c.req.raw, { origins: "*", rate: 600 });
  if (answer !== undefined) return answer;
  c.set("event", await http.receive(c.req.raw));
  await next();
});

const app = new Hono();
app.use("/events", cloudEvents);
app.post("/events", (c) => {
  const event = c.get("event");
  return c.json({ id: event.id, rules: rules.match(event) });
});
app.onError((error, c) => {
  if (!(error instanceof TidegateError)) throw error;
  const { code, message, path, hint } = error;
  return c.json({ code, message, path, hint }, 400);
});

export default app;
