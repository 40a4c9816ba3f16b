#pragma once

#include <cstdint>

#include "base/vec.h"
#include "json/tape.h"

namespace tidegate {

// Whether values are equal as JSON Schema has it (2020-12 core, section 4.2.2): numbers by what
// they are, objects whatever the order of their members. Keeps its memory.
class JsonEquality {
 public:
  // What a question costs is added to `steps`; once they are more than `limit` no answer is true.
  JsonEquality(uint64_t& steps, const uint64_t& limit) : steps_(steps), limit_(limit) {}

  // Equal for equal values. 0 where there is no memory, as failed() tells.
  uint64_t hash(const JsonTape& tape, uint32_t value);

  bool equal(const JsonTape& a, uint32_t value_a, const JsonTape& b, uint32_t value_b);

  // Whether no two elements of an array are equal; `first` and `second` are the places of two that
  // are.
  bool unique(const JsonTape& tape, uint32_t array, uint32_t& first, uint32_t& second);

  bool failed() const { return failed_; }

 private:
  struct Pair {
    uint32_t a;
    uint32_t b;
  };
  struct Element {
    uint64_t hash;
    uint32_t value;
    uint32_t place;
  };

  uint64_t shallow(const TapeValue& value) const;
  bool compare(const JsonTape& a, const JsonTape& b, Pair pair);
  bool has_failed() {
    failed_ = true;
    return false;
  }

  uint64_t& steps_;
  const uint64_t& limit_;
  bool failed_ = false;
  Vec<Pair> pairs_;
  Vec<uint64_t> hashes_;
  Vec<Element> elements_;
};

}  // namespace tidegate
