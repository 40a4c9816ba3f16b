#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "base/id_table.h"
#include "base/pool.h"
#include "base/records.h"
#include "base/vec.h"
#include "match/affix_set.h"
#include "match/length_set.h"

namespace tidegate {

// A set of wildcards, each known by an id, that tells which of them match a text without trying
// each.
//
// A wildcard is its fragments, what stands between its stars: the text has to start with the first
// one, end with the last one and hold the others in between, in order and apart. Taking each at its
// earliest place loses nothing, so what has been found of a wildcard is one state with at most one
// position, and wildcards that begin alike share states. The text is read once, and a fragment that
// turns up in it takes all states that wait for it further.
//
// Cost of find(), besides what it finds: one look at most positions of the text, some more where a
// fragment may begin, and one for each fragment that may come next in a state that was reached, or
// for each that turns up where that is less. Where fragments of many lengths begin with the same
// four bytes, it is a look for each length and a step for each byte; a text that repeats such bytes
// ends up with what is still missing being sought one by one. So no text costs much more than
// testing every wildcard on its own. A set of up to four may as well be tested that way.
//
// Memory: about 95 bytes for each fragment of a wildcard that it does not share, its text included
// while that is short; 5 KB at least.
class WildcardIndex {
 public:
  class Scratch;

  explicit WildcardIndex(uint64_t hash_seed = 0) : hash_seed_(hash_seed) {}

  // Adds a wildcard by its operand (match/operand.h), in which no two stars adjoin; each at most
  // once. Linear in the operand. False: no memory, nothing changed.
  [[nodiscard]] bool add(uint32_t id, std::string_view operand);
  // The wildcard must have been added with this id. Needs no memory.
  void remove(uint32_t id, std::string_view operand);

  // Calls hit(id) once for each wildcard that matches `text`, in no order. False as soon as hit()
  // is, or when the scratch finds no memory (hit() has not been called then). Several threads may
  // do this at a time, each with a scratch of its own.
  template <class Hit>
  bool find(std::string_view text, Scratch& scratch, Hit hit) const;

  bool empty() const { return count_ == 0; }
  size_t memory_bytes() const;

 private:
  class Search;

  static constexpr uint32_t kNone = UINT32_MAX;

  // Fragments of more bytes than a gram are looked for where their lead stands, their first three
  // or four bytes.
  static constexpr uint32_t kGramSize = 2;
  static constexpr uint32_t kLeadKinds = 2;
  static uint32_t lead_size(uint32_t kind) { return kGramSize + 1 + kind; }
  static uint32_t lead_kind(std::string_view text) { return text.size() > lead_size(0) ? 1 : 0; }

  // Where in a text a fragment has to stand. kWhole: from its beginning to its end.
  enum class Place : uint8_t { kWhole, kStart, kMiddle, kEnd };

  struct Fragment {
    Pool::Ref text = Pool::kNone;
    uint32_t size = 0;
    uint32_t hash = 0;
    uint32_t states = 0;          // That end with it.
    uint32_t root_child = kNone;  // The one of them that is a child of a root.
    Place place = Place::kWhole;
  };

  // What the filters keep of a byte that is not the first of a fragment.
  static constexpr uint32_t kByteKinds = 32;
  static uint32_t kind_of(char byte) { return static_cast<uint8_t>(byte) % kByteKinds; }

  // The first two bytes of middle fragments.
  struct Gram {
    uint32_t next = kNone;             // In the same place.
    uint32_t fragment = kNone;         // That is no longer than it.
    uint32_t longer[kLeadKinds] = {};  // How many fragments are, by the size of their lead.
    uint32_t thirds = 0;  // A bit for each kind of third byte that a longer one has or had.
    char second = 0;

    bool is_used() const { return fragment != kNone || longer[0] != 0 || longer[1] != 0; }
  };

  // What middle fragments begin with, so that most positions of a text are dismissed at one look.
  // Each first byte has a row of places, and a gram's place is that of its second byte's low bits.
  class Grams {
   public:
    // False: no memory, nothing changed.
    [[nodiscard]] bool add(uint32_t fragment, std::string_view text);
    void remove(std::string_view text);

    // The first position from `from` on, and before `to`, where a fragment may begin; else `to`.
    // Some fragment must have been added.
    uint32_t next(std::string_view text, uint32_t from, uint32_t to) const {
      const auto with_second = std::min(to, static_cast<uint32_t>(text.size()) - 1);
      for (; from < with_second; ++from) {
        const Row row = rows_[static_cast<uint8_t>(text[from])];
        const uint32_t gram = places_[row.places + kind_of(text[from + 1])];
        if ((row.fragment & gram) != kNone) return from;
      }
      if (from < to && single(text[from]) == kNone) ++from;
      return from;
    }
    // The fragment of just this byte.
    uint32_t single(char byte) const { return rows_[static_cast<uint8_t>(byte)].fragment; }
    // The gram of these bytes.
    uint32_t find(char first, char second) const {
      uint32_t id = places_[rows_[static_cast<uint8_t>(first)].places + kind_of(second)];
      while (id != kNone && records_[id].second != second) id = records_[id].next;
      return id;
    }

    const Gram& operator[](uint32_t id) const { return records_[id]; }
    size_t memory_bytes() const {
      return rows_.memory_bytes() + places_.memory_bytes() + records_.memory_bytes();
    }

   private:
    struct Row {
      uint32_t fragment = kNone;  // Of the first byte alone.
      uint32_t places = 0;        // In places_.
    };

