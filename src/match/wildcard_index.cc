#include "match/wildcard_index.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "base/short_text.h"
#include "match/text_list.h"

namespace tidegate {
namespace {

// Children of a state to be tried one by one rather than looked up.
constexpr uint32_t kFewChildren = 4;

// Fragments to be sought one by one, which libraries do very fast, before a scan looks for all.
constexpr uint32_t kFewSearches = 2;

// States that are asked for each fragment that turns up, at most.
constexpr uint32_t kMaxAsked = 16;

// Steps that looking behind leads may take, at a position and in all, before it counts as slow.
constexpr uint32_t kStepsPerPosition = 16;
constexpr uint32_t kFreeSteps = 4096;

}  // namespace

// ---- Fragments ----

bool WildcardIndex::Grams::make_row(char first) {
  if (places_.empty() && !places_.resize(kByteKinds, kNone)) return false;
  if (rows_.empty() && !rows_.resize(UINT8_MAX + 1)) return false;
  Row& row = rows_[static_cast<uint8_t>(first)];
  if (row.places != 0) return true;
  const uint32_t places = places_.size();
  if (!places_.resize(places + kByteKinds, kNone)) return false;
  row.places = places;
  return true;
}

uint32_t WildcardIndex::Grams::make(char first, char second) {
  if (!make_row(first)) return kNone;
  uint32_t id = find(first, second);
  if (id != kNone || !records_.reserve_one()) return id;
  id = records_.take();
  uint32_t& place = place_of(first, second);
  records_[id].second = second;
  records_[id].next = place;
  place = id;
  return id;
}

void WildcardIndex::Grams::drop(uint32_t gram, char first) {
  uint32_t* link = &place_of(first, records_[gram].second);
  while (*link != gram) link = &records_[*link].next;
  *link = records_[gram].next;
  records_.give_back(gram);
}

bool WildcardIndex::Grams::add(uint32_t fragment, std::string_view text) {
  if (text.size() == 1) {
    if (!make_row(text[0])) return false;
    rows_[static_cast<uint8_t>(text[0])].fragment = fragment;
    return true;
  }
  const uint32_t id = make(text[0], text[1]);
  if (id == kNone) return false;
  if (text.size() == kGramSize) {
    records_[id].fragment = fragment;
  } else {
    ++records_[id].longer[lead_kind(text)];
    records_[id].thirds |= 1u << kind_of(text[kGramSize]);
  }
  return true;
}

void WildcardIndex::Grams::remove(std::string_view text) {
  if (text.size() == 1) {
    rows_[static_cast<uint8_t>(text[0])].fragment = kNone;
    return;
  }
  const uint32_t id = find(text[0], text[1]);
  if (text.size() == kGramSize) {
    records_[id].fragment = kNone;
  } else {
    --records_[id].longer[lead_kind(text)];
  }
  if (!records_[id].is_used()) drop(id, text[0]);
}

// As find() comes upon them: from the end of the text on if they have to stand there.
uint32_t WildcardIndex::hash_of(Place place, std::string_view text) const {
  const uint64_t seed = seed_of(place);
  const auto size = static_cast<uint32_t>(text.size());
  return place == Place::kEnd ? AffixHash<TextEnd::kBack>(seed, text).at(size)
                              : AffixHash<TextEnd::kFront>(seed, text).at(size);
}

// Leads with equal hashes share a record, which costs a few looks in vain.
uint32_t WildcardIndex::lead_hash(std::string_view text, uint32_t kind) const {
  uint32_t bytes = 0;
  std::memcpy(&bytes, text.data(), lead_size(kind));
  return static_cast<uint32_t>(hash_mix(hash_seed_, bytes));
}

uint32_t WildcardIndex::find_lead(uint32_t hash) const {
  return lead_ids_.find(hash, [](uint32_t) { return true; });
}

uint32_t WildcardIndex::find_fragment(uint32_t hash, Place place, std::string_view text) const {
  return fragment_ids_.find(hash, [&](uint32_t id) {
    const Fragment& fragment = fragments_[id];
    return fragment.place == place && same_text(text_of(fragment), text);
  });
}

uint32_t WildcardIndex::make_fragment(Place place, std::string_view text) {
  const uint32_t hash = hash_of(place, text);
  uint32_t id = find_fragment(hash, place, text);
  if (id != kNone || !fragments_.reserve_one() || !fragment_ids_.reserve_one()) return id;
  const Pool::Ref block = pool_.add_text(text);
  if (block == Pool::kNone) return kNone;
  id = fragments_.take();
  Fragment& fragment = fragments_[id];
  fragment.text = block;
  fragment.size = static_cast<uint32_t>(text.size());
  fragment.hash = hash;
  fragment.place = place;
  if (!enlist(id)) {
    pool_.release_block(block, fragment.size);
    fragments_.give_back(id);
    return kNone;
  }
  fragment_ids_.insert(hash, id);
  return id;
}

void WildcardIndex::drop_fragment(uint32_t id) {
  const Fragment& fragment = fragments_[id];
  unlist(id);
  fragment_ids_.erase(fragment.hash, id);
  pool_.release_block(fragment.text, fragment.size);
  fragments_.give_back(id);
}

// Has find() look for a new fragment.
bool WildcardIndex::enlist(uint32_t id) {
  const Fragment& fragment = fragments_[id];
  switch (fragment.place) {
    case Place::kWhole:
      ++wholes_;
      return true;
    case Place::kStart:
      return starts_.add(fragment.size, fragment.hash, pool_);
    case Place::kEnd:
      return ends_.add(fragment.size, fragment.hash, pool_);
    case Place::kMiddle:
      return enlist_middle(id);
  }
  return true;
}

void WildcardIndex::unlist(uint32_t id) {
  const Fragment& fragment = fragments_[id];
  switch (fragment.place) {
    case Place::kWhole:
      --wholes_;
      break;
    case Place::kStart:
      starts_.remove(fragment.size, pool_);
      break;
    case Place::kEnd:
      ends_.remove(fragment.size, pool_);
      break;
    case Place::kMiddle:
      unlist_middle(text_of(fragment));
      break;
  }
}

bool WildcardIndex::enlist_middle(uint32_t id) {
  const std::string_view text = text_of(fragments_[id]);
  if (!grams_.add(id, text)) return false;
  if (text.size() <= kGramSize || enlist_long(text)) return true;
  grams_.remove(text);
  return false;
}

void WildcardIndex::unlist_middle(std::string_view text) {
  grams_.remove(text);
  if (text.size() <= kGramSize) return;
  const uint32_t hash = lead_hash(text, lead_kind(text));
  const uint32_t lead = find_lead(hash);
  LengthSet& lengths = leads_[lead].lengths;
  lengths.remove(static_cast<uint32_t>(text.size()), pool_);
  if (!lengths.empty()) return;
  lead_ids_.erase(hash, lead);
  leads_.give_back(lead);
}

bool WildcardIndex::enlist_long(std::string_view text) {
  const uint32_t hash = lead_hash(text, lead_kind(text));
  const auto size = static_cast<uint32_t>(text.size());
  const uint32_t found = find_lead(hash);
  if (found != kNone) return leads_[found].lengths.add(size, pool_);
  Lead lead;
  if (!leads_.reserve_one() || !lead_ids_.reserve_one() || !lead.lengths.add(size, pool_)) {
    return false;
  }
  const uint32_t id = leads_.take();
  leads_[id] = lead;
  lead_ids_.insert(hash, id);
  return true;
}

// ---- States ----

WildcardIndex::StateList& WildcardIndex::list_of(const State& state) {
  State& parent = states_[state.parent];
  return fragments_[state.fragment].place == Place::kEnd ? parent.ends : parent.others;
}

uint32_t WildcardIndex::find_child(uint32_t state, uint32_t fragment) const {
  if (is_root(state)) return fragments_[fragment].root_child;
  return children_.find(child_hash(state, fragment), [&](uint32_t child) {
    return states_[child].parent == state && states_[child].fragment == fragment;
  });
}

bool WildcardIndex::make_roots() {
  while (states_.capacity() <= kFree) {
    if (!states_.reserve_one()) return false;
    states_.take();
  }
  return true;
}

// The state behind `parent` and a fragment, made when it is new; kNone when there is no memory.
uint32_t WildcardIndex::make_child(uint32_t parent, Place place, std::string_view text) {
  const uint32_t fragment = make_fragment(place, text);
  if (fragment == kNone) return kNone;
  uint32_t child = find_child(parent, fragment);
  if (child != kNone) return child;
  if (!states_.reserve_one() || !children_.reserve_one()) {
    if (fragments_[fragment].states == 0) drop_fragment(fragment);
    return kNone;
  }
  ++fragments_[fragment].states;
  child = states_.take();
  State& state = states_[child];
  state.parent = parent;
  state.fragment = fragment;
  StateList& list = list_of(state);
  state.next = list.first;
  if (list.first != kNone) states_[list.first].previous = child;
  list.first = child;
  ++list.size;
  if (is_root(parent)) {
    fragments_[fragment].root_child = child;
  } else {
    children_.insert(child_hash(parent, fragment), child);
  }
  return child;
}

// Drops the state, and those before it, unless they lead to a wildcard.
void WildcardIndex::drop_unused(uint32_t id) {
  while (!is_root(id)) {
    const State state = states_[id];
    if (state.wildcard != kNone || state.ends.size != 0 || state.others.size != 0) return;
    StateList& list = list_of(state);
    (state.previous == kNone ? list.first : states_[state.previous].next) = state.next;
    if (state.next != kNone) states_[state.next].previous = state.previous;
    --list.size;
    if (is_root(state.parent)) {
      fragments_[state.fragment].root_child = kNone;
    } else {
      children_.erase(child_hash(state.parent, state.fragment), id);
    }
    if (--fragments_[state.fragment].states == 0) drop_fragment(state.fragment);
    states_.give_back(id);
    id = state.parent;
  }
}

// The state that is reached from a root by the fragments of a wildcard, each with
// step(state, place, fragment), which kNone ends.
template <class Step>
uint32_t WildcardIndex::follow(std::string_view operand, Step step) const {
  const TextList fragments(operand);
  if (fragments.size() == 1) return step(kAnchored, Place::kWhole, fragments[0]);
  uint32_t state = fragments[0].empty() ? kFree : step(kAnchored, Place::kStart, fragments[0]);
  const uint32_t last = fragments.size() - 1;
  for (uint32_t i = 1; i < last && state != kNone; ++i) {
    state = step(state, Place::kMiddle, fragments[i]);
  }
  if (state == kNone || fragments[last].empty()) return state;
  return step(state, Place::kEnd, fragments[last]);
}

bool WildcardIndex::add(uint32_t id, std::string_view operand) {
  if (!make_roots()) return false;
  uint32_t reached = kFree;
  const uint32_t state =
      follow(operand, [&](uint32_t parent, Place place, std::string_view fragment) {
        reached = parent;
        return make_child(parent, place, fragment);
      });
  if (state == kNone) {
    drop_unused(reached);
    return false;
  }
  states_[state].wildcard = id;
  ++count_;
  return true;
}

void WildcardIndex::remove(uint32_t /*id*/, std::string_view operand) {
  const uint32_t state =
      follow(operand, [&](uint32_t parent, Place place, std::string_view fragment) {
        return find_child(parent, find_fragment(hash_of(place, fragment), place, fragment));
      });
  states_[state].wildcard = kNone;
  --count_;
  drop_unused(state);
}

size_t WildcardIndex::memory_bytes() const {
  return pool_.memory_bytes() + states_.memory_bytes() + children_.memory_bytes() +
         fragments_.memory_bytes() + fragment_ids_.memory_bytes() + grams_.memory_bytes() +
         lead_ids_.memory_bytes() + leads_.memory_bytes();
}

// ---- Search ----

void WildcardIndex::Scratch::begin() {
  if (++epoch_ == 0) {
    for (FragmentState& fragment : fragments_) fragment.epoch = 0;
    epoch_ = 1;
  }
  steps_ = 0;
  found_.clear();
  reached_.clear();
  ends_.clear();
  waiting_.clear();
  asked_.clear();
}

// One run over a text. What returns bool returns false when there is no memory.
class WildcardIndex::Search {
 public:
  Search(const WildcardIndex& index, std::string_view text, Scratch& scratch)
      : index_(index), text_(text), size_(static_cast<uint32_t>(text.size())), scratch_(scratch) {
    scratch.begin();
  }

