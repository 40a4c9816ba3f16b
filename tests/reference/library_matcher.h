#pragma once

#include <memory>

#include "reference/matcher.h"

namespace reference {

// The library behind the questions of the tests.
std::unique_ptr<Matcher> make_library_matcher(Limits limits);

}  // namespace reference
