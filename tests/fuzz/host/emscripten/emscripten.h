#pragma once

#include <cstdint>

// What bindings/ takes of Emscripten, for the machine that the fuzz targets run on.

#define EMSCRIPTEN_KEEPALIVE

// Bodies in JavaScript give way to functions of the host, by the names of their arguments.
#define EM_JS(type, name, arguments, ...) type name arguments HOST_##name
#define HOST_inflate_by_host \
  { return host::inflate(data, size, limit); }
#define HOST_take_inflated \
  { host::take_inflated(place); }
#define HOST_compile_by_host \
  { return host::compile(text, size); }
#define HOST_test_by_host \
  { return host::test(regex, text, size); }
#define HOST_release_by_host \
  { host::release(regex); }

namespace host {

int32_t inflate(const char* data, uint32_t size, uint32_t limit);
void take_inflated(char* place);
int32_t compile(const char* text, uint32_t size);
int32_t test(int32_t regex, const char* text, uint32_t size);
void release(int32_t regex);

}  // namespace host