  [[nodiscard]] bool run() { return take_starts() && reach(kFree, 0) && follow(); }

 private:
  using Reached = Scratch::Reached;
  using FragmentState = Scratch::FragmentState;

  struct IsLater {
    bool operator()(const Reached& a, const Reached& b) const { return a.position > b.position; }
  };

  const State& state(uint32_t id) const { return index_.states_[id]; }
  const Fragment& fragment_of(uint32_t id) const { return index_.fragments_[state(id).fragment]; }

  // Calls call(state) for each of a list; false as soon as that is.
  template <class Call>
  bool for_each(const StateList& list, Call call) const {
    for (uint32_t id = list.first; id != kNone; id = state(id).next) {
      if (!call(id)) return false;
    }
    return true;
  }

  // Calls call(fragment) for each fragment of a set that stands where its place is in the text;
  // false as soon as that is.
  template <TextEnd kEnd, class Call>
  bool for_affixes(Place place, const AffixSet& affixes, Call call) {
    return affixes.find<kEnd>(index_.seed_of(place), text_, index_.pool_,
                              [&](uint32_t hash, std::string_view affix) {
                                const uint32_t fragment = index_.find_fragment(hash, place, affix);
                                if (fragment == kNone) return true;
                                scratch_.steps_ += 1 + affix.size();
                                return call(fragment);
                              });
  }

