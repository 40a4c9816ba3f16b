#include "reference/explanation_check.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <set>
#include <stdexcept>
#include <vector>

#include "match/explain.h"
#include "reference/generator.h"
#include "reference/json_value.h"
#include "reference/matcher.h"
#include "reference/reference_matcher.h"
#include "reference/reference_values.h"

namespace reference {
namespace {

using Kind = JsonValue::Kind;

// A value of the event, or an object or array.
struct Place {
  std::string path;
  std::string pointer;
  const JsonValue* value = nullptr;
};

bool is_leaf(const JsonValue& value) {
  return value.kind != Kind::kObject && value.kind != Kind::kArray;
}

std::string escape(const std::string& key) {
  std::string token;
  for (const char c : key) token += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return token;
}

void list_places(const JsonValue& value, const std::string& path, const std::string& pointer,
                 std::vector<Place>& places) {
  places.push_back({path, pointer, &value});
  const bool is_root = pointer.empty();
  for (const auto& [key, member] : value.members) {
    list_places(member, is_root ? key : path + "." + key, pointer + "/" + escape(key), places);
  }
  for (size_t i = 0; i < value.elements.size(); ++i) {
    list_places(value.elements[i], path, pointer + "/" + std::to_string(i), places);
  }
}

std::string text_of(const JsonValue& node, std::string_view member) {
  const JsonValue* found = node.find(member);
  return found == nullptr ? "" : found->text;
}

bool rule_matches(const std::string& pattern, const std::string& event) {
  const auto rule = ReferenceRule::parse(pattern, Limits::kLanguage);
  const auto read = ReferenceEvent::parse(event);
  if (!rule || !read) throw std::runtime_error("refused: " + pattern + " for " + event);
  return rule->matches(*read);
}

bool accepts(const std::string& alternative, const std::string& value) {
  return rule_matches("{\"v\":[" + alternative + "]}", "{\"v\":" + value + "}");
}

std::string match_object(const std::string& operation, const std::string& operand) {
  return "{\"" + operation + "\":" + operand + "}";
}

std::string first_letters(const std::string& text, size_t count, bool from_end) {
  const auto letters = decode_utf8(text);
  std::string piece;
  const size_t begin = from_end ? letters.size() - count : 0;
  for (size_t i = begin; i < begin + count; ++i) append_utf8(letters[i], piece);
  return piece;
}

// Longer beginnings in another case are not followed letter by letter.
constexpr size_t kMostLetters = 15;

// One alternative with a value that fails it, and the reason that is given.
class ReasonCheck {
 public:
  ReasonCheck(const std::string& alternative, const std::string& value, const JsonValue& reason)
      : alternative_(alternative),
        value_text_(value),
        read_(*parse_json(alternative)),
        value_(*parse_json(value)),
        reason_(reason),
        code_(text_of(reason, "code")),
        expected_(text_of(reason, "expected")) {
    operand_ = &read_;
    while (operand_->kind == Kind::kObject) {
      operations_.push_back(operand_->members.front().key);
      operand_ = &operand_->members.front().value;
    }
  }

  bool is_true() const {
    if (code_ == "FIELD_PRESENT") return operation() == "exists";
    if (accepts(alternative_, value_text_)) return false;
    if (code_ == "TYPE_DIFFERS") return is_other_type();
    if (code_ == "CASE_DIFFERS") return is_other_case() && accepts(alternative_, operand_text());
    if (code_ == "VALUE_DIFFERS") return is_odd() || accepts(alternative_, operand_text());
    if (code_ == "PREFIX_DIFFERS") return differs_at(false) && mends(operand_->text + value_.text);
    if (code_ == "SUFFIX_DIFFERS") return differs_at(true) && mends(value_.text + operand_->text);
    if (code_ == "WILDCARD_DIFFERS") return lacks_part() && mends(without_stars(operand_->text));
    if (code_ == "OUT_OF_RANGE") return is_out_of_range();
    if (code_ == "NOT_COMPARABLE") return !comparable_decimal(value_.text);
    if (code_ == "EXCLUDED") return is_excluded();
    return is_about_address();
  }

