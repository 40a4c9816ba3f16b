#include "convert/from_cloud_event.h"

#include <algorithm>
#include <cstddef>

#include "base/vec.h"
#include "convert/cloud_event.h"
#include "convert/compact.h"
#include "convert/upgrade.h"
#include "event/aws_event.h"
#include "event/cloud_event.h"
#include "event/media_type.h"
#include "event/member_fault.h"
#include "json/utf8.h"
#include "json/writer.h"

namespace tidegate {
namespace {

using Detail = FromCloudEventOptions::Detail;
using Ce = CloudEventView;

// Which profile of append_cloud_event() an event shows.
enum class Origin : uint8_t { kOther, kTalk, kAwsDocs, kArn };

// The extensions that append_cloud_event() writes, and what else a target knows.
struct Extensions {
  const JsonItem* account = nullptr;
  const JsonItem* region = nullptr;
  const JsonItem* source = nullptr;
  const JsonItem* version = nullptr;
  const JsonItem* replay_name = nullptr;
  const JsonItem* resources = nullptr;
  const JsonItem* extra = nullptr;
  const JsonItem* trace_parent = nullptr;
};

struct ExtensionName {
  std::string_view name;
  const JsonItem* Extensions::*field;
};

// Of two for the same the first one counts.
constexpr ExtensionName kExtensions[] = {
    {"awsaccount", &Extensions::account},
    {"awsregion", &Extensions::region},
    {"account", &Extensions::account},
    {"region", &Extensions::region},
    {"awssource", &Extensions::source},
    {"awsversion", &Extensions::version},
    {"awsreplayname", &Extensions::replay_name},
    {"awsresources", &Extensions::resources},
    {"awsextra", &Extensions::extra},
    {"traceparent", &Extensions::trace_parent},
};

// What of a string can be too long in an entry (EventBridge API, PutEventsRequestEntry).
constexpr size_t kLongestSource = 256;
constexpr size_t kLongestDetailType = 128;
constexpr size_t kLongestResource = 2048;

constexpr std::string_view kServicePrefix = "aws.";
constexpr std::string_view kContentType =
    R"({"content-type":{"DataType":"String","StringValue":"application/cloudevents+json"}})";

constexpr std::string_view kNoPlaceInEvent =
    "An event of EventBridge has no place for it; `detail: \"event\"` makes the whole CloudEvent "
    "its "
    "detail.";
constexpr std::string_view kNoPlaceInEntry =
    "An entry for PutEvents has no place for it; `detail: \"event\"` makes the whole CloudEvent "
    "its "
    "detail.";
constexpr std::string_view kNoPlaceInEventGrid = "The schema of Event Grid has no place for it.";
constexpr std::string_view kGuessedSource =
    "The CloudEvent does not say whether the source began with \"aws.\", so that is a guess; "
    "`lossless` keeps the source.";
constexpr std::string_view kGuessedEncoding =
    "The CloudEvent does not say whether the source was percent-encoded, so that is a guess; "
    "`lossless` keeps the source.";

constexpr std::string_view kDetailHint = "With `detail: \"event\"` any CloudEvent can be a detail.";
constexpr std::string_view kOptionHint = "Give it as an option where the CloudEvent has none.";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_percent_decoded(std::string_view text, Text& output) {
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                        hex_value(text[i + 2]) >= 0;
    if (escape) {
      output.append(static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2])));
      i += 2;
    } else {
      output.append(text[i]);
    }
  }
}