  // Reaches what only the beginning of the text decides.
  bool take_starts() {
    const StateList& children = state(kAnchored).others;
    if (children.size <= kFewChildren) {
      return for_each(children, [this](uint32_t child) {
        const Fragment& fragment = fragment_of(child);
        const std::string_view text = index_.text_of(fragment);
        const bool whole = fragment.place == Place::kWhole;
        const bool fits = same_text(whole ? text_ : text_.substr(0, text.size()), text);
        return !fits || reach(child, fragment.size);
      });
    }
    return take_whole() &&
           for_affixes<TextEnd::kFront>(Place::kStart, index_.starts_, [this](uint32_t fragment) {
             return reach(index_.find_child(kAnchored, fragment), index_.fragments_[fragment].size);
           });
  }

  bool take_whole() {
    if (index_.wholes_ == 0) return true;
    const uint32_t hash = index_.hash_of(Place::kWhole, text_);
    const uint32_t fragment = index_.find_fragment(hash, Place::kWhole, text_);
    return fragment == kNone || reach(index_.find_child(kAnchored, fragment), size_);
  }

  // All fragments of a state have been found, the last one in front of `position`.
  bool reach(uint32_t id, uint32_t position) {
    ++scratch_.steps_;
    const State& reached = state(id);
    if (reached.wildcard != kNone && !scratch_.found_.push(reached.wildcard)) return false;
    if (reached.ends.size != 0 && !take_ends(reached, id, position)) return false;
    if (reached.others.size == 0 || position == size_) return true;
    if (!scratch_.reached_.push({position, id})) return false;
    std::push_heap(scratch_.reached_.begin(), scratch_.reached_.end(), IsLater{});
    return true;
  }

