import inflate from "tidegate:inflate";

/**
 * What gzip or zlib data (RFC 1952, RFC 1950) holds. Where it is broken, or holds more than `limit`
 * bytes: how many bytes came out before that was found out. What the data says of its own size is
 * not believed, only checked in the end.
 */
export function gunzip(data: Uint8Array, limit: number): Uint8Array | number {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const take = (chunk: Uint8Array, isLast: boolean) => {
    size += chunk.length;
    if (size > limit) throw new RangeError("The data holds more than the limit.");
    chunks.push(chunk);
    isWhole = isLast;
  };
  const isGzip = data[0] === GZIP;
  const { Gunzip, Unzlib } = inflate();
  const inflater = isGzip ? new Gunzip(take) : new Unzlib(take);
  try {
    for (let begin = 0; begin < data.length; begin += CHUNK) {
      // A copy, since the data lies in Wasm memory.
      inflater.push(data.slice(begin, begin + CHUNK), begin + CHUNK >= data.length);
    }
  } catch {
    return size;
  }
  const whole = join(chunks, size);
  return isWhole && (!isGzip || isIntact(data, whole)) ? whole : size;
}

/** Of the first byte of gzip data. */
const GZIP = 0x1f;

/** Inflating so much at a time bounds what is kept of data that holds too much. */
const CHUNK = 4 * 1024;

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    whole.set(chunk, end);
    end += chunk.length;
  }
  return whole;
}

/** Whether the check sum and size in the end of gzip data are those of what it holds. */
function isIntact(data: Uint8Array, whole: Uint8Array): boolean {
  if (data.length < 18) return false;
  const end = new DataView(data.buffer, data.byteOffset + data.length - 8, 8);
  // Of several members they are those of the last one.
  const size = end.getUint32(4, true);
  return (
    size <= whole.length && crc32(whole.subarray(whole.length - size)) === end.getUint32(0, true)
  );
}

let table: Uint32Array | undefined;

/** The check sum of gzip (RFC 1952, section 8). */
function crc32(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = (remainder & 1 ? 0xedb88320 : 0) ^ (remainder >>> 1);
    }
    return remainder;
  });
  let sum = -1;
  for (const byte of bytes) sum = (table[(sum ^ byte) & 255] as number) ^ (sum >>> 8);
  return ~sum >>> 0;
}
