#pragma once

// A header of the consumer's own under a name that the library has too.
inline constexpr const char* kGreeting = "hello";
