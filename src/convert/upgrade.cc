#include "convert/upgrade.h"

#include <algorithm>
#include <cstdint>

#include "base/sort.h"
#include "base/vec.h"
#include "convert/compact.h"
#include "event/cloud_event.h"
#include "event/member_fault.h"
#include "event/uri.h"
#include "json/pointer.h"
#include "json/writer.h"

namespace tidegate {
namespace {

enum Version : uint8_t { k0_1 = 1, k0_2 = 2, k0_3 = 4 };

struct VersionName {
  std::string_view member;
  std::string_view value;
  Version version;
};

constexpr VersionName kVersions[] = {
    {"cloudEventsVersion", "0.1", k0_1},
    {"specversion", "0.2", k0_2},
    {"specversion", "0.3", k0_3},
};

struct Rename {
  std::string_view from;
  std::string_view to;
  uint8_t versions;
};

constexpr Rename kRenames[] = {
    {"cloudEventsVersion", "specversion", k0_1},
    {"eventType", "type", k0_1},
    {"eventID", "id", k0_1},
    {"eventTime", "time", k0_1},
    {"contentType", "datacontenttype", k0_1},
    {"schemaURL", "dataschema", k0_1},
    {"contenttype", "datacontenttype", k0_2},
    {"schemaurl", "dataschema", k0_2 | k0_3},
};

constexpr std::string_view kEncoding = "datacontentencoding";
constexpr std::string_view kHint =
    "An event of CloudEvents 1.0 has attributes that are strings, booleans or whole numbers of 32 "
    "bits, with names of lower-case letters and digits.";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool equals_ignoring_case(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return lower(a) == b; });
}

// Whether a JSON number is a CloudEvents Integer: a whole one of 32 bits.
bool is_integer(std::string_view number) {
  const bool negative = number[0] == '-';
  const std::string_view digits = number.substr(negative ? 1 : 0);
  if (digits.size() > 10) return false;
  int64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  return value <= INT64_C(2147483647) + (negative ? 1 : 0);
}

class Upgrader {
 public:
  Upgrader(std::string_view text, const JsonItems& members, Text& output, Diagnostic& problem)
      : text_(text), members_(members), output_(output), writer_(output), problem_(problem) {}

  bool run(Version version) {
    version_ = version;
    if (!read_encoding()) return false;
    for (const JsonItem& member : members_) {
      if (version == k0_1 && member.key == "extensions") {
        if (!nested(member)) return false;
      } else if (!upgrade(member)) {
        return false;
      }
    }
    writer_.end();
    return (!output_.failed() && !names_.failed()) ? are_distinct() : no_memory();
  }

 private:
  struct Name {
    uint32_t begin;
    uint32_t size;
    const JsonItem* member;
  };

  bool read_encoding() {
    const JsonItem* member = version_ == k0_3 ? members_.find(kEncoding) : nullptr;
    if (member == nullptr || member->type == JsonType::kNull) return true;
    is_base64_ = member->is_string() && equals_ignoring_case(member->value, "base64");
    if (is_base64_) return true;
    for (const std::string_view identity : {"7bit", "8bit", "binary"}) {
      if (member->is_string() && equals_ignoring_case(member->value, identity)) return true;
    }
    return refuse(member, kEncoding, "is no encoding that can be read.");
  }

  // The Map of extensions of version 0.1.
  bool nested(const JsonItem& map) {
    if (map.type == JsonType::kNull) return true;
    if (extensions_.size() != 0) return refuse(&map, map.key, "comes twice.");
    if (map.type != JsonType::kObject) return refuse(&map, map.key, "is not an object.");
    if (!extensions_.read_part(map.text)) return no_memory();
    for (const JsonItem& extension : extensions_) {
      if (!attribute(extension, extension.key)) return false;
    }
    return true;
  }

  bool upgrade(const JsonItem& member) {
    if (member.key == "data") return data(member);
    if (version_ == k0_3 && member.key == kEncoding) return true;
    for (const Rename& rename : kRenames) {
      if (rename.from == member.key && (rename.versions & version_) != 0)
        return attribute(member, rename.to);
    }
    return attribute(member, member.key);
  }

  bool data(const JsonItem& member) {
    const std::string_view name = is_base64_ ? "data_base64" : "data";
    if (is_base64_ && !member.is_string()) return refuse(&member, "data", "is not a string.");
    writer_.member(name, member.text);
    return remember(name, member);
  }

