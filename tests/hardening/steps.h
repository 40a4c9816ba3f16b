#pragma once

#include <cstdint>

// What a call costs, the same on every machine: the basic blocks that it runs, which the compiler
// counts (-fsanitize-coverage=trace-pc), and one more for every 16 bytes that memcpy() and the like
// go over.
namespace hardening {

extern uint64_t steps;

}  // namespace hardening
