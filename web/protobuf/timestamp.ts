/** The message google.protobuf.Timestamp. */
export interface Timestamp {
  /** Since 1970-01-01T00:00:00Z, leap seconds not counted. */
  readonly seconds: number;
  /** From 0 to 999,999,999, for times before 1970 too. */
  readonly nanos: number;
}

/** What a Timestamp cannot say of a text; undefined where it says all. */
export interface ReadTimestamp {
  readonly timestamp: Timestamp;
  readonly loss: string | undefined;
}

/** From 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/** Reads a Timestamp of CloudEvents (RFC 3339); undefined where it is none, or out of range. */
export function readTimestamp(text: string): ReadTimestamp | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", sign, hours, minutes] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  const offset = sign === undefined ? 0 : Number(hours) * 60 + Number(minutes);
  const inRange =
    isDay && Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60 && offset < 24 * 60;
  if (!inRange || Number(minutes ?? 0) >= 60) return undefined;

  const inDay = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const east = sign === "-" ? -offset : offset;
  const seconds = date.getTime() / 1000 + inDay - east * 60;
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND) return undefined;
  const nanos = Number(fraction.slice(0, 9).padEnd(9, "0"));
  return { timestamp: { seconds, nanos }, loss: lossOf(fraction, offset, second === "60") };
}

function lossOf(fraction: string, offset: number, isLeap: boolean): string | undefined {
  const lost = [
    /[1-9]/.test(fraction.slice(9)) && "the digits beyond nanoseconds",
    offset !== 0 && "the offset from UTC",
    isLeap && "the leap second",
  ].filter((each) => each !== false);
  if (lost.length === 0) return undefined;
  return `The Protobuf format keeps the instant, but not ${lost.join(" and ")}.`;
}

/** In UTC with 0, 3, 6 or 9 digits, as Protobuf's own JSON has it; undefined where out of range. */
export function writeTimestamp({ seconds, nanos }: Timestamp): string | undefined {
  const isSecond = seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
  if (!isSecond || nanos < 0 || nanos > 999_999_999) return undefined;
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  const digits = String(nanos)
    .padStart(9, "0")
    .replace(/(?:000){1,3}$/, "");
  return `${whole}${digits === "" ? "" : `.${digits}`}Z`;
}
