#include "reference/reference_matcher.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <set>

#include "reference/json_value.h"
#include "reference/reference_values.h"

namespace reference {
namespace {

constexpr size_t kMaxPaths = 256;
constexpr size_t kMaxSubRules = 1000;

// What EventBridge takes: characters in all, and for each wildcard. The latter is an inference:
// recorded are a wildcard of 7 that it takes and one of 11 that it refuses.
constexpr size_t kMaxServiceCharacters = 4096;
constexpr size_t kMaxServiceComplexity = 10;

using Kind = JsonValue::Kind;

std::vector<char16_t> utf16_units(const std::string& text) {
  std::vector<char16_t> units;
  for (const char32_t c : decode_utf8(text)) {
    if (c < 0x10000) {
      units.push_back(static_cast<char16_t>(c));
    } else {
      units.push_back(static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10)));
      units.push_back(static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FF)));
    }
  }
  return units;
}

// A path is its keys with dots between; the root has no path.
using Path = std::optional<std::string>;

std::string join(const Path& path, const std::string& key) {
  return path ? *path + "." + key : key;
}

// --- Events ---

using Leaves = std::map<std::string, std::vector<Leaf>>;

class Flattener {
 public:
  explicit Flattener(Leaves& leaves) : leaves_(leaves) {}

  void flatten_object(const JsonValue& object, const Path& path) {
    for (const auto& [key, value] : object.members) flatten(value, join(path, key));
  }

 private:
  void flatten(const JsonValue& value, const std::string& path) {
    switch (value.kind) {
      case Kind::kObject:
        flatten_object(value, path);
        break;
      case Kind::kArray:
        flatten_array(value, path);
        break;
      case Kind::kString:
        leaves_[path].push_back({Leaf::Kind::kString, value.text, places_});
        break;
      case Kind::kNumber:
        leaves_[path].push_back({Leaf::Kind::kNumber, value.text, places_});
        break;
      case Kind::kTrue:
      case Kind::kFalse:
      case Kind::kNull:
        leaves_[path].push_back({Leaf::Kind::kWord, write_json(value), places_});
        break;
    }
  }

  // Elements of an array stand at the path of the array. Only objects and arrays in it belong to
  // their place.
  void flatten_array(const JsonValue& array, const std::string& path) {
    const int number = arrays_++;
    int index = 0;
    for (const JsonValue& element : array.elements) {
      if (element.kind == Kind::kObject || element.kind == Kind::kArray) places_[number] = index;
      flatten(element, path);
      places_.erase(number);
      ++index;
    }
  }

  Leaves& leaves_;
  Places places_;
  int arrays_ = 0;
};

// --- Alternatives ---

using LeafTest = std::function<bool(const Leaf&)>;

class TestedAlternative : public Alternative {
 public:
  TestedAlternative(std::string identity, LeafTest test)
      : identity_(std::move(identity)), test_(std::move(test)) {}
  bool accepts(const Leaf& leaf) const override { return test_(leaf); }
  std::string identity() const override { return identity_; }

 private:
  std::string identity_;
  LeafTest test_;
};

class AbsenceAlternative : public Alternative {
 public:
  bool accepts(const Leaf&) const override { return false; }
  bool asks_for_absence() const override { return true; }
  std::string identity() const override { return "absent"; }
};

using AlternativePtr = std::shared_ptr<const Alternative>;

AlternativePtr alternative(const std::string& identity, LeafTest test) {
  return std::make_shared<TestedAlternative>(identity, std::move(test));
}

// An alternative that looks at strings alone.
AlternativePtr string_alternative(const std::string& operation, const std::string& operand,
                                  std::function<bool(const std::string&)> test) {
  return alternative(operation + " " + write_json_string(operand), [test](const Leaf& leaf) {
    return leaf.kind == Leaf::Kind::kString && test(leaf.text);
  });
}

std::string write_decimal(const Decimal& decimal) {
  return (decimal.negative ? "-" : "") + decimal.digits + "e" + std::to_string(decimal.exponent);
}

// The value of a leaf that is a number and can be compared.
std::optional<Decimal> number_of(const Leaf& leaf) {
  if (leaf.kind != Leaf::Kind::kNumber) return std::nullopt;
  return comparable_decimal(leaf.text);
}

struct Refused {};

void demand(bool condition) {
  if (!condition) throw Refused{};
}

