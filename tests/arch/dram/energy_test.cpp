#include "arch/dram/energy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "sim/base/files.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::dram {
namespace energy_test {

using namespace testing;

double price(const DeviceSpec& d, EnergyEvent event) { return event_energies(d)[event].count(); }

double price(const DeviceSpec& d, EnergyEvent event, Supply supply) {
  return event_energies(d, supply)[event].count();
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
    EXPECT_NEAR(price(d, EnergyEvent::activate, Supply::vdd) +
                    price(d, EnergyEvent::precharge, Supply::vdd),
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

// DDR4 and GDDR6 by Ohm's law, half of the bits low; HBM2 by the charge of a pin.
TEST(energy, pins_of_the_delivered_devices_are_those_computed_by_hand) {
  EXPECT_NEAR(load_device("ddr4_2400_pins.yaml").io_read_mw_per_pin,
              1e3 * 1.2 * 1.2 / (34 + 50) / 2, 0.05);
  EXPECT_NEAR(load_device("gddr6_14000.yaml").io_read_mw_per_pin, 1e3 * 1.35 * 1.35 / (40 + 60) / 2,
              0.05);
  EXPECT_NEAR(hbm2().io_read_mw_per_pin, 2.4 * 1.2 * 1.2 / 4 * 2.0, 0.05);
}

TEST(energy, no_device_of_machines_moves_bits_over_its_pins_for_nothing) {
  for (const DeviceSpec& device : all_devices()) {
    // The peers' DDR4 is not what machines have.
    const DeviceSpec d = device == ddr4() ? load_device("ddr4_2400_pins.yaml") : device;
    const auto pays = [&](EnergyEvent pins, EnergyEvent command, EnergyEvent bit) {
      return price(d, pins) > 0 || price(d, command, Supply::vddq) > 0 || price(d, bit) > 0;
    };
    EXPECT_TRUE(pays(EnergyEvent::io_read, EnergyEvent::read, EnergyEvent::bit_read)) << d.name;
    EXPECT_TRUE(pays(EnergyEvent::io_write, EnergyEvent::write, EnergyEvent::bit_write)) << d.name;
  }
}

TEST(energy, ddr4_with_pins_is_that_of_the_peers_in_all_else) {
  DeviceSpec d = load_device("ddr4_2400_pins.yaml");
  d.io_read_mw_per_pin = d.io_write_mw_per_pin = 0;
  d.source = ddr4().source;
  EXPECT_EQ(d, ddr4());
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
    EXPECT_EQ(rows[i].event, kEnumValues<EnergyEvent>[i]);
    EXPECT_FALSE(rows[i].counted.empty() || rows[i].formula.empty());
    sum += rows[i].picojoules_per_event.count() * static_cast<double>(events[rows[i].event]);
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

// One chip; VDD2 1.1 V, VDD1 1.8 V, VDDQ 1.1 V; 0.625 ns. mA * V * ns = pJ.
TEST(energy, prices_of_lpddr4_events_in_each_domain_are_those_computed_by_hand) {
  const DeviceSpec d = lpddr4();
  EXPECT_NEAR(price(d, EnergyEvent::activate, Supply::vdd), 1.1 * (45 - 30) * 68 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::activate, Supply::vpp), 1.8 * (3.5 - 2.25) * 68 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::activate, Supply::vddq), 0, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::precharge, Supply::vpp), 1.8 * (3.5 - 2) * 29 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::read, Supply::vdd), 1.1 * (275 - 30) * 8 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::read, Supply::vddq), 1.1 * (150 - 0.75) * 8 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::write, Supply::vddq), 1.1 * (55 - 0.75) * 8 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::refresh, Supply::vpp), 1.8 * (10 - 2.25) * 448 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::active_cycle, Supply::vddq), 1.1 * 0.75 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::read), 1347.5 + 820.875, 1e-9) << "the sum of the domains";
}

// IDD5pb 30 mA is the mean while one REFpb comes every 6246 / 8 clocks and the chip stands by
// precharged (27 mA) otherwise; the background of the 224 clocks (30 mA) is counted elsewhere.
TEST(energy, price_of_a_bank_refresh_is_computed_by_hand) {
  const DeviceSpec d = lpddr4();
  const double interval = 6246.0 / 8;
  EXPECT_NEAR(price(d, EnergyEvent::refresh_bank, Supply::vdd),
              1.1 * 0.625 * (30 * interval - 27 * (interval - 224) - 30 * 224), 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::refresh_bank, Supply::vdd), 1148.3, 0.1);
  // Without IDD5pb: an eighth (here, a sixteenth) of a REF.
  const DeviceSpec g = load_device("gddr6_14000.yaml");
  EXPECT_NEAR(16 * price(g, EnergyEvent::refresh_bank), price(g, EnergyEvent::refresh), 1e-6);
}

