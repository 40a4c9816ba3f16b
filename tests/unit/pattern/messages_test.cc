#include "pattern/messages.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "pattern/parser.h"

// Every row of pattern/messages.def, reached through the parser. The reasons and places with words
// of AWS were compared with what event-ruler and Jackson answer; see also tests/conformance.
namespace tidegate {
namespace {

struct Row {
  ProblemKind kind;
  std::string text;
  std::string reason;
  uint32_t line;  // 0: AWS prints no place.
  uint32_t column;
  std::string pointer;
  std::string fault;  // The span's bytes.
  Profile profile = Profile::kEventBridge;
};

struct Message {
  ProblemKind kind;
  ErrorCode code;
  std::string hint;
};
const Message kMessages[] = {
#define TIDEGATE_PROBLEM(kind, code, reason, hint) {ProblemKind::kind, ErrorCode::code, hint},
#include "pattern/messages.def"
#undef TIDEGATE_PROBLEM
};

std::string repeat(const std::string& part, int count) {
  std::string whole;
  for (int i = 0; i < count; ++i) whole += part;
  return whole;
}

std::string or_of(int branches) {
  return "\"$or\":[" + repeat("{\"a\":[1]},", branches - 1) + "{\"a\":[1]}]";
}

// clang-format off
const Row kRows[] = {
    {ProblemKind::kNotAnObject, "[1]", "Filter is not an object", 1, 2, "", "["},
    {ProblemKind::kNotAnObject, R"("x")", "Filter is not an object", 1, 2, "", R"("x")"},
    {ProblemKind::kNotAnObject, "", "Filter is not an object", 1, 1, "", ""},
    {ProblemKind::kEmptyObject, "{}", "Empty objects are not allowed", 1, 3, "", "{}"},
    {ProblemKind::kEmptyObject, R"({"a":{"b":{}}})", "Empty objects are not allowed", 1, 13, "/a/b", "{}"},
    {ProblemKind::kEmptyArray, R"({"resources": []})", "Empty arrays are not allowed", 1, 17, "/resources", "[]"},
    {ProblemKind::kEmptyArray, R"({"a":[{"anything-but":{"prefix":[]}}]})", "Empty arrays are not allowed", 1, 35, "/a/0/anything-but/prefix", "[]"},
    {ProblemKind::kScalarField, R"({"int": 42})", R"("int" must be an object or an array)", 1, 11, "/int", "42"},
    {ProblemKind::kScalarField, R"({"string": "my-value"})", R"("string" must be an object or an array)", 1, 13, "/string", R"("my-value")"},
    {ProblemKind::kOperatorAsField, R"({"a":{"prefix":"x"}})", R"("prefix" must be an object or an array)", 1, 17, "/a/prefix", R"("x")"},
    {ProblemKind::kNoAlternative, R"({"a":[1,[2]]})", "Match value must be String, number, true, false, or null", 1, 10, "/a/1", "["},
    {ProblemKind::kOrNotArray, R"({"$or":{"a":[1]}})", "It must be an Array followed with $or.", 1, 9, "/$or", "{"},
    {ProblemKind::kOrNotObject, R"({"$or":[{"a":[1]},2]})", "Only JSON object is allowed in array of $or relationship.", 1, 20, "/$or/1", "2"},
    {ProblemKind::kOrTooFew, R"({"$or":[{"a":[1]}]})", "There must have at least 2 Objects in $or relationship.", 1, 19, "/$or", R"([{"a":[1]}])"},
    {ProblemKind::kOrReservedName, R"({"$or":[{"a":[1]},{"b":{"prefix":["x"]}}]})", "prefix is Ruler reserved fieldName which cannot be used inside $or.", 1, 35, "/$or/1/b/prefix", R"("prefix")"},
    {ProblemKind::kNoOperator, R"({"a":[{}]})", "Match expression name not found", 1, 9, "/a/0", "{}"},
    {ProblemKind::kUnknownOperator, R"({"a":[{"Prefx":"x"}]})", "Unrecognized match type Prefx", 1, 17, "/a/0/Prefx", R"("Prefx")"},
    {ProblemKind::kExtraKey, R"({"a":[{"prefix":"x","suffix":"y"}]})", "Only one key allowed in match expression", 1, 31, "/a/0/suffix", R"("suffix")"},
    {ProblemKind::kExactlyOperand, R"({"a":[{"exactly":1}]})", "exact match pattern must be a string", 1, 19, "/a/0/exactly", "1"},
    {ProblemKind::kPrefixOperand, R"({"a":[{"prefix":["x"]}]})", "prefix match pattern must be a string", 1, 18, "/a/0/prefix", "["},
    {ProblemKind::kPrefixOperand, R"({"a":[{"cidr":1}]})", "prefix match pattern must be a string", 1, 16, "/a/0/cidr", "1"},
    {ProblemKind::kNoPrefixOperator, R"({"a":[{"prefix":{}}]})", "Prefix expression name not found", 1, 19, "/a/0/prefix", "{}"},
    {ProblemKind::kUnknownPrefixOperator, R"({"a":[{"prefix":{"wildcard":"x"}}]})", "Unsupported prefix pattern: wildcard", 1, 30, "/a/0/prefix/wildcard", R"("wildcard")"},
    {ProblemKind::kSuffixOperand, R"({"a":[{"suffix":1}]})", "suffix match pattern must be a string", 1, 18, "/a/0/suffix", "1"},
    {ProblemKind::kNoSuffixOperator, R"({"a":[{"suffix":{}}]})", "Suffix expression name not found", 1, 19, "/a/0/suffix", "{}"},
    {ProblemKind::kUnknownSuffixOperator, R"({"a":[{"suffix":{"equalsIgnoreCase":"x"}}]})", "Unsupported suffix pattern: equalsIgnoreCase", 1, 38, "/a/0/suffix/equalsIgnoreCase", R"("equalsIgnoreCase")"},
    {ProblemKind::kIgnoreCaseOperand, R"({"a":[{"equals-ignore-case":["x"]}]})", "equals-ignore-case match pattern must be a string", 1, 30, "/a/0/equals-ignore-case", "["},
    {ProblemKind::kIgnoreCaseOperand, R"({"a":[{"prefix":{"equals-ignore-case":1}}]})", "equals-ignore-case match pattern must be a string", 1, 40, "/a/0/prefix/equals-ignore-case", "1"},
    {ProblemKind::kWildcardOperand, R"({"a":[{"wildcard":1}]})", "wildcard match pattern must be a string", 1, 20, "/a/0/wildcard", "1"},
    {ProblemKind::kConsecutiveWildcards, R"({"a":[{"wildcard":"é**b"}]})", "Consecutive wildcard characters at pos 3", 1, 25, "/a/0/wildcard", R"("é**b")"},
    {ProblemKind::kConsecutiveWildcards, R"({"a":[{"anything-but":{"wildcard":["a","b**"]}}]})", "Consecutive wildcard characters at pos 2", 1, 46, "/a/0/anything-but/wildcard/1", R"("b**")"},
    {ProblemKind::kWildcardEscape, R"({"a":[{"wildcard":"a\\b"}]})", "Invalid escape character at pos 2", 1, 25, "/a/0/wildcard", R"("a\\b")"},
    {ProblemKind::kExistsOperand, R"({"a":[{"exists":"true"}]})", "exists match pattern must be either true or false.", 1, 18, "/a/0/exists", R"("true")"},
    {ProblemKind::kNoAnythingButOperator, R"({"a":[{"anything-but":{}}]})", "Anything-But expression name not found", 1, 25, "/a/0/anything-but", "{}"},
    {ProblemKind::kUnknownAnythingButOperator, R"({"a":[{"anything-but":{"numeric":["=",5]}}]})", "Unsupported anything-but pattern: numeric", 1, 35, "/a/0/anything-but/numeric", R"("numeric")"},
    {ProblemKind::kAnythingButOperand, R"({"a":[{"anything-but":null}]})", "Value of anything-but must be an array or single string/number value.", 1, 27, "/a/0/anything-but", "null"},
    {ProblemKind::kAnythingButOperand, R"({"a":[{"anything-but":{"prefix":{"equals-ignore-case":"x"}}}]})", "Value of anything-but must be an array or single string/number value.", 1, 34, "/a/0/anything-but/prefix", "{"},
    {ProblemKind::kAnythingButListValue, R"({"a":[{"anything-but":["x",null]}]})", "Inside anything but list, start|null|boolean is not supported.", 1, 32, "/a/0/anything-but/1", "null"},
    {ProblemKind::kAnythingButMixed, R"({"a":[{"anything-but":["x",1]}]})", "Inside anything but list, either all values are number or string, mixed type is not supported", 1, 30, "/a/0/anything-but", R"(["x",1])"},
    {ProblemKind::kAnythingButMixed, R"({"a":[{"anything-but":[]}]})", "Inside anything but list, either all values are number or string, mixed type is not supported", 1, 25, "/a/0/anything-but", "[]"},
    {ProblemKind::kAnythingButIgnoreCaseValue, R"({"a":[{"anything-but":{"equals-ignore-case":1}}]})", "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.", 1, 46, "/a/0/anything-but/equals-ignore-case", "1"},
    {ProblemKind::kAnythingButPrefixValue, R"({"a":[{"anything-but":{"prefix":["x",1]}}]})", "prefix/suffix match pattern must be a string", 1, 39, "/a/0/anything-but/prefix/1", "1"},
    {ProblemKind::kAnythingButEmptyText, R"({"a":[{"anything-but":{"suffix":["x",""]}}]})", "Null prefix/suffix not allowed", 1, 40, "/a/0/anything-but/suffix/1", R"("")"},
    {ProblemKind::kNumericOperand, R"({"a":[{"numeric":5}]})", "Value of numeric must be an array.", 1, 19, "/a/0/numeric", "5"},
    {ProblemKind::kNumericFirst, R"({"a":[{"numeric":[]}]})", "Invalid member in numeric match: ]", 1, 20, "/a/0/numeric", "]"},
    {ProblemKind::kNumericComparison, R"({"a":[{"numeric":["!=",5]}]})", "Unrecognized numeric range operator: !=", 1, 25, "/a/0/numeric/0", R"("!=")"},
    {ProblemKind::kNumericNumber, R"({"a":[{"numeric":["=","5"]}]})", "Value of equals must be numeric", 1, 24, "/a/0/numeric/1", R"("5")"},
    {ProblemKind::kNumericNumber, R"({"a":[{"numeric":[">",0,"<"]}]})", "Value of < must be numeric", 1, 29, "/a/0/numeric", "]"},
    {ProblemKind::kNumericTooMany, R"({"a":[{"numeric":["=",5,6]}]})", "Too many elements in numeric expression", 1, 26, "/a/0/numeric/2", "6"},
    {ProblemKind::kNumericTooMany, R"({"a":[{"anything-but":"x","b":1}]})", "Too many elements in numeric expression", 1, 32, "/a/0/b", R"("b")"},
    {ProblemKind::kRangeComparison, R"({"a":[{"numeric":[">",5,6]}]})", "Bad value in numeric range: 6", 1, 26, "/a/0/numeric/2", "6"},
    {ProblemKind::kRangeOrder, R"({"a":[{"numeric":[">",5,">",6]}]})", "Bad numeric range operator: >", 1, 28, "/a/0/numeric/2", R"(">")"},
    {ProblemKind::kRangeTooMany, R"({"a":[{"numeric":[">",5,"<",6,7]}]})", "Too many terms in numeric range expression", 1, 32, "/a/0/numeric/4", "7"},
    {ProblemKind::kRangeEmpty, R"({"a":[{"numeric":[">=",5,"<=",5]}]})", "Bottom must be less than top", 1, 33, "/a/0/numeric", R"([">=",5,"<=",5])"},
    {ProblemKind::kNotComparable, R"({"a":[{"numeric":[">",0.10000000000000001]}]})", "Cannot compare number : 0.10000000000000001", 1, 43, "/a/0/numeric/1", "0.10000000000000001"},
    {ProblemKind::kNotComparable, R"({"a":[{"anything-but":9007199254740993}]})", "Cannot compare number : 9007199254740993", 0, 0, "/a/0/anything-but", "9007199254740993"},
    {ProblemKind::kNotComparable, R"({"a":[{"anything-but":[1e400]}]})", "Cannot compare number : 1e400", 1, 29, "/a/0/anything-but/0", "1e400"},
    {ProblemKind::kCidrSlash, R"({"a":[{"cidr":"10.0.0.0"}]})", "Malformed CIDR, one '/' required", 0, 0, "/a/0/cidr", R"("10.0.0.0")"},
    {ProblemKind::kCidrMask, R"({"a":[{"cidr":"10.0.0.0/x"}]})", "Malformed CIDR, mask bits must be an integer", 0, 0, "/a/0/cidr", R"("10.0.0.0/x")"},
    {ProblemKind::kCidrNegative, R"({"a":[{"cidr":"10.0.0.0/-1"}]})", "Malformed CIDR, mask bits must not be negative", 0, 0, "/a/0/cidr", R"("10.0.0.0/-1")"},
    {ProblemKind::kCidrNoAddress, R"({"a":[{"cidr":"host/8"}]})", "Nonstandard IP address: host", 0, 0, "/a/0/cidr", R"("host/8")"},
    {ProblemKind::kCidrBadAddress, R"({"a":[{"cidr":"300.0.0.0/8"}]})", "Invalid IP address: 300.0.0.0", 0, 0, "/a/0/cidr", R"("300.0.0.0/8")"},
    {ProblemKind::kCidrMask4, R"({"a":[{"cidr":"10.0.0.0/32"}]})", "IPv4 mask bits must be < 32", 0, 0, "/a/0/cidr", R"("10.0.0.0/32")"},
    {ProblemKind::kCidrMask6, R"({"a":[{"cidr":"2001:db8::/128"}]})", "IPv6 mask bits must be < 128", 0, 0, "/a/0/cidr", R"("2001:db8::/128")"},
    {ProblemKind::kWildcardTooComplex, R"({"a":[{"wildcard":"*:*:*:*:*:event-bus/*"}]})", "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character", 0, 0, "/a/0/wildcard", R"("*:*:*:*:*:event-bus/*")"},
    {ProblemKind::kValueExpected, R"({"a":[,]})", "Unexpected character (',' (code 44)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", 1, 7, "/a/0", ","},
    {ProblemKind::kValueExpected, R"({"a":[-.5]})", "Unexpected character ('.' (code 46)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", 1, 8, "/a/0", "."},
    {ProblemKind::kValueExpected, R"({"a":[😀]})", "Unexpected character ('😀' (code 55357 / 0xd83d)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", 1, 7, "/a/0", "😀"},
    {ProblemKind::kBraceForValue, R"({"a":[1,})", "Unexpected character ('}' (code 125)): expected a value", 1, 9, "/a/1", "}"},
    {ProblemKind::kNameExpected, "{'a':[1]}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 1, 2, "", "'"},
    {ProblemKind::kColonExpected, R"({"a" [1]})", "Unexpected character ('[' (code 91)): was expecting a colon to separate field name and value", 1, 6, "/a", "["},
    {ProblemKind::kCommaExpectedInArray, R"({"a":[1 2]})", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 1, 9, "/a/1", "2"},
    {ProblemKind::kCommaExpectedInArray, R"({"a":[{"anything-but":[1, 2 3]}]})", "Unexpected character ('3' (code 51)): was expecting comma to separate Array entries", 1, 30, "/a/0/anything-but/2", "3"},
    {ProblemKind::kCommaExpectedInObject, R"({"a":[1] "b":[1]})", R"(Unexpected character ('"' (code 34)): was expecting comma to separate Object entries)", 1, 10, "/a", R"(")"},
    {ProblemKind::kComment, R"({"a":/*x*/[1]})", "Unexpected character ('/' (code 47)): maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)", 1, 6, "/a", "/"},
    {ProblemKind::kControlCharacter, "{\"a\":[\x01""1]}", R"(Illegal character ((CTRL-CHAR, code 1)): only regular white space (\r, \n, \t) is allowed between tokens)", 1, 8, "/a", "\x01"},
    {ProblemKind::kUnknownToken, "{\"a\":[\"é\",\n this]}", "Unrecognized token 'this': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", 2, 6, "/a/1", "this"},
    {ProblemKind::kNoFiniteNumber, R"({"a":[NaN]})", "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow", 1, 10, "/a/0", "NaN"},
    {ProblemKind::kNoFiniteNumber, R"({"a":[-Infinity]})", "Non-standard token '-Infinity': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow", 1, 16, "/a/0", "-Infinity"},
    {ProblemKind::kWrongBrace, R"({"a":[1})", R"~(Unexpected close marker '}': expected ']' (for Array starting at [Source: (String)"{"a":[1}"; line: 1, column: 6]))~", 1, 8, "/a/0", "}"},
    {ProblemKind::kWrongBracket, R"({"a":{"b":[1]])", R"~(Unexpected close marker ']': expected '}' (for Object starting at [Source: (String)"{"a":{"b":[1]]"; line: 1, column: 6]))~", 1, 14, "/a/b", "]"},
    {ProblemKind::kExtraBrace, "}", "Unexpected close marker '}': no open Object to close", 1, 1, "", "}"},
    {ProblemKind::kExtraBracket, "]", "Unexpected close marker ']': no open Array to close", 1, 1, "", "]"},
    {ProblemKind::kEndInArray, R"({"a":[1)", R"~(Unexpected end-of-input: expected close marker for Array (start marker at [Source: (String)"{"a":[1"; line: 1, column: 6]))~", 1, 8, "/a", "["},
    {ProblemKind::kEndInObject, R"({"a":[1])", R"~(Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)"{"a":[1]"; line: 1, column: 1]))~", 1, 9, "", "{"},
    {ProblemKind::kEndBetweenValues, R"({"a":[1,)", "Unexpected end-of-input within/between Array entries", 1, 9, "/a", "["},
    {ProblemKind::kEndBetweenMembers, R"({"a":[1],)", "Unexpected end-of-input within/between Object entries", 1, 10, "", "{"},
    {ProblemKind::kEndBetweenMembers, R"({"a")", "Unexpected end-of-input within/between Object entries", 1, 5, "", "{"},
    {ProblemKind::kEndInString, R"({"a":["x)", "Unexpected end-of-input: was expecting closing quote for a string value", 1, 9, "/a/0", R"("x)"},
    {ProblemKind::kEndInName, R"({"a)", "Unexpected end-of-input in field name", 1, 4, "", R"("a)"},
    {ProblemKind::kEndInEscape, R"({"a":["x\u12)", "Unexpected end-of-input in character escape sequence", 1, 13, "/a/0", R"("x\u12)"},
    {ProblemKind::kControlInString, "{\"a\":[\"x\x01""\"]}", "Illegal unquoted character ((CTRL-CHAR, code 1)): has to be escaped using backslash to be included in string value", 1, 9, "/a/0", "\x01"},
    {ProblemKind::kControlInName, "{\"a\x01""\":[1]}", "Illegal unquoted character ((CTRL-CHAR, code 1)): has to be escaped using backslash to be included in name", 1, 4, "", "\x01"},
    {ProblemKind::kUnknownEscape, R"({"a":["\x"]})", "Unrecognized character escape 'x' (code 120)", 1, 9, "/a/0", "x"},
    {ProblemKind::kHexDigitExpected, R"({"a":["\u12g4"]})", "Unexpected character ('g' (code 103)): expected a hex-digit for character escape sequence", 1, 12, "/a/0", "g"},
    {ProblemKind::kLeadingZero, R"({"a":[01]})", "Invalid numeric value: Leading zeroes not allowed", 1, 8, "/a/0", "01"},
    {ProblemKind::kPlusSign, R"({"a":[+1]})", "Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow", 1, 8, "/a/0", "+"},
    {ProblemKind::kDigitAfterMinus, R"({"a":[-x]})", "Unexpected character ('x' (code 120)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value", 1, 8, "/a/0", "x"},
    {ProblemKind::kDigitAfterPoint, R"({"a":[1.]})", "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit", 1, 8, "/a/0", "]"},
    {ProblemKind::kDigitAfterPoint, R"({"a":[0.]})", "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit", 1, 9, "/a/0", "]"},
    {ProblemKind::kDigitAfterPoint, R"({"a":[1.)", "Unexpected character ('.' (code 46)) in numeric value: Decimal point not followed by a digit", 1, 8, "/a/0", "."},
    {ProblemKind::kDigitAfterExponent, R"({"a":[1.5e]})", "Unexpected character (']' (code 93)) in numeric value: Exponent indicator not followed by a digit", 1, 8, "/a/0", "]"},
    {ProblemKind::kDigitAfterExponent, R"({"a":[0.5e]})", "Unexpected character (']' (code 93)) in numeric value: Exponent indicator not followed by a digit", 1, 11, "/a/0", "]"},
    {ProblemKind::kEndAfterMinus, R"({"a":[-)", "Unexpected end-of-inputNo digit following sign", 1, 8, "/a/0", "-"},
    {ProblemKind::kEndAfterPlus, R"({"a":[+)", "Unexpected end-of-input in a Number value", 1, 8, "/a/0", "+"},
    {ProblemKind::kEndAfterExponent, R"({"a":[1e+)", "Unexpected end-of-inputexpected a digit for number exponent", 1, 10, "/a/0", "1e+"},
    {ProblemKind::kTextAfterPattern, R"({"a":[1]} x)", "There is text after the pattern.", 1, 11, "", "x"},
};

std::vector<Row> built_rows() {
  const std::string word(300, 'x');
  const std::string deep = repeat(R"({"$or":[)", 500);
  const std::string long_key = "\"" + std::string(20'000, 'k') + "\"";
  std::string fields = R"({"a":[1])";
  for (int i = 0; i < 256; ++i) fields += ",\"f" + std::to_string(i) + "\":[1]";
  std::string long_paths = "{" + long_key + ":{\"a\":[1]";
  for (int i = 0; i < 900; ++i) long_paths += ",\"f" + std::to_string(i) + "\":[1]";
  return {
      {ProblemKind::kLongToken, "{\"a\":[" + word + "]}", "Unrecognized token '" + word.substr(0, 256) + "...': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", 1, 263, "/a/0", word.substr(0, 256)},
      {ProblemKind::kTooDeepNesting, deep + "{", "Document nesting depth (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNestingDepth()`)", 0, 0, repeat("/$or/0", 500), "{"},
      {ProblemKind::kNumberDigits, "{\"a\":[-1" + std::string(1000, '0') + "]}", "Number value length (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNumberLength()`)", 0, 0, "/a/0", "-1" + std::string(1000, '0')},
      {ProblemKind::kNotUtf8, "{\"a\":[\"\xC3(\"]}", "The pattern is not UTF-8.", 1, 8, "/a/0", "\xC3"},
      {ProblemKind::kPatternTooLarge, "{\"a\":[\"" + std::string(4087, 'x') + "\"]}", "The pattern is longer than the 4,096 characters that are allowed.", 0, 0, "", ""},
      {ProblemKind::kPatternTooLarge, "{\"a\":[\"" + repeat("é", 2100) + "\"]}", "The pattern is longer than the 4,096 bytes that are allowed.", 0, 0, "", "", Profile::kCustomBus},
      {ProblemKind::kPipesOperator, R"({"a":[{"anything-but":{"prefix":"x"}}]})", "EventBridge Pipes does not support prefix inside anything-but.", 0, 0, "/a/0", R"({"anything-but":{"prefix":"x"}})", Profile::kPipes},
      {ProblemKind::kCustomBusWildcard, R"({"a":[1,{"wildcard":"x*"}]})", "Filter pattern must not contain wildcard matchers (wildcard, anything-but wildcard)", 0, 0, "/a/1", R"({"wildcard":"x*"})", Profile::kCustomBus},
      {ProblemKind::kSnsNested, R"({"a":[1],"b":{"c":["x"]}})", "Filter policy scope MessageAttributes does not support nested filter policy", 0, 0, "/b", R"("b")", Profile::kSnsAttributes},
      {ProblemKind::kSnsAnythingBut, R"({"a":[{"anything-but":{"suffix":"x"}}]})", "Unsupported anything-but pattern: suffix", 1, 34, "/a/0/anything-but/suffix", R"("suffix")", Profile::kSnsBody},
      {ProblemKind::kPrefixOperand, R"({"a":[{"anything-but":{"prefix":["x"]}}]})", "prefix match pattern must be a string", 1, 34, "/a/0/anything-but/prefix", "[", Profile::kSnsBody},
      {ProblemKind::kSnsTooManyKeys, R"({"a":[1],"b":[1],"c":[1],"$or":[{"d":[1]},{"e":[1]}],"f":[1],"g":[1]})", "Filter policy can not have more than 5 keys", 0, 0, "/g", R"("g")", Profile::kSnsBody},
      {ProblemKind::kSnsTooComplex, "{\"a\":[" + repeat("1,", 150) + "1]}", "Filter policy is too complex", 0, 0, "", "{\"a\":[" + repeat("1,", 150) + "1]}", Profile::kSnsAttributes},
      {ProblemKind::kSnsStars, R"({"a":[1,{"wildcard":"a*b*c*d*"}]})", "A wildcard of a filter policy has at most 3 stars.", 0, 0, "/a/1/wildcard", R"("a*b*c*d*")", Profile::kSnsBody},
      {ProblemKind::kSnsWildcardPoints, "{\"a\":[" + repeat(R"({"wildcard":"a*b*"},)", 6) + "1]}", "The wildcards of the filter policy have more than 100 points.", 0, 0, "", "{\"a\":[" + repeat(R"({"wildcard":"a*b*"},)", 6) + "1]}", Profile::kSnsBody},
      {ProblemKind::kMetadataValue, R"({"a":["x",1]})", "A filter of the scope METADATA takes strings only, without operators.", 0, 0, "/a/1", "1", Profile::kCustomBusMetadata},
      {ProblemKind::kMetadataOr, R"({"$or":[{"a":["x"]},{"b":["x"]}]})", "A filter of the scope METADATA does not take $or.", 0, 0, "/$or", R"("$or")", Profile::kCustomBusMetadata},
      {ProblemKind::kSystemMetadataKey, R"({"$or":[{"ContentType":["x"]},{"aws:Sorce":["x"]}]})", R"(The scope SYSTEM_METADATA has no key "aws:Sorce".)", 0, 0, "/$or/1/aws:Sorce", R"("aws:Sorce")", Profile::kCustomBusSystemMetadata},
      {ProblemKind::kSystemMetadataNested, R"({"ContentType":{"ContentType":["x"]}})", "The keys of the scope SYSTEM_METADATA have no fields within them.", 0, 0, "/ContentType", R"("ContentType")", Profile::kCustomBusSystemMetadata},
      {ProblemKind::kTooManySubRules, "{" + or_of(10) + "," + or_of(101) + "}", "The branches of $or multiply out to more than 1,000 combinations.", 0, 0, "", "{" + or_of(10) + "," + or_of(101) + "}"},
      {ProblemKind::kTooManyPaths, fields + "}", "Size of rule exceeds max value of 256", 0, 0, "", fields + "}"},
      {ProblemKind::kPathsTooLong, long_paths + "}}", "The names of the fields, each with those above it, take too much memory.", 0, 0, "", long_paths + "}}", Profile::kRuler},
  };
}
// clang-format on

std::vector<Row> all_rows() {
  std::vector<Row> rows(std::begin(kRows), std::end(kRows));
  for (Row& row : built_rows()) rows.push_back(std::move(row));
  return rows;
}

// What of a hint does not depend on the pattern: what stands before the mend.
std::string fixed_part(const std::string& hint) { return hint.substr(0, hint.find("%s")); }

std::string string_of(const Text& text) { return std::string(text.view()); }

}  // namespace

TEST_CASE("every problem has AWS's words and place, a pointer, a span and a hint") {
  for (const Row& row : all_rows()) {
    CAPTURE(row.text);
    Pattern pattern;
    Diagnostic problem;
    REQUIRE_FALSE(parse_pattern(row.text, row.profile, pattern, problem));
    const Message& message = kMessages[static_cast<size_t>(row.kind) - 1];
    REQUIRE(message.kind == row.kind);
    CHECK(string_of(problem.reason) == row.reason);
    CHECK(problem.code == message.code);
    CHECK(problem.line == row.line);
    CHECK(problem.column == row.column);
    CHECK(string_of(problem.pointer) == row.pointer);
    REQUIRE(problem.span.begin <= problem.span.end);
    REQUIRE(problem.span.end <= row.text.size());
    CHECK(row.text.substr(problem.span.begin, problem.span.end - problem.span.begin) == row.fault);
    CHECK_FALSE(problem.hint.empty());
    CHECK(string_of(problem.hint).rfind(fixed_part(message.hint), 0) == 0);
    CHECK(pattern.root() == nullptr);
    CHECK(pattern.sub_rules().empty());
  }
}

TEST_CASE("no problem is without a row") {
  std::set<ProblemKind> shown = {ProblemKind::kNoMemory};  // See parser_test.cc.
  for (const Row& row : all_rows()) shown.insert(row.kind);
  for (const Message& message : kMessages) {
    CAPTURE(message.hint);
    CHECK(shown.count(message.kind) == 1);
    CHECK_FALSE(message.hint.empty());
  }
}

TEST_CASE("a hint repeats what helps") {
  const auto hint_for = [](std::string_view text, Profile profile = Profile::kEventBridge) {
    Pattern pattern;
    Diagnostic problem;
    REQUIRE_FALSE(parse_pattern(text, profile, pattern, problem));
    return string_of(problem.hint);
  };
  CHECK(hint_for(R"({"a":"x"})").find(R"(Write ["x"]:)") == 0);
  CHECK(hint_for("{\"a\":\"" + std::string(100, 'x') + "\"}").find("Write [...]:") == 0);
  CHECK(hint_for(R"({"a":{"prefix":"x"}})").find(R"([{"prefix": ...}])") != std::string::npos);
  CHECK(hint_for(R"({"a":[{"EXISTS":true}]})").find(R"(Did you mean "exists"?)") !=
        std::string::npos);
  CHECK(hint_for(R"({"a":[{"foo":true}]})").find("Did you mean") == std::string::npos);
  CHECK(hint_for(R"({"a":[{"anything-but":{"sufix":"x"}}]})").find(R"(Did you mean "suffix"?)") !=
        std::string::npos);

  // Only what the service has is suggested.
  for (const std::string_view name : {"sufix", "suffix", "equals-ignore-case"}) {
    const std::string text = "{\"a\":[{\"anything-but\":{\"" + std::string(name) + "\":\"x\"}}]}";
    CHECK(hint_for(text, Profile::kSnsBody).find("Did you mean") == std::string::npos);
  }
  CHECK(hint_for(R"({"a":[{"anything-but":{"prefx":"x"}}]})", Profile::kSnsBody)
            .find(R"(Did you mean "prefix"?)") != std::string::npos);
  CHECK(hint_for(R"({"aws:Sorce":["x"]})", Profile::kCustomBusSystemMetadata)
            .find(R"(Did you mean "aws:Source"?)") != std::string::npos);
}

TEST_CASE("the whole message is that of AWS") {
  const auto message_for = [](std::string_view text, Profile profile = Profile::kEventBridge) {
    Text message;
    REQUIRE(aws_message(text, profile, message));
    return string_of(message);
  };
  const std::string start = "Event pattern is not valid. Reason: ";

  SECTION("with the place behind the reason") {
    CHECK(message_for(R"({"resources": []})") ==
          start +
              "Empty arrays are not allowed\n at [Source: (String)\"{\"resources\": []}\"; line: "
              "1, column: 17]");
  }
  SECTION("twice for what is wrong inside a list of anything-but") {
    const std::string place =
        "\n at [Source: (String)\"{\"a\":[{\"anything-but\":[\"x\",null]}]}\"; line: 1, column: "
        "32]";
    CHECK(message_for(R"({"a":[{"anything-but":["x",null]}]})") ==
          start + "Inside anything but list, start|null|boolean is not supported." + place + place);
  }
  SECTION("at two places where the reader itself complains in such a list") {
    const std::string source =
        "\n at [Source: (String)\"{\"a\":[{\"anything-but\":[1 2]}]}\"; line: 1, column: ";
    CHECK(
        message_for(R"({"a":[{"anything-but":[1 2]}]})") ==
        start +
            "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries" +
            source + "26]" + source + "27]");
  }
  SECTION("once for a number in such a list") {
    CHECK(message_for(R"({"a":[{"anything-but":[1e400]}]})") ==
          start +
              "Cannot compare number : 1e400\n at [Source: "
              "(String)\"{\"a\":[{\"anything-but\":[1e400]}]}\"; line: 1, "
              "column: 29]");
  }
  SECTION("without a place") {
    CHECK(message_for(R"({"a":[{"cidr":"bad"}]})") == start + "Malformed CIDR, one '/' required");
  }
  SECTION("with the source cut after 500 characters, and control characters escaped") {
    const std::string text = "{\"a\":\t\r\n\"" + std::string(500, 'x') + "😀\"}";
    CHECK(message_for(text) ==
          start +
              "\"a\" must be an object or an array\n at [Source: (String)\"{\"a\":\\u0009\r\n\"" +
              std::string(491, 'x') + "\"[truncated 13 chars]; line: 2, column: 2]");
  }
  SECTION("with the line where it is wrong") {
    CHECK(message_for("{\"a\":\r\n[\r\n]\n}").find("; line: 3, column: 2]") != std::string::npos);
  }
  SECTION("the library prints the reason alone") {
    CHECK(message_for("{}", Profile::kRuler) ==
          "Empty objects are not allowed\n at [Source: (String)\"{}\"; line: 1, column: 3]");
  }
  SECTION("SNS words each of its calls in its own way") {
    const auto of_sns = [](std::string_view text, SnsCall call) {
      Text message;
      REQUIRE(aws_message(text, Profile::kSnsAttributes, message, call));
      return string_of(message);
    };
    const std::string reason =
        "Empty arrays are not allowed\n at [Source: (String)\"{\"a\":[]}\"; line: 1, column: 8]";
    CHECK(of_sns(R"({"a":[]})", SnsCall::kSubscribe) ==
          "Invalid parameter: Attributes Reason: FilterPolicy: " + reason);
    CHECK(of_sns(R"({"a":[]})", SnsCall::kSetSubscriptionAttributes) ==
          "Invalid parameter: FilterPolicy: " + reason);
    const std::string nested =
        "Filter policy scope MessageAttributes does not support nested filter policy";
    CHECK(of_sns(R"({"a":{"b":[1]}})", SnsCall::kSubscribe) ==
          "Invalid parameter: Attributes Reason: " + nested);
    CHECK(of_sns(R"({"a":{"b":[1]}})", SnsCall::kSetSubscriptionAttributes) ==
          "Invalid parameter: " + nested);
  }
  SECTION("with as much of the text as is UTF-8") {
    CHECK(message_for("{\"a\":[\xE6") ==
          start +
              "The pattern is not UTF-8.\n at [Source: (String)\"{\"a\":[\"; line: 1, column: 7]");
  }
  SECTION("and nothing for a pattern that is fine") { CHECK(message_for(R"({"a":[1]})").empty()); }
}

TEST_CASE("characters are described as Jackson describes them") {
  const auto reason_for = [](std::string_view text) {
    Pattern pattern;
    Diagnostic problem;
    REQUIRE_FALSE(parse_pattern(text, Profile::kEventBridge, pattern, problem));
    const std::string reason = string_of(problem.reason);
    return reason.substr(0, reason.find(": expected"));
  };
  CHECK(reason_for("{\"a\":[#]}") == "Unexpected character ('#' (code 35))");
  CHECK(reason_for("{\"a\":[\x7F]}") == "Unexpected character ((CTRL-CHAR, code 127))");
  CHECK(reason_for("{\"a\":[\u00A7]}") == "Unexpected character ('\u00A7' (code 167))");
  CHECK(reason_for("{\"a\":[\u2026]}") == "Unexpected character ('\u2026' (code 8230 / 0x2026))");
  CHECK(reason_for("\uFEFF{}") == "Unexpected character ('\uFEFF' (code 65279 / 0xfeff))");
  CHECK(reason_for("{\"a\":[😀]}") == "Unexpected character ('😀' (code 55357 / 0xd83d))");
}

}  // namespace tidegate
