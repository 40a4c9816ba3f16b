// An AWS Lambda function behind an EventBridge bus: sends the events that a rule wants on as
// CloudEvents, to the URL in the environment variable SINK. An event that fails is thrown: Lambda
// tries it again, then sends it to the function's destination for failures.
//   npm install tidegate
//   npx esbuild lambda-eventbridge.mjs --bundle --platform=node --format=esm --outfile=index.mjs
//   zip function.zip index.mjs     (runtime nodejs20.x or newer, handler index.handler)
import { http, RuleSet, toCloudEvent } from "tidegate";

const rules = RuleSet.from({
  "instance-down": { source: ["aws.ec2"], detail: { state: ["stopped", "terminated"] } },
  "container-failed": {
    source: ["aws.ecs"],
    detail: { containers: { exitCode: [{ "anything-but": 0 }] } },
  },
});

export async function handler(event) {
  const names = rules.match(event);
  if (names.length === 0) return { rules: [] };
  const cloudEvent = toCloudEvent(event, { lossless: true });
  const response = await fetch(http.request(process.env.SINK, cloudEvent));
  if (!response.ok) throw new Error(`${process.env.SINK} answered ${response.status}`);
  return { rules: names, id: cloudEvent.id };
}
