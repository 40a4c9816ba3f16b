#include "pattern/profile.h"

namespace tidegate {
namespace {

constexpr uint32_t kWildcards =
    operator_bit(Operator::kWildcard) | operator_bit(Operator::kAnythingButWildcard);
constexpr uint32_t kAnythingButParts = operator_bit(Operator::kAnythingButPrefix) |
                                       operator_bit(Operator::kAnythingButSuffix) |
                                       operator_bit(Operator::kAnythingButIgnoreCase);

// The text that AWS's quotas allow at most, in UTF-16 units for rules and pipes, in bytes for
// subscribers, who may use it up with all their filters together.
constexpr uint32_t kQuota = 4096;

// What a subscriber of a custom event bus can ask of the system's own metadata (EventBridge User
// Guide, custom event buses).
constexpr std::string_view kSystemKeys[] = {
    "ContentType",       "DeduplicationId",    "EventGroupId",     "aws:EventId",
    "aws:IngestionTime", "aws:SequenceNumber", "aws:DeliveryType", "aws:SchemaId",
    "aws:RegistryType",  "aws:Source",         "aws:DetailType",
};

// Both scopes of SNS. The limits are those of its developer guide ("Filter policy constraints");
// five keys, 150 combinations and all messages with words of AWS are recorded from the service, in
// 2024. It then ran a compiler like event-ruler 1.0, whose anything-but knew nothing but prefix,
// with one string. In 2025 it learned wildcards, and may have learned more. Left open are:
//
//   - whether it still refuses suffix, equals-ignore-case and lists of prefixes in anything-but;
//   - what it says to too many stars or points, and whether the three points of a wildcard with
//     several stars are meant for each star (here they are for the wildcard);
//   - whether fields below the top count as keys: the guide says so, but what is recorded counts
//     those at the top;
//   - how Subscribe words the answer to nesting, which is recorded of SetSubscriptionAttributes.
//
// The guide's range of numbers, up to 1e9 with five decimals, is not enforced: the service took
// others. Of a malformed $or the guide says that it is read as a field; it is refused here, as in
// every profile.
constexpr ProfileRules sns(Profile profile, ProblemKind nesting_refusal,
                           bool passes_over_other_events) {
  return {.profile = profile,
          .max_bytes = 256 * 1024,
          .max_in_words = "256 KB",
          .max_stars = 3,
          .max_wildcard_points = 100,
          .max_keys = 5,
          .max_combinations = 150,
          .nesting_refusal = nesting_refusal,
          .unknown_exclusions = operator_bit(Operator::kAnythingButSuffix) |
                                operator_bit(Operator::kAnythingButIgnoreCase),
          .exclusion_refusal = ProblemKind::kSnsAnythingBut,
          .excluded_prefix_refusal = ProblemKind::kPrefixOperand,
          .passes_over_other_events = passes_over_other_events,
          .message_start = "Invalid parameter: ",
          .subscribe_start = "Attributes Reason: ",
          .message_subject = "FilterPolicy: "};
}

// In the order of Profile. How a message begins is recorded of EventBridge and SNS alone.
constexpr ProfileRules kProfiles[] = {
    {.profile = Profile::kEventBridge,
     .max_characters = kQuota,
     .max_in_words = "4,096 characters",
     .max_wildcard_complexity = 10,
     .message_start = "Event pattern is not valid. Reason: "},
    {.profile = Profile::kPipes,
     .max_characters = kQuota,
     .max_in_words = "4,096 characters",
     .refused_operators = kWildcards | kAnythingButParts,
     .refusal = ProblemKind::kPipesOperator},
    {.profile = Profile::kCustomBus,
     .max_bytes = kQuota,
     .max_in_words = "4,096 bytes",
     .refused_operators = kWildcards,
     .refusal = ProblemKind::kCustomBusWildcard},
    {.profile = Profile::kCustomBusMetadata,
     .max_bytes = kQuota,
     .max_in_words = "4,096 bytes",
     .or_refusal = ProblemKind::kMetadataOr,
     .strings_only = true,
     .refusal = ProblemKind::kMetadataValue},
    {.profile = Profile::kCustomBusSystemMetadata,
     .max_bytes = kQuota,
     .max_in_words = "4,096 bytes",
     .keys = kSystemKeys,
     .nesting_refusal = ProblemKind::kSystemMetadataNested,
     .refused_operators = kWildcards,
     .refusal = ProblemKind::kCustomBusWildcard},
    sns(Profile::kSnsAttributes, ProblemKind::kSnsNested, false),
    sns(Profile::kSnsBody, ProblemKind::kNone, true),
    {.profile = Profile::kRuler},
};

}  // namespace

const ProfileRules& rules_of(Profile profile) { return kProfiles[static_cast<size_t>(profile)]; }

}  // namespace tidegate
