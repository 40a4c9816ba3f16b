#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/id_table.h"
#include "base/text.h"
#include "convert/losses.h"
#include "convert/payload.h"
#include "convert/record_mapping.h"
#include "convert/record_values.h"

namespace tidegate {

// The ids that were given out for records of one batch, each with its source.
class BatchIds {
 public:
  explicit BatchIds(uint64_t hash_seed) : hash_seed_(hash_seed) {}

  enum class Added : uint8_t { kNew, kAlreadyThere, kNoMemory };
  [[nodiscard]] Added add(std::string_view source, std::string_view id);

 private:
  uint64_t hash_seed_;
  Text keys_;  // Source, a line break and id of each, one after the other.
  Vec<Span> spans_;
  IdTable table_;
};

// What stands in for an id or a time that a record does not have. Empty: nothing does.
struct Generated {
  std::string_view id;  // Numbered where there are several records.
  std::string_view time;
};

// A record with all that its CloudEvent is made of.
struct RecordSource {
  std::string_view text;     // Of the record.
  const JsonItems& members;  // Of the record.
  std::string_view pointer;  // To the record, in the input.
  uint32_t index;            // Of the record, for losses.
  bool in_batch;
};

// Appends the CloudEvent 1.0 that the mapping makes of a record, in JSON with its members in
// alphabetical order. `values` must be at the record; `payload` is what it carries, which counts
// where the mapping says that the payload is the data.
//
// Losses are what the record has beside what the mapping names, where its data is not the record,
// and what cannot be an attribute: text with control characters, a time that is none. Errors:
// kEventField for a record without id or source, with a pointer to the record; kOutOfMemory.
// `output` is then as it was.
[[nodiscard]] bool append_record_event(const RecordSource& record, const RecordMapping& mapping,
                                       RecordValues& values, const Payload& payload,
                                       const Generated& generated, BatchIds& ids, Text& output,
                                       Losses& losses, Diagnostic& problem);

}  // namespace tidegate
