#include "convert/losses.h"

#include "json/pointer.h"
#include "json/writer.h"

namespace tidegate {

void Losses::add(uint32_t index, std::string_view pointer, std::string_view reason) {
  if (!items_.empty()) items_.append(',');
  ObjectWriter item(items_);
  item.name("index");
  items_.append_number(index);
  item.string("path", pointer);
  item.string("reason", reason);
  item.end();
}

void Losses::add_member(uint32_t index, std::string_view name, std::string_view reason) {
  Text pointer;
  append_pointer_token(name, pointer);
  failed_ = failed_ || pointer.failed();
  add(index, pointer.view(), reason);
}

void Losses::write(Text& output) const { output.append('[').append(items_.view()).append(']'); }

}  // namespace tidegate
