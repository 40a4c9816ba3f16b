#include "pattern/parser.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "base/memory.h"

namespace tidegate {
namespace {

Pattern parse(std::string_view text, Profile profile = Profile::kEventBridge) {
  Pattern pattern;
  Diagnostic problem;
  const bool accepted = parse_pattern(text, profile, pattern, problem);
  INFO(text << ": " << problem.reason.view());
  REQUIRE(accepted);
  CHECK(problem.code == ErrorCode::kOk);
  return pattern;
}

std::string refusal(std::string_view text) {
  Pattern pattern;
  Diagnostic problem;
  CAPTURE(text);
  REQUIRE_FALSE(parse_pattern(text, Profile::kEventBridge, pattern, problem));
  return std::string(problem.reason.view());
}

// The predicates of {"a": [alternatives]}, which die with `pattern`.
std::span<const Predicate*> alternatives(const std::string& list, Pattern& pattern) {
  pattern = parse("{\"a\":[" + list + "]}");
  return pattern.root()->members[0].value->alternatives;
}

// The only one.
struct One {
  explicit One(const std::string& text) {
    const auto list = alternatives(text, pattern);
    REQUIRE(list.size() == 1);
    predicate = list[0];
    CHECK(predicate->span.begin == 6);
    CHECK(predicate->span.end == 6 + text.size());
  }
  const Predicate* operator->() const { return predicate; }

