#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/text.h"
#include "convert/losses.h"
#include "json/items.h"

// From an EventBridge event to a CloudEvent in JSON (CloudEvents JSON format, section 3), and what
// the way back (convert/from_cloud_event.h) needs to know of it.
namespace tidegate {

struct CloudEventOptions {
  enum class Version : uint8_t {
    k1_0,
    k0_2,  // As the first AWS-to-CloudEvents function wrote them in 2019: "contenttype" for
           // "datacontenttype".
  };

  // What becomes what; the table stands at to_cloud_event().
  enum class Profile : uint8_t { kTalk, kAwsDocs, kArn };

  Version version = Version::k1_0;
  Profile profile = Profile::kTalk;
  bool lossless = false;
  std::string_view event_bus = "default";  // The name of the bus, for kArn.
  uint32_t max_event_bytes = kDefaultMaxEventBytes;
};

// The type that Profile::kArn gives to every event.
inline constexpr std::string_view kArnEventType = "com.amazon.events.event";

// How the source begins that Profile::kTalk gives.
inline constexpr std::string_view kTalkSourcePrefix = "com.amazonaws/";

// Turns the text of an EventBridge event into the text of a CloudEvent, whose members are in
// alphabetical order:
//
//                    kTalk                       kAwsDocs     kArn
//   type             detail-type                 detail-type  com.amazon.events.event
//   source           com.amazonaws/<region>/     source       arn:<partition>:events:<region>:
//                    <source without "aws.">                  <account>:event-bus/<bus>
//   id, time         as they are                 the same     the same
//   extensions       awsregion, awsaccount       region,      awseventssource,
//                                                account      awseventsdetailtype
//   datacontenttype  application/json            none         application/json
//   data             detail                      detail       the whole event
//
// kTalk is the function of 2019, kAwsDocs the input transformer that the guide of EventBridge
// shows, kArn what TriggerMesh sends. What the event does not have the CloudEvent does not have
// either; kArn needs an account. Values are taken as they are written, to the last digit and
// escape. A source that is no URI-reference (RFC 3986, section 4.1) is percent-encoded where it
// must be.
//
// `lossless` adds to kTalk and kAwsDocs what from_cloud_event() makes the same event of: awssource,
// awsversion and awsreplayname, which are strings as in the event; awsresources, the JSON text of
// the resources; and awsextra, the JSON text of an object with all members that have no other
// place. Those are texts of append_compact(). Without it what is not carried is added to `losses`,
// where that is not nullptr, under `index`; kArn loses nothing.
//
// This appends to `output` the event whose members have been read from `event`. Errors: those of
// read_aws_event() and kOutOfMemory; `output` then ends anyhow. Cost: linear, one pass; no
// allocation but for the output.
[[nodiscard]] bool append_cloud_event(std::string_view event, const JsonItems& members,
                                      const CloudEventOptions& options, uint32_t index,
                                      Text& output, Losses* losses, Diagnostic& problem);

// The same from the text alone. `members` is working memory, to be kept from call to call. Errors:
// also those of JsonItems::read(), and kTooLarge; `output` is then empty.
[[nodiscard]] bool to_cloud_event(std::string_view event, const CloudEventOptions& options,
                                  JsonItems& members, Text& output, Losses* losses,
                                  Diagnostic& problem);

}  // namespace tidegate