  // The wildcards that only lack the end of the text, which must not reach back over `position`.
  bool take_ends(const State& reached, uint32_t id, uint32_t position) {
    if (reached.ends.size > kFewChildren && !know_ends()) return false;
    if (reached.ends.size <= std::max(kFewChildren, scratch_.ends_.size())) {
      const std::string_view rest = text_.substr(position);
      return for_each(reached.ends, [&](uint32_t end) {
        ++scratch_.steps_;
        return !rest.ends_with(index_.text_of(fragment_of(end))) || take_end(end);
      });
    }
    for (const uint32_t fragment : scratch_.ends_) {
      if (index_.fragments_[fragment].size > size_ - position) break;
      ++scratch_.steps_;
      const uint32_t end = index_.find_child(id, fragment);
      if (end != kNone && !take_end(end)) return false;
    }
    return true;
  }

  bool take_end(uint32_t end) { return scratch_.found_.push(state(end).wildcard); }

  bool know_ends() {
    if (ends_known_) return true;
    ends_known_ = true;
    return for_affixes<TextEnd::kBack>(Place::kEnd, index_.ends_, [this](uint32_t fragment) {
      return scratch_.ends_.push(fragment);
    });
  }

  Reached earliest() const { return scratch_.reached_[0]; }

  Reached take_earliest() {
    std::pop_heap(scratch_.reached_.begin(), scratch_.reached_.end(), IsLater{});
    const Reached taken = scratch_.reached_.back();
    scratch_.reached_.pop();
    return taken;
  }

