#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace reference {

// What stands between the spaces and line ends of a text.
inline std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace reference
