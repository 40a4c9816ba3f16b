import { TidegateError } from "../error.js";

/** How a field is written: "Message Structure" of the Protocol Buffers encoding. */
export const VARINT = 0;
const FIXED_64 = 1;
export const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** Fields are numbered up to 2^29 - 1. */
const GREATEST_TAG = 0xffff_ffff;

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the fields of one message, which are slices of the given bytes. Linear in them. Refuses what
 * pbf's own reader takes for good: what ends too early or goes beyond its message, text that is not
 * UTF-8, a field of another type. Errors, of every method: ERR_INVALID_PROTOBUF with the offset.
 */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #wireType: number = VARINT;

  constructor(bytes: Uint8Array, begin = 0, end: number = bytes.byteLength) {
    this.#bytes = bytes;
    this.#at = begin;
    this.#end = end;
  }

  /** The number of the next field, whose value must be read or skipped then; 0 at the end. */
  nextField(): number {
    if (this.#at === this.#end) return 0;
    const begin = this.#at;
    const tag = this.#varint();
    if (tag > GREATEST_TAG || tag < 8n) throw malformed("The tag of a field is none.", begin);
    this.#wireType = Number(tag & 7n);
    return Number(tag >> 3n);
  }

  /** The value of a field of type bool. */
  boolean(): boolean {
    return this.int64() !== 0n;
  }

  /** The value of a field of type int32, which is that of the lower bits. */
  int32(): number {
    return Number(BigInt.asIntN(32, this.int64()));
  }

  int64(): bigint {
    this.#expect(VARINT);
    return BigInt.asIntN(64, this.#varint());
  }

  string(): string {
    const begin = this.#at;
    try {
      return strictDecoder.decode(this.bytes());
    } catch (cause) {
      if (cause instanceof TidegateError) throw cause;
      throw malformed("A text is not UTF-8.", begin);
    }
  }

  /** A view of the input, not a copy. */
  bytes(): Uint8Array {
    const end = this.#delimited();
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  message(): WireReader {
    const end = this.#delimited();
    const reader = new WireReader(this.#bytes, this.#at, end);
    this.#at = end;
    return reader;
  }

  /** Passes over a field that nobody knows. */
  skip(): void {
    if (this.#wireType === VARINT) this.#varint();
    else if (this.#wireType === LENGTH_DELIMITED) this.#at = this.#delimited();
    else if (this.#wireType === FIXED_32) this.#advance(4);
    else if (this.#wireType === FIXED_64) this.#advance(8);
    else throw malformed("A field is of a type that there is not.", this.#at);
  }

  #expect(wireType: number): void {
    if (this.#wireType !== wireType) throw malformed("A field has another type.", this.#at);
  }

  #delimited(): number {
    this.#expect(LENGTH_DELIMITED);
    const begin = this.#at;
    const size = this.#varint();
    if (size > this.#end - this.#at) throw malformed("A field ends behind its message.", begin);
    return this.#at + Number(size);
  }

  #advance(size: number): void {
    if (size > this.#end - this.#at) throw malformed("The message ends within a field.", this.#at);
    this.#at += size;
  }

  #varint(): bigint {
    const begin = this.#at;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      this.#advance(1);
      const byte = this.#bytes[this.#at - 1] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw malformed("A number has more than ten bytes.", begin);
  }
}

export function malformed(message: string, offset?: number): TidegateError {
  return new TidegateError("ERR_INVALID_PROTOBUF", message, offset === undefined ? {} : { offset });
}