 private:
  std::string operation() const { return operations_.empty() ? "" : operations_.front(); }

  // Of a plain value or {"numeric": ["=", n]}, too.
  std::string operand_text() const {
    return write_json(operation() == "numeric" ? operand_->elements[1] : *operand_);
  }

  bool mends(const std::string& text) const {
    return is_odd() || accepts(alternative_, write_json_string(text));
  }

  // A text with letters that are neither upper nor lower case does not match itself.
  bool is_odd() const {
    return !operations_.empty() && ignores_case() && !accepts(alternative_, write_json(*operand_));
  }

  bool ignores_case() const { return operations_.back() == "equals-ignore-case"; }

  bool is_other_type() const {
    const bool is_string = value_.kind == Kind::kString;
    const bool is_number = value_.kind == Kind::kNumber;
    const bool would_do = text_of(reason_, "message").find("would do") != std::string::npos;
    if (would_do && !accepts(alternative_, value_.text)) return false;
    if (operation() == "numeric") return !is_number;
    if (operands_are_strings()) return !is_string;
    if (operand_->kind == Kind::kNumber) return !is_number;
    return value_.kind != operand_->kind && accepts(alternative_, operand_text());
  }

  bool operands_are_strings() const { return operand_->kind == Kind::kString; }

  bool is_other_case() const {
    const std::string& text = operand_->text;
    if (operation() == "prefix") return starts_with_ignore_case(text, value_.text);
    if (operation() == "suffix") return ends_with_ignore_case(text, value_.text);
    return equals_ignore_case(text, value_.text);
  }

  bool differs_at(bool from_end) const {
    const size_t at = std::stoul(reason_.find("character")->text);
    const auto agrees = [&](size_t count) {
      const std::string piece = first_letters(operand_->text, count, from_end);
      std::string test = write_json_string(piece);
      if (ignores_case()) test = match_object("equals-ignore-case", test);
      return accepts(match_object(from_end ? "suffix" : "prefix", test), value_text_);
    };
    return at > kMostLetters || (agrees(at - 1) && !agrees(at));
  }

  bool lacks_part() const {
    const std::string part = parse_json(expected_)->text;
    return operand_->text.find('\\') != std::string::npos ||
           operand_->text.find(part) != std::string::npos;
  }

  static std::string without_stars(const std::string& wildcard) {
    std::string text;
    for (size_t i = 0; i < wildcard.size(); ++i) {
      if (wildcard[i] == '*') continue;
      if (wildcard[i] == '\\') ++i;
      text += wildcard[i];
    }
    return text;
  }

  bool is_out_of_range() const {
    const auto& parts = operand_->elements;
    const auto bound = comparable_decimal(expected_);
    const auto value = comparable_decimal(value_.text);
    if (!bound || !value) return false;
    bool is_bound = false;
    for (size_t i = 0; i < parts.size(); i += 2) {
      if (parts[i + 1].text != expected_) continue;
      const int order = compare(*value, *bound);
      const bool is_upper = parts[i].text.front() == '<';
      is_bound = is_bound || (is_upper ? order >= 0 : order <= 0);
      const bool is_closed = parts[i].text.size() == 2;
      if (is_closed != accepts(alternative_, expected_)) return false;
    }
    const JsonValue* distance = reason_.find("distance");
    if (distance == nullptr) return is_bound;
    const double number = std::strtod(value_.text.c_str(), nullptr);
    const double limit = std::strtod(expected_.c_str(), nullptr);
    const double error =
        std::fabs(std::fabs(number - limit) - std::strtod(distance->text.c_str(), nullptr));
    return is_bound && error <= 1e-15 * std::max(std::fabs(number), std::fabs(limit));
  }

