// Whole runs that a formula predicts.
#include <gtest/gtest.h>

#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace closed_form_test {

using namespace testing;

double cycles_of(const ReplayResult& result) { return static_cast<double>(result.cycles.count()); }

constexpr std::size_t kBursts = 1'000'000;

// Each refresh stops the stream from the last RD to the first RD after it: RTP + RP + RFC + RCD is
// 463, of which the burst interval of 4 is part of the stream's own time.
TEST(closed_form, read_stream_is_a_burst_every_four_clocks_and_459_for_each_refresh) {
  const DeviceSpec d = ddr4("RoBaCoBg");
  const ReplayResult r = replay(d, sequential(d, kBursts, Direction::read));
  const double stop = d.trtp + d.trp + d.trfc + d.trcd - d.burst_clocks();
  EXPECT_EQ(stop, 459);
  const double expected = 4.0 * kBursts + static_cast<double>(r.counts.refreshes) * stop;
  EXPECT_NEAR(cycles_of(r), expected, 0.001 * expected);
  EXPECT_EQ(r.counts.refreshes, r.cycles.count() / d.trefi);
}

// CWL + BL/2 + WR instead of RTP before the precharge; where the refresh meets a change of row, a
// little more, so that the mean is 485.
TEST(closed_form, write_stream_pays_485_for_each_refresh) {
  const DeviceSpec d = ddr4("RoBaCoBg");
  const ReplayResult r = replay(d, sequential(d, kBursts, Direction::write));
  const double stop = d.cwl + d.twr + d.trp + d.trfc + d.trcd;
  EXPECT_EQ(stop, 484);
  const auto refreshes = static_cast<double>(r.counts.refreshes);
  const double expected = 4.0 * kBursts + refreshes * 485;
  EXPECT_NEAR(cycles_of(r), expected, 0.001 * expected);
  EXPECT_NEAR((cycles_of(r) - 4.0 * kBursts) / refreshes, 485, 0.5);
}

TEST(closed_form, one_bank_group_at_a_time_is_limited_by_the_long_column_delay) {
  DeviceSpec d = ddr4("RoBgBaCo");
  const ReplayResult r =
      replay(d, sequential(d, d.bursts_per_row(), Direction::read), {.refresh = false});
  EXPECT_EQ(r.cycles.count(), 1 + d.trcd + (d.bursts_per_row() - 1) * d.tccd_l + d.cl + 4);
}

TEST(closed_form, rows_of_one_bank_follow_each_other_every_trc) {
  const DeviceSpec d = ddr4();
  constexpr std::size_t kRows = 100'000;
  const ReplayResult r = replay(d, row_stride(d, kRows));
  const double expected =
      static_cast<double>(kRows) * d.trc + static_cast<double>(r.counts.refreshes) * d.trfc;
  EXPECT_NEAR(cycles_of(r), expected, 0.005 * expected);
  const ReplayResult quiet = replay(d, row_stride(d, kRows), {.refresh = false});
  EXPECT_EQ(quiet.cycles.count(), 1 + (kRows - 1) * d.trc + d.trcd + d.cl + d.burst_clocks());
}

// Five ACTs to different banks: four every tRRD_S, the fifth tFAW after the first.
TEST(closed_form, many_activates_are_limited_by_the_four_activate_window) {
  DeviceSpec d = ddr4("RoCoBaBg");
  d.tfaw = 40;
  constexpr std::size_t kRows = 4000;
  std::vector<Request> requests;
  const std::uint64_t row = d.capacity_bytes().count() / d.rows;
  for (std::size_t i = 0; i < kRows; ++i) {
    requests.push_back({i / 16 * row + i % 16 * d.bytes_per_burst().count(), Direction::read});
  }
  const ReplayResult r = replay(d, requests, {.refresh = false});
  const double expected = static_cast<double>(kRows) / 4 * d.tfaw;
  EXPECT_NEAR(cycles_of(r), expected, 0.01 * expected);
}

TEST(closed_form, streams_come_near_the_peak_of_the_bus) {
  for (const DeviceSpec& d : {ddr4(), lpddr4(), hbm2()}) {
    const ReplayResult r = replay(d, sequential(d, 200'000, Direction::read));
    const double without_refresh = 1.0 - static_cast<double>(d.trfc) / d.trefi;
    EXPECT_LT(r.peak_fraction, without_refresh) << d.name;
    EXPECT_GT(r.peak_fraction, without_refresh - 0.03) << d.name;
  }
}

TEST(closed_form, refreshes_fall_due_every_trefi_also_when_nothing_else_happens) {
  const DeviceSpec d = ddr4();
  std::vector<CommandRecord> commands;
  (void)replay(d, random(d, 100'000, true), {.commands = &commands});
  Clock due = d.trefi;
  for (const CommandRecord& c : commands) {
    if (c.command == Command::refresh) {
      EXPECT_GE(c.clock, due);
      EXPECT_LE(c.clock, due + d.trc + d.cwl + 4 + d.twr + d.trp_all);
      due += d.trefi;
    }
  }
  EXPECT_GT(due, 10 * Clock{d.trefi});
}

}  // namespace closed_form_test
}  // namespace metronome::dram
