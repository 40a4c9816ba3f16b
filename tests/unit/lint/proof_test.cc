#include "lint/proof.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "match/operand.h"
#include "pattern/parser.h"

using namespace tidegate;

namespace {

// The list of one field, as tests.
class List {
 public:
  explicit List(const std::string& alternatives) {
    Diagnostic problem;
    INFO(alternatives);
    REQUIRE(parse_pattern("{\"f\":[" + alternatives + "]}", Profile::kRuler, pattern_, problem));
    const auto& list = pattern_.clauses()[0].alternatives;
    std::vector<size_t> ends;
    for (const Predicate* predicate : list) {
      REQUIRE(append_operand(*predicate, operands_));
      ends.push_back(operands_.size());
    }
    size_t begin = 0;
    for (size_t i = 0; i < ends.size(); ++i) {
      tests_.push_back({list[i]->op, {operands_.data() + begin, ends[i] - begin}});
      begin = ends[i];
    }
  }

  const std::vector<Test>& tests() const { return tests_; }

 private:
  Pattern pattern_;
  Vec<char> operands_;
  std::vector<Test> tests_;
};

bool within(const std::string& a, const std::string& b) {
  const List narrow(a);
  const List wide(b);
  Prover prover;
  return prover.within(narrow.tests(), wide.tests(), prover.takes_every_value(wide.tests()));
}

bool takes_all(const std::string& list) {
  const List tests(list);
  return Prover().takes_every_value(tests.tests());
}

}  // namespace

TEST_CASE("an alternative within another") {
  struct Row {
    const char* narrow;
    const char* wide;
  };
  const Row proved[] = {
      {R"("ab")", R"({"prefix":"a"})"},
      {R"("ab")", R"({"wildcard":"*b"})"},
      {R"("10.0.0.1")", R"({"cidr":"10.0.0.0/8"})"},
      {R"({"cidr":"10.1.0.0/16"})", R"({"cidr":"10.0.0.0/8"})"},
      {R"({"cidr":"10.1.0.0/16"})", R"({"prefix":""})"},
      {R"({"prefix":"ab"})", R"({"prefix":"a"})"},
      {R"({"prefix":"ab"})", R"({"wildcard":"a*"})"},
      {R"({"prefix":"AB"})", R"({"prefix":{"equals-ignore-case":"ab"}})"},
      {R"({"suffix":"ab"})", R"({"suffix":"b"})"},
      {R"({"wildcard":"a*b*c"})", R"({"wildcard":"a*c"})"},
      {R"({"wildcard":"a*b*c"})", R"({"wildcard":"*b*"})"},
      {R"({"wildcard":"a*b"})", R"({"suffix":"b"})"},
      {R"({"equals-ignore-case":"ab"})", R"({"prefix":{"equals-ignore-case":"a"}})"},
      {R"({"equals-ignore-case":"ab"})", R"({"anything-but":"abc"})"},
      {"5", R"({"numeric":[">",4]})"},
      {R"({"numeric":[">",1,"<",3]})", R"({"numeric":[">=",1,"<=",3]})"},
      {R"({"numeric":[">",1,"<",1.0000000000000002]})", R"("x")"},
      {R"({"numeric":[">",5]})", R"({"anything-but":[4,5]})"},
      {R"({"numeric":[">",5]})", R"({"anything-but":"x"})"},
      {"1e400", R"({"anything-but":[5]})"},
      {"null", R"({"exists":true})"},
      {"true", R"({"anything-but":"x"})"},
      {R"({"anything-but":["a","b"]})", R"({"anything-but":"a"})"},
      {R"({"anything-but":{"prefix":"a"}})", R"({"anything-but":{"prefix":"ab"}})"},
      {R"({"anything-but":{"prefix":"a"}})", R"({"anything-but":"ab"})"},
      {R"({"prefix":"b"})", R"({"anything-but":{"prefix":"a"}})"},
      {R"({"wildcard":"b*"})", R"({"anything-but":{"wildcard":["a*","c*"]}})"},
      {R"({"exists":false})", R"("x",{"exists":false})"},
      {R"("a","b")", R"("b","c","a")"},
      {R"({"exists":true})", R"("a",{"anything-but":"a"})"},
  };
  for (const Row& row : proved) {
    INFO(row.narrow << " within " << row.wide);
    CHECK(within(row.narrow, row.wide));
  }
  const Row unproved[] = {
      {R"("ab")", R"({"prefix":"b"})"},
      {R"("5")", "5"},
      {R"("ab")", R"("AB")"},
      {R"("10.0.0.1")", R"({"prefix":"10."})"},
      {R"({"cidr":"10.0.0.0/8"})", R"({"cidr":"10.1.0.0/16"})"},
      {R"({"cidr":"10.0.0.0/8"})", R"({"cidr":"a00::/8"})"},
      {R"({"prefix":"a"})", R"({"prefix":"ab"})"},
      {R"({"prefix":"a"})", R"({"suffix":"a"})"},
      {R"({"prefix":"a"})", R"({"wildcard":"a*b"})"},
      {R"({"wildcard":"a*c"})", R"({"wildcard":"a*b*c"})"},
      {R"({"wildcard":"*"})", R"({"wildcard":"*a"})"},
      {R"({"equals-ignore-case":"ab"})", R"({"prefix":"a"})"},
      {R"({"equals-ignore-case":"ß"})", R"({"equals-ignore-case":"SS"})"},
      {R"({"prefix":"﷐"})", R"({"prefix":"﷐a"})"},
      {R"({"numeric":[">=",1]})", R"({"numeric":[">",1]})"},
      {R"({"numeric":[">",4]})", R"({"anything-but":5})"},
      {R"({"anything-but":"a"})", R"({"anything-but":["a","b"]})"},
      {R"({"anything-but":"a"})", R"({"prefix":""})"},
      {R"({"prefix":"a"})", R"({"anything-but":{"suffix":"a"}})"},
      {R"({"exists":true})", R"({"exists":false})"},
      {R"({"exists":false})", R"({"exists":true})"},
      {R"({"exists":false})", R"("a",{"anything-but":"a"})"},
      {R"("a","d")", R"("b","c","a")"},
  };
  for (const Row& row : unproved) {
    INFO(row.narrow << " within " << row.wide);
    CHECK_FALSE(within(row.narrow, row.wide));
  }
}

