#include "arch/dram/request_queue.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::dram {

template <class Banks>
void BasicRequestQueue<Banks>::clear() {
  size_ = 0;
  used_ = {};
  banks_with_requests_ = hits_ = misses_ = {};
  lists_.fill({});
  links_.fill({});
  filter_.fill(0);
}

template <class Banks>
void BasicRequestQueue<Banks>::remove(Slot slot) {
  const QueuedRequest& entry = entries_[slot];
  const unsigned bank = entry.request.bank;
  List& list = lists_[bank];
  advance_hit(bank, slot);
  const Links links = links_[slot];
  (links.previous == kNone ? list.head : links_[links.previous].next) = links.next;
  (links.next == kNone ? list.tail : links_[links.next].previous) = links.previous;
  if (list.head == kNone) {
    banks_with_requests_.erase(bank);
  }
  used_.erase(slot);
  --filter_[filter_index(entry.request.burst)];
  --size_;
}

/// The next younger request to the open row takes the place of one that leaves.
template <class Banks>
void BasicRequestQueue<Banks>::advance_hit(unsigned bank, Slot removed) {
  const List& list = lists_[bank];
  METRONOME_ASSERT(list.miss != removed, "a request must not leave while another row is open");
  if (list.hit != removed) {
    return;
  }
  const std::uint32_t row = entries_[removed].request.row;
  Slot s = links_[removed].next;
  while (s != kNone && entries_[s].request.row != row) {
    s = links_[s].next;
  }
  cache_hit(bank, s);
}

template <class Banks>
void BasicRequestQueue<Banks>::opened(unsigned bank, std::uint32_t row) {
  Slot hit = kNone;
  Slot miss = kNone;
  for (Slot s = lists_[bank].head; s != kNone && (hit == kNone || miss == kNone);
       s = links_[s].next) {
    Slot& cached = entries_[s].request.row == row ? hit : miss;
    if (cached == kNone) {
      cached = s;
    }
  }
  cache_hit(bank, hit);
  cache_miss(bank, miss);
}

template <class Banks>
bool BasicRequestQueue<Banks>::search(std::uint64_t burst) const {
  for (const unsigned slot : used_) {
    if (entries_[slot].request.burst == burst) {
      return true;
    }
  }
  return false;
}

template <class Banks>
void BasicRequestQueue<Banks>::append_signature(Clock t, std::uint64_t sequence,
                                                std::span<const std::uint64_t> next_bursts,
                                                std::vector<std::uint64_t>& words) const {
  words.push_back(size_);
  const auto banks = banks_with_requests_.words();
  words.insert(words.end(), banks.begin(), banks.end());
  for (const unsigned bank : banks_with_requests_) {
    for (Slot s = lists_[bank].head; s != kNone; s = links_[s].next) {
      append_signature(entries_[s], t, sequence, next_bursts, words);
    }
    words.push_back(~std::uint64_t{0});
  }
}

template <class Banks>
void BasicRequestQueue<Banks>::append_identity(std::vector<std::uint64_t>& words) const {
  words.push_back(used_.bits());
  for (const unsigned slot : used_) {
    const QueuedRequest& entry = entries_[slot];
    words.push_back(entry.sequence);
  }
}

template <class Banks>
bool BasicRequestQueue<Banks>::any_within(std::uint64_t first, std::uint64_t last) const {
  for (const unsigned slot : used_) {
    const std::uint64_t burst = entries_[slot].request.burst;
    if (burst >= first && burst <= last) {
      return true;
    }
  }
  return false;
}

template <class Banks>
void BasicRequestQueue<Banks>::append_signature(const QueuedRequest& entry, Clock t,
                                                std::uint64_t sequence,
                                                std::span<const std::uint64_t> next_bursts,
                                                std::vector<std::uint64_t>& words) {
  const BurstRequest& request = entry.request;
  words.insert(words.end(), {std::uint64_t{request.tag} << 32 | request.row,
                             request.burst - next_bursts[request.tag], sequence - entry.sequence,
                             static_cast<std::uint64_t>(t - entry.arrival)});
}

template <class Banks>
void BasicRequestQueue<Banks>::shift(Clock clocks, std::uint64_t sequences,
                                     std::span<const std::uint64_t> bursts) {
  for (const unsigned slot : used_) {
    QueuedRequest& entry = entries_[slot];
    --filter_[filter_index(entry.request.burst)];
    entry.request.burst += bursts[entry.request.tag];
    ++filter_[filter_index(entry.request.burst)];
    entry.sequence += sequences;
    entry.arrival += clocks;
  }
}

template <class Banks>
std::vector<QueuedRequest> BasicRequestQueue<Banks>::entries() const {
  std::vector<QueuedRequest> out;
  for (const unsigned slot : used_) {
    out.push_back(entries_[slot]);
  }
  std::sort(out.begin(), out.end(),
            [](const QueuedRequest& a, const QueuedRequest& b) { return a.sequence < b.sequence; });
  return out;
}

template <class Banks>
Clock BasicRequestQueue<Banks>::earliest_arrival() const {
  Clock earliest = kNever;
  for (const unsigned slot : used_) {
    earliest = std::min(earliest, entries_[slot].arrival);
  }
  return earliest;
}

template class BasicRequestQueue<BankSet>;
template class BasicRequestQueue<WideBankSet>;

}  // namespace metronome::dram
