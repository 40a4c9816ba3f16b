import assert from "node:assert/strict";
import { test } from "node:test";
import { TidegateError, testEventPattern } from "tidegate";

const event = {
  id: "1",
  account: "123456789012",
  source: "aws.ec2",
  time: "2026-01-01T00:00:00Z",
  region: "us-east-1",
  "detail-type": "EC2 Instance State-change Notification",
};

function refusal(event, pattern) {
  try {
    testEventPattern(event, pattern);
  } catch (error) {
    assert.ok(error instanceof TidegateError);
    return error;
  }
  return assert.fail("not refused");
}

test("answers whether an event matches a pattern, as texts and as objects", () => {
  assert.equal(testEventPattern(JSON.stringify(event), '{"source": ["aws.ec2"]}'), true);
  assert.equal(testEventPattern(event, { source: ["aws.s3"] }), false);
  assert.equal(
    testEventPattern({ ...event, source: "é😀\ud800" }, { source: ["é😀\ud800"] }),
    true,
  );
});

test("refuses an event without one of the mandatory members", () => {
  for (const member of Object.keys(event)) {
    const { [member]: _, ...rest } = event;
    const error = refusal(JSON.stringify(rest), '{"source": ["aws.ec2"]}');
    assert.equal(error.exception, "ValidationException");
    assert.equal(error.message, "Parameter Event is not valid.");
    assert.equal(error.code, "ERR_EVENT_FIELD");
    assert.equal(error.path, `/${member}`);
  }
  for (const bad of ["[]", "5", "", "{", '"x"']) {
    assert.equal(refusal(bad, '{"source": ["aws.ec2"]}').exception, "ValidationException");
  }
});

test("refuses a pattern with the message of the service", () => {
  const error = refusal(event, '{"source": "aws.ec2"}');
  assert.equal(error.exception, "InvalidEventPatternException");
  assert.equal(
    error.message,
    'Event pattern is not valid. Reason: "source" must be an object or an array\n' +
      ' at [Source: (String)"{"source": "aws.ec2"}"; line: 1, column: 13]',
  );
  assert.equal(error.code, "ERR_PATTERN_FIELD");
  assert.equal(error.path, "/source");
  assert.equal(error.offset, 11);
  assert.equal(error.end, 20);
});

test("takes neither other types nor bytes", () => {
  for (const bad of [undefined, Symbol("x"), () => {}]) {
    assert.equal(refusal(bad, "{}").code, "ERR_INVALID_ARGUMENT");
    assert.equal(refusal(event, bad).code, "ERR_INVALID_ARGUMENT");
  }
});

test("bounds the event, and knows its options", () => {
  const text = JSON.stringify(event);
  const pattern = '{"source": ["aws.ec2"]}';
  assert.equal(testEventPattern(text, pattern, { maxEventBytes: text.length }), true);
  assert.throws(() => testEventPattern(text, pattern, { maxEventBytes: text.length - 1 }), {
    code: "ERR_TOO_LARGE",
  });
  assert.throws(() => testEventPattern(text, pattern, { maxEventByte: 1 }), {
    code: "ERR_INVALID_ARGUMENT",
  });
});