  bool is_excluded() const {
    if (operations_.size() == 1) {
      const bool is_number = value_.kind == Kind::kNumber;
      return accepts(is_number ? expected_ : match_object("exactly", expected_), value_text_);
    }
    return accepts(match_object(operations_[1], expected_), value_text_);
  }

  bool is_about_address() const {
    const auto address = address_digits(value_.text);
    if (code_ == "NOT_AN_ADDRESS" && address) return false;
    const std::string base = operand_->text.substr(0, operand_->text.find('/'));
    const auto block = address_digits(base);
    if (!block || !mends(base)) return false;
    if (code_ == "FAMILY_DIFFERS") return address && address->size() != block->size();
    if (code_ == "OUTSIDE_BLOCK") return address && address->size() == block->size();
    return code_ == "NOT_AN_ADDRESS";
  }

  const std::string alternative_;
  const std::string value_text_;
  const JsonValue read_;
  const JsonValue value_;
  const JsonValue& reason_;
  const std::string code_;
  const std::string expected_;
  const JsonValue* operand_;
  std::vector<std::string> operations_;
};

struct Wrong {
  std::string what;
};

class ExplanationCheck {
 public:
  ExplanationCheck(const std::string& event, const std::string& pattern, const JsonValue& result,
                   ExplanationTally& tally)
      : event_(event),
        pattern_(pattern),
        read_(*parse_json(event)),
        result_(result),
        tally_(tally) {
    list_places(read_, "", "", places_);
    std::set<std::string> pointers;
    for (const Place& place : places_)
      is_plain_ = pointers.insert(place.pointer).second && is_plain_;
  }

  void run() {
    const JsonValue& tree = *result_.find("tree");
    const bool matched = result_.find("matched")->kind == Kind::kTrue;
    demand(matched == rule_matches(pattern_, event_), "the verdict");
    demand((text_of(tree, "status") == "matched") == matched, "the status of the root");
    demand((text_of(result_, "summary").find("Match") == 0) == matched, "the summary");
    check_node(tree, true);
    const std::string held = "{" + held_ + "}";
    const bool disagree = code_of(tree) == "ARRAY_ELEMENTS_DISAGREE";
    if (matched || disagree) {
      demand(rule_matches(held, event_) == matched, "the fields that are said to match");
    }
    if (matched) check_served();
    if (disagree) check_elements(*tree.find("reason")->find("elements"));
  }

 private:
  static void demand(bool condition, const std::string& what) {
    if (!condition) throw Wrong{what};
  }

  static std::string code_of(const JsonValue& node) {
    const JsonValue* reason = node.find("reason");
    return reason == nullptr ? "" : text_of(*reason, "code");
  }

  static std::string slice(const std::string& text, const JsonValue& node) {
    const auto& span = node.find("span")->elements;
    const size_t begin = std::stoul(span[0].text);
    return text.substr(begin, std::stoul(span[1].text) - begin);
  }

  // `counts`: all around it has matched, or is said to.
  void check_node(const JsonValue& node, bool counts) {
    const std::string kind = text_of(node, "kind");
    const std::string status = text_of(node, "status");
    if (kind == "field") return check_field(node, counts);
    const bool is_or = kind == "or";
    const auto& children = node.find(is_or ? "branches" : "members")->elements;
    const auto count = [&](const std::string& wanted) {
      return std::count_if(children.begin(), children.end(), [&](const JsonValue& child) {
        return text_of(child, "status") == wanted;
      });
    };
    const auto matched = count("matched");
    const auto failed = count("failed");
    const auto all = static_cast<std::ptrdiff_t>(children.size());
    const bool has_reason = node.find("reason") != nullptr;
    if (status == "not-reached") demand(matched + failed == 0, "a part below one not reached");
    if (status == "matched") demand(is_or ? matched == 1 : failed == 0, "an object or $or matched");
    if (status == "failed" && !has_reason) {
      demand(is_or ? failed == all : failed > 0, "an object or $or failed");
    }
    const bool passes = status == "matched" || code_of(node) == "ARRAY_ELEMENTS_DISAGREE";
    for (const JsonValue& child : children) check_node(child, counts && passes);
  }

