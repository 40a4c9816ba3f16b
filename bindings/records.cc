// Whatever AWS hands to its consumers to CloudEvents, as JavaScript sees it
// (web/to-cloud-events.ts).

#include <emscripten/emscripten.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "convert/to_cloud_events.h"
#include "json/items.h"
#include "json/writer.h"
#include "state.h"

namespace tidegate {
namespace {

CloudEvents converted;

// What options say in words: the name of the event bus, an id and a time to give to records that
// have none.
struct Words {
  Text text;  // A JSON array of the three, which the items point into.
  JsonItems items;

  std::string_view operator[](uint32_t i) const {
    return i < items.size() ? items[i].value : std::string_view();
  }
};
Words words;

// Decompresses with the function that JavaScript has set as "gunzip" of the module: it takes bytes
// and a limit, and gives bytes or, where it fails, how many came out before it did, which as a
// result here is below 0. The bytes wait there until there is a place for them in this memory.
EM_JS(int32_t, inflate_by_host, (const char* data, uint32_t size, uint32_t limit), {
  const inflated = Module.gunzip(HEAPU8.subarray(data, data + size), limit);
  if (Number.isInteger(inflated)) return ~inflated;
  Module.inflated = inflated;
  return inflated.length;
});
EM_JS(void, take_inflated, (char* place), {
  HEAPU8.set(Module.inflated, place);
  Module.inflated = undefined;
});

class HostGunzip final : public Gunzip {
 public:
  Result inflate(std::string_view data, uint32_t& left, Text& output) override {
    const int32_t result = inflate_by_host(data.data(), static_cast<uint32_t>(data.size()), left);
    const bool done = result >= 0;
    const auto size = static_cast<uint32_t>(done ? result : ~result);
    const uint32_t limit = left;
    left -= std::min(size, limit);
    if (!done) return size > limit ? Result::kTooLarge : Result::kBroken;
    char* place = output.extend(size);
    if (place == nullptr) return Result::kNoMemory;
    take_inflated(place);
    return Result::kDone;
  }
};

}  // namespace

extern "C" {

// Takes what the options of the next conversion say in words from the input: a JSON array of the
// name of the event bus, an id and a time.
EMSCRIPTEN_KEEPALIVE int32_t tg_conversion_words(uint32_t size) {
  Input in;
  if (!read_input(0, 0, size, in)) return kFailed;
  words.text.clear();
  words.text.append(in.text);
  return !words.text.failed() && words.items.read(words.text.view(), problem) ? 0 : kFailed;
}

// Turns what is in the input into CloudEvents. How many there are; they are at tg_output_text(),
// and where each ends at tg_conversion_ends(). `flags`: the RecordProfile, and 8 for unwrap, 16 for
// strict, 32 for lossless, 64 for version 0.2 of what was an EventBridge event.
EMSCRIPTEN_KEEPALIVE int32_t tg_to_cloud_events(uint32_t size, uint32_t flags, uint32_t limit,
                                                uint32_t hash_seed) {
  Input in;
  CloudEventsOptions options;
  if (!read_input(0, 0, size, in) ||
      !read_choice(flags & 7, RecordProfile::kArn, options.profile)) {
    return kFailed;
  }
  options.unwrap = (flags & 8) != 0;
  options.strict = (flags & 16) != 0;
  options.lossless = (flags & 32) != 0;
  if ((flags & 64) != 0) options.version = CloudEventOptions::Version::k0_2;
  options.event_bus = words[0];
  options.generated = {words[1], words[2]};
  options.max_event_bytes = limit;
  options.hash_seed = hash_seed;
  HostGunzip gunzip;
  if (!to_cloud_events(in.text, options, &gunzip, converted, problem)) return kFailed;
  std::swap(output, converted.events);
  return static_cast<int32_t>(converted.ends.size());
}

EMSCRIPTEN_KEEPALIVE const uint32_t* tg_conversion_ends() { return converted.ends.data(); }

// Which record of the input each comes from.
EMSCRIPTEN_KEEPALIVE const uint32_t* tg_conversion_records() { return converted.records.data(); }

// Writes what else there is to say of that conversion to tg_output_text(): {"kind", "issues",
// "losses"}.
EMSCRIPTEN_KEEPALIVE int32_t tg_conversion_notes() {
  output.clear();
  ObjectWriter writer(output);
  writer.string("kind", input_kind_name(converted.kind));
  writer.member("issues", converted.issues.view());
  writer.name("losses");
  converted.losses.write(output);
  writer.end();
  return output.failed() ? fail(ErrorCode::kOutOfMemory) : 0;
}

}  // extern "C"

}  // namespace tidegate