  Pattern pattern;
  const Predicate* predicate;
};

std::vector<std::string> texts(const One& one) { return {one->texts.begin(), one->texts.end()}; }
std::vector<double> numbers(const One& one) { return {one->numbers.begin(), one->numbers.end()}; }

std::string cut(std::string_view text, Span span) {
  return std::string(text.substr(span.begin, span.end - span.begin));
}

}  // namespace

TEST_CASE("strings") {
  CHECK(One(R"("x")")->op == Operator::kEqualsString);
  CHECK(One(R"("x\u00e9\n")")->text == "xé\n");
  CHECK(One(R"("")")->text.empty());
  CHECK(One(R"({"exactly":"x"})")->op == Operator::kEqualsString);
  CHECK(One(R"({"exactly":"10.0.0.1"})")->op == Operator::kEqualsString);
  CHECK(One(R"({"exactly":"10.0.0.1"})")->text == "10.0.0.1");
}

TEST_CASE("IP literals are addresses") {
  const One v4(R"("10.0.0.1")");
  CHECK(v4->op == Operator::kAddress);
  CHECK(v4->block.base.size == 4);
  CHECK(v4->block.mask_bits == 32);
  const One v6(R"("::1")");
  CHECK(v6->op == Operator::kAddress);
  CHECK(v6->block.base.bytes[15] == 1);
  CHECK(v6->block.mask_bits == 128);
  CHECK(One(R"("300.0.0.1")")->op == Operator::kEqualsString);
  CHECK(One(R"("10.0.0")")->op == Operator::kEqualsString);
  const One block(R"({"cidr":"10.0.0.0/8"})");
  CHECK(block->op == Operator::kAddress);
  CHECK(block->block.mask_bits == 8);
}

TEST_CASE("numbers and other tokens") {
  CHECK(One("1e5")->op == Operator::kEqualsNumber);
  CHECK(One("1e5")->low == 100000);
  CHECK(One("1e5")->high == 100000);
  CHECK_FALSE(std::signbit(One("-0.0")->low));
  CHECK(One("9007199254740993")->op == Operator::kEqualsToken);
  CHECK(One("9007199254740993")->text == "9007199254740993");
  CHECK(One("1e400")->text == "1e400");
  CHECK(One("true")->op == Operator::kEqualsToken);
  CHECK(One("false")->text == "false");
  CHECK(One("null")->text == "null");
}

TEST_CASE("prefix, suffix and equals-ignore-case") {
  CHECK(One(R"({"prefix":"x"})")->op == Operator::kPrefix);
  CHECK(One(R"({"prefix":""})")->text.empty());
  CHECK(One(R"({"suffix":"x"})")->op == Operator::kSuffix);
  CHECK(One(R"({"prefix":{"equals-ignore-case":"x"}})")->op == Operator::kPrefixIgnoreCase);
  CHECK(One(R"({"suffix":{"equals-ignore-case":"x"}})")->op == Operator::kSuffixIgnoreCase);
  CHECK(One(R"({"equals-ignore-case":"x"})")->op == Operator::kEqualsIgnoreCase);
  CHECK(One(R"({"suffix":{"equals-ignore-case":"x"}})")->text == "x");
}

TEST_CASE("wildcard keeps its escapes") {
  CHECK(One(R"({"wildcard":"a*b"})")->op == Operator::kWildcard);
  CHECK(One(R"({"wildcard":"\\*\\\\*"})")->text == "\\*\\\\*");
  CHECK(One(R"({"wildcard":""})")->text.empty());
}

TEST_CASE("exists") {
  CHECK(One(R"({"exists":true})")->op == Operator::kExists);
  CHECK(One(R"({"exists":false})")->op == Operator::kAbsent);
}

TEST_CASE("numeric") {
  const One equal(R"({"numeric":["=",3.018e2]})");
  CHECK(equal->op == Operator::kEqualsNumber);
  CHECK(equal->low == 301.8);
  CHECK(equal->high == 301.8);

  const One below(R"({"numeric":["<",5]})");
  CHECK(below->op == Operator::kNumericRange);
  CHECK(below->low == -INFINITY);
  CHECK(below->high == 5);
  CHECK(below->high_open);
  CHECK_FALSE(One(R"({"numeric":["<=",5]})")->high_open);

  const One above(R"({"numeric":[">",5]})");
  CHECK(above->low == 5);
  CHECK(above->high == INFINITY);
  CHECK(above->low_open);
  CHECK_FALSE(One(R"({"numeric":[">=",5]})")->low_open);

  const One range(R"({"numeric":[">",-0.0,"<=",1.7976931348623157e308]})");
  CHECK(range->op == Operator::kNumericRange);
  CHECK(range->low == 0);
  CHECK(range->low_open);
  CHECK(range->high == 1.7976931348623157e308);
  CHECK_FALSE(range->high_open);
  CHECK(refusal(R"({"a":[{"numeric":[">",-0.0,"<",0]}]})") == "Bottom must be less than top");
}

TEST_CASE("anything-but") {
  CHECK(One(R"({"anything-but":"x"})")->op == Operator::kAnythingBut);
  CHECK(texts(One(R"({"anything-but":"10.0.0.1"})")) == std::vector<std::string>{"10.0.0.1"});
  CHECK(texts(One(R"({"anything-but":["b","a","","b"]})")) ==
        std::vector<std::string>{"", "a", "b"});
  CHECK(numbers(One(R"({"anything-but":["b"]})")).empty());
  CHECK(numbers(One(R"({"anything-but":5})")) == std::vector<double>{5});
  CHECK(numbers(One(R"({"anything-but":[3,1,3.0,-0,0]})")) == std::vector<double>{0, 1, 3});
  CHECK(One(R"({"anything-but":{"prefix":"x"}})")->op == Operator::kAnythingButPrefix);
  CHECK(One(R"({"anything-but":{"suffix":["y","x"]}})")->op == Operator::kAnythingButSuffix);
  CHECK(texts(One(R"({"anything-but":{"suffix":["y","x"]}})")) ==
        std::vector<std::string>{"x", "y"});
  CHECK(One(R"({"anything-but":{"equals-ignore-case":""}})")->op ==
        Operator::kAnythingButIgnoreCase);
  CHECK(One(R"({"anything-but":{"wildcard":["*a",""]}})")->op == Operator::kAnythingButWildcard);
  CHECK(texts(One(R"({"anything-but":{"wildcard":["*a",""]}})")) ==
        std::vector<std::string>{"", "*a"});
}

TEST_CASE("the tree is kept as written, with spans") {
  const std::string text = R"( { "a" : ["x", {"prefix":"y"}],
    "$or": [ {"b":{"c":[1]}}, {"d.e":[2]} ], "a":[3] } )";
  const Pattern pattern = parse(text);
  const Node& root = *pattern.root();
  CHECK(root.kind == Node::Kind::kObject);
  CHECK(root.span.begin == 1);
  CHECK(root.span.end == text.size() - 1);
  REQUIRE(root.members.size() == 3);
  CHECK(root.members[0].key == "a");
  CHECK(cut(text, root.members[0].key_span) == "\"a\"");
  const Node& list = *root.members[0].value;
  CHECK(list.kind == Node::Kind::kAlternatives);
  CHECK(cut(text, list.span) == R"(["x", {"prefix":"y"}])");
  REQUIRE(list.alternatives.size() == 2);
  CHECK(cut(text, list.alternatives[0]->span) == R"("x")");
  CHECK(cut(text, list.alternatives[1]->span) == R"({"prefix":"y"})");
  const Node& either = *root.members[1].value;
  CHECK(root.members[1].key == "$or");
  CHECK(either.kind == Node::Kind::kOr);
  CHECK(cut(text, either.span) == R"([ {"b":{"c":[1]}}, {"d.e":[2]} ])");
  REQUIRE(either.branches.size() == 2);
  CHECK(cut(text, either.branches[0]->span) == R"({"b":{"c":[1]}})");
  CHECK(either.branches[0]->members[0].value->members[0].key == "c");
  CHECK(either.branches[1]->members[0].key == "d.e");
  CHECK(root.members[2].value->alternatives[0]->low == 3);
}

