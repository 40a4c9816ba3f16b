#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

// What the library and the reference matcher have in common, so that tests can put the same
// questions to both.
namespace reference {

// Whose limits a pattern is held against.
enum class Limits {
  kLanguage,     // Those of event-ruler alone.
  kEventBridge,  // And those that the service adds.
};

enum class Change {
  kRefused,  // The pattern is none; nothing changed.
  kNothing,  // There was nothing to do: the pattern was there already, or what was to go was not
             // there.
  kDone,
};

// Why a pattern was refused.
struct Complaint {
  std::string reason;
  unsigned line = 0;  // 0: the error has no place.
  unsigned column = 0;
};

// What the API call TestEventPattern answers.
struct ServiceAnswer {
  std::string verdict;               // match, nomatch or error.
  std::optional<std::string> error;  // "Exception: message", from a matcher that has words.
};

// Rules by name. Several patterns under one name are alternatives; patterns are compared as parsed,
// not as written.
class Matcher {
 public:
  Matcher() = default;
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;
  virtual ~Matcher() = default;

  virtual Change add(const std::string& name, const std::string& pattern) = 0;
  // Makes `pattern` the only one under this name, which keeps its place.
  virtual Change replace(const std::string& name, const std::string& pattern) = 0;
  virtual Change remove(const std::string& name) = 0;
  virtual Change remove(const std::string& name, const std::string& pattern) = 0;

  // Names of the rules that match, in the order of their first add; nothing when the event is
  // refused.
  virtual std::optional<std::vector<std::string>> match(const std::string& event) = 0;

  // Whether a text is JSON, whatever stands in it.
  virtual bool accepts_json(const std::string& text) = 0;

  // Apart from the rules of this one.
  virtual ServiceAnswer test_event_pattern(const std::string& event,
                                           const std::string& pattern) = 0;

  // What was said of the last pattern that was refused; nothing from a matcher that says nothing.
  virtual std::optional<Complaint> complaint() const { return std::nullopt; }
};

}  // namespace reference