  void check_field(const JsonValue& node, bool counts) {
    const std::string path = text_of(node, "path");
    const std::string status = text_of(node, "status");
    const std::string alone = write_json_string(path) + ":" + slice(pattern_, node);
    const bool matched = result_.find("matched")->kind == Kind::kTrue;
    check_values(node, path);
    if (status == "not-reached") return;
    const bool holds = rule_matches("{" + alone + "}", event_);
    if (status == "failed") demand(!holds, "the field failed: " + path);
    // In what matches, {"exists": false} may hold in one element of an array only.
    if (status == "matched" && !matched) demand(holds, "the field matched: " + path);
    if (status == "matched" && counts) {
      held_ += (held_.empty() ? "" : ",") + alone;
      for (const JsonValue& value : node.find("values")->elements) {
        if (value.find("served") != nullptr) served_.push_back(text_of(value, "pointer"));
      }
    }
    check_alternatives(node, status);
    if (status == "failed") check_failed(node, path);
  }

  void check_values(const JsonValue& node, const std::string& path) {
    for (const JsonValue& value : node.find("values")->elements) {
      const std::string text = slice(event_, value);
      const auto read = parse_json(text);
      demand(read.has_value(), "the span of a value");
      demand(text.size() > 200 || text == text_of(value, "text"), "the text of a value");
      const bool is_there = std::any_of(places_.begin(), places_.end(), [&](const Place& place) {
        return place.path == path && place.pointer == text_of(value, "pointer") &&
               write_json(*place.value) == write_json(*read);
      });
      demand(is_there, "the pointer of a value: " + text_of(value, "pointer"));
    }
  }

  void check_alternatives(const JsonValue& node, const std::string& status) {
    const auto& values = node.find("values")->elements;
    size_t matched = 0;
    for (const JsonValue& alternative : node.find("alternatives")->elements) {
      const std::string text = slice(pattern_, alternative);
      if (text_of(alternative, "status") == "matched") {
        ++matched;
        const JsonValue* index = alternative.find("value");
        if (index == nullptr) {
          demand(write_json(*parse_json(text)) == "{\"exists\":false}", "an absence");
          continue;
        }
        const JsonValue& value = values[std::stoul(index->text)];
        demand(accepts(text, slice(event_, value)), "what satisfied an alternative: " + text);
      }
      const JsonValue* reason = alternative.find("reason");
      if (reason == nullptr) continue;
      ++tally_.reasons;
      const JsonValue& value = values[std::stoul(reason->find("value")->text)];
      const ReasonCheck check(text, slice(event_, value), *reason);
      demand(check.is_true(), text + ": " + write_json(*reason));
    }
    demand(matched == (status == "matched" ? 1u : 0u), "one alternative that matched");
  }

  void check_failed(const JsonValue& node, const std::string& path) {
    const std::string code = code_of(node);
    const auto at_path = [&](bool leaf) {
      return std::any_of(places_.begin(), places_.end(), [&](const Place& place) {
        return !place.pointer.empty() && place.path == path && is_leaf(*place.value) == leaf;
      });
    };
    demand(!code.empty(), "a field without a reason");
    if (code == "FIELD_MISSING") {
      demand(!at_path(true) && !at_path(false), "a field that is missing: " + path);
      const std::string nearest = text_of(*node.find("reason"), "nearest");
      const bool is_there =
          nearest.empty() || std::any_of(places_.begin(), places_.end(), [&](const Place& place) {
            return std::any_of(place.value->members.begin(), place.value->members.end(),
                               [&](const JsonMember& member) { return member.key == nearest; });
          });
      demand(is_there, "the nearest key: " + nearest);
      ++tally_.reasons;
    } else if (code == "FIELD_NOT_A_VALUE") {
      demand(!at_path(true) && at_path(false), "a field that is no value: " + path);
      ++tally_.reasons;
    }
  }

