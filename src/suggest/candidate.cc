#include "suggest/candidate.h"

#include <algorithm>

#include "json/address.h"
#include "json/writer.h"

namespace tidegate {
namespace {

void append_value(const SampleValue& value, Text& json) {
  if (value.type != JsonType::kString) {
    json.append(value.text);
    return;
  }
  append_json_string(value.text, json);
}

// A string that is an IP address would match the same address written in another way.
void append_exact(const SampleValue& value, Text& json) {
  Address address;
  const bool is_address =
      value.type == JsonType::kString && parse_address(value.text, address) == AddressError::kNone;
  if (is_address) json.append("{\"exactly\":");
  append_value(value, json);
  if (is_address) json.append('}');
}

void append_range(const Candidate& range, const Samples& samples, Text& json) {
  json.append("{\"numeric\":[");
  if (range.low != Candidate::kNone) {
    json.append(range.low_closed ? "\">=\"," : "\">\",").append(samples.value(range.low).text);
  }
  if (range.high != Candidate::kNone) {
    if (range.low != Candidate::kNone) json.append(',');
    json.append("\"<\",").append(samples.value(range.high).text);
  }
  json.append("]}");
}

}  // namespace

uint32_t rank_of(Operator op, Preference preference) {
  constexpr uint32_t kLast = 4;
  const auto rank = [&]() -> uint32_t {
    switch (op) {
      case Operator::kExists:
        return 0;
      case Operator::kAnythingBut:
        return 1;
      case Operator::kPrefix:
      case Operator::kSuffix:
        return 2;
      case Operator::kNumericRange:
        return 3;
      default:
        return kLast;
    }
  };
  if (op == Operator::kAbsent) return 0;
  return preference == Preference::kGeneral ? rank() : kLast - rank();
}

std::string_view affix_of(const Candidate& candidate, const Samples& samples) {
  const std::string_view text = samples.value(candidate.value).text;
  return candidate.op == Operator::kPrefix ? text.substr(0, candidate.size)
                                           : text.substr(text.size() - candidate.size);
}

bool takes(const Candidate& candidate, uint32_t id, const Samples& samples,
           const Vec<uint32_t>& excluded) {
  const SampleValue& value = samples.value(id);
  switch (candidate.op) {
    case Operator::kExists:
      return true;
    case Operator::kAbsent:
      return false;
    case Operator::kAnythingBut: {
      const uint32_t* end = excluded.begin() + candidate.excluded.end;
      return std::find(excluded.begin() + candidate.excluded.begin, end, id) == end;
    }
    case Operator::kPrefix:
      return value.type == JsonType::kString &&
             value.text.starts_with(affix_of(candidate, samples));
    case Operator::kSuffix:
      return value.type == JsonType::kString && value.text.ends_with(affix_of(candidate, samples));
    case Operator::kNumericRange: {
      if (!value.is_number) return false;
      const auto number_of = [&](uint32_t bound) { return samples.value(bound).number; };
      if (candidate.low != Candidate::kNone &&
          !(value.number > number_of(candidate.low) ||
            (candidate.low_closed && value.number == number_of(candidate.low)))) {
        return false;
      }
      return candidate.high == Candidate::kNone || value.number < number_of(candidate.high);
    }
    default:
      return id == candidate.value;
  }
}

void append_candidate(const Candidate& candidate, const Samples& samples,
                      const Vec<uint32_t>& excluded, Text& json) {
  switch (candidate.op) {
    case Operator::kExists:
      json.append("{\"exists\":true}");
      return;
    case Operator::kAbsent:
      json.append("{\"exists\":false}");
      return;
    case Operator::kAnythingBut: {
      const Span span = candidate.excluded;
      const bool is_list = span.end - span.begin != 1;
      json.append("{\"anything-but\":").append(is_list ? "[" : "");
      for (uint32_t i = span.begin; i < span.end; ++i) {
        if (i != span.begin) json.append(',');
        append_value(samples.value(excluded[i]), json);
      }
      json.append(is_list ? "]}" : "}");
      return;
    }
    case Operator::kPrefix:
    case Operator::kSuffix:
      json.append(candidate.op == Operator::kPrefix ? "{\"prefix\":" : "{\"suffix\":");
      append_json_string(affix_of(candidate, samples), json);
      json.append('}');
      return;
    case Operator::kNumericRange:
      append_range(candidate, samples, json);
      return;
    default:
      append_exact(samples.value(candidate.value), json);
  }
}

}  // namespace tidegate
