#pragma once

#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text.h"
#include "convert/losses.h"
#include "json/items.h"

// From a CloudEvent in JSON to what else carries events.
namespace tidegate {

// What a CloudEvent is turned into.
enum class Target : uint8_t {
  kEventBridge,  // An event as EventBridge delivers it.
  kPutEvents,    // An entry of the request PutEvents of EventBridge.
  kSns,          // The request Publish of SNS, without a topic.
  kSqs,          // The request SendMessage of SQS, without a queue.
  kEventGrid,    // An event in the schema of Azure Event Grid.
};

struct FromCloudEventOptions {
  // What the detail of an event for EventBridge is.
  enum class Detail : uint8_t {
    kAuto,   // kData where the event came from EventBridge and goes there as an event; else kEvent.
    kEvent,  // The whole CloudEvent.
    kData,   // Its data.
  };

  Target target = Target::kEventBridge;
  Detail detail = Detail::kAuto;
  bool topic = true;  // Whether the source becomes the topic for Event Grid.

  // What the CloudEvent may lack; "" is nothing.
  std::string_view account;       // kEventBridge.
  std::string_view region;        // kEventBridge.
  std::string_view event_bus;     // kPutEvents.
  std::string_view subject;       // kEventGrid.
  std::string_view time;          // kEventGrid.
  std::string_view data_version;  // kEventGrid.
};

// Reads options from a JSON object with the members target, detail (numbers of the enums), topic,
// account, region, eventBus, subject, time and dataVersion, which are views into `members`.
FromCloudEventOptions read_from_cloud_event_options(const JsonItems& members);

// Turns the text of a CloudEvent into the JSON text of the target. One of an older version is
// upgraded first (convert/upgrade.h), and places are then those of the upgraded event.
//
// kEventBridge, of an event that append_cloud_event() has made, is the event that it was made of:
// the same but for white space and the order of members where it was made with `lossless`, or by
// the profile of ARNs. Without `lossless` version is "0", resources are [], and the source is
// rebuilt from "com.amazonaws/<region>/<name>": "aws.<name>" where the name has no dot, as those of
// services do, and <name> where it has; since that is a guess, it is told among the losses. Of any
// other CloudEvent, and for kPutEvents:
//
//   kEventBridge  kPutEvents    kEvent                   kData
//   id                          id                       id
//   source        Source        source                   awssource, otherwise source
//   detail-type   DetailType    type                     type
//   time          Time          time                     time
//   account                     option or awsaccount     the same
//   region                      option or awsregion      the same
//   resources     Resources     []                       awsresources
//   detail        Detail        the CloudEvent           data
//                 TraceHeader   traceparent              traceparent
//                 EventBusName  option                   option
//
// There must be a region for kEventBridge; for kPutEvents the detail is an object, and the source
// does not begin with "aws.", which EventBridge keeps for itself.
//
//   kSns  Message, kSqs  MessageBody     the CloudEvent in structured mode, compact
//         MessageAttributes              content-type: application/cloudevents+json
//   kSns  Subject                        subject, where SNS takes it: up to 100 characters of ASCII
//                                        that can be printed, of which the first is no space
//
//   kEventGrid  id, data                 the same
//               topic                    source, if `topic` is set
//               subject, eventTime       subject and time, or else the option; one must be there
//               eventType                type
//               dataVersion              option, or ""
//
// What has no place in the target is added to `losses`. Errors: kEventField where something is
// missing or cannot be, those of read_cloud_event() and JsonItems::read(), and kOutOfMemory;
// `output` is then empty. Cost: linear.
[[nodiscard]] bool from_cloud_event(std::string_view text, const FromCloudEventOptions& options,
                                    Text& output, Losses& losses, Diagnostic& problem);

}  // namespace tidegate