  // No two values that served may stand in different elements of one array.
  void check_served() {
    if (!is_plain_) return;
    for (const std::string& a : served_) {
      for (const std::string& b : served_) demand(are_together(a, b), "apart: " + a + " " + b);
    }
  }

  bool are_together(const std::string& a, const std::string& b) const {
    size_t same = 0;  // Up to the last slash before they differ.
    for (size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i) {
      if (a[i] == '/') same = i;
    }
    if (a == b || a.find('/', same + 1) == std::string::npos ||
        b.find('/', same + 1) == std::string::npos) {
      return true;
    }
    const std::string above = a.substr(0, same);
    return std::none_of(places_.begin(), places_.end(), [&](const Place& place) {
      return place.pointer == above && place.value->kind == Kind::kArray;
    });
  }

  void check_elements(const JsonValue& elements) {
    for (const JsonValue& element : elements.elements) {
      const std::string pointer = text_of(element, "pointer");
      for (const JsonValue& path : element.find("fields")->elements) {
        const std::string start = pointer + "/";
        const bool is_met = std::any_of(places_.begin(), places_.end(), [&](const Place& place) {
          return place.path == path.text && place.pointer.rfind(start, 0) == 0 &&
                 is_leaf(*place.value) &&
                 rule_matches("{\"v\":" + alternatives_of(path.text) + "}",
                              "{\"v\":" + write_json(*place.value) + "}");
        });
        demand(is_met, "what meets in an element: " + pointer + " " + path.text);
        ++tally_.reasons;
      }
    }
    demand(!is_plain_ || elements.elements.size() > 1, "elements that disagree");
  }

  // Of a field that is held, by its path.
  std::string alternatives_of(const std::string& path) const {
    const auto held = parse_json("{" + held_ + "}");
    return write_json(*held->find(path));
  }

  const std::string& event_;
  const std::string& pattern_;
  const JsonValue read_;
  const JsonValue& result_;
  ExplanationTally& tally_;
  std::vector<Place> places_;
  bool is_plain_ = true;  // No key comes twice.
  std::string held_;      // The members of a rule of all fields that count.
  std::vector<std::string> served_;
};

}  // namespace

std::optional<std::string> check_explanation(const std::string& event, const std::string& pattern,
                                             ExplanationTally& tally) {
  tidegate::ExplainOptions options;
  options.profile = tidegate::Profile::kRuler;
  tidegate::Text json;
  tidegate::Diagnostic problem;
  const bool is_taken =
      ReferenceRule::parse(pattern, Limits::kLanguage) && ReferenceEvent::parse(event);
  const bool is_explained =
      explain(event, pattern, options, json, problem) == tidegate::Explained::kYes;
  const std::string text(json.view());
  const std::string report =
      "event: " + event + "\npattern: " + pattern + "\nresult: " + text + "\n";
  if (is_taken != is_explained) return report + "taken or refused\n";
  if (!is_taken) return std::nullopt;
  const auto result = parse_json(text);
  if (!result) return report + "no JSON\n";
  try {
    ExplanationCheck(event, pattern, *result, tally).run();
  } catch (const Wrong& wrong) {
    return report + wrong.what + "\n";
  }
  ++tally.cases;
  tally.matches += result->find("matched")->kind == Kind::kTrue ? 1 : 0;
  return std::nullopt;
}

std::optional<std::string> check_explanations(size_t cases, uint64_t seed,
                                              ExplanationTally& tally) {
  Generator generator(seed);
  while (tally.cases < cases) {
    generator.new_world();
    for (size_t patterns = 4; patterns > 0; --patterns) {
      const std::string pattern = generator.pattern(20);
      for (size_t events = 4; events > 0; --events) {
        if (const auto wrong = check_explanation(generator.event(), pattern, tally)) return wrong;
      }
    }
  }
  return std::nullopt;
}

}  // namespace reference
