#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "event/issues.h"

// What the tests of both validators share.

// "CODE /path [what stands there]" for each issue, one a line; warnings in parentheses.
inline std::string listed(std::string_view text, const tidegate::Issues& issues) {
  std::string list;
  uint32_t last = 0;
  bool valid = true;
  for (uint32_t i = 0; i < issues.size(); ++i) {
    const tidegate::Issue& issue = issues[i];
    CHECK_FALSE(issue.sentence.empty());
    CHECK_FALSE(issue.section.empty());
    REQUIRE(issue.span.end <= text.size());
    REQUIRE(issue.span.begin <= issue.span.end);
    CHECK(issue.span.begin >= last);
    last = issue.span.begin;
    const bool is_error = issue.severity == tidegate::Severity::kError;
    valid = valid && !is_error;
    std::string line(issues.code(issue));
    line.append(" ").append(issues.pointer(issue));
    if (issue.span.begin != issue.span.end) {
      line.append(" ").append(text.substr(issue.span.begin, issue.span.end - issue.span.begin));
    }
    if (!list.empty()) list += '\n';
    list += is_error ? line : "(" + line + ")";
  }
  CHECK(issues.valid() == valid);
  return list;
}
