// Express middleware that lets only events through: CloudEvents (binary or structured) and events
// of EventBridge, if valid and wanted by a rule. The handler finds them in `response.locals`.
//   npm install tidegate express
//   PORT=3000 node express.mjs
import express from "express";
import { http, RuleSet, TidegateError, toCloudEvent, validateCloudEvent } from "tidegate";

// Answers 400 to what is no event, 422 with the issues to what is not valid, 204 to the unwanted.
function only(rules) {
  function read({ headers, body }, response, next) {
    const event =
      http.mode({ headers }) === "none" ? toCloudEvent(body) : http.read({ headers, body });
    const { valid, issues } = validateCloudEvent(event);
    if (!valid) return response.status(422).json({ issues });
    const names = rules.match(event);
    if (names.length === 0) return response.status(204).end();
    Object.assign(response.locals, { event, rules: names });
    next();
  }
  function refuse(error, _request, response, next) {
    if (!(error instanceof TidegateError)) return next(error);
    const { code, message, path } = error;
    response.status(400).json({ code, message, path });
  }
  return [express.raw({ type: () => true, limit: "1mb" }), read, refuse];
}

const rules = RuleSet.from({ shop: { type: [{ prefix: "com.example." }, "Order Placed"] } });
const app = express();
app.post("/events", only(rules), (_request, response) => {
  const { event, rules } = response.locals;
  response.status(202).json({ id: event.id, rules });
});
const server = app.listen(process.env.PORT ?? 3000, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}/`);
});
