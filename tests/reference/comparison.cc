#include "reference/comparison.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>

#include "reference/json_value.h"
#include "reference/library_matcher.h"
#include "reference/matcher.h"
#include "reference/reference_matcher.h"

namespace reference {
namespace {

std::string name_of(Step::Kind kind) {
  switch (kind) {
    case Step::Kind::kAdd:
      return "add";
    case Step::Kind::kReplace:
      return "replace";
    case Step::Kind::kRemove:
      return "remove";
    case Step::Kind::kRemovePattern:
      return "remove pattern";
    case Step::Kind::kMatch:
      return "match";
  }
  return "";
}

std::string answer(Change change) {
  switch (change) {
    case Change::kRefused:
      return "refused";
    case Change::kNothing:
      return "nothing to do";
    case Change::kDone:
      return "done";
  }
  return "";
}

std::string answer(const std::optional<std::vector<std::string>>& names) {
  if (!names) return "refused";
  std::string text = "[";
  for (const std::string& name : *names) text += (text.size() > 1 ? ", " : "") + name;
  return text + "]";
}

std::string take(Matcher& matcher, const Step& step) {
  switch (step.kind) {
    case Step::Kind::kAdd:
      return answer(matcher.add(step.name, step.text));
    case Step::Kind::kReplace:
      return answer(matcher.replace(step.name, step.text));
    case Step::Kind::kRemove:
      return answer(matcher.remove(step.name));
    case Step::Kind::kRemovePattern:
      return answer(matcher.remove(step.name, step.text));
    case Step::Kind::kMatch:
      return answer(matcher.match(step.text));
  }
  return "";
}

// What the library does against its contract is an answer as well.
std::string take_or_fail(Matcher& library, const Step& step) {
  try {
    return take(library, step);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

// --- Shrinking ---

using Emit = std::function<void(const JsonValue&)>;

// All values that are a little less than this one.
void emit_smaller(const JsonValue& value, const Emit& emit) {
  for (size_t i = 0; i < value.elements.size(); ++i) {
    emit(value.elements[i]);
    JsonValue less = value;
    less.elements.erase(less.elements.begin() + static_cast<std::ptrdiff_t>(i));
    emit(less);
    emit_smaller(value.elements[i], [&](const JsonValue& smaller) {
      JsonValue changed = value;
      changed.elements[i] = smaller;
      emit(changed);
    });
  }
  for (size_t i = 0; i < value.members.size(); ++i) {
    emit(value.members[i].value);
    JsonValue less = value;
    less.members.erase(less.members.begin() + static_cast<std::ptrdiff_t>(i));
    emit(less);
    emit_smaller(value.members[i].value, [&](const JsonValue& smaller) {
      JsonValue changed = value;
      changed.members[i].value = smaller;
      emit(changed);
    });
  }
  if (value.kind == JsonValue::Kind::kString) {
    const std::vector<char32_t> letters = decode_utf8(value.text);
    for (size_t skipped = 0; skipped < letters.size(); ++skipped) {
      JsonValue shorter = value;
      shorter.text.clear();
      for (size_t i = 0; i < letters.size(); ++i) {
        if (i != skipped) append_utf8(letters[i], shorter.text);
      }
      emit(shorter);
    }
  }
}

std::vector<std::string> smaller_texts(const std::string& text) {
  std::vector<std::string> texts;
  if (const auto value = parse_json(text)) {
    if (const std::string plain = write_json(*value); plain.size() < text.size())
      texts.push_back(plain);
    emit_smaller(*value, [&](const JsonValue& smaller) { texts.push_back(write_json(smaller)); });
  } else {
    for (size_t size = text.size() / 2; size > 0; size /= 2) {
      for (size_t at = 0; at + size <= text.size(); at += size) {
        texts.push_back(text.substr(0, at) + text.substr(at + size));
      }
    }
  }
  return texts;
}

// Tries are bounded, so that a disagreement is reported within seconds.
class Shrinker {
 public:
  Shrinker(const Steps& steps, Limits limits) : steps_(steps), limits_(limits) {}

  Steps run() {
    while (drop_steps() || shorten_texts()) {
    }
    return steps_;
  }

 private:
  bool keep(const Steps& fewer) {
    if (tries_ == 0) return false;
    --tries_;
    const auto disagreement = compare(fewer, limits_);
    if (!disagreement) return false;
    steps_ = fewer;
    steps_.resize(disagreement->step + 1);
    return true;
  }

  bool drop_steps() {
    bool dropped = false;
    for (size_t size = steps_.size(); size > 0; size /= 2) {
      for (size_t at = 0; at + size <= steps_.size();) {
        Steps fewer = steps_;
        const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(at);
        fewer.erase(first, first + static_cast<std::ptrdiff_t>(size));
        if (keep(fewer)) {
          dropped = true;
        } else {
          at += size;
        }
      }
    }
    return dropped;
  }

  bool shorten_texts() {
    for (size_t i = 0; i < steps_.size(); ++i) {
      for (const std::string& text : smaller_texts(steps_[i].text)) {
        Steps shorter = steps_;
        shorter[i].text = text;
        if (keep(shorter)) return true;
      }
    }
    return false;
  }

  Steps steps_;
  Limits limits_;
  size_t tries_ = 20000;
};

// A text that is not JSON may hold any bytes.
std::string printable(const std::string& text) {
  if (parse_json(text)) return text;
  std::string escaped;
  for (const char c : text) {
    char code[8];
    std::snprintf(code, sizeof code, "<%02X>",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    escaped += c >= ' ' && c <= '~' ? std::string(1, c) : code;
  }
  return escaped;
}

}  // namespace

std::optional<Disagreement> compare(const Steps& steps, Limits limits) {
  const auto library = make_library_matcher(limits);
  ReferenceRuleSet reference(limits);
  for (size_t i = 0; i < steps.size(); ++i) {
    const std::string got = take_or_fail(*library, steps[i]);
    const std::string expected = take(reference, steps[i]);
    if (got != expected) return Disagreement{i, got, expected};
  }
  return std::nullopt;
}

Steps shrink(const Steps& steps, Limits limits) { return Shrinker(steps, limits).run(); }

std::string describe(const Steps& steps, Limits limits) {
  std::string text = limits == Limits::kEventBridge ? "  with the limits of EventBridge:\n" : "";
  for (const Step& step : steps) {
    text += "  " + name_of(step.kind) + (step.name.empty() ? "" : " " + step.name) + ": " +
            printable(step.text) + "\n";
  }
  if (const auto disagreement = compare(steps, limits)) {
    text += "  library:   " + disagreement->library + "\n  reference: " + disagreement->reference +
            "\n";
  } else {
    text += "  They agree on these steps alone: it takes what was done before.\n";
  }
  return text;
}

}  // namespace reference
