// Rows of DRAM devices in energy tables.
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/energy/energy_split.hpp"
#include "sim/engine/accounting.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace dram_rows_test {

std::vector<dram::DeviceSpec> devices() {
  std::vector<dram::DeviceSpec> all;
  for (const auto& file :
       std::filesystem::directory_iterator(metronome::source_dir() + "/configs/dram")) {
    all.push_back(config::load<dram::DeviceSpec>(file.path()));
  }
  return all;
}

TEST(dram_rows, F3_5_what_a_device_file_assumes_no_table_calls_scaled) {
  std::size_t assumed = 0;
  for (const dram::DeviceSpec& device : devices()) {
    const bool all = device.source.find("energies assumed") != std::string::npos;
    const bool pins = all || device.source.find("I/O assumed") != std::string::npos;
    for (const EnergyRow& row : dram_energy_rows(device)) {
      const bool of_pins = row.action.starts_with("io_") || row.action.starts_with("termination_");
      const bool of_bits = row.action.starts_with("bit_");
      if (all || (pins && of_pins) || of_bits) {
        EXPECT_EQ(row.provenance, Provenance::assumed) << device.name << ' ' << row.action;
        ++assumed;
      } else {
        EXPECT_EQ(row.provenance, Provenance::scaled) << device.name << ' ' << row.action;
      }
    }
  }
  EXPECT_GT(assumed, 30u);
}

TEST(dram_rows, F3_5_powers_of_pins_that_no_source_names_are_assumed) {
  for (dram::DeviceSpec device : devices()) {
    device.vddq = {};
    device.ranks = 2;
    device.io_read_mw_per_pin = device.io_write_mw_per_pin = 8.6;
    device.termination_read_mw_per_pin = device.termination_write_mw_per_pin = 3;
    std::size_t pins = 0;
    for (const EnergyRow& row : dram_energy_rows(device)) {
      if (row.action.starts_with("io_") || row.action.starts_with("termination_")) {
        EXPECT_EQ(row.provenance, Provenance::assumed) << device.name << ' ' << row.action;
        EXPECT_GT(row.value, 0) << device.name << ' ' << row.action;
        ++pins;
      }
    }
    EXPECT_EQ(pins, 4u);
  }
}

TEST(dram_rows, a_device_without_a_source_is_assumed_whatever_its_currents) {
  dram::DeviceSpec device = devices().front();
  device.source.clear();
  for (const EnergyRow& row : dram_energy_rows(device)) {
    EXPECT_EQ(row.provenance, Provenance::assumed) << row.action;
  }
}

TEST(dram_rows, every_row_has_an_interval_with_its_reason_and_tables_take_them) {
  for (const dram::DeviceSpec& device : devices()) {
    EnergyTable table;
    table.name = "empty";
    table = with_dram(table, device);
    for (const EnergyRow& row : table.rows) {
      const Uncertainty interval = table.interval_of(row);
      EXPECT_LT(interval.low_factor, 1) << device.name << ' ' << row.action;
      EXPECT_GT(interval.high_factor, 1) << device.name << ' ' << row.action;
      EXPECT_FALSE(interval.reason.empty()) << device.name << ' ' << row.action;
      EXPECT_EQ(row.uncertain_by.size(), table.causes_of(row).size());
    }
  }
}

TEST(dram_rows, states_and_refresh_are_idle_and_commands_pins_and_bits_are_traffic) {
  for (const EnergyRow& row : dram_energy_rows(devices().front())) {
    const bool state =
        row.action.find("background") == 0 || row.action.find("refresh") != std::string::npos;
    EXPECT_EQ(part_of({Component::dram, row.action, 0, 0}),
              state ? EnergyPart::memory_idle : EnergyPart::memory_traffic)
        << row.action;
  }
}

}  // namespace dram_rows_test
}  // namespace metronome::sim
