#include "arch/dram/energy.hpp"

#include <gtest/gtest.h>

#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace {

using namespace testing;

double price(const DeviceSpec& d, EnergyEvent event) {
  return event_energies(d)[static_cast<std::size_t>(event)].count();
}

// 8 chips, 1.2 V, 0.833 ns; mA * V * ns = pJ.
TEST(energy, prices_of_ddr4_events_are_those_computed_by_hand) {
  const DeviceSpec d = ddr4();
  EXPECT_NEAR(price(d, EnergyEvent::activate), 8 * 1.2 * (48 - 43) * 39 * 0.833, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::activate), 1559.376, 1e-3);
  EXPECT_NEAR(price(d, EnergyEvent::precharge), 8 * 1.2 * (48 - 34) * (56 - 39) * 0.833, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::precharge), 1903.238, 1e-3);
  EXPECT_NEAR(price(d, EnergyEvent::read), 2942.822, 1e-3);
  EXPECT_NEAR(price(d, EnergyEvent::write), 8 * 1.2 * (123 - 43) * 4 * 0.833, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::refresh), 8 * 1.2 * (250 - 43) * 420 * 0.833, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::active_cycle), 343.862, 1e-3);
  EXPECT_NEAR(price(d, EnergyEvent::precharged_cycle), 8 * 1.2 * 34 * 0.833, 1e-9);
}

// The pair of ACT and PRE is VDD * (IDD0*tRC - IDD3N*tRAS - IDD2N*(tRC - tRAS)), the classic form.
TEST(energy, activate_and_precharge_add_up_to_the_pair_of_the_data_sheet_method) {
  for (const DeviceSpec& d : {ddr4(), lpddr4(), hbm2()}) {
    const double pair = d.idd0_ma * d.trc - d.idd3n_ma * d.tras - d.idd2n_ma * (d.trc - d.tras);
    const double clock_ns = static_cast<double>(d.clock_period.count()) * 1e-3;
    EXPECT_NEAR(price(d, EnergyEvent::activate) + price(d, EnergyEvent::precharge),
                d.chips() * d.vdd_v * pair * clock_ns, 1e-6)
        << d.name;
  }
}

// BL8 at 0.833 ns is 3.332 ns; reads drive 64 + 8 pins, writes 64 + 8 + 8.
TEST(energy, pins_are_priced_by_the_time_of_the_burst) {
  DeviceSpec d = ddr4();
  EXPECT_EQ(price(d, EnergyEvent::io_read), 0);
  d.io_read_mw_per_pin = 5;
  d.io_write_mw_per_pin = 7;
  EXPECT_NEAR(price(d, EnergyEvent::io_read), 5 * 3.332 * 72, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::io_write), 7 * 3.332 * 80, 1e-9);
}

TEST(energy, nothing_happening_costs_nothing) {
  EXPECT_EQ(energy_of(ddr4(), Counts{}).total().count(), 0);
}

TEST(energy, of_a_run_is_the_sum_of_events_times_rows) {
  DeviceSpec d = ddr4();
  d.io_read_mw_per_pin = 1;
  const ReplayResult r = replay(d, random(d, 5'000, true));
  const auto rows = energy_rows(d);
  const auto events = event_counts(r.counts);
  ASSERT_EQ(rows.size(), events.size());
  double sum = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_FALSE(rows[i].name.empty() || rows[i].formula.empty());
    sum += rows[i].picojoules_per_event.count() * static_cast<double>(events[i]);
  }
  EXPECT_NEAR(r.energy.total().count(), sum, 1e-9 * sum);
}

TEST(energy, is_additive_over_counts) {
  const DeviceSpec d = ddr4();
  const Counts a = replay(d, random(d, 3'000, true)).counts;
  const Counts b = replay(d, row_stride(d, 500)).counts;
  const double apart = energy_of(d, a).total().count() + energy_of(d, b).total().count();
  EXPECT_NEAR(energy_of(d, a + b).total().count(), apart, 1e-9 * apart);
}

// DRAMSys 5.1 with DRAMPower 4 on the same device: energy_pJ of reference/peers.csv, watermark
// scheduler, where the commands are about as many as ours.
TEST(energy, of_ddr4_streams_is_that_of_drampower_within_half_a_percent) {
  const DeviceSpec b = ddr4("RoBaCoBg");
  constexpr std::size_t n = 1'000'000;
  const auto total = [](const DeviceSpec& d, const std::vector<Request>& requests) {
    return replay(d, requests).energy.total().count();
  };
  EXPECT_NEAR(total(b, sequential(b, n, Direction::read)) / 4733739962.0, 1, 0.005);
  EXPECT_NEAR(total(b, sequential(b, n, Direction::write)) / 4354958879.0, 1, 0.005);
  EXPECT_NEAR(total(b, double_buffer(b, n)) / 4707557192.0, 1, 0.005);
  EXPECT_NEAR(total(b, random(b, 300'000, false)) / 2789476851.0, 1, 0.005);
  EXPECT_NEAR(total(b, row_stride(b, 100'000)) / 2973365346.0, 1, 0.005);
  const DeviceSpec a = ddr4("RoBaBgCo");
  EXPECT_NEAR(total(a, sequential(a, n, Direction::read)) / 5216924819.0, 1, 0.005);
}

// Public reference: 4.73 nJ per 64-byte burst when streaming, background included.
TEST(energy, of_a_streamed_burst_is_nine_picojoules_per_bit) {
  const DeviceSpec d = ddr4();
  const ReplayResult r = replay(d, sequential(d, 100'000, Direction::read));
  EXPECT_NEAR(r.energy.total().count() / (100'000 * 512.0), 9.2, 0.1);
}

}  // namespace
}  // namespace metronome::dram
