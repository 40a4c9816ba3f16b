// A Vercel edge function that turns whatever AWS sends (EventBridge events; records of S3, SNS, SQS
// and others, also within each other) into CloudEvents, and answers with those that a rule wants.
//   npm install tidegate
//   npx vercel deploy     (this file is api/events.mjs there)
// In Next.js it is app/api/events/route.js, which exports `runtime` and `POST` instead.
import { RuleSet, TidegateError, toCloudEvents } from "tidegate";

export const config = { runtime: "edge" };

const rules = RuleSet.from({
  "from-europe": {
    $or: [{ awsregion: [{ prefix: "eu-" }] }, { source: [{ wildcard: "aws:s3.eu-*" }] }],
  },
});

export default async function handler(request) {
  const { method } = request;
  if (method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
  try {
    const input = new Uint8Array(await request.arrayBuffer());
    const { kind, events, issues } = toCloudEvents(input, { unwrap: true });
    const wanted = events.filter((event) => rules.matchesAny(event));
    return Response.json({ kind, events: wanted, issues });
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    const { code, message, path, line, column } = error;
    return Response.json({ code, message, path, line, column }, { status: 400 });
  }
}
