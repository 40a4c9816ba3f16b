#pragma once

#include "lint/event_schema.h"
#include "lint/finding.h"
#include "lint/linted_pattern.h"
#include "lint/proof.h"
#include "pattern/parser.h"

namespace tidegate {

// Looks at one pattern that was accepted, and reports what it finds; sets always_matches and
// never_matches. False: no memory. Cost: linear in the text, save that the alternatives of one list
// are compared with those of its operators and with the enum of the schemas, and each finding reads
// the text up to its place.
[[nodiscard]] bool lint_pattern(const Pattern& pattern, Profile profile,
                                const EventSchemas& schemas, LintedPattern& linted, Prover& prover,
                                FindingWriter& findings);

// The same for one that is refused.
void report_refusal(const LintedPattern& linted, ProblemKind kind, const Diagnostic& problem,
                    FindingWriter& findings);

}  // namespace tidegate
