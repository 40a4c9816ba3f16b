#pragma once

#include <string>

#include "reference/json_value.h"

namespace conformance {

// What the library answers to a row of dialects/sns_filter_policy.jsonl: "match", "nomatch" or the
// reason why the policy or the attributes are refused.
std::string sns_answer(const reference::JsonValue& row);

// The message of SNS that the library gives for a row of dialects/sns_filter_policy_errors.jsonl;
// empty where it accepts the policy.
std::string sns_message(const reference::JsonValue& row);

}  // namespace conformance
