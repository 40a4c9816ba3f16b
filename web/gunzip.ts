import { Gunzip } from "fflate";

/**
 * What gzip data (RFC 1952) holds, or null where it is broken or holds more than `limit` bytes, which
 * is found out while it is inflated: what the data itself says of its size is not believed.
 */
export function gunzip(data: Uint8Array, limit: number): Uint8Array | null {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const inflater = new Gunzip((chunk, isLast) => {
    size += chunk.length;
    if (size > limit) throw new RangeError("The data holds more than the limit.");
    chunks.push(chunk);
    isWhole = isLast;
  });
  try {
    for (let begin = 0; begin < data.length; begin += CHUNK) {
      // A copy, since the data lies in Wasm memory.
      inflater.push(data.slice(begin, begin + CHUNK), begin + CHUNK >= data.length);
    }
  } catch {
    return null;
  }
  return isWhole ? join(chunks, size) : null;
}

/** Inflating so much at a time bounds what is kept of data that holds too much. */
const CHUNK = 64 * 1024;

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    whole.set(chunk, end);
    end += chunk.length;
  }
  return whole;
}
