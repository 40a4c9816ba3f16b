#include "convert/cloud_event.h"

#include <initializer_list>

#include "convert/compact.h"
#include "event/aws_event.h"
#include "event/member_fault.h"
#include "event/uri.h"
#include "json/writer.h"

namespace tidegate {
namespace {

using Profile = CloudEventOptions::Profile;
using Version = CloudEventOptions::Version;

struct Partition {
  std::string_view regions;  // How their names begin.
  std::string_view name;
};

constexpr Partition kPartitions[] = {
    {"cn-", "aws-cn"},
    {"us-gov-", "aws-us-gov"},
    {"us-iso-", "aws-iso"},
    {"us-isob-", "aws-iso-b"},
};

std::string_view partition_of(std::string_view region) {
  for (const Partition& partition : kPartitions) {
    if (region.starts_with(partition.regions)) return partition.name;
  }
  return "aws";
}

// Whether there is no field for a member, or one of another type.
bool is_extra(AwsEvent::Field field, const JsonItem& member) {
  if (field == AwsEvent::kVersion || field == AwsEvent::kReplayName) return !member.is_string();
  return field == AwsEvent::kFieldCount;
}

// Whether a text can stand in a path as it is, which goes without saying for nearly all.
bool is_plain(std::string_view text) {
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '-' && c <= '9');
    if (!plain) return false;  // '-' to '9' are "-./" and the digits.
  }
  return true;
}

class Converter {
 public:
  Converter(std::string_view text, const JsonItems& members, const AwsEvent& event,
            const CloudEventOptions& options, Text& output)
      : text_(text),
        members_(members),
        event_(event),
        options_(options),
        output_(output),
        writer_(output) {}

  void talk() {
    field("awsaccount", AwsEvent::kAccount);
    if (options_.lossless) extra_members();
    field("awsregion", AwsEvent::kRegion);
    if (options_.lossless) rest();
    content(AwsEvent::kDetail);
    field("id", AwsEvent::kId);
    writer_.name("source");
    talk_source();
    end(AwsEvent::kDetailType);
  }

  void aws_docs() {
    field("account", AwsEvent::kAccount);
    if (options_.lossless) {
      extra_members();
      rest();
    }
    field("data", AwsEvent::kDetail);
    field("id", AwsEvent::kId);
    field("region", AwsEvent::kRegion);
    writer_.name("source");
    const std::string_view source = event_[AwsEvent::kSource]->value;
    write_source({source}, is_plain(source));
    end(AwsEvent::kDetailType);
  }

  void arn() {
    field("awseventsdetailtype", AwsEvent::kDetailType);
    field("awseventssource", AwsEvent::kSource);
    content(AwsEvent::kFieldCount);
    field("id", AwsEvent::kId);
    writer_.name("source");
    arn_source();
    end(AwsEvent::kFieldCount);
  }

  bool failed() const { return failed_ || output_.failed(); }

 private:
  void field(std::string_view name, AwsEvent::Field field) {
    if (event_[field] != nullptr) writer_.member(name, event_[field]->text);
  }

  void string_field(std::string_view name, AwsEvent::Field field) {
    const JsonItem* member = event_[field];
    if (member != nullptr && member->is_string()) writer_.member(name, member->text);
  }

  // The data, which is a field or else the whole event, and its type.
  void content(AwsEvent::Field data) {
    const bool current = options_.version == Version::k1_0;
    if (!current) writer_.member("contenttype", R"("application/json")");
    if (data == AwsEvent::kFieldCount) {
      writer_.member("data", trim(text_));
    } else {
      field("data", data);
    }
    if (current) writer_.member("datacontenttype", R"("application/json")");
  }

  void end(AwsEvent::Field type) {
    writer_.member("specversion", options_.version == Version::k1_0 ? R"("1.0")" : R"("0.2")");
    field("time", AwsEvent::kTime);
    if (type == AwsEvent::kFieldCount) {
      writer_.string("type", kArnEventType);
    } else {
      field("type", type);
    }
    writer_.end();
  }

  // Nothing in a URI-reference needs escapes in JSON.
  void talk_source() {
    const std::string_view region = event_[AwsEvent::kRegion]->value;
    std::string_view source = event_[AwsEvent::kSource]->value;
    if (source.starts_with("aws.")) source.remove_prefix(4);
    write_source({kTalkSourcePrefix, region, "/", source}, is_plain(region) && is_plain(source));
  }

  void arn_source() {
    const std::string_view region = event_[AwsEvent::kRegion]->value;
    write_source({"arn:", partition_of(region), ":events:", region, ":",
                  event_[AwsEvent::kAccount]->value, ":event-bus/", options_.event_bus},
                 false);
  }