// DDR4-3200: 8 chips, IPP0 3 mA at 2.5 V; 8.6 mW on 72 pins for 4 clocks of 0.625 ns.
TEST(energy, of_the_word_lines_and_the_pins_is_booked_to_vpp_and_vddq) {
  DeviceSpec d = load_device("ddr4_3200.yaml");
  EXPECT_NEAR(price(d, EnergyEvent::activate, Supply::vpp), 8 * 2.5 * 3 * 52 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::precharge, Supply::vpp), 8 * 2.5 * 3 * 22 * 0.625, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::io_read, Supply::vddq), 8.6 * 2.5 * 72, 1e-9);
  EXPECT_NEAR(price(d, EnergyEvent::io_write, Supply::vddq), 8.6 * 2.5 * 80, 1e-9);
  EXPECT_EQ(price(d, EnergyEvent::io_read, Supply::vdd), 0);
  d.termination_read_mw_per_pin = 5;
  EXPECT_EQ(price(d, EnergyEvent::termination_read), 0) << "no other rank";
  d.ranks = 4;
  EXPECT_NEAR(price(d, EnergyEvent::termination_read, Supply::vddq), 3 * 5 * 2.5 * 72, 1e-9);
}

TEST(energy, of_the_domains_adds_up_to_the_total) {
  for (const DeviceSpec& d : all_devices()) {
    const ReplayResult r = replay(d, random(d, 5'000, true));
    double sum = 0;
    for (const Picojoules domain : r.energy_by_supply) {
      sum += domain.count();
    }
    EXPECT_NEAR(sum, r.energy.total().count(), 1e-9 * sum) << d.name;
  }
}

/// A row of results/reference/dram/peers.csv with the energy that DRAMPower 4
/// [chandrasekar2012drampower] gives for a run of DRAMSys 5.1.
struct DramPowerRun {
  std::string pattern, mapping;
  double requests, cycles, picojoules, activates, refreshes;
};

std::vector<DramPowerRun> drampower_runs() {
  std::istringstream in(read_file(std::filesystem::path(metronome::source_dir()) /
                                  "results/reference/dram/peers.csv"));
  std::vector<DramPowerRun> out;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cell;
    std::istringstream cells(line);
    for (std::string text; std::getline(cells, text, ',');) {
      cell.push_back(text);
    }
    if (cell[0] == "DRAMSys5.1" && cell[1].starts_with("DDR4")) {
      out.push_back({cell[2], cell[13] == "Ro-Ba-Co-Bg" ? "RoBaCoBg" : "RoBaBgCo",
                     std::stod(cell[3]), std::stod(cell[4]), std::stod(cell[8]),
                     std::stod(cell[15]), std::stod(cell[16])});
    }
  }
  return out;
}

std::vector<Request> pattern(const DeviceSpec& d, const std::string& name, std::size_t n) {
  switch (name[0]) {
    case 'a':
      return sequential(d, n, Direction::read);
    case 'b':
      return sequential(d, n, Direction::write);
    case 'c':
      return double_buffer(d, n);
    case 'd':
      return row_stride(d, n);
    default:
      return random(d, n, false);
  }
}

// The same numbers of commands and clocks as in the run of DRAMSys, our prices. Only the share of
// the clocks with all banks precharged is not in the table: that of our run of the pattern's
// beginning is taken.
TEST(energy, at_the_command_counts_of_dramsys_is_that_of_drampower_within_half_a_percent) {
  const auto runs = drampower_runs();
  ASSERT_EQ(runs.size(), 20u);
  for (const DramPowerRun& run : runs) {
    const DeviceSpec d = ddr4(run.mapping);
    const auto requests = pattern(d, run.pattern, 50'000);
    const ReplayResult ours = replay(d, requests);
    const double write_share =
        static_cast<double>(
            std::count_if(requests.begin(), requests.end(),
                          [](const Request& r) { return r.direction == Direction::write; })) /
        static_cast<double>(requests.size());
    const auto rounded = [](double x) { return static_cast<std::uint64_t>(std::llround(x)); };
    Counts c;
    c.activates = c.banks_precharged = rounded(run.activates);
    c.writes = rounded(run.requests * write_share);
    c.reads = rounded(run.requests) - c.writes;
    c.refreshes = rounded(run.refreshes);
    c.refresh_cycles = c.refreshes * d.trfc;
    c.precharged_cycles = rounded(run.cycles * static_cast<double>(ours.counts.precharged_cycles) /
                                  static_cast<double>(ours.cycles.count()));
    c.active_cycles = rounded(run.cycles) - c.refresh_cycles - c.precharged_cycles;
    EXPECT_NEAR(energy_of(d, c).total().count() / run.picojoules, 1, 0.005)
        << run.pattern << ' ' << run.mapping;
  }
}

// The whole of our own run, command counts included, where DRAMSys schedules like us.
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

}  // namespace energy_test
}  // namespace metronome::dram
