#include "pattern/refusal.h"

namespace tidegate {

bool Refusal::fail(const Problem& problem) {
  problem_ = reader_.token() == Token::kError ? reader_.problem() : problem;
  return false;
}

bool Refusal::fail(ProblemKind kind, Span span, std::string_view argument) {
  return fail(
      Problem{.kind = kind, .span = span, .place = reader_.position(), .argument = argument});
}

bool Refusal::fail(ProblemKind kind, std::string_view argument) {
  return fail(kind, reader_.span(), argument);
}

bool Refusal::fail_unplaced(ProblemKind kind, std::string_view argument) {
  return fail(Problem{.kind = kind, .span = reader_.span(), .argument = argument});
}

bool Refusal::fail_unknown_name(ProblemKind kind, std::string_view suggestion) {
  return fail(Problem{.kind = kind,
                      .span = reader_.span(),
                      .place = reader_.position(),
                      .argument = reader_.name(),
                      .suggestion = suggestion});
}

bool Refusal::no_memory() { return fail(Problem{.kind = ProblemKind::kNoMemory}); }

bool Refusal::fail_again() {
  problem_.inner_place = problem_.place;
  problem_.place = reader_.position();
  return false;
}

void Refusal::later(const Problem& problem) {
  if (!later_) later_ = problem;
}

bool Refusal::settle() {
  problem_ = later_;
  return !problem_;
}

}  // namespace tidegate
