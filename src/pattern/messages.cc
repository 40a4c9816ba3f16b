#include "pattern/messages.h"

#include "base/limits.h"

namespace tidegate {
namespace {

// The texts name these limits.
static_assert(kMaxDepth == 1000 && kMaxNumberLength == 1000 && kMaxPathsPerSubRule == 256 &&
              kMaxSubRules == 1000);

struct Message {
  ErrorCode code;
  std::string_view reason;
  std::string_view hint;
};

constexpr Message kMessages[] = {
    {ErrorCode::kOk, "", ""},
#define TIDEGATE_PROBLEM(kind, code, reason, hint) {ErrorCode::code, reason, hint},
#include "pattern/messages.def"
#undef TIDEGATE_PROBLEM
};

const Message& message_of(const Problem& problem) {
  return kMessages[static_cast<size_t>(problem.kind)];
}

// One character of valid UTF-8.
struct Character {
  uint32_t code;
  uint32_t size;  // in bytes
};

Character first_character(std::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (lead < 0xF0) return {(lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  return {(lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F),
          4};
}

bool is_control(uint32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

void append_hex(uint32_t number, uint32_t digits, std::string_view alphabet, Text& output) {
  while (digits-- > 0) output.append(alphabet[number >> (4 * digits) & 15]);
}

// A character as Jackson shows it, which looks at one UTF-16 unit: 'x' (code 120).
void append_character(std::string_view text, Text& output) {
  const Character character = first_character(text);
  const uint32_t unit =
      character.code < 0x10000 ? character.code : 0xD800 + ((character.code - 0x10000) >> 10);
  if (is_control(unit)) {
    output.append("(CTRL-CHAR, code ").append_number(unit).append(')');
    return;
  }
  output.append('\'').append(text.substr(0, character.size)).append("' (code ").append_number(unit);
  if (unit > 0xFF) {
    output.append(" / 0x");
    append_hex(unit, unit > 0xFFF ? 4 : 3, "0123456789abcdef", output);
  }
  output.append(')');
}

// A place as Jackson prints it: [Source: (String)"...the text..."; line: 1, column: 2]. The text is
// cut after 500 UTF-16 units, and its control characters but line ends are escaped.
void append_place(std::string_view text, uint32_t offset, Text& output) {
  constexpr uint32_t kShownUnits = 500;
  uint32_t units = 0;
  output.append("[Source: (String)\"");
  for (size_t i = 0; i < text.size();) {
    const Character character = first_character(text.substr(i));
    units += character.code < 0x10000 ? 1 : 2;
    if (units <= kShownUnits) {
      if (is_control(character.code) && character.code != '\n' && character.code != '\r') {
        output.append("\\u");
        append_hex(character.code, 4, "0123456789ABCDEF", output);
      } else {
        output.append(text.substr(i, character.size));
      }
    }
    i += character.size;
  }
  output.append('"');
  if (units > kShownUnits)
    output.append("[truncated ").append_number(units - kShownUnits).append(" chars]");
  const Place place = place_of(text, offset);
  output.append("; line: ")
      .append_number(place.line)
      .append(", column: ")
      .append_number(place.column)
      .append(']');
}

}  // namespace

void append_reason(const Problem& problem, std::string_view text, Text& output) {
  const std::string_view form = message_of(problem).reason;
  size_t done = 0;
  for (size_t mark = form.find('%'); mark != std::string_view::npos; mark = form.find('%', done)) {
    output.append(form.substr(done, mark - done));
    done = mark + 2;
    switch (form[mark + 1]) {
      case 's':
        output.append(problem.argument);
        break;
      case 'c':
        append_character(problem.argument, output);
        break;
      default:
        append_place(text, problem.opened, output);
    }
  }
  output.append(form.substr(done));
}

void append_reason_and_places(const Problem& problem, std::string_view text, Text& output) {
  append_reason(problem, text, output);
  for (const uint32_t place : {problem.inner_place, problem.place}) {
    if (place == Problem::kNowhere) continue;
    output.append("\n at ");
    append_place(text, place, output);
  }
}

void describe(const Problem& problem, std::string_view text, Diagnostic& diagnostic) {
  const Message& message = message_of(problem);
  diagnostic.clear();
  diagnostic.code = message.code;
  diagnostic.span = problem.span;
  append_reason(problem, text, diagnostic.reason);
  const size_t mark = message.hint.find("%s");
  diagnostic.hint.append(message.hint.substr(0, mark));
  if (mark != std::string_view::npos)
    diagnostic.hint.append(problem.mend).append(message.hint.substr(mark + 2));
  if (!problem.suggestion.empty())
    diagnostic.hint.append(" Did you mean \"").append(problem.suggestion).append("\"?");
  if (problem.place == Problem::kNowhere) return;
  const Place place = place_of(text, problem.place);
  diagnostic.line = place.line;
  diagnostic.column = place.column;
}

}  // namespace tidegate
