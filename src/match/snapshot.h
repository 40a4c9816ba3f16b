#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "base/vec.h"
#include "match/rule_set.h"

// A rule set as bytes, to be loaded where parsing every pattern again would take too long, such as
// at a cold start. The bytes are the same on every machine, and hold no patterns as they were
// written.
//
//   "TIDEGATE", a checksum of all that follows, the version of the format
//   the profile, max_event_bytes and validation of the set
//   an attachment: bytes of whoever saved it
//   paths       in canonical order
//   predicates  path, operator and operand (match/operand.h)
//   clauses     their predicates
//   buckets     parent and clause (match/rule_tree.h)
//   rules       in order: name, patterns, their sub-rules, each with its bucket and clauses
//
// Counts and numbers of things are 32-bit, little-endian. Things are numbered from 0 as they come;
// the root is bucket 0, and is not written.
namespace tidegate {

// Appends a snapshot of a set to `bytes`. False: no memory. Cost: linear in the set.
[[nodiscard]] bool save_snapshot(const RuleSet& rules, std::string_view attachment,
                                 Vec<char>& bytes);

// What stands at the beginning of a snapshot.
struct SnapshotHeader {
  RuleSetOptions options;  // But for the seed.
  std::string_view attachment;
  std::string_view body;
};

// Reads the beginning of a snapshot and checks the checksum. False: the problem is kSnapshot.
[[nodiscard]] bool read_snapshot(std::string_view bytes, SnapshotHeader& header,
                                 Diagnostic& problem);

// Loads the body of a snapshot into an empty set, which must have the options of the header.
// Everything is checked, so that bytes which somebody has made up are refused or are a rule set
// like any other. False: the problem is kSnapshot or kOutOfMemory, and the set must be thrown away.
// Cost: linear in the snapshot, about a tenth of adding its rules.
[[nodiscard]] bool load_snapshot(const SnapshotHeader& header, RuleSet& rules, Diagnostic& problem);

}  // namespace tidegate
