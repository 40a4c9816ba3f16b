// A service that says which rules an event matches, and why a rule does not.
//   npm install tidegate
//   PORT=3000 bun bun-serve.mjs
//   curl localhost:3000/match --data-binary @event.json
//   curl localhost:3000/explain/finding-severe --data-binary @event.json
import { formatExplanation, RuleSet, TidegateError } from "tidegate";

const rules = RuleSet.from({
  "finding-severe": { source: ["aws.guardduty"], detail: { severity: [{ numeric: [">=", 7] }] } },
  "instance-down": { source: ["aws.ec2"], detail: { state: ["stopped", "terminated"] } },
});

const server = Bun.serve({
  routes: {
    "/match": {
      POST: async (request) => Response.json(rules.match(await request.bytes())),
    },
    "/explain/:rule": {
      POST: async (request) => {
        const { rule } = request.params;
        if (!rules.has(rule)) return Response.json({ code: "NO_SUCH_RULE", rule }, { status: 404 });
        return new Response(formatExplanation(rules.explain(await request.bytes(), rule)));
      },
    },
  },
  fetch: () => new Response(null, { status: 404 }),
  error(error) {
    if (!(error instanceof TidegateError)) throw error;
    const { code, message, line, column } = error;
    return Response.json({ code, message, line, column }, { status: 400 });
  },
});

console.log(`Listening on ${server.url}`);
