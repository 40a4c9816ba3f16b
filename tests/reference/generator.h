#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

// Random patterns and events that have much to do with each other: they are made of the few keys,
// texts and numbers of one small world, in every spelling that JSON allows. The same seed gives the
// same texts everywhere.
namespace reference {

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  // Forgets the keys, texts and numbers for new ones.
  void new_world();

  // The text of a pattern; one in `refused_one_in` is made to be refused.
  std::string pattern(size_t refused_one_in);
  std::string event();

  // The same JSON value, written in another way.
  std::string respell(const std::string& json);
  // A few bytes changed.
  std::string damage(std::string text);

  size_t below(size_t count) { return static_cast<size_t>(random_() % count); }
  bool one_in(size_t count) { return below(count) == 0; }

  template <class T>
  const T& pick(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

 private:
  // Which keys are likely below which. A shape without children is a field of leaves.
  struct Child;
  struct Shape {
    std::vector<Child> children;
  };
  struct Child {
    std::string key;
    Shape shape;
  };

  Shape new_shape(size_t depth);
  std::string new_text();
  std::string new_number();

  // Each returns JSON text.
  std::string string(const std::string& decoded);
  std::string number();
  std::string number_like(const std::string& token);
  std::string space();
  std::string object_of(const std::vector<std::string>& members);
  std::string list_of(const std::vector<std::string>& elements);

  std::string event_object(const Shape& shape, size_t depth);
  std::string event_value(const Shape& shape, size_t depth);
  std::string leaf();

  std::string pattern_object(const Shape& shape, size_t depth, bool inside_or);
  std::string pattern_member(const Shape& shape, size_t depth, bool inside_or);
  std::string pattern_or(const Shape& shape, size_t depth);
  std::string alternatives();
  std::string alternative();
  std::string string_test();
  std::string anything_but();
  std::string numeric();
  std::string cidr();
  std::string operation(const std::string& name, const std::string& operand);
  std::string text_or_texts(const std::vector<std::string>& decoded);

  std::string part(const std::string& text);
  std::string other_case(const std::string& text);
  std::string wildcard_for(const std::string& text);

  std::mt19937_64 random_;
  Shape shape_;
  std::vector<std::string> keys_;
  std::vector<std::string> texts_;
  std::vector<std::string> numbers_;
  bool refused_ =
      false;  // The pattern being made shall be refused, and nothing in it is wrong yet.
};

}  // namespace reference
