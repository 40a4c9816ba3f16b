#include "schema/equality.h"

#include "base/hash.h"
#include "base/sort.h"
#include "schema/decimal.h"

namespace tidegate {
namespace {

bool is_container(const TapeValue& value) {
  return value.is(JsonType::kObject) || value.is(JsonType::kArray);
}

}  // namespace

// Of a container only its kind.
uint64_t JsonEquality::shallow(const TapeValue& value) const {
  const auto kind = static_cast<uint64_t>(value.type);
  if (value.is(JsonType::kString)) return hash_text(kind, value.view());
  return value.is(JsonType::kNumber) ? hash_decimal(value.view()) : hash_mix(kind, value.count);
}

// What lies within a value comes behind it, so going backwards all of that is known in time.
uint64_t JsonEquality::hash(const JsonTape& tape, uint32_t value) {
  if (!is_container(tape[value])) return shallow(tape[value]);
  const uint32_t end = tape[value].next;
  steps_ += end - value;
  if (!hashes_.resize(end - value)) return has_failed();
  for (uint32_t i = end; i-- != value;) {
    uint64_t hash = shallow(tape[i]);
    if (tape[i].is(JsonType::kArray)) {
      for (uint32_t k = tape.first(i); k != JsonTape::kNone; k = tape.after(k, i)) {
        hash = hash_mix(hash, hashes_[k - value]);
      }
    } else if (tape[i].is(JsonType::kObject)) {
      for (uint32_t k = tape.first(i); k != JsonTape::kNone; k = tape.after(k, i)) {
        // In whatever order. A name and a value that are one text must not cancel each other.
        hash += hash_mix(hash_mix(1, hashes_[k - value]), hashes_[k + 1 - value]);
      }
    }
    hashes_[i - value] = hash;
  }
  return hashes_[0];
}

bool JsonEquality::equal(const JsonTape& a, uint32_t value_a, const JsonTape& b, uint32_t value_b) {
  pairs_.clear();
  if (!compare(a, b, {value_a, value_b})) return false;
  while (!pairs_.empty()) {
    const Pair pair = pairs_.back();
    pairs_.pop();
    const bool in_object = a[pair.a].is(JsonType::kObject);
    uint32_t other = b.first(pair.b);
    for (uint32_t i = a.first(pair.a); i != JsonTape::kNone; i = a.after(i, pair.a)) {
      Pair within = {i, other};
      if (in_object) {
        // Most often the order is the same.
        const bool same = other != JsonTape::kNone && b[other].view() == a[i].view();
        if (!same) steps_ += b[pair.b].count;
        within = {i + 1, same ? other + 1 : b.find(pair.b, a[i].view())};
        if (within.b == JsonTape::kNone || steps_ > limit_) return false;
      }
      if (!compare(a, b, within)) return false;
      if (other != JsonTape::kNone) other = b.after(other, pair.b);
    }
  }
  return true;
}

// What is within containers is left to come, as another pair.
bool JsonEquality::compare(const JsonTape& a, const JsonTape& b, Pair pair) {
  const TapeValue& x = a[pair.a];
  const TapeValue& y = b[pair.b];
  ++steps_;
  if (x.type != y.type) return false;
  if (x.is(JsonType::kString)) return x.view() == y.view();
  if (x.is(JsonType::kNumber)) return compare_decimals(x.view(), y.view()) == 0;
  if (!is_container(x) || x.count != y.count) return x.count == y.count;
  return x.count == 0 || pairs_.push(pair) || has_failed();
}

bool JsonEquality::unique(const JsonTape& tape, uint32_t array, uint32_t& first, uint32_t& second) {
  elements_.clear();
  for (uint32_t i = tape.first(array); i != JsonTape::kNone; i = tape.after(i, array)) {
    if (!elements_.push({hash(tape, i), i, elements_.size()})) return has_failed();
  }
  steps_ += elements_.size();
  sort(elements_.begin(), elements_.end(), [](const Element& a, const Element& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.place < b.place;
  });
  for (uint32_t i = 1; i < elements_.size(); ++i) {
    for (uint32_t k = i; k-- != 0 && elements_[k].hash == elements_[i].hash;) {
      if (equal(tape, elements_[k].value, tape, elements_[i].value)) {
        first = elements_[k].place;
        second = elements_[i].place;
        return false;
      }
      if (steps_ > limit_) return true;
    }
  }
  return true;
}

}  // namespace tidegate
