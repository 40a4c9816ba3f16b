// The wire format of Protocol Buffers, written out: fields are arrays of bytes, to be put one after another.
import { utf8 } from "./support.mjs";

export const varint = (value) => {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
};

export const tag = (field, wireType) => varint((BigInt(field) << 3n) | BigInt(wireType));
export const number = (field, value) => [...tag(field, 0), ...varint(value)];
export const bytesField = (field, bytes) => [...tag(field, 2), ...varint(bytes.length), ...bytes];
export const text = (field, string) => bytesField(field, utf8(string));

/** An entry of the attributes of a CloudEvent, whose value is a field of its oneof. */
export const attribute = (name, value) =>
  bytesField(5, [...text(1, name), ...bytesField(2, value)]);
