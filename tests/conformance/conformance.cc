// Runs the conformance vectors, which are no part of this project, through the library:
//
//   conformance [--reference] [--optional] [folder]
//
// The folder (../shared/conformance unless given) and deliberate.tsv are found from the top of the
// checkout. --reference puts the same questions to the slow matcher of tests/reference, which has
// answers but no messages; what SNS answers is asked of the library all the same. Without the
// folder the program fails, unless --optional was given.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/sns.h"
#include "reference/json_value.h"
#include "reference/library_matcher.h"
#include "reference/matcher.h"
#include "reference/reference_matcher.h"

namespace {

using reference::Change;
using reference::Complaint;
using reference::JsonValue;
using reference::Limits;
using reference::Matcher;

using MakeMatcher = std::function<std::unique_ptr<Matcher>(Limits)>;

constexpr size_t kMaxDeliberate = 10;
constexpr size_t kShownPerFile = 10;

struct Failure {
  std::string expected;
  std::string got;
};

// Nothing when the row is answered as it says.
using Check = std::optional<Failure> (*)(const JsonValue& row, Matcher& matcher);

std::string text_of(const JsonValue& row, std::string_view name) {
  const JsonValue* value = row.find(name);
  return value == nullptr ? "" : value->text;
}

std::vector<std::string> texts_of(const JsonValue& list) {
  std::vector<std::string> texts;
  for (const JsonValue& element : list.elements) texts.push_back(element.text);
  return texts;
}

std::string join(const std::vector<std::string>& texts) {
  std::string joined = "[";
  for (const std::string& text : texts) joined += (joined.size() > 1 ? ", " : "") + text;
  return joined + "]";
}

std::optional<Failure> compare(const std::string& expected, const std::string& got) {
  if (expected == got) return std::nullopt;
  return Failure{expected, got};
}

std::string place(unsigned line, unsigned column) {
  if (line == 0) return "no place";
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

unsigned number_of(const JsonValue& row, std::string_view name) {
  const JsonValue* value = row.find(name);
  return value == nullptr ? 0 : static_cast<unsigned>(std::stoul(value->text));
}

// Of texts that are not JSON the words are the reader's own; their place is not.
std::optional<Failure> compare_complaint(const JsonValue& expected, const Complaint& got) {
  const bool words = expected.find("syntax") == nullptr;
  const std::string where = place(number_of(expected, "line"), number_of(expected, "column"));
  return compare((words ? text_of(expected, "reason") + " at " : "") + where,
                 (words ? got.reason + " at " : "") + place(got.line, got.column));
}

std::string answer_of(std::optional<std::vector<std::string>> matches) {
  if (!matches) return "event refused";
  std::sort(matches->begin(), matches->end());
  return join(*matches);
}

std::string expected_answer(const JsonValue& row) {
  if (row.find("eventRefused") != nullptr) return "event refused";
  return answer_of(texts_of(*row.find("matches")));
}

std::optional<Failure> check_patterns(const JsonValue& row, Matcher& matcher) {
  std::set<std::string> refused;
  if (const JsonValue* list = row.find("refused")) {
    for (const std::string& index : texts_of(*list)) refused.insert(index);
  }
  const JsonValue* texts = row.find("texts");

  size_t index = 0;
  for (const JsonValue& rule : row.find("rules")->elements) {
    const std::string number = std::to_string(index++);
    const Change change = matcher.add(rule.elements[0].text, rule.elements[1].text);
    const std::string which = "rule " + number;
    const auto verdict = [&](bool yes) { return which + (yes ? " refused" : " accepted"); };
    if (auto wrong =
            compare(verdict(refused.count(number) != 0), verdict(change == Change::kRefused))) {
      return wrong;
    }
    const JsonValue* expected = texts == nullptr ? nullptr : texts->find(number);
    const auto complaint = matcher.complaint();
    if (expected != nullptr && complaint) {
      if (auto wrong = compare_complaint(*expected, *complaint)) {
        return Failure{which + ": " + wrong->expected, wrong->got};
      }
    }
  }
  return compare(expected_answer(row), answer_of(matcher.match(text_of(row, "event"))));
}

std::optional<Failure> check_sequence(const JsonValue& row, Matcher& matcher) {
  for (const JsonValue& step : row.find("ops")->elements) {
    const std::string& name = step.elements[1].text;
    const std::string& pattern = step.elements[2].text;
    const bool add = step.elements[0].text == "add";
    const Change change = add ? matcher.add(name, pattern) : matcher.remove(name, pattern);
    if (change == Change::kRefused) return Failure{"accepted", "refused: " + pattern};
  }
  return compare(expected_answer(row), answer_of(matcher.match(text_of(row, "event"))));
}

std::string decode_base64(const std::string& text) {
  static const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  unsigned buffer = 0;
  for (const char c : text) {
    if (c == '=') break;
    buffer = (buffer << 6 | static_cast<unsigned>(alphabet.find(c))) & 0xFFFFFF;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<char>((buffer >> bits) & 0xFF));
    }
  }
  return bytes;
}