AlternativePtr block_alternative(const Block& block) {
  return string_alternative("block", block.low + "-" + block.high,
                            [block](const std::string& text) {
                              const auto digits = address_digits(text);
                              return digits && contains(block, *digits);
                            });
}

AlternativePtr equals_string(const std::string& operand) {
  return string_alternative("string", operand,
                            [operand](const std::string& text) { return text == operand; });
}

AlternativePtr read_plain_value(const JsonValue& value) {
  if (value.kind == Kind::kString) {
    const auto digits = address_digits(value.text);
    return digits ? block_alternative({*digits, *digits}) : equals_string(value.text);
  }
  const std::string token = write_json(value);
  if (value.kind == Kind::kNumber) {
    if (const auto number = comparable_decimal(token)) {
      return alternative("number " + write_decimal(*number), [number](const Leaf& leaf) {
        const auto other = number_of(leaf);
        return other && compare(*other, *number) == 0;
      });
    }
  }
  return alternative("token " + token, [token](const Leaf& leaf) {
    return leaf.kind != Leaf::Kind::kString && leaf.text == token;
  });
}

AlternativePtr read_exactly(const JsonValue& operand) {
  demand(operand.kind == Kind::kString);
  return equals_string(operand.text);
}

// The operand of prefix and suffix when it is {"equals-ignore-case": "..."}.
std::string read_ignore_case(const JsonValue& operand) {
  demand(operand.kind == Kind::kObject && operand.members.size() == 1);
  const auto& [key, value] = operand.members.front();
  demand(key == "equals-ignore-case" && value.kind == Kind::kString);
  return value.text;
}

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.size() >= prefix.size() && text.compare(0, prefix.size(), prefix) == 0;
}

