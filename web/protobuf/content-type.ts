/** What data without a content type is in the JSON format. */
export const JSON_TYPE = "application/json";

/** Of data that is a Protobuf message. */
export const PROTOBUF_TYPE = "application/protobuf";

/** Whether data of that type is JSON: "Payload Serialization" of the JSON format. */
export function isJson(contentType: string): boolean {
  return /^[^/]*\/(?:.*\+)?json$/.test(mediaType(contentType));
}

export function isProtobuf(contentType: string): boolean {
  return mediaType(contentType) === PROTOBUF_TYPE;
}

function mediaType(contentType: string): string {
  return (contentType.split(";", 1)[0] as string).trim().toLowerCase();
}
