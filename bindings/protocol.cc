// The protocol bindings as JavaScript sees them (web/protocol/).

#include <emscripten/emscripten.h>

#include <cstdint>
#include <utility>

#include "convert/upgrade.h"
#include "protocol/read_message.h"
#include "protocol/write_message.h"
#include "state.h"

namespace tidegate {
namespace {

constexpr uint32_t kLenient = 1;
constexpr uint32_t kColon = 2;
constexpr uint32_t kHasBody = 2;

// Makes an event of an old version one of 1.0. False: `problem` says why not.
bool upgrade(std::string_view event, Text& upgraded) {
  JsonItems members;
  upgraded.clear();
  if (!members.read(event, problem) || !append_upgraded(event, members, upgraded, problem)) {
    return false;
  }
  if (upgraded.failed()) problem.set(ErrorCode::kOutOfMemory);
  return !upgraded.failed();
}

// Calls `take` with the event in the input, and once more with the upgraded one where that is of an
// old version. Returns whether it is done.
template <class Take>
bool take_event(std::string_view event, const Take& take) {
  Outcome outcome = take(event);
  Text upgraded;
  if (outcome == Outcome::kOldVersion && upgrade(event, upgraded)) {
    outcome = take(upgraded.view());
    problem.span = {};  // A place in the upgraded event is none in the one that was given.
    problem.line = problem.column = 0;
  }
  return outcome == Outcome::kDone;
}

// The head of a message, as read_head() takes it, is at the start of the input, its body behind.
struct MessageInput {
  JsonItems items;
  Message message;

  Protocol protocol;

  bool read(uint32_t head_size, uint32_t body_size, uint32_t number) {
    Input in;
    if (!read_input(head_size, head_size, body_size, in)) return false;
    if (!read_choice(number, Protocol::kNats, protocol)) return false;
    message.body = in.text;
    if (read_head(in.name, items, message)) return true;
    problem.set(ErrorCode::kOutOfMemory);
    return false;
  }
};

}  // namespace

extern "C" {

// Writes the event in the input as a message in binary mode to tg_output_text(): the head, then the
// body. Twice the size of the head, plus 1 if the message has a body. `flags`: 1 for lenient, 2 for
// the colon of AMQP.
EMSCRIPTEN_KEEPALIVE int32_t tg_write_message(uint32_t size, uint32_t protocol, uint32_t flags) {
  Input in;
  Protocol chosen;
  if (!read_input(0, 0, size, in)) return kFailed;
  if (!read_choice(protocol, Protocol::kNats, chosen)) return kFailed;
  const WriteOptions options{(flags & kLenient) != 0, (flags & kColon) != 0};
  WrittenMessage message;
  const bool done = take_event(in.text, [&](std::string_view event) {
    return write_message(event, chosen, options, message, problem);
  });
  if (!done) return kFailed;
  output.clear();
  output.append(message.head.view()).append(message.body.view());
  if (output.failed()) return fail(ErrorCode::kOutOfMemory);
  return static_cast<int32_t>(message.head.view().size() * 2 + (message.has_body ? 1 : 0));
}

// Writes the event of the message in the input to tg_output_text(). `flags`: 1 for lenient, 2 for a
// message that has a body.
EMSCRIPTEN_KEEPALIVE int32_t tg_read_message(uint32_t head_size, uint32_t body_size,
                                             uint32_t protocol, uint32_t flags) {
  MessageInput in;
  if (!in.read(head_size, body_size, protocol)) return kFailed;
  in.message.has_body = (flags & kHasBody) != 0;
  const Outcome outcome =
      read_message(in.message, in.protocol, (flags & kLenient) != 0, output, problem);
  if (outcome != Outcome::kOldVersion) return outcome == Outcome::kDone ? 0 : kFailed;
  Text upgraded;
  if (!upgrade(output.view(), upgraded)) return kFailed;
  std::swap(output, upgraded);
  return 0;
}

// The MessageMode of the head of a message in the input.
EMSCRIPTEN_KEEPALIVE int32_t tg_message_mode(uint32_t head_size, uint32_t protocol) {
  MessageInput in;
  if (!in.read(head_size, 0, protocol)) return kFailed;
  return static_cast<int32_t>(mode_of(in.message, in.protocol));
}

// Writes the event in the input to tg_output_text() as it is, or upgraded, if it is one that a
// message in structured mode can carry.
EMSCRIPTEN_KEEPALIVE int32_t tg_check_event(uint32_t size, uint32_t flags) {
  Input in;
  if (!read_input(0, 0, size, in)) return kFailed;
  EventParts parts;
  const bool done = take_event(in.text, [&](std::string_view event) {
    output.clear();
    output.append(event);
    return read_event_parts(event, (flags & kLenient) != 0, parts, problem);
  });
  if (!done) return kFailed;
  return output.failed() ? fail(ErrorCode::kOutOfMemory) : 0;
}

}  // extern "C"

}  // namespace tidegate