bool ends_with(const std::string& text, const std::string& suffix) {
  return text.size() >= suffix.size() &&
         text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

AlternativePtr read_prefix(const JsonValue& operand) {
  if (operand.kind == Kind::kString) {
    return string_alternative(
        "prefix", operand.text,
        [prefix = operand.text](const std::string& text) { return starts_with(text, prefix); });
  }
  const std::string prefix = read_ignore_case(operand);
  return string_alternative("prefix-ignore-case", prefix, [prefix](const std::string& text) {
    return starts_with_ignore_case(prefix, text);
  });
}

AlternativePtr read_suffix(const JsonValue& operand) {
  if (operand.kind == Kind::kString) {
    return string_alternative(
        "suffix", operand.text,
        [suffix = operand.text](const std::string& text) { return ends_with(text, suffix); });
  }
  const std::string suffix = read_ignore_case(operand);
  return string_alternative("suffix-ignore-case", suffix, [suffix](const std::string& text) {
    return ends_with_ignore_case(suffix, text);
  });
}

AlternativePtr read_equals_ignore_case(const JsonValue& operand) {
  demand(operand.kind == Kind::kString);
  return string_alternative("ignore-case", operand.text,
                            [pattern = operand.text](const std::string& text) {
                              return equals_ignore_case(pattern, text);
                            });
}

AlternativePtr read_wildcard(const JsonValue& operand, Limits limits) {
  demand(operand.kind == Kind::kString);
  const auto wildcard = wildcard_of(operand.text);
  demand(wildcard.has_value());
  demand(limits == Limits::kLanguage || complexity_of(operand.text) <= kMaxServiceComplexity);
  return string_alternative("wildcard", operand.text, [wildcard](const std::string& text) {
    return matches(*wildcard, text);
  });
}

AlternativePtr read_cidr(const JsonValue& operand) {
  demand(operand.kind == Kind::kString);
  const auto block = block_of(operand.text);
  demand(block.has_value());
  return block_alternative(*block);
}

AlternativePtr read_exists(const JsonValue& operand) {
  demand(operand.kind == Kind::kTrue || operand.kind == Kind::kFalse);
  if (operand.kind == Kind::kFalse) return std::make_shared<AbsenceAlternative>();
  return alternative("exists", [](const Leaf&) { return true; });
}

Decimal read_comparable(const JsonValue& operand) {
  demand(operand.kind == Kind::kNumber);
  const auto number = comparable_decimal(operand.text);
  demand(number.has_value());
  return *number;
}

// "=", "<", "<=", ">" or ">=" with a number.
struct Bound {
  std::string comparison;
  Decimal limit;

  bool holds(const Decimal& number) const {
    const int order = compare(number, limit);
    if (comparison == "<") return order < 0;
    if (comparison == "<=") return order <= 0;
    if (comparison == ">") return order > 0;
    return order >= 0;
  }
};

AlternativePtr read_numeric(const JsonValue& operand) {
  const std::vector<JsonValue>& parts = operand.elements;
  demand(operand.kind == Kind::kArray && (parts.size() == 2 || parts.size() == 4));
  std::vector<Bound> bounds;
  for (size_t i = 0; i < parts.size(); i += 2) {
    demand(parts[i].kind == Kind::kString);
    bounds.push_back({parts[i].text, read_comparable(parts[i + 1])});
  }
  const auto is_lower = [](const Bound& b) { return b.comparison == ">" || b.comparison == ">="; };
  const auto is_upper = [](const Bound& b) { return b.comparison == "<" || b.comparison == "<="; };
  if (bounds.size() == 2) {
    demand(is_lower(bounds[0]) && is_upper(bounds[1]));
    demand(compare(bounds[0].limit, bounds[1].limit) < 0);
  } else {
    demand(is_lower(bounds[0]) || is_upper(bounds[0]) || bounds[0].comparison == "=");
  }
  if (bounds[0].comparison == "=") return read_plain_value(parts[1]);

  std::string identity = "numeric";
  for (const Bound& bound : bounds) identity += " " + bound.comparison + write_decimal(bound.limit);
  return alternative(identity, [bounds](const Leaf& leaf) {
    const auto number = number_of(leaf);
    return number && std::all_of(bounds.begin(), bounds.end(),
                                 [&](const Bound& bound) { return bound.holds(*number); });
  });
}

// The operand of anything-but as a list: one value is a list of one.
std::vector<JsonValue> list_of(const JsonValue& operand) {
  return operand.kind == Kind::kArray ? operand.elements : std::vector<JsonValue>{operand};
}

// Satisfied by every leaf that satisfies none of `excluded`.
AlternativePtr anything_but(const Alternatives& excluded) {
  std::set<std::string> identities;
  for (const AlternativePtr& one : excluded) identities.insert(one->identity());
  std::string identity = "anything-but";
  for (const std::string& one : identities) identity += " (" + one + ")";
  return alternative(identity, [excluded](const Leaf& leaf) {
    return std::none_of(excluded.begin(), excluded.end(),
                        [&](const AlternativePtr& one) { return one->accepts(leaf); });
  });
}

AlternativePtr read_anything_but(const JsonValue& operand, Limits limits) {
  Alternatives excluded;
  if (operand.kind == Kind::kObject) {
    demand(operand.members.size() == 1);
    const auto& [operation, texts] = operand.members.front();
    for (const JsonValue& text : list_of(texts)) {
      demand(text.kind == Kind::kString);
      if (operation == "prefix" || operation == "suffix") {
        demand(!text.text.empty());
        excluded.push_back(operation == "prefix" ? read_prefix(text) : read_suffix(text));
      } else if (operation == "equals-ignore-case") {
        excluded.push_back(read_equals_ignore_case(text));
      } else {
        demand(operation == "wildcard");
        excluded.push_back(read_wildcard(text, limits));
      }
    }
  } else {
    const std::vector<JsonValue> values = list_of(operand);
    for (const JsonValue& value : values) {
      demand(value.kind == values.front().kind);
      if (value.kind == Kind::kString) {
        excluded.push_back(equals_string(value.text));
      } else {
        read_comparable(value);
        excluded.push_back(read_plain_value(value));
      }
    }
  }
  demand(!excluded.empty());
  return anything_but(excluded);
}

AlternativePtr read_alternative(const JsonValue& value, Limits limits) {
  if (value.kind == Kind::kArray) throw Refused{};
  if (value.kind != Kind::kObject) return read_plain_value(value);
  demand(value.members.size() == 1);
  const auto& [operation, operand] = value.members.front();
  if (operation == "exactly") return read_exactly(operand);
  if (operation == "prefix") return read_prefix(operand);
  if (operation == "suffix") return read_suffix(operand);
  if (operation == "equals-ignore-case") return read_equals_ignore_case(operand);
  if (operation == "wildcard") return read_wildcard(operand, limits);
  if (operation == "anything-but") return read_anything_but(operand, limits);
  if (operation == "numeric") return read_numeric(operand);
  if (operation == "exists") return read_exists(operand);
  if (operation == "cidr") return read_cidr(operand);
  throw Refused{};
}

Alternatives read_alternatives(const JsonValue& list, Limits limits) {
  demand(!list.elements.empty());
  Alternatives alternatives;
  for (const JsonValue& value : list.elements) {
    alternatives.push_back(read_alternative(value, limits));
  }
  return alternatives;
}

// --- Rules ---

// Words that cannot be fields inside $or.
const std::set<std::string> kReserved = {
    "exactly",
    "prefix",
    "suffix",
    "equals-ignore-case",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "regex",
    "not-wildcard",
    "date-after",
    "not-equals-ignore-case",
    "date-before",
    "date-on-or-after",
    "in-date-range",
    "date-on-or-before",
    "ip-address-in-range",
    "ip-address-not-in-range",
};

using SubRules = std::vector<Fields>;

class PatternReader {
 public:
  explicit PatternReader(Limits limits) : limits_(limits) {}

  SubRules read(const JsonValue& pattern) const {
    SubRules rules = {Fields{}};
    read_object(pattern, std::nullopt, false, rules);
    for (const Fields& fields : rules) demand(fields.size() <= kMaxPaths);
    return rules;
  }

 private:
  // Adds to each sub-rule what an object of the pattern says. A path that is there already is
  // replaced.
  void read_object(const JsonValue& object, const Path& path, bool inside_or,
                   SubRules& rules) const {
    demand(!object.members.empty());
    for (const auto& [key, value] : object.members) {
      if (key == "$or") {
        read_or(value, path, rules);
        continue;
      }
      demand(!inside_or || kReserved.count(key) == 0);
      if (value.kind == Kind::kObject) {
        read_object(value, join(path, key), inside_or, rules);
      } else {
        demand(value.kind == Kind::kArray);
        const Alternatives alternatives = read_alternatives(value, limits_);
        for (Fields& fields : rules) fields[join(path, key)] = alternatives;
      }
    }
  }

  // Every sub-rule so far goes on with each of the branches.
  void read_or(const JsonValue& branches, const Path& path, SubRules& rules) const {
    demand(branches.kind == Kind::kArray && branches.elements.size() >= 2);
    SubRules expanded;
    for (const JsonValue& branch : branches.elements) {
      demand(branch.kind == Kind::kObject);
      SubRules in_branch = rules;
      read_object(branch, path, true, in_branch);
      expanded.insert(expanded.end(), in_branch.begin(), in_branch.end());
      demand(expanded.size() <= kMaxSubRules);
    }
    rules = expanded;
  }

  Limits limits_;
};

std::string identity_of(const Fields& fields) {
  std::string identity;
  for (const auto& [path, alternatives] : fields) {
    std::set<std::string> unique;
    for (const AlternativePtr& one : alternatives) unique.insert(one->identity());
    identity += write_json_string(path) + ":[";
    for (const std::string& one : unique) identity += one + ",";
    identity += "]";
  }
  return identity;
}

std::string identity_of(const SubRules& rules) {
  std::set<std::string> unique;
  for (const Fields& fields : rules) unique.insert(identity_of(fields));
  std::string identity;
  for (const std::string& one : unique) identity += one + "\n";
  return identity;
}

// The places of two leaves together, or nothing when they stand in different elements of one array.
std::optional<Places> merge(const Places& a, const Places& b) {
  Places merged = a;
  for (const auto& [array, index] : b) {
    if (!merged.emplace(array, index).second && merged[array] != index) return std::nullopt;
  }
  return merged;
}

// Fields in their order. `reached` holds every set of places that some choice of leaves for the
// fields so far stands in.
bool all_satisfied(const Fields& fields, const ReferenceEvent& event) {
  std::set<Places> reached = {Places{}};
  for (const auto& [path, alternatives] : fields) {
    std::set<Places> next;
    for (const Places& places : reached) {
      bool present = false;
      for (const Leaf& leaf : event.at(path)) {
        const auto merged = merge(places, leaf.places);
        if (!merged) continue;
        present = true;
        for (const AlternativePtr& one : alternatives) {
          if (one->accepts(leaf)) next.insert(*merged);
        }
      }
      for (const AlternativePtr& one : alternatives) {
        if (one->asks_for_absence() && !present) next.insert(places);
      }
    }
    reached = next;
  }
  return !reached.empty();
}

}  // namespace

