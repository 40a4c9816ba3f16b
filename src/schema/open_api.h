#pragma once

#include <cstdint>
#include <string_view>

namespace tidegate {

// Which of the schemas of an OpenAPI document is that of the events, as EventBridge's registry has
// them: the one called AWSEvent, the one that the title of the document names, or `otherwise`.
// find(name) gives one by its name, or `none`.
template <class Find>
uint32_t find_event_schema(std::string_view title, Find find, uint32_t otherwise, uint32_t none) {
  const uint32_t event = find("AWSEvent");
  if (event != none) return event;
  const uint32_t named = title.empty() ? none : find(title);
  return named == none ? otherwise : named;
}

}  // namespace tidegate
