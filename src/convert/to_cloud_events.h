#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/vec.h"
#include "convert/cloud_event.h"
#include "convert/gunzip.h"
#include "convert/losses.h"
#include "convert/record_event.h"
#include "convert/record_mapping.h"
#include "event/input_kind.h"

// From whatever AWS hands to its consumers to CloudEvents: batches of records, and events within
// events.
namespace tidegate {

struct CloudEventsOptions {
  RecordProfile profile = RecordProfile::kDefault;

  // Whether a record that carries an event of a kind that has a mapping, or a CloudEvent, gives way
  // to that event; up to kMaxCarriers within each other. What the carriers say of themselves is
  // then a loss, one of each record.
  bool unwrap = false;

  bool strict = false;  // The first issue refuses all.

  // For EventBridge events: see convert/cloud_event.h.
  bool lossless = false;
  CloudEventOptions::Version version = CloudEventOptions::Version::k1_0;
  std::string_view event_bus = "default";

  Generated generated;
  uint32_t max_event_bytes = kDefaultMaxEventBytes;  // Of the input, and of all that is inflated.
  uint64_t hash_seed = 0;  // A random number where inputs come from strangers.
};

// Events within events that are opened.
inline constexpr uint32_t kMaxCarriers = 8;

// What a conversion gives. Keeps its memory for the next one.
struct CloudEvents {
  InputKind kind = InputKind::kUnknown;  // Of the input.
  Text events;                           // The JSON of each, one after the other.
  Vec<uint32_t> ends;                    // Of each in `events`.
  Vec<uint32_t> records;                 // Which record of the input each comes from.
  Text issues;  // A JSON array: {"index", "code", "message", "path", "hint"} of each bad record.
  uint32_t issue_count = 0;
  Losses losses;
};

// Turns the text of an input into CloudEvents in JSON, in the order of the input:
//
//   an EventBridge event      as convert/cloud_event.h has it; with `unwrap` its detail instead,
//                             where that is a CloudEvent
//   a CloudEvent, or a batch  itself, as it is written; of an older version, as convert/upgrade.h
//                             makes it
//   records of a service      one each, as convert/record_mapping.cc has it. A record of Kafka that
//                             is a CloudEvent by its headers gives that (Kafka protocol binding)
//   log events of CloudWatch  one each, once decompressed
//
// A record that cannot be converted is an issue, and the others are converted all the same. An
// input that is no JSON, or of a kind without a mapping, is an error: those of JsonItems::read(),
// kEventKind, kTooLarge (also for far more output than input), kOutOfMemory; with `strict` the
// first issue is one too. Cost: linear in the input and what is inflated of it.
[[nodiscard]] bool to_cloud_events(std::string_view input, const CloudEventsOptions& options,
                                   Gunzip* gunzip, CloudEvents& result, Diagnostic& problem);

}  // namespace tidegate
