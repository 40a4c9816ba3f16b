// What the other tests here rely on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { normalized } from "./support.mjs";

test("white space and the order of keys do not count", () => {
  const text = ' { "b" : [ 1 , { "d": {} , "c": [] } ], "a": "x y" } ';
  assert.equal(normalized(text), '{"a":"x y","b":[1,{"c":[],"d":{}}]}');
});

test("the spelling of numbers and strings counts, and so do repeated keys", () => {
  const text = '{"n":[1.0,1E5,-0,9007199254740993],"s":"\\u0041\\"\\\\","s":"{ \\" , }"}';
  assert.equal(normalized(text), text);
});