  void write_source(std::initializer_list<std::string_view> parts, bool plain) {
    output_.append('"');
    if (plain) {
      for (const std::string_view part : parts) output_.append(part);
    } else {
      Text source;
      for (const std::string_view part : parts) source.append(part);
      append_uri_reference(source.view(), output_);
      if (source.failed()) failed_ = true;
    }
    output_.append('"');
  }

  void extra_members() {
    bool any = false;
    for (const JsonItem& member : members_) any = any || is_extra(aws_field(member.key), member);
    if (!any) return;
    Text json;
    ObjectWriter object(json);
    for (const JsonItem& member : members_) {
      if (!is_extra(aws_field(member.key), member)) continue;
      if (json.view().size() > 1) json.append(',');
      append_json_string(member.key, json);
      json.append(':').append(member.text);
    }
    object.end();
    writer_.name("awsextra");
    append_compact_string(json.view(), output_);
    if (json.failed()) failed_ = true;
  }

  void rest() {
    string_field("awsreplayname", AwsEvent::kReplayName);
    if (event_[AwsEvent::kResources] != nullptr) {
      writer_.name("awsresources");
      append_compact_string(event_[AwsEvent::kResources]->text, output_);
    }
    field("awssource", AwsEvent::kSource);
    string_field("awsversion", AwsEvent::kVersion);
  }

  std::string_view text_;
  const JsonItems& members_;
  const AwsEvent& event_;
  const CloudEventOptions& options_;
  Text& output_;
  ObjectWriter writer_;
  bool failed_ = false;  // There was no memory for something beside the output.
};

constexpr std::string_view kNoPlace =
    "A CloudEvent of this profile has no place for it; `lossless` makes an extension of it.";
constexpr std::string_view kForeignSource =
    "The CloudEvent's source reads as that of a service of AWS, which this is not; `lossless` "
    "keeps "
    "it as an extension.";
constexpr std::string_view kEncodedSource =
    "It had to be percent-encoded to be a URI-reference; `lossless` keeps it as an extension.";

void add_losses(const JsonItems& members, const AwsEvent& event, Profile profile, uint32_t index,
                Losses& losses) {
  for (const JsonItem& member : members) {
    const AwsEvent::Field field = aws_field(member.key);
    if (is_extra(field, member) || field == AwsEvent::kVersion || field == AwsEvent::kResources ||
        field == AwsEvent::kReplayName) {
      losses.add_member(index, member.key, kNoPlace);
    }
  }
  const std::string_view source = event[AwsEvent::kSource]->value;
  if (profile == Profile::kTalk && !source.starts_with("aws.")) {
    losses.add(index, "/source", kForeignSource);
  } else if (!is_uri_reference(source)) {
    losses.add(index, "/source", kEncodedSource);
  }
}

bool no_memory(Diagnostic& problem) {
  problem.set(ErrorCode::kOutOfMemory);
  return false;
}

}  // namespace

bool append_cloud_event(std::string_view event, const JsonItems& members,
                        const CloudEventOptions& options, uint32_t index, Text& output,
                        Losses* losses, Diagnostic& problem) {
  AwsEvent aws;
  if (!read_aws_event(event, members, aws, problem)) return false;
  if (options.profile == Profile::kArn && aws[AwsEvent::kAccount] == nullptr) {
    return set_member_fault(event, nullptr, "account", "is missing.",
                            "The profile \"arn\" makes the source of it.", problem);
  }
  Converter converter(event, members, aws, options, output);
  switch (options.profile) {
    case Profile::kTalk:
      converter.talk();
      break;
    case Profile::kAwsDocs:
      converter.aws_docs();
      break;
    case Profile::kArn:
      converter.arn();
      break;
  }
  if (losses != nullptr && options.profile != Profile::kArn && !options.lossless) {
    add_losses(members, aws, options.profile, index, *losses);
    if (losses->failed()) return no_memory(problem);
  }
  return !converter.failed() || no_memory(problem);
}

bool to_cloud_event(std::string_view event, const CloudEventOptions& options, JsonItems& members,
                    Text& output, Losses* losses, Diagnostic& problem) {
  output.clear();
  if (event.size() > options.max_event_bytes) {
    problem.set(ErrorCode::kTooLarge, "The event is larger than the limit.");
    return false;
  }
  if (members.read(event, problem) &&
      append_cloud_event(event, members, options, 0, output, losses, problem)) {
    return true;
  }
  output.clear();
  return false;
}

}  // namespace tidegate