  bool attribute(const JsonItem& member, std::string_view name) {
    if (member.type == JsonType::kNull) return true;
    const auto begin = static_cast<uint32_t>(names_.view().size());
    for (const char c : name) {
      const char small = lower(c);
      if ((small < 'a' || small > 'z') && (small < '0' || small > '9'))
        return refuse(&member, member.key, "has a name with other characters.");
      names_.append(small);
    }
    if (name.empty()) return refuse(&member, member.key, "has no name.");
    if (names_.failed()) return no_memory();
    const std::string_view lowered = names_.view().substr(begin);
    if (!value(member, lowered)) return false;
    return names_seen_.push({begin, static_cast<uint32_t>(lowered.size()), &member}) || no_memory();
  }

  bool value(const JsonItem& member, std::string_view name) {
    const CloudEventView::Member known = cloud_event_member(name);
    if (known == CloudEventView::kData)
      return refuse(&member, member.key, "has the name that 1.0 keeps for the data.");
    if (known == CloudEventView::kSpecVersion) {
      writer_.string(name, "1.0");
      return true;
    }
    if (known != CloudEventView::kMemberCount) {
      if (!member.is_string()) return refuse(&member, member.key, "is not a string.");
      if (known == CloudEventView::kDataSchema && !is_uri(member.value))
        return refuse(&member, member.key, "is no absolute URI, as 1.0 wants it.");
    }
    writer_.name(name);
    if (member.type == JsonType::kObject || member.type == JsonType::kArray) {
      append_compact_string(member.text, output_);
    } else if (member.type == JsonType::kNumber && !is_integer(member.text)) {
      output_.append('"').append(member.text).append('"');
    } else {
      output_.append(member.text);
    }
    return true;
  }

  bool remember(std::string_view name, const JsonItem& member) {
    const auto begin = static_cast<uint32_t>(names_.view().size());
    names_.append(name);
    return names_seen_.push({begin, static_cast<uint32_t>(name.size()), &member}) || no_memory();
  }

  bool are_distinct() {
    const auto name_of = [&](const Name& name) {
      return names_.view().substr(name.begin, name.size);
    };
    sort(names_seen_.begin(), names_seen_.end(), [&](const Name& a, const Name& b) {
      const int order = name_of(a).compare(name_of(b));
      return order != 0 ? order < 0 : a.begin < b.begin;
    });
    for (uint32_t i = 1; i < names_seen_.size(); ++i) {
      const std::string_view name = name_of(names_seen_[i]);
      if (name_of(names_seen_[i - 1]) == name)
        return refuse(names_seen_[i].member, names_seen_[i].member->key, "comes twice.");
    }
    return true;
  }

  bool refuse(const JsonItem* member, std::string_view name, std::string_view why) {
    set_member_fault(text_, member, name, why, kHint, problem_);
    if (std::any_of(extensions_.begin(), extensions_.end(),
                    [&](const JsonItem& extension) { return &extension == member; })) {
      problem_.pointer.clear();
      problem_.pointer.append("/extensions");
      append_pointer_token(name, problem_.pointer);
    }
    return false;
  }

  bool no_memory() {
    problem_.set(ErrorCode::kOutOfMemory);
    return false;
  }

  const std::string_view text_;
  const JsonItems& members_;
  Text& output_;
  ObjectWriter writer_;
  Diagnostic& problem_;
  Version version_ = k0_3;
  bool is_base64_ = false;
  JsonItems extensions_;
  Text names_;  // Those of 1.0, one after the other.
  Vec<Name> names_seen_;
};

}  // namespace

bool append_upgraded(std::string_view event, const JsonItems& members, Text& output,
                     Diagnostic& problem) {
  if (members.root() != JsonType::kObject) {
    problem.set(ErrorCode::kEventNotObject, "The event is not a JSON object.", event, 0);
    return false;
  }
  for (const VersionName& name : kVersions) {
    const JsonItem* version = members.find(name.member);
    if (version != nullptr && version->is_string() && version->value == name.value)
      return Upgrader(event, members, output, problem).run(name.version);
  }
  const JsonItem* version = members.find("specversion");
  if (version == nullptr || version->value != "1.0") {
    return set_member_fault(event, version, "specversion",
                            version == nullptr ? "is missing." : "is no version that can be read.",
                            "Versions 0.1, 0.2, 0.3 and 1.0 of CloudEvents can be read.", problem);
  }
  output.append(trim(event));
  if (output.failed()) problem.set(ErrorCode::kOutOfMemory);
  return !output.failed();
}

}  // namespace tidegate
