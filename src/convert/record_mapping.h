#pragma once

#include <cstdint>
#include <string_view>

#include "convert/payload.h"
#include "event/input_kind.h"

// What becomes what when a record of a service becomes a CloudEvent: a table, which is the code.
namespace tidegate {

// Which of several mappings. A kind that does not have the one that is asked for uses its first.
enum class RecordProfile : uint8_t {
  kDefault,
  kTalk,         // EventBridge alone: convert/cloud_event.h
  kAwsDocs,      // EventBridge alone
  kSpecAdapter,  // The adapters of the CloudEvents project: aws-s3.md, aws-sns.md
  kArn,          // The source is the ARN of the resource, or what comes nearest to one.
};

// A template is text with places for values: "{path}" stands for the characters of the string, or
// the digits of the number, at a path in the record. Names of a path are separated by "/"; "^"
// before them means the whole input rather than the record; "|" separates paths of which the first
// that has a value counts. A word before a colon says how the value is written:
//
//   url     decoded as in a form: "+" is a space, %XY a byte
//   s, ms   a number of seconds, or thousandths, since 1970, as a time
//   time    a time whose offset may lack its colon
//   base64  decoded
//   keys    the names of the members of an object, joined by ","
//   event   without "s3:" at its beginning
//   family  the same, without what follows a colon, in lower case
//   arn     the ARN of a subscription, in a URL or a sentence about it
//
// "{queue}" is the name of the array that the record lies in. A template with a value that is
// missing, empty, null or not of its form gives nothing.
struct RecordMapping {
  InputKind kind;
  RecordProfile profile;
  std::string_view id = {};
  std::string_view source = {};  // Percent-encoded where it would be no URI-reference.
  std::string_view type = {};
  std::string_view subject = {};  // Empty: none. So with all that follow.
  std::string_view time = {};
  std::string_view extension = {};  // A name, "=" and a template.
  std::string_view data_type = {};  // The media type of a payload, where the record knows it.
  std::string_view tie_break = {};  // What tells records of a batch apart whose ids are the same.

  // The data: a member of the record as it is written (the record itself where this is empty, or
  // ends with "|" and there is no such member), or the payload if `payload_is_data`.
  std::string_view data = {};

  // What the record carries, which may be an event itself. Empty: nothing.
  std::string_view payload = {};
  PayloadForm payload_form = PayloadForm::kCharacters;
  bool payload_is_data = false;
};

// The mapping of a kind in a profile, or in its first one; nullptr for a kind that has none.
const RecordMapping* find_mapping(InputKind kind, RecordProfile profile);

}  // namespace tidegate
