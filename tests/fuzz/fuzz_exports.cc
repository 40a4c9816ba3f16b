#include <emscripten/emscripten.h>
#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>

#include "base/limits.h"
#include "fuzz.h"
#include "match/rule_set.h"
#include "schema/discovery.h"
#include "schema/schema.h"
#include "state.h"

// The functions that bindings/ exports, as any sequence of calls with any numbers in place of
// sizes, places and choices. What they have handed out themselves is handed back as it was:
// addresses of sets, ids of rules and nodes of paths (bindings/state.h).

using namespace tidegate;

namespace host {

int32_t inflate(const char*, uint32_t size, uint32_t limit) {
  return size > limit ? ~static_cast<int32_t>(size) : static_cast<int32_t>(size % 1000);
}
void take_inflated(char* place) { std::memset(place, '1', 1); }
int32_t compile(const char*, uint32_t) { return 0; }
int32_t test(int32_t regex, const char*, uint32_t size) { return regex == 0 && size % 2 == 0; }
void release(int32_t) {}

}  // namespace host

extern "C" {

void stackRestore(uintptr_t) {}

char* tg_input(uint32_t size);
int32_t tg_utf8_from_utf16(uint32_t begin, uint32_t count);
const char* tg_output_text();
uint32_t tg_output_size();
const void* tg_problem();

int32_t tg_match(const RuleSet* rules, uint32_t size);
int32_t tg_match_any(const RuleSet* rules, uint32_t size);
const RuleId* tg_output_ids();
int32_t tg_know_text(uint32_t size);
void tg_forget_texts();
uint32_t tg_paths_capacity(const RuleSet* rules);
const void* tg_path_node(const RuleSet* rules, uint32_t node);
int32_t tg_descend(const RuleSet* rules, uint32_t node, uint32_t key_size);
int32_t tg_batch_lines(const RuleSet* rules, uint32_t begin, uint32_t end);
const uint32_t* tg_batch_ends();
uint32_t tg_batch_size();
int32_t tg_list_rules(const RuleSet* rules);
int32_t tg_find(const RuleSet* rules, uint32_t name_size);
int32_t tg_add(RuleSet* rules, uint32_t name_size, uint32_t begin, uint32_t size);
int32_t tg_replace(RuleSet* rules, uint32_t name_size, uint32_t begin, uint32_t size);
int32_t tg_remove(RuleSet* rules, uint32_t name_size);
int32_t tg_remove_pattern(RuleSet* rules, uint32_t name_size, uint32_t begin, uint32_t size);
int32_t tg_remove_newest(RuleSet* rules, uint32_t name_size);
void tg_clear(RuleSet* rules);
int32_t tg_name(const RuleSet* rules, uint32_t id);
int32_t tg_save(const RuleSet* rules, uint32_t attachment_size);
const char* tg_snapshot();
void tg_forget_snapshot();
const void* tg_snapshot_header(uint32_t size);

int32_t tg_explain(uint32_t event_size, uint32_t pattern_size, uint32_t profile, uint32_t flags);
int32_t tg_lint(uint32_t size, uint32_t profile, uint32_t seed);
int32_t tg_keep_text(uint32_t size);
int32_t tg_to_cloud_event(uint32_t size, uint32_t flags);
int32_t tg_from_cloud_event(uint32_t size);
int32_t tg_upgrade_cloud_event(uint32_t size);
int32_t tg_conversion_words(uint32_t size);
int32_t tg_to_cloud_events(uint32_t size, uint32_t flags, uint32_t limit, uint32_t seed);
const uint32_t* tg_conversion_ends();
int32_t tg_conversion_notes();
int32_t tg_write_message(uint32_t size, uint32_t protocol, uint32_t flags);
int32_t tg_read_message(uint32_t head, uint32_t body, uint32_t protocol, uint32_t flags);
int32_t tg_message_mode(uint32_t head_size, uint32_t protocol);
int32_t tg_check_event(uint32_t size, uint32_t flags);
int32_t tg_sns_attributes(uint32_t size);
int32_t tg_test_event_pattern(uint32_t event_size, uint32_t pattern_size);
int32_t tg_validate_cloud_event(uint32_t size, uint32_t flags);
int32_t tg_validate_aws_event(uint32_t size, uint32_t flags);
int32_t tg_detect(uint32_t size, bool deep);

void tg_suggest_begin();
int32_t tg_suggest_event(uint32_t size);
int32_t tg_suggest(uint32_t size, uint32_t match_count, uint32_t preference);
Discovery* tg_discovery_create(uint32_t schemas, uint32_t fields, uint32_t keys, uint32_t depth,
                               uint32_t enum_values, uint32_t enum_samples, uint32_t seed);
void tg_discovery_destroy(Discovery* discovery);
int32_t tg_discovery_add(Discovery* discovery, uint32_t size);
int32_t tg_discovery_write(Discovery* discovery, uint32_t form);
int32_t tg_compare_schemas(uint32_t before_size, uint32_t after_size, uint32_t seed);
int32_t tg_schema_types(uint32_t size, uint32_t seed);
Schema* tg_compile_schema(uint32_t size, uint32_t dialect, uint32_t formats, bool unsafe_regex,
                          uint32_t seed);
void tg_destroy_schema(Schema* schema);
int32_t tg_validate(const Schema* schema, uint32_t size, bool with_issues);

}  // extern "C"

