#include "convert/cloud_event.h"
#include "event/sns_attributes.h"
#include "fuzz.h"
#include "json/reader.h"

using namespace tidegate;

// What a conversion gives is JSON; what it refuses has a code, and no output.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  Text output;
  Diagnostic problem;
  const auto check = [&](bool done) {
    fuzz::demand(done ? validate_json(output.view()).code == ErrorCode::kOk
                      : output.empty() && problem.code != ErrorCode::kOk);
  };
  JsonItems members;
  check(to_cloud_event(text, {}, members, output, nullptr, problem));
  check(sns_attributes_event(text, output, problem));
  return 0;
}