std::optional<Failure> check_json(const JsonValue& row, Matcher& matcher) {
  const bool accepted = matcher.accepts_json(decode_base64(text_of(row, "base64")));
  const std::string expected = text_of(row, "expect");
  if (expected == "either") return std::nullopt;
  return compare(expected, accepted ? "accept" : "reject");
}

// As Python's json.dumps writes it, whose texts the recorded messages quote: ASCII with ", " and ":
// ".
std::string python_json(const JsonValue& value) {
  const auto quoted = [](const std::string& text) {
    std::string ascii;
    for (const char32_t c : reference::decode_utf8(reference::write_json_string(text))) {
      char escape[16];
      const unsigned high = 0xD800 + ((c - 0x10000) >> 10);
      const unsigned low = 0xDC00 + ((c - 0x10000) & 0x3FF);
      if (c >= 0x10000) {
        std::snprintf(escape, sizeof escape, "\\u%04x\\u%04x", high, low);
        ascii += escape;
      } else if (c >= 0x7F) {
        std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
        ascii += escape;
      } else {
        ascii.push_back(static_cast<char>(c));
      }
    }
    return ascii;
  };
  std::string text;
  switch (value.kind) {
    case JsonValue::Kind::kArray:
      for (const JsonValue& element : value.elements) {
        text += (text.empty() ? "" : ", ") + python_json(element);
      }
      return "[" + text + "]";
    case JsonValue::Kind::kObject:
      for (const auto& [key, member] : value.members) {
        text += (text.empty() ? "" : ", ") + quoted(key) + ": " + python_json(member);
      }
      return "{" + text + "}";
    case JsonValue::Kind::kString:
      return quoted(value.text);
    default:
      return write_json(value);
  }
}

std::string raw_or_written(const JsonValue& row, const std::string& name) {
  const JsonValue* raw = row.find(name + "_raw");
  return raw != nullptr ? raw->text : python_json(*row.find(name));
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
  }
}

std::optional<Failure> check_recorded(const JsonValue& row, Matcher& matcher) {
  const auto got =
      matcher.test_event_pattern(raw_or_written(row, "event"), raw_or_written(row, "pattern"));
  if (auto wrong = compare(text_of(row, "expect"), got.verdict)) return wrong;
  if (!got.error) return std::nullopt;
  const bool has_raw = row.find("error_message_raw") != nullptr;
  std::string expected = text_of(row, has_raw ? "error_message_raw" : "error_message");
  replace_all(expected, "<partition>", "aws");  // Scrubbed from two recordings.
  replace_all(expected, "<region>", "us-east-1");
  return compare(text_of(row, "error_code") + ": " + expected, *got.error);
}

std::optional<Failure> check_sns(const JsonValue& row, Matcher&) {
  return compare(text_of(row, "expect"), conformance::sns_answer(row));
}

std::optional<Failure> check_sns_error(const JsonValue& row, Matcher&) {
  return compare(text_of(row, "error_message"), conformance::sns_message(row));
}

struct Suite {
  const char* file;
  Check check;
  Limits limits;
  bool recorded_only = false;  // Only rows recorded from AWS: the others are of an emulator.
};

// The patterns of the first four were run by event-ruler, and have wildcards that the service does
// not take.
constexpr Suite kSuites[] = {
    {"patterns-suite.jsonl", check_patterns, Limits::kLanguage},
    {"patterns-random.jsonl", check_patterns, Limits::kLanguage},
    {"patterns-many.jsonl", check_patterns, Limits::kLanguage},
    {"patterns-sequences.jsonl", check_sequence, Limits::kLanguage},
    {"dialects/eventbridge_testeventpattern.jsonl", check_recorded, Limits::kEventBridge},
    {"dialects/sns_filter_policy.jsonl", check_sns, Limits::kLanguage, true},
    {"dialects/sns_filter_policy_errors.jsonl", check_sns_error, Limits::kLanguage},
    {"json_test_suite.jsonl", check_json, Limits::kLanguage},
};

// Row id and reason, one a line, with a tab between; # begins a comment.
std::map<std::string, std::string> read_deliberate(const std::string& path) {
  std::map<std::string, std::string> rows;
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path + "; run from the top of the checkout");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t tab = line.find('\t');
    if (tab == std::string::npos || tab + 1 == line.size()) {
      throw std::runtime_error(path + ": a row without a reason: " + line);
    }
    rows[line.substr(0, tab)] = line.substr(tab + 1);
  }
  if (rows.size() > kMaxDeliberate) throw std::runtime_error(path + ": too many rows");
  return rows;
}

