#include "protocol/message.h"

namespace tidegate {

bool read_head(std::string_view json, JsonItems& items, Message& message) {
  message.headers.clear();
  message.content_type = {};
  Diagnostic problem;
  if (!items.read(json, problem) || items.root() != JsonType::kArray || items.size() % 2 == 0) {
    return false;
  }
  if (!message.headers.reserve(items.size() / 2)) return false;
  if (items[0].is_string()) message.content_type = items[0].value;
  for (uint32_t i = 1; i < items.size(); i += 2) {
    if (!items[i].is_string()) return false;
    message.headers.push_reserved({items[i].value, items[i + 1].value, items[i + 1].type});
  }
  return true;
}

}  // namespace tidegate
