#include "state.h"

#include <emscripten/emscripten.h>
#include <emscripten/stack.h>

#include "base/limits.h"
#include "base/memory.h"
#include "json/utf16.h"

namespace tidegate {
namespace {

constexpr uint32_t kInputPadding = kUtf8Slack;

const uintptr_t kEmptyStack = emscripten_stack_get_current();

char* input = nullptr;
uint32_t input_capacity = 0;

}  // namespace

// Of Emscripten; no header has it.
extern "C" void stackRestore(uintptr_t pointer);  // NOLINT(readability-identifier-naming)

Text output;
Diagnostic problem;

bool read_input(uint32_t name_size, uint32_t text_begin, uint32_t text_size, Input& in) {
  if (name_size > input_capacity || uint64_t{text_begin} + text_size > input_capacity) {
    problem.set(ErrorCode::kInvalidArgument);
    return false;
  }
  in.name = {input, name_size};
  in.text = {input + text_begin, text_size};
  return true;
}

int32_t fail(ErrorCode code) {
  problem.set(code);
  return kFailed;
}

extern "C" {

// Empties the stack of this module, for the start of a call. JavaScript that is deep in a recursion
// may throw a RangeError out of any function here, and none of them gives back its frame then.
EMSCRIPTEN_KEEPALIVE void tg_reset_stack() { stackRestore(kEmptyStack); }

// A buffer for at least `size` bytes and kUtf8Slack more, which every call below reads its texts
// from. Asking for more than before may move it, and its content is lost then. nullptr: there is no
// memory for so much.
EMSCRIPTEN_KEEPALIVE char* tg_input(uint32_t size) {
  if (size > input_capacity) {
    release(input);
    const bool fits = size <= kMaxTextBytes;
    input = fits ? static_cast<char*>(allocate(size_t{size} + kInputPadding)) : nullptr;
    input_capacity = input == nullptr ? 0 : size;
  }
  return input;
}

// Turns UTF-16 in the input, `count` units that begin at an even address from count + kUtf8Slack
// on, into UTF-8 at its start. The size; -1 where a surrogate lacks its partner.
EMSCRIPTEN_KEEPALIVE int32_t tg_utf8_from_utf16(uint32_t begin, uint32_t count) {
  const bool fits = uint64_t{begin} + 2 * uint64_t{count} <= uint64_t{input_capacity} + kUtf8Slack;
  if (!fits || begin % 2 != 0 || begin < uint64_t{count} + kUtf8Slack) {
    return fail(ErrorCode::kInvalidArgument);
  }
  return static_cast<int32_t>(
      utf8_from_utf16(reinterpret_cast<const char16_t*>(input + begin), count, input));
}

EMSCRIPTEN_KEEPALIVE const char* tg_output_text() { return output.view().data(); }
EMSCRIPTEN_KEEPALIVE uint32_t tg_output_size() {
  return static_cast<uint32_t>(output.view().size());
}

// What the last failure was. Its texts are UTF-8, good until the next call.
struct Problem {
  std::string_view code;
  std::string_view reason;
  std::string_view hint;
  std::string_view pointer;
  uint32_t begin;
  uint32_t end;
  uint32_t line;
  uint32_t column;
};

EMSCRIPTEN_KEEPALIVE const Problem* tg_problem() {
  static Problem told;
  const std::string_view reason = problem.reason.view();
  told = {error_name(problem.code),
          reason.empty() ? error_sentence(problem.code) : reason,
          problem.hint.view(),
          problem.pointer.view(),
          problem.span.begin,
          problem.span.end,
          problem.line,
          problem.column};
  return &told;
}

}  // extern "C"

}  // namespace tidegate