struct Count {
  size_t rows = 0;
  size_t right = 0;
  size_t wrong = 0;
  size_t different = 0;

  void add(const Count& other) {
    rows += other.rows;
    right += other.right;
    wrong += other.wrong;
    different += other.different;
  }
};

std::string shorten(const std::string& text) {
  constexpr size_t kMost = 400;
  return text.size() <= kMost ? text : text.substr(0, kMost) + " ...";
}

void print_wrong(const std::string& id, const Failure& failure) {
  std::cout << "  wrong: " << id << "\n    expected: " << shorten(failure.expected)
            << "\n    got:      " << shorten(failure.got) << "\n";
}

bool recorded_from_aws(const JsonValue& row) {
  return text_of(row, "oracle").find("recorded from the real service") != std::string::npos;
}

class Runner {
 public:
  Runner(std::string folder, MakeMatcher make, std::map<std::string, std::string> deliberate)
      : folder_(std::move(folder)), make_(std::move(make)), deliberate_(std::move(deliberate)) {}

  Count run(const Suite& suite) {
    Count count;
    std::ifstream file(folder_ + "/" + suite.file);
    if (!file) throw std::runtime_error("cannot read " + folder_ + "/" + suite.file);
    for (std::string line; std::getline(file, line);) {
      const auto row = reference::parse_json(line);
      if (!row) throw std::runtime_error(std::string(suite.file) + ": a row is not JSON");
      if (suite.recorded_only && !recorded_from_aws(*row)) continue;
      ++count.rows;
      judge(*row, suite.check(*row, *make_(suite.limits)), count);
    }
    return count;
  }

 private:
  // A row that is said to differ must differ, and must not be the service's own answer.
  void judge(const JsonValue& row, const std::optional<Failure>& failure, Count& count) {
    const std::string id = text_of(row, "id");
    const bool may_differ = deliberate_.count(id) != 0;
    if (failure && may_differ && !recorded_from_aws(row)) {
      ++count.different;
    } else if (!failure && !may_differ) {
      ++count.right;
    } else if (count.wrong++ < kShownPerFile) {
      print_wrong(id, failure.value_or(Failure{"a difference, by deliberate.tsv", "none"}));
    }
  }

  std::string folder_;
  MakeMatcher make_;
  std::map<std::string, std::string> deliberate_;
};

void print_line(const std::string& file, const Count& count) {
  std::printf("%-48s %6zu %6zu %6zu %10zu\n", file.c_str(), count.rows, count.right, count.wrong,
              count.different);
}

int run(const std::vector<std::string>& arguments) {
  std::string folder = "../shared/conformance";
  bool optional = false;
  bool use_reference = false;
  for (const std::string& argument : arguments) {
    if (argument == "--optional") {
      optional = true;
    } else if (argument == "--reference") {
      use_reference = true;
    } else if (argument.substr(0, 2) != "--") {
      folder = argument;
    } else {
      throw std::runtime_error("usage: conformance [--reference] [--optional] [folder]");
    }
  }
  if (!std::filesystem::is_directory(folder)) {
    std::cout << "Nothing was run: the conformance vectors are not there (" << folder << ").\n"
              << "conformance: 0 passed, 0 failed\n";
    return optional ? 0 : 1;
  }

  MakeMatcher make = reference::make_library_matcher;
  if (use_reference) {
    make = [](Limits limits) { return std::make_unique<reference::ReferenceRuleSet>(limits); };
  }
  const auto deliberate = read_deliberate("tests/conformance/deliberate.tsv");
  Runner runner(folder, make, deliberate);
  std::vector<Count> counts;
  Count total;
  for (const Suite& suite : kSuites) {
    counts.push_back(runner.run(suite));
    total.add(counts.back());
  }
  if (total.wrong == 0 && total.different != deliberate.size()) {
    throw std::runtime_error("deliberate.tsv names rows that are not there");
  }
  std::cout.flush();
  std::printf("%-48s %6s %6s %6s %10s\n", "file", "rows", "right", "wrong", "different");
  for (size_t i = 0; i < counts.size(); ++i) print_line(kSuites[i].file, counts[i]);
  print_line("total", total);
  for (const auto& [id, reason] : deliberate) {
    std::printf("different: %s: %s\n", id.c_str(), reason.c_str());
  }
  std::printf("conformance: %zu passed, %zu failed\n", total.right + total.different, total.wrong);
  return total.wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    std::cerr << "conformance: " << error.what() << "\n";
    return 1;
  }
}
