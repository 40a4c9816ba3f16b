#include "convert/to_cloud_events.h"

#include "convert/kafka_event.h"
#include "convert/upgrade.h"
#include "event/cloud_event.h"
#include "event/detect.h"
#include "json/pointer.h"
#include "json/writer.h"

namespace tidegate {
namespace {

// What comes out may be this much longer than what went in: names of attributes, and what is said
// once of a batch but of each of its events; and so long what there is to say of it.
constexpr uint64_t kMostGrowth = 32;
constexpr uint64_t kMostNotes = 8;
constexpr uint64_t kFreeGrowth = 1u << 20;

// A record that is being converted, or the whole input.
struct Place {
  std::string_view pointer;
  uint32_t index = 0;
  uint32_t carriers = 0;  // That it lies in.
};

class Conversion {
 public:
  Conversion(std::string_view input, const CloudEventsOptions& options, Gunzip* gunzip,
             CloudEvents& result, Diagnostic& problem)
      : input_(input),
        options_(options),
        gunzip_(gunzip),
        result_(result),
        problem_(problem),
        ids_(options.hash_seed),
        may_inflate_(options.max_event_bytes) {}

  bool run() {
    Detector detector;
    Detection detection;
    if (!detector.detect(input_, detection, problem_)) return false;
    result_.kind = detection.kind;
    if (!is_convertible(detection.kind)) {
      problem_.set(ErrorCode::kEventKind);
      problem_.reason.clear();
      problem_.reason.append("There is no mapping to CloudEvents for what this input is: ");
      problem_.reason.append(input_kind_name(detection.kind)).append('.');
      return false;
    }
    result_.issues.append('[');
    if (!convert(input_, detection, {})) return false;
    result_.issues.append(']');
    if (!result_.events.failed() && !result_.issues.failed() && !result_.losses.failed()) {
      return true;
    }
    return no_memory();
  }

 private:
  static bool is_convertible(InputKind kind) {
    switch (kind) {
      case InputKind::kEventBridge:
      case InputKind::kCloudEvent:
      case InputKind::kCloudEventBatch:
      case InputKind::kCloudWatchLogs:
        return true;
      default:
        return find_mapping(kind, RecordProfile::kDefault) != nullptr;
    }
  }

  bool no_memory() {
    problem_.set(ErrorCode::kOutOfMemory);
    return false;
  }

  // Each of these is false when nothing further can be done, as `problem_` says; what is wrong with
  // one record alone is noted and passed over.

  bool convert(std::string_view text, const Detection& detection, const Place& place) {
    switch (detection.kind) {
      case InputKind::kCloudWatchLogs:
        return convert_logs(text, place);
      case InputKind::kCloudEventBatch:
        return convert_list(text, text, detection.kind, place);
      default:
        break;
    }
    if (!detection.list.empty()) return convert_list(text, detection.list, detection.kind, place);
    RecordList alone(detection.kind, nullptr, place);
    return convert_record(text, {}, place, false, alone);
  }

  // The records of one input, and what serves one of them after the other.
  struct RecordList {
    RecordList(InputKind input_kind, const JsonItems* input, const Place& input_place)
        : kind(input_kind), values(input), place(input_place) {}

    const InputKind kind;
    RecordValues values;
    JsonItems members;  // Of the record.
    const Place& place;
    uint32_t next = 0;
  };

  // The records of an input: an array of them, or an object of arrays.
  bool convert_list(std::string_view text, std::string_view list, InputKind kind,
                    const Place& place) {
    JsonItems top;
    JsonItems items;
    if (!top.read_part(text) || !items.read_part(list)) return no_memory();
    const bool is_input = list.data() == top_text(text);
    Text pointer;
    pointer.append(place.pointer);
    for (const JsonItem& member : top) {
      if (!is_input && member.text.data() == list.data()) {
        append_pointer_token(member.key, pointer);
      } else if (!is_input && !lose_of_input(member, kind, place)) {
        return false;
      }
    }
    RecordList records(kind, is_input ? nullptr : &top, place);
    if (items.root() == JsonType::kArray) {
      return convert_array(items, {}, pointer, records);
    }
    JsonItems array;
    for (const JsonItem& member : items) {
      if (!array.read_part(member.text)) return no_memory();
      Text inner;
      inner.append(pointer.view());
      append_pointer_token(member.key, inner);
      if (!convert_array(array, member.key, inner, records)) return false;
    }
    return true;
  }

  static const char* top_text(std::string_view text) {
    return skip_space(text.data(), text.data() + text.size());
  }

  bool convert_array(const JsonItems& array, std::string_view queue, const Text& pointer,
                     RecordList& records) {
    for (uint32_t i = 0; i < array.size(); ++i, ++records.next) {
      Place place = records.place;
      Text own;
      if (place.carriers == 0) {
        own.append(pointer.view()).append('/').append_number(i);
        place.pointer = own.view();
        place.index = records.next;
      }
      if (!convert_record(array[i].text, queue, place, true, records)) return false;
    }
    return true;
  }

