#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "arch/dram/device.hpp"
#include "arch/dram/index_set.hpp"
#include "arch/dram/request.hpp"

namespace metronome::dram {

/// A request and its age.
struct QueuedRequest {
  BurstRequest request;
  std::uint64_t sequence = 0;  ///< order of acceptance in the channel: the age
  Clock arrival = 0;
};

/// The buffered requests of one direction: a list in order of age for each bank, with the oldest
/// request to the open row (hit) and the oldest to another row (miss) kept at hand.
template <class Banks>
class BasicRequestQueue {
 public:
  using Slot = std::uint8_t;
  static constexpr Slot kNone = 0xff;

  explicit BasicRequestQueue(unsigned capacity) : capacity_(capacity) { clear(); }

  void clear();

  [[nodiscard]] unsigned size() const { return size_; }
  [[nodiscard]] bool full() const { return size_ == capacity_; }
  [[nodiscard]] const QueuedRequest& at(Slot slot) const { return entries_[slot]; }
  /// The banks that have requests.
  [[nodiscard]] Banks banks() const { return banks_with_requests_; }
  /// The open banks that have requests to their open row, or to another.
  [[nodiscard]] Banks banks_with_hits() const { return hits_; }
  [[nodiscard]] Banks banks_with_misses() const { return misses_; }

  [[nodiscard]] Slot oldest(unsigned bank) const { return lists_[bank].head; }
  [[nodiscard]] Slot oldest_hit(unsigned bank) const { return lists_[bank].hit; }
  [[nodiscard]] Slot oldest_miss(unsigned bank) const { return lists_[bank].miss; }

  /// `open_row` is the row open in the request's bank, or kClosedRow. Must not be full.
  void push(const QueuedRequest& entry, std::uint32_t open_row);
  /// The oldest request of a closed bank, or the oldest hit of an open one.
  void remove(Slot slot);
  /// The bank's open row has become `row`.
  void opened(unsigned bank, std::uint32_t row);
  void closed(unsigned bank) {
    cache_hit(bank, kNone);
    cache_miss(bank, kNone);
  }

  /// Whether a buffered request has this burst address.
  [[nodiscard]] bool holds(std::uint64_t burst) const {
    return filter_[filter_index(burst)] != 0 && search(burst);
  }
  /// Appends every request in the order of its bank's list, relative to clock t, to the next
  /// sequence number and to `next_bursts[tag]`, the burst that its port offers next.
  void append_signature(Clock t, std::uint64_t sequence, std::span<const std::uint64_t> next_bursts,
                        std::vector<std::uint64_t>& words) const;
  /// The same of one request.
  static void append_signature(const QueuedRequest& entry, Clock t, std::uint64_t sequence,
                               std::span<const std::uint64_t> next_bursts,
                               std::vector<std::uint64_t>& words);
  /// Appends which requests there are; equal words: the very same ones.
  void append_identity(std::vector<std::uint64_t>& words) const;
  /// One of the requests is to a burst of [first, last].
  [[nodiscard]] bool any_within(std::uint64_t first, std::uint64_t last) const;
  /// Every request becomes the one that came `clocks` and `sequences` later from a port whose
  /// bursts moved on by `bursts[tag]`.
  void shift(Clock clocks, std::uint64_t sequences, std::span<const std::uint64_t> bursts);

  /// All requests, the oldest first.
  [[nodiscard]] std::vector<QueuedRequest> entries() const;
  /// The earliest arrival among the buffered requests; kNever when empty.
  [[nodiscard]] Clock earliest_arrival() const;

 private:
  static constexpr unsigned kFilterBits = 10;
  using SlotSet = IndexSet<struct SlotTag>;

  struct Links {
    Slot next = kNone;
    Slot previous = kNone;
  };
  struct List {
    Slot head = kNone;
    Slot tail = kNone;
    Slot hit = kNone;
    Slot miss = kNone;
  };

  static unsigned filter_index(std::uint64_t burst) {
    return static_cast<unsigned>(burst * 0x9e3779b97f4a7c15ULL >> (64 - kFilterBits));
  }
  [[nodiscard]] bool search(std::uint64_t burst) const;
  void advance_hit(unsigned bank, Slot removed);
  void cache_hit(unsigned bank, Slot slot) {
    lists_[bank].hit = slot;
    hits_.assign(bank, slot != kNone);
  }
  void cache_miss(unsigned bank, Slot slot) {
    lists_[bank].miss = slot;
    misses_.assign(bank, slot != kNone);
  }

  unsigned capacity_;
  unsigned size_ = 0;
  SlotSet used_;
  Banks banks_with_requests_;
  Banks hits_;
  Banks misses_;
  std::array<List, Banks::kCapacity> lists_{};
  std::array<Links, kMaxQueue> links_{};
  std::array<QueuedRequest, kMaxQueue> entries_{};
  /// How many buffered requests fall on each hash: at 0 no search is needed.
  std::array<std::uint8_t, 1u << kFilterBits> filter_{};
};

using RequestQueue = BasicRequestQueue<BankSet>;

// In the header, so that the entry is built in its place.
template <class Banks>
inline void BasicRequestQueue<Banks>::push(const QueuedRequest& entry, std::uint32_t open_row) {
  const unsigned bank = entry.request.bank;
  const auto slot = static_cast<Slot>(used_.front_absent());
  used_.insert(slot);
  banks_with_requests_.insert(bank);
  ++size_;
  entries_[slot] = entry;
  ++filter_[filter_index(entry.request.burst)];

  List& list = lists_[bank];
  links_[slot] = {kNone, list.tail};
  (list.tail == kNone ? list.head : links_[list.tail].next) = slot;
  list.tail = slot;
  if (open_row == kClosedRow) {
    return;
  }
  if (entry.request.row == open_row) {
    if (list.hit == kNone) {
      cache_hit(bank, slot);
    }
  } else if (list.miss == kNone) {
    cache_miss(bank, slot);
  }
}

}  // namespace metronome::dram
