// An AWS Lambda function behind a queue of SQS: takes the events out of the messages, be they of
// EventBridge, notifications of S3 or SNS, or CloudEvents, and sends those that a rule wants on as
// CloudEvents, to the URL in the environment variable SINK. Only messages that failed come again.
//   npm install tidegate
//   npx esbuild lambda-sqs.mjs --bundle --platform=node --format=esm --outfile=index.mjs
//   zip function.zip index.mjs     (runtime nodejs20.x or newer, handler index.handler)
//   aws lambda create-event-source-mapping --function-response-types ReportBatchItemFailures ...
import { http, RuleSet, toCloudEvents } from "tidegate";

const rules = RuleSet.from({
  photos: { type: [{ prefix: "com.amazonaws.s3.ObjectCreated" }], subject: [{ suffix: ".jpg" }] },
  "dear-order": {
    type: ["Order Placed"],
    data: { product_detail: { price_usd: [{ numeric: [">", 500] }] } },
  },
});

async function send({ body }) {
  const { events } = toCloudEvents(body, { unwrap: true, strict: true });
  for (const event of events) {
    if (!rules.matchesAny(event)) continue;
    const response = await fetch(http.request(process.env.SINK, event));
    if (!response.ok) throw new Error(`${process.env.SINK} answered ${response.status}`);
  }
}

export async function handler({ Records }) {
  const results = await Promise.allSettled(Records.map(send));
  const batchItemFailures = [];
  for (const [i, { status, reason }] of results.entries()) {
    if (status === "fulfilled") continue;
    const { messageId } = Records[i];
    console.error(JSON.stringify({ messageId, code: reason.code, message: reason.message }));
    batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}