  // What the input says beside its records and what the mapping takes from it.
  bool lose_of_input(const JsonItem& member, InputKind kind, const Place& place) {
    const RecordMapping* mapping = find_mapping(kind, options_.profile);
    const auto is_member = [&](std::string_view path, bool in_input) {
      return in_input && path == member.key;
    };
    if (mapping == nullptr || place.carriers != 0 || any_path(mapping->source, is_member) ||
        any_path(mapping->subject, is_member)) {
      return true;
    }
    result_.losses.add_member(0, member.key, "The mapping has no place for it.");
    return within_bounds();
  }

  // One record, or an input that is one.
  bool convert_record(std::string_view text, std::string_view queue, const Place& place,
                      bool in_batch, RecordList& records) {
    const auto size = static_cast<uint32_t>(result_.events.view().size());
    JsonItems& members = records.members;
    if (!members.read_part(text)) return no_memory();
    bool converted = false;
    switch (records.kind) {
      case InputKind::kCloudEvent:
      case InputKind::kCloudEventBatch:
        converted = append_event(text, members);
        break;
      case InputKind::kEventBridge:
        if (options_.unwrap && place.carriers < kMaxCarriers) {
          const JsonItem* detail = members.find("detail");
          bool opened = false;
          if (detail != nullptr && !open_event(detail->text, true, place, opened)) return false;
          if (opened) return true;
        }
        converted = append_aws_event(text, members, place);
        break;
      default:
        if (members.root() != JsonType::kObject) {
          problem_.set(ErrorCode::kEventField, "The record is not an object.");
          break;
        }
        return convert_mapped(text, queue, place, in_batch, records);
    }
    return converted ? end_event(place) : add_issue(place, size);
  }

  // A CloudEvent as it is, if it is one.
  bool append_event(std::string_view text, const JsonItems& members) {
    const size_t begin = result_.events.view().size();
    if (!append_upgraded(text, members, result_.events, problem_)) return false;
    const std::string_view written = result_.events.view().substr(begin);
    JsonItems written_members;
    CloudEventView event;
    return written_members.read_part(written)
               ? read_cloud_event(written, written_members, event, problem_)
               : no_memory();
  }

  bool append_aws_event(std::string_view text, const JsonItems& members, const Place& place) {
    CloudEventOptions options;
    options.version = options_.version;
    options.lossless = options_.lossless;
    options.event_bus = options_.event_bus;
    if (options_.profile == RecordProfile::kAwsDocs) {
      options.profile = CloudEventOptions::Profile::kAwsDocs;
    } else if (options_.profile == RecordProfile::kArn) {
      options.profile = CloudEventOptions::Profile::kArn;
    }
    return append_cloud_event(text, members, options, place.index, result_.events, &result_.losses,
                              problem_);
  }

  bool convert_mapped(std::string_view text, std::string_view queue, const Place& place,
                      bool in_batch, RecordList& records) {
    const auto size = static_cast<uint32_t>(result_.events.view().size());
    const InputKind kind = records.kind;
    const JsonItems& members = records.members;
    const RecordMapping& mapping = *find_mapping(kind, options_.profile);
    RecordValues& values = records.values;
    values.set_record(members, queue);
    Payload payload;
    if (!read_record_payload(mapping, values, payload)) {
      return add_issue(place, size);
    }
    if (kind == InputKind::kMsk || kind == InputKind::kSelfManagedKafka) {
      switch (append_kafka_event(members, payload, result_.events, problem_)) {
        case KafkaEvent::kNone:
          break;
        case KafkaEvent::kAppended:
          return end_event(place);
        case KafkaEvent::kFailed:
          return add_issue(place, size);
      }
    }
    if (options_.unwrap && payload.kind == Payload::Kind::kJson && place.carriers < kMaxCarriers) {
      bool opened = false;
      if (!open_event(payload.bytes.view(), false, place, opened)) return false;
      if (opened) return true;
    }
    const RecordSource record = {text, members, place.pointer, place.index, in_batch};
    const bool converted = append_record_event(record, mapping, values, payload, options_.generated,
                                               ids_, result_.events, result_.losses, problem_);
    return converted ? end_event(place) : add_issue(place, size);
  }

  bool read_record_payload(const RecordMapping& mapping, RecordValues& values, Payload& payload) {
    const JsonItem* item = values.find(mapping.payload);
    if (item == nullptr) return !values.failed() || no_memory();
    if (!mapping.payload_is_data && (!options_.unwrap || !item->is_string())) return true;
    if (!item->is_string()) {
      problem_.set(ErrorCode::kEventField, "The payload of the record is not a string.");
      return false;
    }
    const bool read =
        read_payload(item->value, mapping.payload_form, gunzip_, may_inflate_, payload, problem_);
    // Without `payload_is_data` a payload that is broken is what the record says all the same.
    if (read || mapping.payload_is_data) return read;
    if (problem_.code == ErrorCode::kOutOfMemory) return false;
    payload.kind = Payload::Kind::kNone;
    problem_.clear();
    return true;
  }