bool Utf16Less::operator()(const std::string& a, const std::string& b) const {
  return utf16_units(a) < utf16_units(b);
}

std::optional<ReferenceEvent> ReferenceEvent::parse(std::string_view text) {
  const auto document = parse_json(text);
  if (!document || document->kind != Kind::kObject) return std::nullopt;
  ReferenceEvent event;
  Flattener(event.leaves_).flatten_object(*document, std::nullopt);
  return event;
}

const std::vector<Leaf>& ReferenceEvent::at(const std::string& path) const {
  static const std::vector<Leaf> none;
  const auto found = leaves_.find(path);
  return found == leaves_.end() ? none : found->second;
}

std::optional<ReferenceRule> ReferenceRule::parse(std::string_view pattern_text, Limits limits) {
  const auto document = parse_json(pattern_text);
  if (!document || document->kind != Kind::kObject) return std::nullopt;
  const size_t characters = utf16_units(std::string(pattern_text)).size();
  if (limits == Limits::kEventBridge && characters > kMaxServiceCharacters) return std::nullopt;
  ReferenceRule rule;
  try {
    rule.sub_rules_ = PatternReader(limits).read(*document);
  } catch (const Refused&) {
    return std::nullopt;
  }
  rule.identity_ = identity_of(rule.sub_rules_);
  return rule;
}