    uint32_t& place_of(char first, char second) {
      return places_[rows_[static_cast<uint8_t>(first)].places + kind_of(second)];
    }
    [[nodiscard]] bool make_row(char first);
    [[nodiscard]] uint32_t make(char first, char second);
    void drop(uint32_t gram, char first);

    Vec<Row> rows_;         // By the first byte.
    Vec<uint32_t> places_;  // The first gram of each. The first row is empty and serves all others.
    Records<Gram> records_;
  };

  // Middle fragments of three bytes or more that begin with the same three or four.
  struct Lead {
    LengthSet lengths;
  };

  struct StateList {
    uint32_t first = kNone;
    uint32_t size = 0;
  };

  // Having found one fragment more than `parent`.
  struct State {
    uint32_t parent = kNone;
    uint32_t fragment = kNone;
    uint32_t next = kNone;  // In the parent's list.
    uint32_t previous = kNone;
    uint32_t wildcard = kNone;  // The id of the one that matches whatever follows.
    StateList ends;             // With a fragment that ends the text; these have a wildcard.
    StateList others;
  };

  // Where the search for a wildcard begins: at the beginning of the text, or, behind a star,
  // anywhere.
  static constexpr uint32_t kAnchored = 0;
  static constexpr uint32_t kFree = 1;
  static bool is_root(uint32_t state) { return state <= kFree; }

  [[nodiscard]] bool collect(std::string_view text, Scratch& scratch) const;

  uint64_t seed_of(Place place) const { return hash_mix(hash_seed_, static_cast<uint64_t>(place)); }
  uint32_t lead_hash(std::string_view text, uint32_t kind) const;
  uint32_t find_lead(uint32_t hash) const;
  uint32_t hash_of(Place place, std::string_view text) const;
  std::string_view text_of(const Fragment& fragment) const {
    return {pool_.at(fragment.text), fragment.size};
  }
  uint32_t find_fragment(uint32_t hash, Place place, std::string_view text) const;
  uint32_t find_child(uint32_t state, uint32_t fragment) const;
  uint32_t child_hash(uint32_t state, uint32_t fragment) const {
    return static_cast<uint32_t>(hash_mix(hash_seed_, uint64_t{state} << 32 | fragment));
  }

  template <class Step>
  uint32_t follow(std::string_view operand, Step step) const;
  [[nodiscard]] bool make_roots();
  [[nodiscard]] uint32_t make_fragment(Place place, std::string_view text);
  void drop_fragment(uint32_t id);
  [[nodiscard]] bool enlist(uint32_t fragment);
  void unlist(uint32_t fragment);
  [[nodiscard]] bool enlist_middle(uint32_t fragment);
  void unlist_middle(std::string_view text);
  [[nodiscard]] bool enlist_long(std::string_view text);
  [[nodiscard]] uint32_t make_child(uint32_t parent, Place place, std::string_view text);
  void drop_unused(uint32_t state);
  StateList& list_of(const State& state);

  uint64_t hash_seed_;
  uint32_t count_ = 0;
  Pool pool_;
  Records<State> states_;
  IdTable children_;  // States by parent and fragment, but for the children of roots.
  Records<Fragment> fragments_;
  IdTable fragment_ids_;

  // What fragments are looked for, where.
  uint32_t wholes_ = 0;
  AffixSet starts_;
  AffixSet ends_;
  Grams grams_;
  IdTable lead_ids_;
  Records<Lead> leads_;
};

// The working memory of find(), good for any index and any number of them in turn. Grows to what
// the largest search needed, some 12 bytes for each fragment of its index, and is used again.
class WildcardIndex::Scratch {
 public:
  // Bytes and records that the last find() looked at, but for what told it that no fragment of some
  // length stands at an end of the text.
  uint64_t steps() const { return steps_; }

  size_t memory_bytes() const {
    return found_.memory_bytes() + reached_.memory_bytes() + ends_.memory_bytes() +
           fragments_.memory_bytes() + waiting_.memory_bytes() + asked_.memory_bytes();
  }

 private:
  friend class WildcardIndex;
  friend class WildcardIndex::Search;

  // A state that was reached, and the position in the text behind what it has found.
  struct Reached {
    uint32_t position;
    uint32_t state;
  };
  // A state that is reached as soon as its last fragment turns up.
  struct Waiting {
    uint32_t state;  // kNone: it was reached.
    uint32_t next;   // For the same fragment.
  };
  struct FragmentState {
    uint32_t epoch = 0;  // Of another search: nothing of this is true.
    uint32_t waiting = kNone;
    uint32_t asked = 0;  // So many of asked_ know that it turned up.
  };

  void begin();

  uint64_t steps_ = 0;
  uint32_t epoch_ = 0;
  Vec<uint32_t> found_;   // The ids of wildcards.
  Vec<Reached> reached_;  // A heap, the earliest position on top.
  Vec<uint32_t> ends_;    // The kEnd fragments that the text ends with, by size.
  Vec<FragmentState> fragments_;
  Vec<Waiting> waiting_;
  // States with so many children that these do not wait; each fragment that turns up is looked for
  // among them instead.
  Vec<uint32_t> asked_;
};

template <class Hit>
bool WildcardIndex::find(std::string_view text, Scratch& scratch, Hit hit) const {
  if (!collect(text, scratch)) return false;
  for (const uint32_t id : scratch.found_) {
    if (!hit(id)) return false;
  }
  return true;
}

}  // namespace tidegate
