#include "convert/cloud_event.h"
#include "convert/from_cloud_event.h"
#include "convert/upgrade.h"
#include "event/cloud_event.h"
#include "fuzz.h"
#include "json/reader.h"

using namespace tidegate;

namespace {

Text first;
Text second;
Text third;
Losses losses;
Diagnostic problem;
JsonItems members;

void check(bool done, const Text& output) {
  fuzz::demand(done ? validate_json(output.view()).code == ErrorCode::kOk
                    : output.empty() && problem.code != ErrorCode::kOk);
}

bool back(std::string_view event, Text& output) {
  const bool done = from_cloud_event(event, {}, output, losses, problem);
  check(done, output);
  return done;
}

// What comes back is the same event, without a loss, so it converts to the same CloudEvent.
void round_trip(std::string_view text, CloudEventOptions::Profile profile) {
  CloudEventOptions options;
  options.profile = profile;
  options.lossless = true;
  bool done = to_cloud_event(text, options, members, first, nullptr, problem);
  check(done, first);
  if (!done) return;
  fuzz::demand(back(first.view(), second) && losses.empty());
  done = to_cloud_event(second.view(), options, members, third, nullptr, problem);
  check(done, third);
  if (profile == CloudEventOptions::Profile::kArn) return;
  fuzz::demand(done && first.view() == third.view());
}

}  // namespace

// The text is an event of EventBridge, or a CloudEvent of any version.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using Profile = CloudEventOptions::Profile;
  const std::string_view text = fuzz::text_of(data, size);
  for (const Profile profile : {Profile::kTalk, Profile::kAwsDocs, Profile::kArn}) {
    round_trip(text, profile);
  }
  for (const Target target :
       {Target::kEventBridge, Target::kPutEvents, Target::kSns, Target::kSqs, Target::kEventGrid}) {
    for (const auto detail :
         {FromCloudEventOptions::Detail::kAuto, FromCloudEventOptions::Detail::kData}) {
      FromCloudEventOptions options;
      options.target = target;
      options.detail = detail;
      options.region = options.subject = options.time = "x";
      check(from_cloud_event(text, options, first, losses, problem), first);
    }
  }
  first.clear();
  if (members.read(text, problem) && append_upgraded(text, members, first, problem)) {
    CloudEventView event;
    fuzz::demand(members.read(first.view(), problem));
    if (!read_cloud_event(first.view(), members, event, problem))
      fuzz::demand(problem.code == ErrorCode::kEventField);
  }
  return 0;
}