bool ReferenceRule::matches(const ReferenceEvent& event) const {
  return std::any_of(sub_rules_.begin(), sub_rules_.end(),
                     [&](const Fields& fields) { return all_satisfied(fields, event); });
}

std::vector<ReferenceRuleSet::Entry>::iterator ReferenceRuleSet::find(const std::string& name) {
  return std::find_if(entries_.begin(), entries_.end(),
                      [&](const Entry& entry) { return entry.first == name; });
}

Change ReferenceRuleSet::add(const std::string& name, const std::string& pattern) {
  const auto rule = ReferenceRule::parse(pattern, limits_);
  if (!rule) return Change::kRefused;
  auto entry = find(name);
  if (entry == entries_.end()) entry = entries_.insert(entry, Entry{name, {}});
  for (const ReferenceRule& other : entry->second) {
    if (other.same_as(*rule)) return Change::kNothing;
  }
  entry->second.push_back(*rule);
  return Change::kDone;
}

Change ReferenceRuleSet::replace(const std::string& name, const std::string& pattern) {
  const auto rule = ReferenceRule::parse(pattern, limits_);
  if (!rule) return Change::kRefused;
  const auto entry = find(name);
  if (entry == entries_.end()) return add(name, pattern);
  entry->second = {*rule};
  return Change::kDone;
}

Change ReferenceRuleSet::remove(const std::string& name) {
  const auto entry = find(name);
  if (entry == entries_.end()) return Change::kNothing;
  entries_.erase(entry);
  return Change::kDone;
}

Change ReferenceRuleSet::remove(const std::string& name, const std::string& pattern) {
  const auto rule = ReferenceRule::parse(pattern, limits_);
  if (!rule) return Change::kRefused;
  const auto entry = find(name);
  if (entry == entries_.end()) return Change::kNothing;
  std::vector<ReferenceRule>& rules = entry->second;
  const auto same = std::find_if(rules.begin(), rules.end(),
                                 [&](const ReferenceRule& other) { return other.same_as(*rule); });
  if (same == rules.end()) return Change::kNothing;
  rules.erase(same);
  if (rules.empty()) entries_.erase(entry);
  return Change::kDone;
}

std::optional<std::vector<std::string>> ReferenceRuleSet::match(const std::string& event_text) {
  const auto event = ReferenceEvent::parse(event_text);
  if (!event) return std::nullopt;
  std::vector<std::string> names;
  for (const auto& [name, rules] : entries_) {
    if (std::any_of(rules.begin(), rules.end(),
                    [&](const ReferenceRule& rule) { return rule.matches(*event); })) {
      names.push_back(name);
    }
  }
  return names;
}

bool ReferenceRuleSet::accepts_json(const std::string& text) {
  return parse_json(text).has_value();
}

ServiceAnswer ReferenceRuleSet::test_event_pattern(const std::string& event_text,
                                                   const std::string& pattern) {
  const auto document = parse_json(event_text);
  for (const char* field : {"id", "account", "source", "time", "region", "detail-type"}) {
    if (!document || document->find(field) == nullptr) return {"error", std::nullopt};
  }
  const auto event = ReferenceEvent::parse(event_text);
  const auto rule = ReferenceRule::parse(pattern, Limits::kEventBridge);
  if (!event || !rule) return {"error", std::nullopt};
  return {rule->matches(*event) ? "match" : "nomatch", std::nullopt};
}

}  // namespace reference