TEST_CASE("a pattern outlives its text") {
  std::string text = R"({"key":["value",{"anything-but":["x"]}]})";
  const Pattern pattern = parse(text);
  text.assign(text.size(), '#');
  const Member& member = pattern.root()->members[0];
  CHECK(member.key == "key");
  CHECK(member.value->alternatives[0]->text == "value");
  CHECK(member.value->alternatives[1]->texts[0] == "x");
  CHECK(pattern.sub_rules()[0].clauses[0].path == "key");
}

TEST_CASE("$or is a branch only where event-ruler takes it for one") {
  CHECK(parse(R"({"$or":[{"a":[1]},{"b":[1]}]})").sub_rules().size() == 2);
  CHECK(parse(R"({"\u0024or":[{"a":[1]},{"b":[1]}]})").sub_rules().size() == 2);
  CHECK(parse(R"({"x":{"$or":[{"a":[1]},{"b":[1]}]}})").sub_rules().size() == 2);
  CHECK(refusal(R"({"a":[{"$or":"x"}]})") == "Unrecognized match type $or");
}

TEST_CASE("names of operators are fields, but not inside $or") {
  parse(R"({"prefix":["x"],"=":[1],"regex":{"cidr":[1]}})");
  for (const std::string name : {"exactly",
                                 "equals-ignore-case",
                                 "prefix",
                                 "suffix",
                                 "anything-but",
                                 "exists",
                                 "wildcard",
                                 "numeric",
                                 "cidr",
                                 "=",
                                 "<",
                                 "<=",
                                 ">",
                                 ">=",
                                 "regex",
                                 "not-wildcard",
                                 "not-equals-ignore-case",
                                 "date-after",
                                 "date-on-or-after",
                                 "date-before",
                                 "date-on-or-before",
                                 "in-date-range",
                                 "ip-address-in-range",
                                 "ip-address-not-in-range"}) {
    CHECK(refusal("{\"$or\":[{\"x\":{\"" + name + "\":[1]}},{\"b\":[1]}]}") ==
          name + " is Ruler reserved fieldName which cannot be used inside $or.");
  }
  parse(R"({"$or":[{"x":[1]},{"y":[1]}],"prefix":[1]})");
}

