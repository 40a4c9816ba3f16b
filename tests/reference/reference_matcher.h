#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/matcher.h"

// A slow matcher in plain C++, written from the description of event patterns and kept so simple
// that it can be checked by reading. It shares no code with src/. Tests compare the library with
// it. It says whether a text is valid, not why not.
namespace reference {

// UTF-16 code units, the order of Java's and JavaScript's strings.
struct Utf16Less {
  bool operator()(const std::string& a, const std::string& b) const;
};

// An array of the event (by number) and the index of the element that a leaf stands in.
using Places = std::map<int, int>;

struct Leaf {
  enum class Kind { kString, kNumber, kWord };
  Kind kind = Kind::kWord;
  std::string text;  // The decoded string, or the token.
  Places places;     // One for each array around it of whose objects or arrays it is part.
};

class ReferenceEvent {
 public:
  static std::optional<ReferenceEvent> parse(std::string_view text);

  // Leaves at a dotted path.
  const std::vector<Leaf>& at(const std::string& path) const;

 private:
  std::map<std::string, std::vector<Leaf>> leaves_;
};

// One alternative of the list of a field.
class Alternative {
 public:
  virtual ~Alternative() = default;
  virtual bool accepts(const Leaf& leaf) const = 0;
  virtual bool asks_for_absence() const { return false; }
  // Equal for alternatives that say the same.
  virtual std::string identity() const = 0;
};

using Alternatives = std::vector<std::shared_ptr<const Alternative>>;
using Fields = std::map<std::string, Alternatives, Utf16Less>;

class ReferenceRule {
 public:
  static std::optional<ReferenceRule> parse(std::string_view pattern_text, Limits limits);

  bool matches(const ReferenceEvent& event) const;

  // Whether both say the same, however they are spelled.
  bool same_as(const ReferenceRule& other) const { return identity_ == other.identity_; }

 private:
  std::vector<Fields> sub_rules_;  // One for each choice of branches of every $or.
  std::string identity_;
};

// Named rules, evaluated one by one.
class ReferenceRuleSet : public Matcher {
 public:
  explicit ReferenceRuleSet(Limits limits) : limits_(limits) {}

  Change add(const std::string& name, const std::string& pattern) override;
  Change replace(const std::string& name, const std::string& pattern) override;
  Change remove(const std::string& name) override;
  Change remove(const std::string& name, const std::string& pattern) override;
  std::optional<std::vector<std::string>> match(const std::string& event) override;
  bool accepts_json(const std::string& text) override;
  ServiceAnswer test_event_pattern(const std::string& event, const std::string& pattern) override;

 private:
  using Entry = std::pair<std::string, std::vector<ReferenceRule>>;

  std::vector<Entry>::iterator find(const std::string& name);

  Limits limits_;
  std::vector<Entry> entries_;
};

}  // namespace reference
