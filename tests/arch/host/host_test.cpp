#include "arch/host/host.hpp"

#include <gtest/gtest.h>

namespace metronome::host {
namespace host_test {

const Hertz kArrayClock{1e9};

TEST(host, arithmetic_and_its_own_memory_work_side_by_side_and_the_slower_one_counts) {
  const HostUnit unit({.clock_hz = Hertz{2e9}, .flops_per_cycle = 4, .words_per_cycle = 1},
                      kArrayClock);
  // 8e9 operations and 2e9 words a second; the array's clock has 1e9 cycles.
  EXPECT_EQ(unit.work_cycles(8000, 0), 1000u);
  EXPECT_EQ(unit.work_cycles(8001, 0), 1001u) << "rounded up";
  EXPECT_EQ(unit.work_cycles(8000, 4000), 2000u);
  EXPECT_EQ(unit.work_cycles(8000, 1000), 1000u);
  EXPECT_EQ(unit.work_cycles(0, 0), 0u);
}

TEST(host, a_piece_over_the_link_takes_its_bytes_over_the_bandwidth) {
  const HostUnit unit({.link_bytes_per_s = 16e9}, kArrayClock);
  EXPECT_EQ(unit.link_cycles(Bytes(1600)), 100u);
  EXPECT_EQ(unit.link_cycles(Bytes(1601)), 101u);
  EXPECT_EQ(unit.link_cycles(Bytes(0)), 0u);
}

TEST(host, whole_numbers_of_cycles_stay_whole_at_any_size) {
  const HostUnit unit({.clock_hz = Hertz{3e9}, .flops_per_cycle = 1}, kArrayClock);
  for (std::uint64_t cycles = 1; cycles < 1'000'000'000'000'000; cycles = cycles * 7 + 1) {
    EXPECT_EQ(unit.work_cycles(3 * cycles, 0), cycles);
  }
}

TEST(host, times_that_would_leave_64_bits_are_refused) {
  const HostUnit slow({.clock_hz = Hertz{1e6},
                       .flops_per_cycle = 1e-3,
                       .words_per_cycle = 1e-3,
                       .link_bytes_per_s = 1e6},
                      Hertz{1e10});
  EXPECT_EQ(slow.work_cycles(1'000'000'000, 0), 10'000'000'000'000'000u);
  EXPECT_THROW((void)slow.work_cycles(1'000'000'001, 0), UserError);
  EXPECT_THROW((void)slow.work_cycles(0, 1'000'000'000'000'000), UserError);
  EXPECT_THROW((void)slow.link_cycles(Bytes(1'000'000'000'001)), UserError);
}

}  // namespace host_test
}  // namespace metronome::host