TEST_CASE("what comes first in the text is refused first") {
  CHECK(refusal(R"({"a":[],"b":5})") == "Empty arrays are not allowed");
  CHECK(refusal(R"({"a":5,"b":[]})") == "\"a\" must be an object or an array");
  CHECK(refusal(R"({"a":[{"numeric":["!=",x]}]})").find("Unrecognized token 'x'") == 0);
  CHECK(refusal(R"({"a":[{"prefix":5]})") == "prefix match pattern must be a string");
}

TEST_CASE("what the compiler accepts is refused only when the rest is right") {
  const std::string complex = R"({"wildcard":"*:*:*:*:*:event-bus/*"})";
  const std::string empty = R"({"anything-but":{"suffix":[]}})";
  CHECK(refusal("{\"a\":[" + complex + "],\"b\":[[]]}") ==
        "Match value must be String, number, true, false, or null");
  CHECK(refusal("{\"a\":[" + empty + "]} x") == "There is text after the pattern.");
  CHECK(refusal("{\"a\":[" + empty + "," + complex + "]}") == "Empty arrays are not allowed");
  CHECK(refusal("{\"a\":[" + complex + "," + empty + "]}").find("Rule is too complex") == 0);
}

TEST_CASE("of a list of bad wildcards the first is reported") {
  CHECK(refusal(R"({"a":[{"anything-but":{"wildcard":["a","b\\","**"]}}]})") ==
        "Invalid escape character at pos 2");
}

TEST_CASE("white space may surround a pattern, nothing else") {
  parse("\t\r\n {\"a\":[1]} \t\r\n");
  for (const std::string rest :
       {"x", "{}", "{\"a\":[1]}", ",", "}", "]", "\"", "1", "//", "\x01", "\xEF\xBB\xBF"}) {
    CHECK(refusal("{\"a\":[1]} " + rest) == "There is text after the pattern.");
  }
}

TEST_CASE("a refused pattern is empty") {
  Pattern pattern = parse(R"({"a":[1]})");
  Diagnostic problem;
  REQUIRE_FALSE(parse_pattern("{}", Profile::kEventBridge, pattern, problem));
  CHECK(pattern.root() == nullptr);
  CHECK(pattern.clauses().empty());
  CHECK(pattern.sub_rules().empty());
  REQUIRE(parse_pattern(R"({"b":[1]})", Profile::kEventBridge, pattern, problem));
  CHECK(problem.code == ErrorCode::kOk);
  CHECK(problem.reason.empty());
}

// There are few allocations, of chunks that many things share; texts of many lengths have something
// else fail each time.
TEST_CASE("every allocation may fail") {
  const Profile profile = GENERATE(Profile::kEventBridge, Profile::kSnsBody);
  size_t failures = 0;
  for (size_t length = 0; length < 2000; length += 40) {
    const std::string text =
        R"({"a":["x\n",1,{"anything-but":{"wildcard":["*a*b",")" + std::string(length, 'c') +
        R"(*"]}},{"numeric":[">",1]}],"$or":[{"b":{"c":[{"cidr":"::/0"}]}},{"d":[null]},{"e":[{"wildcard":"x*"}]}]})";
    for (size_t n = 1;; ++n) {
      Pattern pattern;
      Diagnostic problem;
      fail_allocations_from(n);
      const bool accepted = parse_pattern(text, profile, pattern, problem);
      fail_allocations_from(0);
      if (accepted) break;
      ++failures;
      REQUIRE(problem.code == ErrorCode::kOutOfMemory);
      REQUIRE(pattern.root() == nullptr);
    }
  }
  CHECK(failures > 150);
}

}  // namespace tidegate
