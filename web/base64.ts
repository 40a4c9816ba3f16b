interface NativeBase64 {
  toBase64?(): string;
}

/** How many characters one call of String.fromCharCode() makes: few enough for any stack. */
const CHUNK = 8192;

/** The base64 text of bytes (RFC 4648, section 4), with padding. */
export function toBase64(bytes: Uint8Array): string {
  const native = (bytes as NativeBase64).toBase64?.();
  if (native !== undefined) return native;
  let characters = "";
  for (let i = 0; i < bytes.length; i += CHUNK) {
    characters += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  }
  return btoa(characters);
}

/** The bytes of such a text; undefined for what is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  // What atob() takes beyond it: white space and missing padding.
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
