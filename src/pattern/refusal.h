#pragma once

#include "pattern/messages.h"
#include "pattern/token_reader.h"

namespace tidegate {

// Why the pattern that a reader reads is refused. The functions named fail... note it, and return
// false for the caller to return in turn; they describe the token that the reader is at unless told
// otherwise.
class Refusal {
 public:
  explicit Refusal(const TokenReader& reader) : reader_(reader) {}

  // An error of the reader itself takes precedence.
  bool fail(const Problem& problem);
  bool fail(ProblemKind kind, std::string_view argument = {});
  bool fail(ProblemKind kind, Span span, std::string_view argument = {});

  // Where event-ruler throws an exception of Java, which knows no place.
  bool fail_unplaced(ProblemKind kind, std::string_view argument = {});

  // The name that the reader is at is none that belongs there.
  bool fail_unknown_name(ProblemKind kind, std::string_view suggestion);

  bool no_memory();

  // Where event-ruler catches what was thrown and throws it anew, from where the reader now stands.
  bool fail_again();

  // Notes what refuses the pattern unless something else does: event-ruler's compiler accepts it,
  // but not what comes behind.
  void later(const Problem& problem);

  // The text is otherwise right. False: something was noted for later.
  bool settle();

  const Problem& problem() const { return problem_; }

 private:
  const TokenReader& reader_;
  Problem problem_;
  Problem later_;
};

}  // namespace tidegate
