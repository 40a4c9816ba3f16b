#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"

namespace tidegate {

// Turns the message attributes of Amazon SNS into the event that a filter policy of the scope
// MessageAttributes is matched against (Profile::kSnsAttributes): a JSON object with a member for
// each attribute. `attributes` is JSON as a notification has it, {"name": {"Type": "String",
// "Value": "x"}}, or as the API takes it, with DataType and StringValue.
//
//   String        a string
//   Number        a number with the digits that it was sent with; a string where its text is no
//                 JSON number ("+5", "007")
//   String.Array  the array of strings, numbers, true, false and null that the text is (and so of
//                 Number.Array). Where the text is anything else the attribute is left out, so that
//                 no value of it matches; what SNS does with it is not recorded
//   Binary        left out, as SNS ignores it
//
// A label behind the type, as in Number.int, is passed over. Values are taken as they are: what
// SNS's guide says about escaping quotes and backslashes twice is for whoever writes them. A name
// with a dot is a path, as everywhere.
//
// Errors: kEventField for an attribute of another form, with the attribute as pointer;
// kEventNotObject, kOutOfMemory and those of read_event(). `event` is then empty. Cost: linear in
// the text.
[[nodiscard]] bool sns_attributes_event(std::string_view attributes, Text& event,
                                        Diagnostic& problem);

}  // namespace tidegate