size_t count_characters(std::string_view utf8) {
  return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Services of AWS have names like "ec2" and "partner/..."; sources of one's own mostly have dots.
bool is_name_of_service(std::string_view name) {
  return name.starts_with("partner/") || name.find_first_of("./:#?%@ ") == std::string_view::npos;
}

// Amazon SNS, Publish: a subject begins with a letter, a number or a punctuation mark, and has no
// line breaks and no control characters.
bool is_sns_subject(std::string_view text) {
  constexpr size_t kLongest = 100;
  return !text.empty() && text.size() <= kLongest && text[0] != ' ' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// A traceparent (W3C Trace Context, section 3.2) of version 00.
bool is_trace_parent(std::string_view text) {
  constexpr std::string_view kForm = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
  return text.size() == kForm.size() &&
         std::equal(text.begin(), text.end(), kForm.begin(),
                    [](char c, char form) { return form == 'x' ? hex_value(c) >= 0 : c == form; });
}

class Converter {
 public:
  Converter(std::string_view text, const JsonItems& members, const Ce& event,
            const FromCloudEventOptions& options, Text& output, Losses& losses, Diagnostic& problem)
      : text_(text),
        members_(members),
        event_(event),
        options_(options),
        output_(output),
        losses_(losses),
        problem_(problem) {
    for (const ExtensionName& extension : kExtensions) {
      const JsonItem*& field = extensions_.*extension.field;
      if (field == nullptr) field = string_extension(members, extension.name);
    }
    for (const JsonItem** needed : {&extensions_.region, &extensions_.source}) {
      if (*needed != nullptr && (*needed)->value.empty()) *needed = nullptr;
    }
  }

  bool run() {
    if (!convert()) return false;
    return (!failed_ && !output_.failed() && !losses_.failed()) || no_memory();
  }

 private:
  bool convert() {
    switch (options_.target) {
      case Target::kEventBridge:
        return event_bridge();
      case Target::kPutEvents:
        return options_.detail == Detail::kData ? put_data() : put_event();
      case Target::kSns:
        return sns();
      case Target::kSqs:
        return sqs();
      case Target::kEventGrid:
        return event_grid();
    }
    return false;
  }

  // --- An event of EventBridge ----------------------------------------------------------------

  bool event_bridge() {
    const Origin from = options_.detail == Detail::kEvent ? Origin::kOther : origin();
    if (from == Origin::kOther) return mapped_event();
    return from == Origin::kArn ? enveloped_event() : original_event(from);
  }

  Origin origin() {
    const bool enveloped = event_[Ce::kType]->value == kArnEventType &&
                           string_extension(members_, "awseventssource") != nullptr;
    if (enveloped && data_is_aws_event()) return Origin::kArn;
    if (extensions_.region == nullptr) return Origin::kOther;
    const bool has_source = extensions_.source != nullptr;
    if (extensions_.region->key == "awsregion") {
      const bool talk = has_source || event_[Ce::kSource]->value.starts_with(kTalkSourcePrefix);
      return talk ? Origin::kTalk : Origin::kOther;
    }
    return has_source || extensions_.account != nullptr ? Origin::kAwsDocs : Origin::kOther;
  }

  bool data_is_aws_event() {
    const JsonItem* data = event_[Ce::kData];
    AwsEvent aws;
    Diagnostic ignored;
    return data != nullptr && data->type == JsonType::kObject && part_.read_part(data->text) &&
           read_aws_event(data->text, part_, aws, ignored);
  }

  // The profile of ARNs has the whole event as data.
  bool enveloped_event() {
    for (const char* name : {"awseventssource", "awseventsdetailtype"}) carry(members_.find(name));
    for (const Ce::Member member : {Ce::kId, Ce::kSource, Ce::kType, Ce::kTime}) {
      carry(event_[member]);
    }
    output_.append(carry(event_[Ce::kData]));
    lose_rest(kNoPlaceInEvent);
    return true;
  }

  // The event that the other profiles were given.
  bool original_event(Origin from) {
    if (event_[Ce::kDataBase64] != nullptr) return refuse_binary();
    const bool lossless = extensions_.source != nullptr;
    ObjectWriter writer(output_);
    if (extensions_.version != nullptr) {
      writer.member("version", carry(extensions_.version));
    } else if (!lossless) {
      writer.member("version", R"("0")");
    }
    writer.member("id", carry(event_[Ce::kId]));
    writer.member("detail-type", carry(event_[Ce::kType]));
    carry(event_[Ce::kSource]);
    if (lossless) {
      writer.member("source", carry(extensions_.source));
    } else if (!rebuild_source(from, writer)) {
      return false;
    }
    either(writer, "account", extensions_.account, options_.account);
    either(writer, "time", event_[Ce::kTime], {});
    writer.member("region", carry(extensions_.region));
    if (extensions_.resources != nullptr) {
      if (!resources("resources", writer)) return false;
    } else if (!lossless) {
      writer.member("resources", "[]");
    }
    either(writer, "detail", event_[Ce::kData], {});
    either(writer, "replay-name", extensions_.replay_name, {});
    if (extensions_.extra != nullptr && !extra_members()) return false;
    writer.end();
    lose_rest(kNoPlaceInEvent);
    return true;
  }

  bool rebuild_source(Origin from, ObjectWriter& writer) {
    const std::string_view written = event_[Ce::kSource]->value;
    const bool talk = from == Origin::kTalk;
    std::string_view rest = written;
    if (talk) {
      rest.remove_prefix(kTalkSourcePrefix.size());
      rest.remove_prefix(rest.find('/') + 1);  // Of npos, nothing.
    }
    if (rest.empty()) return refuse(event_[Ce::kSource], "source", "has no name.", {});
    Text decoded;
    append_percent_decoded(rest, decoded);
    if (!is_utf8(decoded.view())) {
      decoded.clear();
      decoded.append(rest);
    }
    if (talk) {
      losses_.add(0, "/source", kGuessedSource);
    } else if (decoded.view() != written) {
      losses_.add(0, "/source", kGuessedEncoding);
    }
    Text source;
    if (talk && is_name_of_service(decoded.view())) source.append(kServicePrefix);
    source.append(decoded.view());
    writer.string("source", source.view());
    failed_ = failed_ || decoded.failed() || source.failed();
    return true;
  }

  // What `lossless` kept of members that have no place of their own.
  bool extra_members() {
    const JsonItem* extra = extensions_.extra;
    Diagnostic inner;
    if (!part_.read(extra->value, inner) || part_.root() != JsonType::kObject) {
      if (inner.code == ErrorCode::kOutOfMemory) return no_memory();
      return refuse(extra, "awsextra", "is not the JSON text of an object.", {});
    }
    for (const JsonItem& member : part_) {
      const AwsEvent::Field field = aws_field(member.key);
      const bool free = field == AwsEvent::kFieldCount ||
                        (field == AwsEvent::kVersion && extensions_.version == nullptr) ||
                        (field == AwsEvent::kReplayName && extensions_.replay_name == nullptr);
      if (!free) return refuse(extra, "awsextra", "has a member that stands elsewhere.", {});
      output_.append(',');
      append_json_string(member.key, output_);
      output_.append(':').append(member.text);
    }
    carry(extra);
    return true;
  }

  // Of any CloudEvent.
  bool mapped_event() {
    const bool whole = options_.detail != Detail::kData;
    if (!whole && !has_object_data()) return false;
    ObjectWriter writer(output_);
    writer.member("version", R"("0")");
    writer.member("id", carry(event_[Ce::kId]));
    writer.member("detail-type", carry(event_[Ce::kType]));
    writer.member("source", source_of(whole)->text);
    either(writer, "account", extensions_.account, options_.account);
    either(writer, "time", event_[Ce::kTime], {});
    if (extensions_.region == nullptr && options_.region.empty()) {
      return refuse(nullptr, "awsregion", "is missing.",
                    "An event of EventBridge has a region: give the option `region`.");
    }
    either(writer, "region", extensions_.region, options_.region);
    if (!whole && extensions_.resources != nullptr) {
      if (!resources("resources", writer)) return false;
    } else {
      writer.member("resources", "[]");
    }
    writer.member("detail", whole ? trim(text_) : carry(event_[Ce::kData]));
    writer.end();
    if (!whole) lose_rest(kNoPlaceInEvent);
    return true;
  }

  // --- An entry for PutEvents -----------------------------------------------------------------

  bool put_event() {
    ObjectWriter writer(output_);
    either(writer, "Time", event_[Ce::kTime], {});
    if (!source_and_type(true, writer)) return false;
    writer.name("Detail");
    append_compact_string(text_, output_);
    return rest_of_entry(writer);
  }

  bool put_data() {
    if (!has_object_data()) return false;
    ObjectWriter writer(output_);
    either(writer, "Time", event_[Ce::kTime], {});
    if (!source_and_type(false, writer)) return false;
    if (extensions_.resources != nullptr &&
        (!resources("Resources", writer) || !check_resources())) {
      return false;
    }
    writer.name("Detail");
    append_compact_string(carry(event_[Ce::kData]), output_);
    if (!rest_of_entry(writer)) return false;
    lose_rest(kNoPlaceInEntry);
    return true;
  }

  bool source_and_type(bool whole, ObjectWriter& writer) {
    const JsonItem* source = source_of(whole);
    const JsonItem* type = event_[Ce::kType];
    if (source->value.starts_with(kServicePrefix)) {
      return refuse(source, source->key,
                    "begins with \"aws.\", which EventBridge keeps for itself.",
                    "With `detail: \"event\"` the source of the CloudEvent is taken.");
    }
    if (count_characters(source->value) > kLongestSource)
      return refuse(source, source->key, "has more than 256 characters.", {});
    if (count_characters(type->value) > kLongestDetailType)
      return refuse(type, type->key, "has more than 128 characters.", {});
    writer.member("Source", source->text);
    writer.member("DetailType", carry(type));
    return true;
  }

  bool check_resources() {
    if (part_.root() != JsonType::kArray)
      return refuse(extensions_.resources, "awsresources", "is not the JSON text of an array.", {});
    for (const JsonItem& resource : part_) {
      if (!resource.is_string())
        return refuse(extensions_.resources, "awsresources", "has more than strings.", {});
      if (count_characters(resource.value) > kLongestResource) {
        return refuse(extensions_.resources, "awsresources",
                      "has a resource of more than 2048 characters.", {});
      }
    }
    return true;
  }

  // AWS X-Ray takes the identifiers of W3C Trace Context in its own form.
  bool rest_of_entry(ObjectWriter& writer) {
    if (!options_.event_bus.empty()) writer.string("EventBusName", options_.event_bus);
    const JsonItem* trace = extensions_.trace_parent;
    if (trace != nullptr && is_trace_parent(trace->value)) {
      const std::string_view ids = trace->value;
      writer.name("TraceHeader");
      output_.append("\"Root=1-").append(ids.substr(3, 8)).append('-').append(ids.substr(11, 24));
      output_.append(";Parent=").append(ids.substr(36, 16)).append(";Sampled=");
      output_.append((hex_value(ids.back()) & 1) != 0 ? '1' : '0').append('"');
      carry(trace);
    }
    writer.end();
    return true;
  }

  // --- Messages -------------------------------------------------------------------------------

  bool sns() {
    ObjectWriter writer(output_);
    writer.name("Message");
    append_compact_string(text_, output_);
    const JsonItem* subject = event_[Ce::kSubject];
    if (subject != nullptr && is_sns_subject(subject->value))
      writer.member("Subject", subject->text);
    writer.member("MessageAttributes", kContentType);
    writer.end();
    return true;
  }

  bool sqs() {
    ObjectWriter writer(output_);
    writer.name("MessageBody");
    append_compact_string(text_, output_);
    writer.member("MessageAttributes", kContentType);
    writer.end();
    return true;
  }

  bool event_grid() {
    ObjectWriter writer(output_);
    writer.member("id", carry(event_[Ce::kId]));
    if (options_.topic) writer.member("topic", carry(event_[Ce::kSource]));
    if (event_[Ce::kSubject] == nullptr && options_.subject.empty())
      return refuse(nullptr, "subject", "is missing.", kOptionHint);
    either(writer, "subject", event_[Ce::kSubject], options_.subject);
    writer.member("eventType", carry(event_[Ce::kType]));
    if (event_[Ce::kTime] == nullptr && options_.time.empty())
      return refuse(nullptr, "time", "is missing.", kOptionHint);
    either(writer, "eventTime", event_[Ce::kTime], options_.time);
    either(writer, "data", event_[Ce::kData], {});
    writer.string("dataVersion", options_.data_version);
    writer.end();
    lose_rest(kNoPlaceInEventGrid);
    return true;
  }

  // --- What they share ------------------------------------------------------------------------

  const JsonItem* source_of(bool whole) {
    carry(event_[Ce::kSource]);
    if (whole || extensions_.source == nullptr) return event_[Ce::kSource];
    carry(extensions_.source);
    return extensions_.source;
  }

  // An item, or else an option that is not empty.
  void either(ObjectWriter& writer, std::string_view name, const JsonItem* item,
              std::string_view option) {
    if (item != nullptr) {
      writer.member(name, carry(item));
    } else if (!option.empty()) {
      writer.string(name, option);
    }
  }

  // Leaves the resources in part_.
  bool resources(std::string_view name, ObjectWriter& writer) {
    const JsonItem* item = extensions_.resources;
    Diagnostic inner;
    if (!part_.read(item->value, inner)) {
      if (inner.code == ErrorCode::kOutOfMemory) return no_memory();
      return refuse(item, "awsresources", "is not JSON text.", {});
    }
    carry(item);
    writer.member(name, item->value);
    return true;
  }

  bool has_object_data() {
    if (event_[Ce::kDataBase64] != nullptr) return refuse_binary();
    const JsonItem* data = event_[Ce::kData];
    if (data != nullptr && data->type == JsonType::kObject) return true;
    return refuse(data, "data", data == nullptr ? "is missing." : "is not an object.", kDetailHint);
  }

  bool refuse_binary() {
    return refuse(event_[Ce::kDataBase64], "data_base64", "is no JSON that could be a detail.",
                  kDetailHint);
  }

  // The text of an item that is in the output, so that it is not among the losses.
  std::string_view carry(const JsonItem* item) {
    if (item == nullptr) return {};
    if (!carried_.push(item)) failed_ = true;
    return item->text;
  }

  void lose_rest(std::string_view reason) {
    for (const JsonItem& member : members_) {
      if (std::find(carried_.begin(), carried_.end(), &member) == carried_.end() &&
          !is_understood(member)) {
        losses_.add_member(0, member.key, reason);
      }
    }
  }

  // What goes without saying: the version, attributes that are unset, and that data is JSON.
  bool is_understood(const JsonItem& member) const {
    if (&member == event_[Ce::kSpecVersion]) return true;
    if (&member == event_[Ce::kDataContentType]) return is_json_media_type(member.value);
    return member.type == JsonType::kNull && &member != event_[Ce::kData];
  }

  bool refuse(const JsonItem* member, std::string_view name, std::string_view why,
              std::string_view hint) {
    return set_member_fault(text_, member, name, why, hint, problem_);
  }

  bool no_memory() {
    problem_.set(ErrorCode::kOutOfMemory);
    return false;
  }

  const std::string_view text_;
  const JsonItems& members_;
  const Ce& event_;
  const FromCloudEventOptions& options_;
  Text& output_;
  Losses& losses_;
  Diagnostic& problem_;
  Extensions extensions_;
  Vec<const JsonItem*> carried_;
  JsonItems part_;  // Of the value of an extension, or of the data.
  bool failed_ = false;
};

bool convert(std::string_view text, const JsonItems& members, const FromCloudEventOptions& options,
             Text& output, Losses& losses, Diagnostic& problem) {
  CloudEventView event;
  return read_cloud_event(text, members, event, problem) &&
         Converter(text, members, event, options, output, losses, problem).run();
}

bool is_current(const JsonItems& members) {
  const JsonItem* version = members.find("specversion");
  return version != nullptr && version->value == "1.0";
}

// The upgraded event is not the caller's text, so only the names of places make sense.
bool convert_upgraded(std::string_view text, const JsonItems& members,
                      const FromCloudEventOptions& options, Text& output, Losses& losses,
                      Diagnostic& problem) {
  Text upgraded;
  JsonItems upgraded_members;
  if (!append_upgraded(text, members, upgraded, problem)) return false;
  if (upgraded_members.read(upgraded.view(), problem) &&
      convert(upgraded.view(), upgraded_members, options, output, losses, problem)) {
    return true;
  }
  problem.span = {};
  problem.line = problem.column = 0;
  return false;
}

// What is put into one more object may be nested too deep there.
bool check_depth(std::string_view output, Diagnostic& problem) {
  const JsonError error = validate_json(output);
  if (error.code != ErrorCode::kOk) problem.set(error.code);
  return error.code == ErrorCode::kOk;
}

}  // namespace

FromCloudEventOptions read_from_cloud_event_options(const JsonItems& members) {
  struct Name {
    std::string_view name;
    std::string_view FromCloudEventOptions::*field;
  };
  constexpr Name kNames[] = {
      {"account", &FromCloudEventOptions::account},
      {"region", &FromCloudEventOptions::region},
      {"eventBus", &FromCloudEventOptions::event_bus},
      {"subject", &FromCloudEventOptions::subject},
      {"time", &FromCloudEventOptions::time},
      {"dataVersion", &FromCloudEventOptions::data_version},
  };
  FromCloudEventOptions options;
  for (const Name& name : kNames) {
    const JsonItem* item = members.find(name.name);
    if (item != nullptr) options.*name.field = item->value;
  }
  const auto number = [&](std::string_view name) {
    const JsonItem* item = members.find(name);
    return item == nullptr ? 0 : item->text[0] - '0';
  };
  options.target = static_cast<Target>(number("target"));
  options.detail = static_cast<Detail>(number("detail"));
  const JsonItem* topic = members.find("topic");
  options.topic = topic == nullptr || topic->type == JsonType::kTrue;
  return options;
}

bool from_cloud_event(std::string_view text, const FromCloudEventOptions& options, Text& output,
                      Losses& losses, Diagnostic& problem) {
  output.clear();
  losses.clear();
  JsonItems members;
  if (members.read(text, problem)) {
    const auto how = is_current(members) ? convert : convert_upgraded;
    if (how(text, members, options, output, losses, problem) &&
        check_depth(output.view(), problem)) {
      return true;
    }
  }
  output.clear();
  losses.clear();
  return false;
}

}  // namespace tidegate
