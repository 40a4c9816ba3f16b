#pragma once

#include <string_view>

namespace tidegate {

// Whether a JSON number token can be compared as a number, and with which value. A number is
// comparable when it is finite and its decimal value is exactly that of the shortest decimal that
// reads back as its double (Java 19's Double.toString, which prints at least two digits: 4.9E-324
// is comparable, 5e-324 is not). So 1e5, 100000 and 100000.0 are the same number, -0 is 0, and
// 9007199254740993, 0.10000000000000001 and 1e400 are no numbers at all, only tokens. `token` must
// be a number by the JSON grammar. No allocation; `value` is written only when true is returned.
bool comparable_number(std::string_view token, double& value);

}  // namespace tidegate