  // Goes on from what was reached: while that is little, fragment by fragment.
  bool follow() {
    uint32_t left = kFewSearches;
    while (!scratch_.reached_.empty()) {
      const uint32_t fragments = state(earliest().state).others.size;
      if (fragments > left) return scan();
      left -= fragments;
      if (!seek_next(take_earliest())) return false;
    }
    return true;
  }

  bool seek_next(Reached from) {
    return for_each(state(from.state).others,
                    [&](uint32_t child) { return seek(child, from.position); });
  }

  // Reaches a state by the first of its fragment from `position` on. Linear: memmem is.
  bool seek(uint32_t id, uint32_t position) {
    const Fragment& fragment = fragment_of(id);
    const void* found = memmem(text_.data() + position, size_ - position,
                               index_.pool_.at(fragment.text), fragment.size);
    if (found == nullptr) {
      scratch_.steps_ += size_ - position;
      return true;
    }
    const auto begin = static_cast<uint32_t>(static_cast<const char*>(found) - text_.data());
    scratch_.steps_ += begin - position;
    return reach(id, begin + fragment.size);
  }

  // ---- All fragments in one go ----

  bool scan() {
    if (!scratch_.fragments_.resize(
            std::max(scratch_.fragments_.size(), index_.fragments_.capacity()))) {
      return false;
    }
    const uint32_t begin = earliest().position;
    uint32_t at = begin;
    while (at < size_) {
      if (!watch_until(at)) return false;
      const uint32_t until = scratch_.reached_.empty() ? size_ : earliest().position;
      if (open_ == 0) {
        at = until;
        continue;
      }
      const uint32_t next = index_.grams_.next(text_, at, until);
      scratch_.steps_ += next - at + 1;
      at = next;
      if (at == until) continue;
      if (!take_at(at)) return false;
      ++at;
      if (lead_steps_ > kFreeSteps && is_slow(at - begin)) return seek_all(at);
    }
    return true;
  }

  // Whether going on would cost more than seeking each fragment that is still missing.
  bool is_slow(uint32_t positions) const {
    return lead_steps_ > (kStepsPerPosition + open_) * positions;
  }

  // Has all states that were reached up to here see what begins from here on.
  bool watch_until(uint32_t position) {
    while (!scratch_.reached_.empty() && earliest().position <= position) {
      if (!watch(take_earliest())) return false;
    }
    return true;
  }

  // To wait costs a step for each child, to be asked one for each fragment that turns up, of which
  // the rest of the text has not many more than it has bytes.
  bool watch(Reached from) {
    const StateList& children = state(from.state).others;
    open_ += children.size;
    const bool many = from.state == kFree || children.size > (size_ - from.position) / 4;
    if (many && scratch_.asked_.size() < kMaxAsked) return scratch_.asked_.push(from.state);
    scratch_.steps_ += children.size;
    return for_each(children, [this](uint32_t child) {
      FragmentState& fragment = fragment_state(state(child).fragment);
      if (!scratch_.waiting_.push({child, fragment.waiting})) return false;
      fragment.waiting = scratch_.waiting_.size() - 1;
      return true;
    });
  }

  FragmentState& fragment_state(uint32_t fragment) {
    FragmentState& known = scratch_.fragments_[fragment];
    if (known.epoch != scratch_.epoch_) known = {scratch_.epoch_, kNone, 0};
    return known;
  }

