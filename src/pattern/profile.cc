#include "pattern/profile.h"

namespace tidegate {
namespace {

constexpr uint32_t kWildcards =
    operator_bit(Operator::kWildcard) | operator_bit(Operator::kAnythingButWildcard);
constexpr uint32_t kAnythingButParts = operator_bit(Operator::kAnythingButPrefix) |
                                       operator_bit(Operator::kAnythingButSuffix) |
                                       operator_bit(Operator::kAnythingButIgnoreCase);

// The text that AWS's quotas allow at most, in UTF-16 units for rules and pipes, in bytes for
// subscribers.
constexpr uint32_t kQuota = 4096;

// See ProfileRules::max_wildcard_complexity.
constexpr uint32_t kComplexity = 10;

// In the order of Profile. The beginning of the message is recorded for EventBridge alone.
constexpr ProfileRules kProfiles[] = {
    {Profile::kEventBridge, kQuota, 0, "4,096 characters", kComplexity, 0, ProblemKind::kNone,
     "Event pattern is not valid. Reason: "},
    {Profile::kPipes, kQuota, 0, "4,096 characters", 0, kWildcards | kAnythingButParts,
     ProblemKind::kPipesOperator, ""},
    {Profile::kCustomBus, 0, kQuota, "4,096 bytes", 0, kWildcards, ProblemKind::kCustomBusWildcard,
     ""},
    {Profile::kRuler, 0, 0, "", 0, 0, ProblemKind::kNone, ""},
};

}  // namespace

const ProfileRules& rules_of(Profile profile) { return kProfiles[static_cast<size_t>(profile)]; }

}  // namespace tidegate
