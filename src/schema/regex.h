#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// What runs the regular expressions of ECMA-262 that schemas have, with the flag "u": in JavaScript
// the engine that is there already (bindings/schema.cc). Texts are UTF-8; a surrogate without its
// partner stands as its three bytes (json/strings.h).
class RegexEngine {
 public:
  static constexpr int32_t kInvalid = -1;

  // A number for the expression, to be given back to release(), or kInvalid.
  virtual int32_t compile(std::string_view expression) = 0;
  virtual void release(int32_t regex) = 0;

  // Whether it matches anywhere in the text.
  virtual bool test(int32_t regex, std::string_view text) = 0;

 protected:
  ~RegexEngine() = default;
};

// For whom there is none: every expression is invalid.
class NoRegexEngine final : public RegexEngine {
 public:
  int32_t compile(std::string_view) override { return kInvalid; }
  void release(int32_t) override {}
  bool test(int32_t, std::string_view) override { return false; }
};

}  // namespace tidegate
