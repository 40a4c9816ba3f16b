#include "convert/kafka_event.h"

#include "base/base64.h"
#include "convert/upgrade.h"
#include "protocol/message.h"
#include "protocol/read_message.h"

namespace tidegate {
namespace {

// The byte that a JSON number is, which Lambda writes with a sign or without.
char byte_of(std::string_view number) {
  const bool negative = number.starts_with('-');
  int value = 0;
  for (const char c : number.substr(negative ? 1 : 0, 3)) {
    if (c >= '0' && c <= '9') value = value * 10 + (c - '0');
  }
  return static_cast<char>(negative ? -value : value);
}

// The value of a header is an array of bytes or, as the library of Lambda for Java writes it, a
// string in base64. What is neither is empty.
bool append_header(std::string_view name, const JsonItem& value, JsonItems& bytes, Text& characters,
                   Message& message) {
  const auto begin = static_cast<uint32_t>(characters.view().size());
  if (value.is_string()) {
    if (!decode_base64(value.value, characters)) characters.cut(begin);
  } else {
    if (!bytes.read_part(value.text)) return false;
    for (const JsonItem& byte : bytes) characters.append(byte_of(byte.value));
  }
  return message.headers.push({name, characters.view().substr(begin), JsonType::kString});
}

// Headers whose names and values point into `items` and `characters`. False: no memory.
bool read_headers(std::string_view headers, JsonItems& items, Text& names, Text& characters,
                  Message& message) {
  const auto size = static_cast<uint32_t>(headers.size());
  JsonItems entries;
  JsonItems bytes;
  if (!items.read_part(headers) || !names.reserve_more(size) || !characters.reserve_more(size)) {
    return false;
  }
  for (const JsonItem& header : items) {
    if (!entries.read_part(header.text)) return false;
    if (entries.root() != JsonType::kObject) continue;
    for (const JsonItem& entry : entries) {
      const size_t begin = names.view().size();
      names.append(entry.key);
      if (!append_header(names.view().substr(begin), entry, bytes, characters, message)) {
        return false;
      }
    }
  }
  return true;
}

KafkaEvent no_memory(Diagnostic& problem) {
  problem.set(ErrorCode::kOutOfMemory);
  return KafkaEvent::kFailed;
}

}  // namespace

KafkaEvent append_kafka_event(const JsonItems& record, const Payload& payload, Text& output,
                              Diagnostic& problem) {
  const JsonItem* headers = record.find("headers");
  if (headers == nullptr || headers->type != JsonType::kArray) return KafkaEvent::kNone;
  JsonItems items;
  Text names;
  Text characters;
  Message message;
  if (!read_headers(headers->text, items, names, characters, message)) return no_memory(problem);
  message.body = payload.bytes.view();
  message.has_body = payload.kind != Payload::Kind::kNone;
  if (mode_of(message, Protocol::kKafka) == MessageMode::kNone) return KafkaEvent::kNone;
  Text event;
  const Outcome outcome = read_message(message, Protocol::kKafka, false, event, problem);
  if (outcome == Outcome::kFailed) return KafkaEvent::kFailed;
  // An event of an old version is the body, which can be read as it is.
  const std::string_view text = outcome == Outcome::kOldVersion ? message.body : event.view();
  if (!items.read_part(text)) return no_memory(problem);
  return append_upgraded(text, items, output, problem) ? KafkaEvent::kAppended
                                                       : KafkaEvent::kFailed;
}

}  // namespace tidegate
