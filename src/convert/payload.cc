#include "convert/payload.h"

#include <utility>

#include "base/base64.h"
#include "json/reader.h"
#include "json/utf8.h"

namespace tidegate {
namespace {

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

// What zlib data begins with: a method and flags, which as a number are a multiple of 31.
bool is_zlib(std::string_view bytes) {
  if (bytes.size() < 2 || (bytes[0] & 15) != 8) return false;
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  return (byte(0) << 8 | byte(1)) % 31 == 0;
}

Payload::Kind kind_of(std::string_view bytes) {
  const char* first = skip_space(bytes.data(), bytes.data() + bytes.size());
  const bool opens = first != bytes.data() + bytes.size() && (*first == '{' || *first == '[');
  if (opens && validate_json(bytes).code == ErrorCode::kOk) return Payload::Kind::kJson;
  return is_utf8(bytes) ? Payload::Kind::kText : Payload::Kind::kBinary;
}

bool fail(ErrorCode code, std::string_view reason, Diagnostic& problem) {
  problem.set(code, reason);
  return false;
}

// In place of compressed bytes, what they hold.
bool inflate(Gunzip& gunzip, uint32_t& left, Text& bytes, Diagnostic& problem) {
  Text inflated;
  const auto result =
      left == 0 ? Gunzip::Result::kTooLarge : gunzip.inflate(bytes.view(), left, inflated);
  switch (result) {
    case Gunzip::Result::kDone:
      break;
    case Gunzip::Result::kBroken:
      return fail(ErrorCode::kEventField, "The compressed payload of the record is broken.",
                  problem);
    case Gunzip::Result::kTooLarge:
      return fail(ErrorCode::kTooLarge,
                  "The compressed payload of the record holds more than the limit.", problem);
    case Gunzip::Result::kNoMemory:
      return fail(ErrorCode::kOutOfMemory, {}, problem);
  }
  std::swap(bytes, inflated);
  return true;
}

}  // namespace

bool read_payload(std::string_view text, PayloadForm form, Gunzip* gunzip, uint32_t& left,
                  Payload& payload, Diagnostic& problem) {
  payload.kind = Payload::Kind::kNone;
  payload.bytes.clear();
  if (form == PayloadForm::kCharacters) {
    payload.bytes.append(text);
  } else if (!decode_base64(text, payload.bytes)) {
    return fail(ErrorCode::kEventField, "The payload of the record is not base64.", problem);
  }
  if (payload.bytes.failed()) return fail(ErrorCode::kOutOfMemory, {}, problem);
  const bool must_inflate = form == PayloadForm::kCompressed;
  const bool may_inflate = form != PayloadForm::kCharacters && gunzip != nullptr;
  if (may_inflate &&
      (is_gzip(payload.bytes.view()) || (must_inflate && is_zlib(payload.bytes.view())))) {
    if (!inflate(*gunzip, left, payload.bytes, problem)) return false;
  } else if (must_inflate) {
    return fail(ErrorCode::kEventField,
                gunzip == nullptr ? "There is nothing to decompress the payload with."
                                  : "The payload of the record is not compressed.",
                problem);
  }
  payload.kind = kind_of(payload.bytes.view());
  return true;
}

}  // namespace tidegate