namespace {

constexpr uint32_t kMostCalls = 40;

class Run {
 public:
  explicit Run(FuzzedDataProvider& data) : data_(data), rules_(options()) {
    tg_input(UINT32_MAX);  // Gives back the buffer of the run before.
  }
  ~Run() {
    if (schema_ != nullptr) tg_destroy_schema(schema_);
    if (discovery_ != nullptr) tg_discovery_destroy(discovery_);
  }

  void call() {
    static constexpr void (Run::*kCalls[])() = {
        &Run::write,    &Run::match,   &Run::change,  &Run::look_up,  &Run::batch,
        &Run::snapshot, &Run::explain, &Run::convert, &Run::protocol, &Run::validate,
        &Run::schema,   &Run::suggest, &Run::discover};
    problem = {};
    (this->*kCalls[data_.ConsumeIntegralInRange<size_t>(0, std::size(kCalls) - 1)])();
    see(tg_output_text(), tg_output_size());
  }

 private:
  RuleSetOptions options() {
    RuleSetOptions options;
    options.profile = data_.PickValueInArray({Profile::kRuler, Profile::kEventBridge});
    return options;
  }

  // A number that is of use, or at the edge of it, or any.
  uint32_t number() {
    switch (data_.ConsumeIntegralInRange<int>(0, 7)) {
      case 0:
        return data_.ConsumeIntegral<uint32_t>();
      case 1:
        return capacity_ + data_.ConsumeIntegralInRange<uint32_t>(0, 2) - 1;
      case 2:
        return data_.PickValueInArray({0u, UINT32_MAX, UINT32_MAX - 1, 1u << 31, 1u << 30});
      case 3:
        return data_.ConsumeIntegralInRange<uint32_t>(0, 64);
      case 4:
        return size_ == 0 ? 0 : data_.ConsumeIntegralInRange<uint32_t>(0, size_);
      case 5:
        return second_;
      default:
        return size_;
    }
  }

  // Makes the memory sanitizer look at all of it.
  static void see(const void* begin, size_t size) {
    static volatile unsigned char sum = 0;
    const auto* bytes = static_cast<const unsigned char*>(begin);
    for (size_t i = 0; i < size; ++i) sum = static_cast<unsigned char>(sum ^ bytes[i]);
  }

  // What has failed has a code.
  static int32_t checked(int32_t result) {
    fuzz::demand(result >= 0 || problem.code != ErrorCode::kOk);
    fuzz::demand(tg_problem() != nullptr);
    return result;
  }

  // Two texts into the input, one behind the other.
  void write() {
    const uint32_t wanted = data_.ConsumeBool() ? data_.ConsumeIntegralInRange<uint32_t>(0, 300)
                                                : data_.ConsumeIntegral<uint32_t>();
    const uint32_t asked = wanted > 100'000 && wanted <= kMaxTextBytes ? 100'000 : wanted;
    char* place = tg_input(asked);
    if (place == nullptr) {
      fuzz::demand(asked == 0 || asked > kMaxTextBytes);
      capacity_ = size_ = second_ = 0;
      return;
    }
    capacity_ = std::max(asked, capacity_);
    const std::string first = data_.ConsumeRandomLengthString(capacity_);
    const std::string second = data_.ConsumeRandomLengthString(capacity_ - first.size());
    std::memcpy(place, first.data(), first.size());
    std::memcpy(place + first.size(), second.data(), second.size());
    size_ = static_cast<uint32_t>(first.size());
    second_ = static_cast<uint32_t>(second.size());
    if (data_.ConsumeBool()) tg_utf8_from_utf16(number(), number());
  }

  void see_ids(int32_t count) {
    if (checked(count) > 0) see(tg_output_ids(), static_cast<size_t>(count) * sizeof(RuleId));
  }