  // Converts what a carrier carries, if that is an event. `opened` says so. With a control message
  // CloudWatch Logs tries whether its log events would arrive; it has none.
  bool open_event(std::string_view text, bool cloud_events_only, const Place& place, bool& opened) {
    Detector detector;
    Detection detection;
    if (!detector.detect_part(text, detection)) return no_memory();
    const bool is_cloud_event =
        detection.kind == InputKind::kCloudEvent || detection.kind == InputKind::kCloudEventBatch;
    opened = cloud_events_only ? is_cloud_event : is_convertible(detection.kind);
    if (opened && detection.kind == InputKind::kCloudWatchLogsData) {
      JsonItems members;
      if (!members.read_part(text)) return no_memory();
      opened = members.find("messageType")->value != "CONTROL_MESSAGE";
    }
    if (!opened) return true;
    Place inner = place;
    ++inner.carriers;
    const uint32_t issues = result_.issue_count;
    if (!convert(text, detection, inner)) return false;
    if (place.carriers == 0 && result_.issue_count == issues) {
      result_.losses.add(place.index, place.pointer,
                         "It was opened: what it says beside what it carries is in no event.");
    }
    return within_bounds();
  }

  // CloudWatch Logs compresses its log events, all together.
  bool convert_logs(std::string_view text, const Place& place) {
    const auto size = static_cast<uint32_t>(result_.events.view().size());
    JsonItems members;
    if (!members.read_part(text)) return no_memory();
    RecordValues values(nullptr);
    values.set_record(members, {});
    const JsonItem* data = values.find("awslogs/data");
    Payload payload;
    if (data == nullptr) return no_memory();  // The kind has it.
    if (!read_payload(data->value, PayloadForm::kCompressed, gunzip_, may_inflate_, payload,
                      problem_)) {
      return add_issue(place, size);
    }
    Detector detector;
    Detection detection;
    const bool is_json = payload.kind == Payload::Kind::kJson;
    if (is_json && !detector.detect_part(payload.bytes.view(), detection)) return no_memory();
    if (detection.kind == InputKind::kCloudWatchLogsData) {
      return convert(payload.bytes.view(), detection, place);
    }
    problem_.set(ErrorCode::kEventField, "What is compressed is not a batch of log events.");
    return add_issue(place, size);
  }

  bool end_event(const Place& place) {
    const uint64_t size = result_.events.view().size();
    if (result_.events.failed() || !result_.ends.push(static_cast<uint32_t>(size)) ||
        !result_.records.push(place.index)) {
      return no_memory();
    }
    return within_bounds();
  }

  bool within_bounds() {
    const uint64_t inflated = options_.max_event_bytes - may_inflate_;
    const uint64_t read = input_.size() + inflated;
    const uint64_t notes = result_.issues.view().size() + result_.losses.size();
    if (result_.events.view().size() <= kFreeGrowth + kMostGrowth * read &&
        notes <= kFreeGrowth + kMostNotes * read) {
      return true;
    }
    problem_.set(ErrorCode::kTooLarge, "What would come out is far larger than what came in.");
    return false;
  }

  // Notes what is wrong with a record, and takes back what has been written of it.
  bool add_issue(const Place& place, uint32_t events_size) {
    result_.events.cut(events_size);
    if (problem_.code == ErrorCode::kOutOfMemory) return false;
    if (options_.strict) {
      if (problem_.pointer.empty()) problem_.pointer.append(place.pointer);
      return false;
    }
    Text& issues = result_.issues;
    if (result_.issue_count++ != 0) issues.append(',');
    ObjectWriter writer(issues);
    writer.name("index");
    issues.append_number(place.index);
    writer.string("code", error_name(problem_.code));
    const std::string_view reason = problem_.reason.view();
    writer.string("message", reason.empty() ? error_sentence(problem_.code) : reason);
    writer.string("path", place.pointer);
    if (!problem_.hint.empty()) writer.string("hint", problem_.hint.view());
    writer.end();
    problem_.clear();
    return within_bounds();
  }

  const std::string_view input_;
  const CloudEventsOptions& options_;
  Gunzip* const gunzip_;
  CloudEvents& result_;
  Diagnostic& problem_;
  BatchIds ids_;
  uint32_t may_inflate_;  // Bytes that are left.
};

void clear(CloudEvents& result) {
  result.kind = InputKind::kUnknown;
  result.events.clear();
  result.ends.clear();
  result.records.clear();
  result.issues.clear();
  result.issue_count = 0;
  result.losses.clear();
}

}  // namespace

bool to_cloud_events(std::string_view input, const CloudEventsOptions& options, Gunzip* gunzip,
                     CloudEvents& result, Diagnostic& problem) {
  clear(result);
  problem.clear();
  if (input.size() > options.max_event_bytes) {
    problem.set(ErrorCode::kTooLarge, "The event is larger than the limit.");
    return false;
  }
  if (Conversion(input, options, gunzip, result, problem).run()) return true;
  result.events.clear();
  result.ends.clear();
  result.records.clear();
  return false;
}

}  // namespace tidegate
