#include "fuzz.h"
#include "json/items.h"
#include "json/writer.h"

using namespace tidegate;

namespace {

void demand_same(std::string_view characters, JsonItems& reread, Text& written) {
  written.clear();
  written.append('[');
  append_json_string(characters, written);
  written.append(']');
  fuzz::demand(!written.failed() && reread.read_part(written.view()) && reread.size() == 1);
  fuzz::demand(reread[0].value == characters);
}

}  // namespace

// What lists the members of an object finds the same faults as the reader of events; its values are
// JSON that lies within the text, and strings that are written anew are read as they were.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  JsonItems items;
  JsonItems reread;
  Text written;
  Diagnostic problem;
  const bool read = items.read(text, problem);
  const JsonError fault = validate_json(text);
  fuzz::demand(read == (fault.code == ErrorCode::kOk));
  if (!read) {
    fuzz::demand(problem.code == fault.code && problem.span.begin == fault.offset);
    return 0;
  }
  const char* last = text.data();
  for (const JsonItem& item : items) {
    fuzz::demand(last < item.text.data() && item.text.end() <= text.end());
    last = item.text.end();
    fuzz::demand(validate_json(item.text).code == ErrorCode::kOk);
    demand_same(item.key, reread, written);
    if (item.is_string()) demand_same(item.value, reread, written);
  }
  return 0;
}
