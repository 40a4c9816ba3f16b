#include "fuzz.h"
#include "json/reader.h"

using namespace tidegate;

// The reader finds the same fault whatever is wanted, and its leaves lie within the text and within
// each other's arrays.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  PathTree paths;
  for (const char* path : {"a", "b.a", "b.b", "a.a.a", ".", "id"}) {
    fuzz::demand(paths.add(path) != PathTree::kNone);
  }
  fuzz::demand(paths.add("detail", PathTree::Want::kWhole) != PathTree::kNone);
  EventView view;
  // Who trusts the text is told of the same fault, or gets values that are JSON.
  const JsonError touched = read_event(text, paths, view, Validation::kTouched);
  if (touched.code == ErrorCode::kOk) {
    for (const Leaf& leaf : view.leaves) {
      fuzz::demand(leaf.begin < leaf.end && leaf.end <= size && leaf.place < view.places.size());
      const std::string_view value = text.substr(leaf.begin, leaf.end - leaf.begin);
      fuzz::demand(validate_json(value).code == ErrorCode::kOk);
    }
  }
  const JsonError skipped = validate_json(text);
  const JsonError read = read_event(text, paths, view);
  fuzz::demand(skipped.code == read.code && skipped.offset == read.offset);
  fuzz::demand(read.offset <= size);
  fuzz::demand(touched.code == ErrorCode::kOk ||
               (touched.code == read.code && touched.offset == read.offset));
  if (read.code != ErrorCode::kOk) return 0;
  for (const Leaf& leaf : view.leaves) {
    fuzz::demand(leaf.begin < leaf.end && leaf.end <= size && leaf.place < view.places.size());
  }
  for (uint32_t i = 1; i < view.places.size(); ++i) {
    const ArrayPlace& place = view.places[i];
    const ArraySpan& array = view.arrays[place.array];
    fuzz::demand(place.parent < i && array.begin <= place.begin && place.begin <= place.end &&
                 place.end <= array.end && array.end <= view.leaves.size());
  }
  return 0;
}
