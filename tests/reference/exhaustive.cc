#include "reference/exhaustive.h"

#include <string>
#include <vector>

#include "reference/json_value.h"
#include "reference/words.h"

namespace reference {
namespace {

using Take = std::function<bool(const Steps&, Limits)>;
using Texts = std::vector<std::string>;

// All texts of up to `length` letters, the shortest first.
Texts texts_of(const Texts& letters, size_t length) {
  Texts texts = {""};
  for (size_t begin = 0, i = 0; i < length; ++i) {
    const size_t end = texts.size();
    for (; begin < end; ++begin) {
      for (const std::string& letter : letters) texts.push_back(texts[begin] + letter);
    }
  }
  return texts;
}

Step add(const std::string& alternative) {
  return {Step::Kind::kAdd, alternative, "{\"k\":[" + alternative + "]}"};
}

Step match(const std::string& value) { return {Step::Kind::kMatch, "", "{\"k\":" + value + "}"}; }

std::string operation(const std::string& name, const std::string& operand) {
  return "{\"" + name + "\":" + operand + "}";
}

// All alternatives at once, then each of the first `alone` by itself, against all values.
bool take_all(const Texts& alternatives, size_t alone, const Texts& values, const Take& take) {
  Steps all;
  for (const std::string& alternative : alternatives) all.push_back(add(alternative));
  for (const std::string& value : values) all.push_back(match(value));
  if (!take(all, Limits::kLanguage)) return false;
  for (size_t i = 0; i < alone; ++i) {
    Steps one = {add(alternatives[i])};
    for (const std::string& value : values) one.push_back(match(value));
    if (!take(one, Limits::kLanguage)) return false;
  }
  return true;
}

// Every operation with every operand of up to `length` letters against every text of one letter
// more.
bool take_strings(const Texts& operations, const Texts& letters, size_t length, const Take& take) {
  Texts values;
  for (const std::string& text : texts_of(letters, length + 1)) {
    values.push_back(write_json_string(text));
  }
  const size_t alone = texts_of(letters, length - 1).size();
  for (const std::string& name : operations) {
    Texts alternatives;
    for (const std::string& operand : texts_of(letters, length)) {
      const std::string quoted = write_json_string(operand);
      const size_t space = name.find(' ');
      alternatives.push_back(
          space == std::string::npos
              ? operation(name, quoted)
              : operation(name.substr(0, space), operation(name.substr(space + 1), quoted)));
    }
    if (!take_all(alternatives, alone, values, take)) return false;
  }
  return true;
}

bool take_numbers(const Take& take) {
  const Texts numbers = words(R"(
    0 -0 0e9 1 1.0 10e-1 1.0000000000000002 1.0000000000000001 -1 9.9 10 1e1 0.1 0.10 1e23 2e23
    4.9e-324 5e-324 9.9e-324 1e-323 4.9e-323 5e-323 1e-400 1.7976931348623157e308
    -1.7976931348623157e308 1e400 9007199254740992 9007199254740993 9.007199254740992e15
    9007199254740994 2.2250738585072014e-308 123456789012345678 123456789012345680)");
  Texts alternatives = numbers;
  for (const std::string& a : numbers) {
    alternatives.push_back(operation("anything-but", a));
    for (const char* comparison : {"=", "<", "<=", ">", ">="}) {
      alternatives.push_back(
          operation("numeric", "[\"" + std::string(comparison) + "\"," + a + "]"));
    }
    for (const std::string& b : numbers) {
      alternatives.push_back(operation("numeric", "[\">\"," + a + ",\"<=\"," + b + "]"));
      alternatives.push_back(operation("numeric", "[\">=\"," + a + ",\"<\"," + b + "]"));
    }
  }
  Texts values = numbers;
  values.insert(values.end(), {"\"1\"", "true", "null", "[1,10]"});
  return take_all(alternatives, alternatives.size(), values, take);
}

bool take_addresses(const Take& take) {
  const Texts addresses = words(R"(
    0.0.0.0 10.0.0.1 010.000.0.1 10.0.0.2 10.0.1.0 127.255.255.255 128.0.0.0 255.255.255.255
    256.0.0.1 1.2.3 1.2.3.4.5 :: ::1 0:0:0:0:0:0:0:1 ::ffff:10.0.0.1 ::ffff:a00:1 a00:1::
    a00:1::5 a00:2:: 2001:db8::1 2001:DB8::0001 2001:db8:0:0:1:: fe80::1 1:2:3:4:5:6:7::
    1:2:3:4:5:6:7:8:: ::1:2:3:4:5:6:7 1::2::3 :1 1: 00001::
    ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 0:0:0:0:0:fffe:a00:1)");
  Texts alternatives;
  Texts values;
  for (const std::string& address : addresses) {
    const std::string quoted = write_json_string(address);
    values.push_back(quoted);
    alternatives.push_back(quoted);
    alternatives.push_back(operation("exactly", quoted));
    alternatives.push_back(operation("anything-but", quoted));
    for (int bits = 0; bits <= 129; ++bits) {
      alternatives.push_back(
          operation("cidr", write_json_string(address + "/" + std::to_string(bits))));
    }
  }
  values.insert(values.end(), {"10", "true", "null"});
  return take_all(alternatives, alternatives.size(), values, take);
}

// --- Limits ---

std::string repeat(const std::string& text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

// {"k0":[1],"k1":[1],...}, the keys counted modulo `distinct`.
std::string pattern_of_paths(size_t count, size_t distinct) {
  std::string members;
  for (size_t i = 0; i < count; ++i) {
    members += (i == 0 ? "\"k" : ",\"k") + std::to_string(i % distinct) + "\":[1]";
  }
  return "{" + members + "}";
}

std::string or_of(size_t branches) {
  std::string list;
  for (size_t i = 0; i < branches; ++i) {
    list += (i == 0 ? "{\"k\":[" : ",{\"k\":[") + std::to_string(i) + "]}";
  }
  return "\"$or\":[" + list + "]";
}

std::string nested(const std::string& open, size_t depth, const std::string& inner,
                   const std::string& close) {
  return repeat(open, depth) + inner + repeat(close, depth);
}

bool take_patterns(const Texts& patterns, const Take& take) {
  const std::string event = R"({"k":1,"k0":1,"k255":1})";
  for (const Limits limits : {Limits::kLanguage, Limits::kEventBridge}) {
    Steps steps;
    for (const std::string& pattern : patterns) {
      steps.push_back({Step::Kind::kAdd, "r" + std::to_string(steps.size()), pattern});
    }
    steps.push_back({Step::Kind::kMatch, "", event});
    if (!take(steps, limits)) return false;
  }
  return true;
}

bool take_limits(const Take& take) {
  Texts patterns = {pattern_of_paths(255, 255),
                    pattern_of_paths(256, 256),
                    pattern_of_paths(257, 257),
                    pattern_of_paths(300, 256),
                    pattern_of_paths(300, 257),
                    "{" + or_of(999) + "}",
                    "{" + or_of(1000) + "}",
                    "{" + or_of(1001) + "}",
                    "{" + or_of(10) + "," + or_of(10) + "," + or_of(10) + "}",
                    "{" + or_of(7) + "," + or_of(11) + "," + or_of(13) + "}",
                    "{\"$or\":[{" + or_of(500) + "},{" + or_of(500) + "}]}",
                    "{\"$or\":[{" + or_of(500) + "},{" + or_of(501) + "}]}"};
  for (size_t size = 998; size <= 1002; ++size) {
    patterns.push_back(nested("{\"k\":", size, "[1]", "}"));
    patterns.push_back("{\"k\":[" + repeat("1", size) + "]}");
    patterns.push_back("{\"k\":[0." + repeat("1", size - 2) + "]}");
    patterns.push_back("{\"k\":[-1e" + repeat("1", size - 3) + "]}");
  }
  // Characters of the text, as UTF-16 counts them.
  for (size_t size = 4094; size <= 4098; ++size) {
    for (const char* letter : {"a", "é", "日"}) {
      patterns.push_back("{\"k\":[\"" + repeat(letter, size - 10) + "\"]}");
    }
    patterns.push_back("{\"k\":[\"" + repeat("😀", (size - 10) / 2) + repeat("a", size % 2) +
                       "\"]}");
  }
  for (const Texts& letters : {Texts{"a", "*"}, Texts{"é", "è", "*"}}) {
    for (const std::string& wildcard : texts_of(letters, letters.size() == 2 ? 13 : 8)) {
      patterns.push_back("{\"k\":[" + operation("wildcard", write_json_string(wildcard)) + "]}");
    }
  }
  if (!take_patterns(patterns, take)) return false;

  Steps events = {add("1")};
  for (size_t size = 998; size <= 1002; ++size) {
    for (const std::string& value :
         {nested("[", size, "1", "]"), nested("{\"k\":", size, "1", "}"),
          nested("[{\"k\":", size / 2, "1", "}]"), nested("[", size, "", "]"), repeat("1", size),
          "1." + repeat("0", size - 2), "1e" + repeat("0", size - 2),
          "-" + repeat("1", size - 1)}) {
      events.push_back(match(value));
      events.push_back(match("[1,{\"unused\":" + value + "}]"));
    }
  }
  return take(events, Limits::kLanguage);
}

}  // namespace

void for_each_small_case(const Take& take) {
  const Texts wild = {"a", "b", "*", "\\"};
  const Texts sharp = {"s", "S", "ß", "ſ"};
  const Texts dotted = {"i", "I", "İ", "\u0307"};
  const Texts titled = {"ǆ", "ǅ", "Ǆ", "k", "\u212A"};
  const Texts plain = {"prefix",
                       "suffix",
                       "exactly",
                       "wildcard",
                       "anything-but",
                       "anything-but prefix",
                       "anything-but suffix",
                       "anything-but wildcard"};
  const Texts folded = {"equals-ignore-case", "prefix equals-ignore-case",
                        "suffix equals-ignore-case", "anything-but equals-ignore-case"};
  take_strings(plain, wild, 4, take) && take_strings(folded, sharp, 3, take) &&
      take_strings(folded, dotted, 3, take) && take_strings(folded, titled, 2, take) &&
      take_numbers(take) && take_addresses(take) && take_limits(take);
}

}  // namespace reference