  void match() {
    see_ids(data_.ConsumeBool() ? tg_match(&rules_, number()) : tg_match_any(&rules_, number()));
    see_ids(tg_list_rules(&rules_));
  }

  void change() {
    switch (data_.ConsumeIntegralInRange<int>(0, 6)) {
      case 0:
        checked(tg_replace(&rules_, number(), number(), number()));
        break;
      case 1:
        checked(tg_remove(&rules_, number()));
        break;
      case 2:
        checked(tg_remove_pattern(&rules_, number(), number(), number()));
        break;
      case 3:
        checked(tg_remove_newest(&rules_, number()));
        break;
      case 4:
        tg_clear(&rules_);
        break;
      default:
        checked(tg_add(&rules_, number(), number(), number()));
    }
  }

  void look_up() {
    const int32_t found = checked(tg_find(&rules_, number()));
    if (found > 0) checked(tg_name(&rules_, static_cast<uint32_t>(found) - 1));
    static_cast<void>(tg_know_text(number()));
    if (data_.ConsumeBool()) tg_forget_texts();
    uint32_t node = PathTree::kRoot;
    for (int depth = 0; depth < 3 && node < tg_paths_capacity(&rules_); ++depth) {
      see(tg_path_node(&rules_, node), 1);
      node = static_cast<uint32_t>(tg_descend(&rules_, node, number()));
    }
  }

  void batch() {
    if (checked(tg_batch_lines(&rules_, number(), number())) < 0) return;
    see(tg_batch_ends(), tg_batch_size() * sizeof(uint32_t));
  }

  void snapshot() {
    const int32_t size = checked(tg_save(&rules_, number()));
    if (size > 0) see(tg_snapshot(), static_cast<size_t>(size));
    tg_forget_snapshot();
    if (tg_snapshot_header(number()) == nullptr) checked(-1);
  }

  void explain() {
    checked(tg_explain(number(), number(), number(), number()));
    checked(tg_lint(number(), number(), number()));
    checked(tg_test_event_pattern(number(), number()));
  }

  void convert() {
    checked(tg_keep_text(number()));
    checked(tg_to_cloud_event(number(), number()));
    checked(tg_from_cloud_event(number()));
    checked(tg_upgrade_cloud_event(number()));
    checked(tg_sns_attributes(number()));
    checked(tg_conversion_words(number()));
    const int32_t count = checked(tg_to_cloud_events(number(), number(), number(), number()));
    if (count > 0) see(tg_conversion_ends(), static_cast<size_t>(count) * sizeof(uint32_t));
    checked(tg_conversion_notes());
  }

  void protocol() {
    checked(tg_write_message(number(), number(), number()));
    checked(tg_read_message(number(), number(), number(), number()));
    checked(tg_message_mode(number(), number()));
    checked(tg_check_event(number(), number()));
  }

  void validate() {
    checked(tg_validate_cloud_event(number(), number()));
    checked(tg_validate_aws_event(number(), number()));
    checked(tg_detect(number(), data_.ConsumeBool()));
  }

  void schema() {
    if (schema_ != nullptr) tg_destroy_schema(schema_);
    const bool is_unsafe = data_.ConsumeBool();
    schema_ = tg_compile_schema(number(), number(), number(), is_unsafe, number());
    if (schema_ == nullptr) return;
    checked(tg_validate(schema_, number(), data_.ConsumeBool()));
  }

  void suggest() {
    if (data_.ConsumeBool()) tg_suggest_begin();
    checked(tg_suggest_event(number()));
    if (data_.ConsumeBool()) checked(tg_suggest(number(), number(), number()));
  }

  void discover() {
    if (discovery_ == nullptr) {
      discovery_ =
          tg_discovery_create(number(), number(), number(), number(), number(), number(), number());
    }
    checked(tg_discovery_add(discovery_, number()));
    checked(tg_discovery_write(discovery_, number()));
    checked(tg_compare_schemas(number(), number(), number()));
    checked(tg_schema_types(number(), number()));
  }

  FuzzedDataProvider& data_;
  RuleSet rules_;
  Schema* schema_ = nullptr;
  Discovery* discovery_ = nullptr;
  uint32_t capacity_ = 0;  // Of the input.
  uint32_t size_ = 0;      // Of the first text in it,
  uint32_t second_ = 0;    // and of the one behind.
};

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider provider(data, size);
  Run run(provider);
  for (uint32_t i = 0; i < kMostCalls && provider.remaining_bytes() > 0; ++i) run.call();
  return 0;
}
