// Uses what the library offers to C++, the way its users do, and prints what comes of it.

#include <tidegate/tidegate.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/text.h"

namespace {

constexpr std::string_view kEvent =
    R"({"version":"0","id":"7bf7","detail-type":"State","source":"aws.ec2","account":"012345678901",)"
    R"("time":"2024-05-14T09:12:47Z","region":"us-east-1","resources":[],"detail":{"state":"running"}})";

void print(std::string_view what, std::string_view text) {
  std::printf("%.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
              static_cast<int>(text.size()), text.data());
}

std::string describe(const tidegate::Diagnostic& problem) {
  std::string text(tidegate::error_name(problem.code));
  text += " at " + std::to_string(problem.line) + ":" + std::to_string(problem.column);
  text += " \"" + std::string(problem.pointer.view()) + "\" " + std::string(problem.reason.view());
  return text;
}

void require(bool done, const tidegate::Diagnostic& problem) {
  if (!done) throw std::runtime_error(describe(problem));
}

void match() {
  tidegate::RuleSet rules;
  tidegate::Diagnostic problem;
  tidegate::RuleId id = tidegate::kNoRule;
  using Added = tidegate::RuleSet::Added;
  require(rules.add("running", R"({"detail": {"state": ["running"]}})", problem, id) == Added::kNew,
          problem);
  require(rules.add("ec2", R"({"source": [{"suffix": "ec2"}]})", problem, id) == Added::kNew,
          problem);
  if (rules.add("bad", "{\n  \"a\": [{\"nope\": 1}]}", problem, id) == Added::kNo) {
    print("refused", describe(problem));
  }

  tidegate::MatchScratch scratch;
  require(rules.match(kEvent, scratch, problem), problem);
  for (const tidegate::RuleId matched : scratch.matches) print("matched", rules.name(matched));
  if (!rules.match("{\"a\": tru}", scratch, problem)) print("refused", describe(problem));

  tidegate::Vec<char> bytes;
  if (!tidegate::save_snapshot(rules, "", bytes)) throw std::bad_alloc();
  tidegate::SnapshotHeader header;
  require(tidegate::read_snapshot({bytes.data(), bytes.size()}, header, problem), problem);
  tidegate::RuleSet loaded(header.options);
  require(tidegate::load_snapshot(header, loaded, problem), problem);
  print("loaded", std::to_string(loaded.size()));
}

void explain() {
  tidegate::Text json;
  tidegate::Diagnostic problem;
  tidegate::ExplainOptions options;
  options.brief = true;
  const auto explained =
      tidegate::explain(kEvent, R"({"detail": {"state": ["stopped"]}})", options, json, problem);
  require(explained == tidegate::Explained::kYes, problem);
  print("explained", json.view());
}

void convert() {
  tidegate::JsonItems members;
  tidegate::Text cloud_event;
  tidegate::Diagnostic problem;
  require(tidegate::to_cloud_event(kEvent, {}, members, cloud_event, nullptr, problem), problem);
  print("converted", cloud_event.view());

  tidegate::CloudEventValidator validator;
  tidegate::Issues issues;
  require(validator.validate(cloud_event.view(), {}, issues, problem), problem);
  print("valid", issues.valid() ? "yes" : "no");
  require(validator.validate(R"({"specversion": "1.0", "source": "/", "type": "t"})", {}, issues,
                             problem),
          problem);
  for (uint32_t i = 0; i < issues.size(); ++i) print("issue", issues.code(issues[i]));
}

// What a user derives from a class of the library, which is compiled without RTTI.
class NoGunzip final : public tidegate::Gunzip {
 public:
  Result inflate(std::string_view, uint32_t&, tidegate::Text&) override {
    asked_ = true;
    return Result::kBroken;
  }
  bool asked() const { return asked_; }

 private:
  bool asked_ = false;
};

void convert_records() {
  const std::unique_ptr<tidegate::Gunzip> gunzip = std::make_unique<NoGunzip>();
  tidegate::CloudEvents result;
  tidegate::Diagnostic problem;
  if (!tidegate::to_cloud_events(R"({"awslogs": {"data": "H4sIAAAAAAAA"}})", {}, gunzip.get(),
                                 result, problem)) {
    print("refused", describe(problem));
  }
  print("asked", dynamic_cast<NoGunzip&>(*gunzip).asked() ? "yes" : "no");
}

}  // namespace

int main() {
  try {
    print("greeting", kGreeting);
    match();
    explain();
    convert();
    convert_records();
  } catch (const std::exception& error) {
    print("failed", error.what());
    return 1;
  }
  return 0;
}