  // All middle fragments that stand at a position.
  bool take_at(uint32_t at) {
    const uint32_t single = index_.grams_.single(text_[at]);
    if (single != kNone && !turn_up(single, at + 1)) return false;
    if (size_ - at < kGramSize) return true;
    const uint32_t id = index_.grams_.find(text_[at], text_[at + 1]);
    if (id == kNone) return true;
    const Gram& gram = index_.grams_[id];
    if (gram.fragment != kNone && !turn_up(gram.fragment, at + kGramSize)) return false;
    if (size_ - at == kGramSize || (gram.thirds >> kind_of(text_[at + kGramSize]) & 1) == 0) {
      return true;
    }
    for (uint32_t kind = 0; kind < kLeadKinds; ++kind) {
      if (gram.longer[kind] != 0 && !take_longer(at, kind)) return false;
    }
    return true;
  }

  bool take_longer(uint32_t at, uint32_t kind) {
    if (size_ - at < lead_size(kind)) return true;
    const std::string_view rest = text_.substr(at);
    ++scratch_.steps_;
    ++lead_steps_;
    const uint32_t lead = index_.find_lead(index_.lead_hash(rest, kind));
    if (lead == kNone) return true;
    const std::span<const uint32_t> lengths = index_.leads_[lead].lengths.lengths(index_.pool_);
    const size_t bytes = std::min<size_t>(lengths.back(), rest.size());
    scratch_.steps_ += lengths.size() + bytes;
    lead_steps_ += lengths.size() + bytes;
    AffixHash<TextEnd::kFront> hash(index_.seed_of(Place::kMiddle), rest);
    for (const uint32_t length : lengths) {
      if (length > rest.size()) break;
      const uint32_t fragment =
          index_.find_fragment(hash.at(length), Place::kMiddle, rest.substr(0, length));
      if (fragment == kNone) continue;
      scratch_.steps_ += length;
      lead_steps_ += length;
      if (!turn_up(fragment, at + length)) return false;
    }
    return true;
  }

  // A middle fragment stands in front of `end`: reaches what waited for it. All of that may have
  // it, as nothing waits before the scan is where it was reached.
  bool turn_up(uint32_t fragment, uint32_t end) {
    FragmentState& known = fragment_state(fragment);
    if (known.waiting == kNone && known.asked == scratch_.asked_.size()) return true;
    for (; known.waiting != kNone; known.waiting = scratch_.waiting_[known.waiting].next) {
      uint32_t& waiting = scratch_.waiting_[known.waiting].state;
      const uint32_t reached = waiting;
      waiting = kNone;
      --open_;
      if (!reach(reached, end)) return false;
    }
    for (; known.asked < scratch_.asked_.size(); ++known.asked) {
      ++scratch_.steps_;
      const uint32_t child = index_.find_child(scratch_.asked_[known.asked], fragment);
      if (child == kNone) continue;
      --open_;
      if (!reach(child, end)) return false;
    }
    return true;
  }

  // ---- What is left of a scan that was too slow ----

  bool seek_all(uint32_t position) {
    for (const Scratch::Waiting& waiting : scratch_.waiting_) {
      if (waiting.state != kNone && !seek(waiting.state, position)) return false;
    }
    for (uint32_t i = 0; i < scratch_.asked_.size(); ++i) {
      const bool ok = for_each(state(scratch_.asked_[i]).others, [&](uint32_t child) {
        const bool turned_up = fragment_state(state(child).fragment).asked > i;
        return turned_up || seek(child, position);
      });
      if (!ok) return false;
    }
    while (!scratch_.reached_.empty()) {
      if (!seek_next(take_earliest())) return false;
    }
    return true;
  }

  const WildcardIndex& index_;
  const std::string_view text_;
  const uint32_t size_;
  Scratch& scratch_;
  bool ends_known_ = false;
  uint64_t open_ = 0;        // Children of watched states that have not been reached.
  uint64_t lead_steps_ = 0;  // Spent on finding what stands behind leads.
};

bool WildcardIndex::collect(std::string_view text, Scratch& scratch) const {
  if (empty()) {
    scratch.begin();
    return true;
  }
  return Search(*this, text, scratch).run();
}

}  // namespace tidegate
