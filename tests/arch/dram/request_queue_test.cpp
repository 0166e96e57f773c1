// The queue's cached answers equal those of a plain search through a list in order of age.
#include "arch/dram/request_queue.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace request_queue_test {

using testing::Xorshift;
constexpr unsigned kBanks = 4;
constexpr std::uint32_t kClosed = kClosedRow;

/// The same operations on a vector.
struct PlainQueue {
  std::vector<QueuedRequest> entries;
  std::vector<std::uint32_t> open = std::vector<std::uint32_t>(kBanks, kClosed);

  /// Sequence number of the oldest entry of the bank that satisfies `wanted`; -1 if none.
  template <class F>
  long oldest(unsigned bank, F wanted) const {
    for (const auto& e : entries) {
      if (e.request.bank == bank && wanted(e)) {
        return static_cast<long>(e.sequence);
      }
    }
    return -1;
  }
  void remove(long sequence) {
    std::erase_if(entries,
                  [&](const auto& e) { return static_cast<long>(e.sequence) == sequence; });
  }
};

long sequence_at(const RequestQueue& q, RequestQueue::Slot slot) {
  return slot == RequestQueue::kNone ? -1 : static_cast<long>(q.at(slot).sequence);
}

void expect_equal(const RequestQueue& q, const PlainQueue& plain) {
  ASSERT_EQ(q.size(), plain.entries.size());
  Clock earliest = kNever;
  for (const auto& e : plain.entries) {
    earliest = std::min(earliest, e.arrival);
    EXPECT_TRUE(q.holds(e.request.burst));
  }
  EXPECT_EQ(q.earliest_arrival(), earliest);
  for (unsigned bank = 0; bank < kBanks; ++bank) {
    const long first = plain.oldest(bank, [](const auto&) { return true; });
    EXPECT_EQ(sequence_at(q, q.oldest(bank)), first);
    EXPECT_EQ(q.banks().contains(bank), first >= 0);
    const std::uint32_t row = plain.open[bank];
    if (row != kClosed) {
      EXPECT_EQ(sequence_at(q, q.oldest_hit(bank)),
                plain.oldest(bank, [&](const auto& e) { return e.request.row == row; }));
      EXPECT_EQ(sequence_at(q, q.oldest_miss(bank)),
                plain.oldest(bank, [&](const auto& e) { return e.request.row != row; }));
    }
  }
}

/// One random operation that the controller could perform.
void step(RequestQueue& q, PlainQueue& plain, Xorshift& g, std::uint64_t& sequence) {
  const auto bank = static_cast<unsigned>(g.below(kBanks));
  const bool open = plain.open[bank] != kClosed;
  if (g.below(2) == 0 && !q.full()) {
    QueuedRequest e;
    e.request.bank = static_cast<std::uint8_t>(bank);
    e.request.row = static_cast<std::uint32_t>(g.below(3));
    e.request.burst = g();
    e.sequence = sequence++;
    e.arrival = static_cast<Clock>(e.sequence);
    q.push(e, plain.open[bank]);
    plain.entries.push_back(e);
  } else if (open && g.below(4) == 0) {
    q.closed(bank);
    plain.open[bank] = kClosed;
  } else if (const auto slot = open ? q.oldest_hit(bank) : q.oldest(bank);
             slot != RequestQueue::kNone) {
    const std::uint32_t row = q.at(slot).request.row;
    plain.remove(sequence_at(q, slot));
    q.remove(slot);
    if (!open) {
      q.opened(bank, row);
      plain.open[bank] = row;
    }
  }
}

TEST(request_queue, oldest_hit_and_miss_of_every_bank_equal_a_plain_search) {
  for (const unsigned capacity : {1u, 7u, 32u, 64u}) {
    Xorshift g(capacity + 1);
    RequestQueue q(capacity);
    PlainQueue plain;
    std::uint64_t sequence = 0;
    for (int i = 0; i < 20'000; ++i) {
      step(q, plain, g, sequence);
      if (i % 5 == 0) {
        expect_equal(q, plain);
      }
      if (i % 3'001 == 0) {
        for (unsigned bank = 0; bank < kBanks; ++bank) {
          q.closed(bank);
        }
        plain.open.assign(kBanks, kClosed);
      }
      ASSERT_FALSE(::testing::Test::HasFailure()) << "operation " << i;
    }
  }
}

TEST(request_queue, an_address_is_held_until_its_last_request_leaves) {
  RequestQueue q(4);
  QueuedRequest e;
  e.request.burst = 77;
  EXPECT_FALSE(q.holds(77));
  q.push(e, kClosed);
  e.sequence = 1;
  q.push(e, kClosed);
  q.remove(q.oldest(0));
  EXPECT_TRUE(q.holds(77));
  EXPECT_FALSE(q.holds(78));
  q.remove(q.oldest(0));
  EXPECT_FALSE(q.holds(77));
}

TEST(request_queue, is_full_at_its_capacity_and_reusable_after_clear) {
  RequestQueue q(2);
  q.push({}, kClosed);
  EXPECT_FALSE(q.full());
  q.push({}, kClosed);
  EXPECT_TRUE(q.full());
  q.clear();
  EXPECT_EQ(q.size(), 0u);
  EXPECT_TRUE(q.banks().empty());
  EXPECT_FALSE(q.holds(0));
}

}  // namespace request_queue_test
}  // namespace metronome::dram
