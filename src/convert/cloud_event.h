#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/text.h"

namespace tidegate {

struct CloudEventOptions {
  enum class Version : uint8_t {
    k1_0,
    k0_2,  // As the first AWS-to-CloudEvents function wrote them in 2019: "contenttype" for
           // "datacontenttype".
  };
  Version version = Version::k1_0;
  uint32_t max_event_bytes = kDefaultMaxEventBytes;
};

// Turns the text of an EventBridge event into the text of a CloudEvent in JSON (CloudEvents JSON
// format, section 3), with its members in alphabetical order:
//
//   type             detail-type
//   source           "com.amazonaws/<region>/<source without a leading "aws.">"
//   id, time         as they are; no time when there is none
//   awsregion        region
//   awsaccount       account, a string; none when there is none
//   datacontenttype  application/json
//   data             detail as written, to the last digit; none when there is none
//
// A source that is no URI-reference (RFC 3986, section 4.1) is percent-encoded where it must be.
// resources, version and replay-name are not carried over. Errors: those of read_aws_event(),
// kTooLarge and kOutOfMemory; `output` is then empty. Cost: one pass over the text.
[[nodiscard]] bool to_cloud_event(std::string_view event, const CloudEventOptions& options,
                                  Text& output, Diagnostic& problem);

}  // namespace tidegate