TEST_CASE("a list that every value satisfies") {
  CHECK(takes_all(R"({"exists":true})"));
  CHECK(takes_all(R"({"anything-but":"a"},{"anything-but":"b"})"));
  CHECK(takes_all(R"({"anything-but":["a","b"]},{"prefix":"a"},"b")"));
  CHECK(takes_all(R"({"anything-but":[1,2]},{"numeric":["<",3]})"));
  CHECK(takes_all(R"({"anything-but":{"suffix":".jpg"}},{"wildcard":"*.jpg"})"));
  CHECK_FALSE(takes_all(R"({"anything-but":"a"})"));
  CHECK_FALSE(takes_all(R"({"anything-but":["a","b"]},"a")"));
  CHECK_FALSE(takes_all(R"({"prefix":""},{"numeric":["<",3]})"));
  CHECK_FALSE(takes_all(R"({"exists":false})"));
}

TEST_CASE("a range without a number in it") {
  const auto empty = [](const char* range) { return is_empty(List(range).tests()[0]); };
  CHECK(empty(R"({"numeric":[">",1,"<",1.0000000000000002]})"));
  CHECK(empty(R"({"numeric":[">",1.7976931348623157e308]})"));
  CHECK(empty(R"({"numeric":["<",-1.7976931348623157e308]})"));
  CHECK_FALSE(empty(R"({"numeric":[">=",1,"<",1.0000000000000002]})"));
  CHECK_FALSE(empty(R"({"numeric":[">",0,"<",9.9e-324]})"));
  CHECK_FALSE(empty(R"({"numeric":[">=",1.7976931348623157e308]})"));
}

TEST_CASE("a prover that has run out of steps proves nothing") {
  const List list(R"("a")");
  Prover prover;
  CHECK(prover.within(list.tests()[0], list.tests()[0]));
  prover.take_steps(Prover::kMaxSteps);
  CHECK(prover.is_exhausted());
  CHECK_FALSE(prover.within(list.tests()[0], list.tests()[0]));
}
