#include "event/member_fault.h"

#include "json/pointer.h"

namespace tidegate {

bool set_member_fault(std::string_view text, const JsonItem* member, std::string_view name,
                      std::string_view why, std::string_view hint, Diagnostic& problem) {
  const auto offset =
      member == nullptr ? 0 : static_cast<uint32_t>(member->text.data() - text.data());
  problem.set(ErrorCode::kEventField, "", text, offset);
  if (member != nullptr) problem.span.end = offset + static_cast<uint32_t>(member->text.size());
  append_pointer_token(name, problem.pointer);
  problem.reason.append("The event's \"").append(name).append("\" ").append(why);
  problem.hint.append(hint);
  return false;
}

}  // namespace tidegate
