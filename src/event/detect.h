#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "event/input_kind.h"
#include "event/known_members.h"

namespace tidegate {

enum class Coding : uint8_t;
struct Shape;

// What an input is, and where its records are. Views are parts of its text as written.
struct Detection {
  InputKind kind = InputKind::kUnknown;
  uint32_t records = 0;          // How many are in the list.
  std::string_view list;         // Of a batch: the array of its records, or an object whose members
                                 // are such arrays. Empty for all others.
  std::string_view first;        // The record that decided, or the first; all of what is no batch.
  std::string_view specversion;  // Of a CloudEvent, or the first of a batch: the value of the
                                 // member, with its quotes. Empty for all others.
};

// Says what an input is by its shape alone: by the members that are there, their types and what
// some of them say. The shapes are a table (event/input_shapes.cc); where several fit, which real
// events never do, it is the first of them. Nothing fits what is not an object or an array of
// objects, what comes in records but holds none (an empty array may be anything), and what has the
// marks of a kind but lacks what events of that kind always have. Of several records the first of
// a known shape decides, among the first 64, so that a broken one does not hide the others.
//
// What is there twice counts as JSON.parse() has it: the last one. Keeps its memory for the next
// input. Cost of each call: linear in the text.
class Detector {
 public:
  // Of an input that may be anything. False: it is not JSON, as JsonItems::read() says, or there
  // is no memory; `problem` says which.
  [[nodiscard]] bool detect(std::string_view text, Detection& detection, Diagnostic& problem);

  // Of JSON that was read before, so only memory can fail.
  [[nodiscard]] bool detect_part(std::string_view value, Detection& detection);

  // Looks into what carries something else (the body of a message of SQS, the data of a CloudEvent)
  // and makes of `detection` that of what the first record carries: kUnknown if that is nothing
  // known, which is also so for compressed data. False: no memory. Its views hold until the second
  // call from here on.
  [[nodiscard]] bool descend(Detection& detection);

 private:
  bool recognise(std::string_view text, Detection& detection);
  bool recognise_list(std::string_view text, const JsonItems& items, uint8_t place,
                      Detection& detection);
  bool count_records(const JsonItem& holder, Detection& detection);
  bool match(const KnownMembers& members, uint8_t place, const Shape*& found);
  bool fits(const Shape& shape, const KnownMembers& members, bool& fit);
  bool find(const KnownMembers& members, uint8_t parent, uint8_t name, const JsonItem*& item);

  bool detect_payload(const JsonItem& item, Coding coding, Detection& detection);

  KnownMembers top_;
  KnownMembers record_;
  KnownMembers inner_;                      // Of a member of one of them,
  const JsonItem* inner_parent_ = nullptr;  // this.
  JsonItems list_;
  Text payloads_[2];
  uint8_t payload_ = 0;  // Which of them was written last.
};

}  // namespace tidegate
