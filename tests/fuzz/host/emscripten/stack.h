#pragma once

#include <cstdint>

inline uintptr_t emscripten_stack_get_current() { return 0; }
