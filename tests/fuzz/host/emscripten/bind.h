#pragma once

// Nothing is bound on the host: its functions are called as they are.
#define EMSCRIPTEN_BINDINGS(name) [[maybe_unused]] static void bind_##name()

namespace emscripten {

template <class Function>
void function(const char*, Function) {}

}  // namespace emscripten
