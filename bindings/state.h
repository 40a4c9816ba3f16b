#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"

// What all calls from JavaScript share. No logic lives in this folder: texts come in through one
// buffer (tg_input()) and events that are objects through another, numbers and addresses go out.
//
// JavaScript has one thread and every call is over before the next begins, so all calls share one
// buffer, one working memory and one last error. A function that returns a negative number has
// failed and left the reason for tg_problem().
//
// Sizes, places in the input and numbers that stand for a choice are checked, whatever they are.
// What a function has handed out (the address of a set, the id of a rule, a node of a path tree) is
// taken at its word, and so are the words of a leaf stream: web/ shows none of them to anybody.
namespace tidegate {

inline constexpr int32_t kFailed = -1;

extern Text output;         // What tg_output_text() shows.
extern Diagnostic problem;  // What tg_problem() shows.

// Up to two texts: a first one at the start of the input, such as the name of a rule, and another
// behind; or one alone.
struct Input {
  std::string_view name;
  std::string_view text;
};

// False: the sizes are not within the input, as `problem` says.
[[nodiscard]] bool read_input(uint32_t name_size, uint32_t text_begin, uint32_t text_size,
                              Input& in);

// Sets the problem. Returns kFailed.
int32_t fail(ErrorCode code);

// Takes the number that stands for a choice, up to the last one that there is. False: it is none,
// as `problem` says.
template <class Choice>
[[nodiscard]] bool read_choice(uint32_t number, Choice last, Choice& choice) {
  if (number > static_cast<uint32_t>(last)) return fail(ErrorCode::kInvalidArgument) == 0;
  choice = static_cast<Choice>(number);
  return true;
}

}  // namespace tidegate
