#include "convert/payload.h"

#include <utility>

#include "base/base64.h"
#include "json/reader.h"
#include "json/utf8.h"

namespace tidegate {
namespace {

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

Payload::Kind kind_of(std::string_view bytes) {
  if (bytes.empty()) return Payload::Kind::kNone;
  const char* first = skip_space(bytes.data(), bytes.data() + bytes.size());
  const bool opens = first != bytes.data() + bytes.size() && (*first == '{' || *first == '[');
  if (opens && validate_json(bytes).code == ErrorCode::kOk) return Payload::Kind::kJson;
  return is_utf8(bytes) ? Payload::Kind::kText : Payload::Kind::kBinary;
}

bool fail(ErrorCode code, std::string_view reason, Diagnostic& problem) {
  problem.set(code, reason);
  return false;
}

}  // namespace

bool read_payload(std::string_view text, PayloadForm form, Gunzip* gunzip, uint32_t limit,
                  Payload& payload, Diagnostic& problem) {
  payload.kind = Payload::Kind::kNone;
  payload.bytes.clear();
  if (form == PayloadForm::kCharacters) {
    payload.bytes.append(text);
  } else if (!decode_base64(text, payload.bytes)) {
    return fail(ErrorCode::kEventField, "The payload of the record is not base64.", problem);
  }
  if (payload.bytes.failed()) return fail(ErrorCode::kOutOfMemory, {}, problem);
  if (gunzip != nullptr && form == PayloadForm::kBase64 && is_gzip(payload.bytes.view())) {
    Text inflated;
    if (!gunzip->inflate(payload.bytes.view(), limit, inflated)) {
      return fail(ErrorCode::kEventField,
                  "The payload of the record is broken gzip data, or holds more than the limit.",
                  problem);
    }
    if (inflated.failed()) return fail(ErrorCode::kOutOfMemory, {}, problem);
    std::swap(payload.bytes, inflated);
  }
  payload.kind = kind_of(payload.bytes.view());
  return true;
}

}  // namespace tidegate
