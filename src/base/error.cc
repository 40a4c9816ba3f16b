#include "base/error.h"

namespace tidegate {

std::string_view error_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kOk:
      return "OK";
#define TIDEGATE_ERROR(constant, name, sentence) \
  case ErrorCode::constant:                      \
    return name;
#include "base/errors.def"
#undef TIDEGATE_ERROR
  }
  return "";
}

std::string_view error_sentence(ErrorCode code) {
  switch (code) {
    case ErrorCode::kOk:
      return "";
#define TIDEGATE_ERROR(constant, name, sentence) \
  case ErrorCode::constant:                      \
    return sentence;
#include "base/errors.def"
#undef TIDEGATE_ERROR
  }
  return "";
}

}  // namespace tidegate
