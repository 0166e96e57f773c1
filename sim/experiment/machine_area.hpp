#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/config/reader.hpp"
#include "sim/energy/energy_table.hpp"

namespace metronome::experiment {

/// Square millimetres of a machine by the rows of its energy table, and what it does with them.
struct MachineArea {
  double array = 0, buffers = 0, vector = 0, controller = 0;
  double memory_interface = 0;     ///< PHYs with their controllers
  double peak_macs_per_cycle = 0;  ///< 8 x 8 bits
  double clock_hz = 0;

  [[nodiscard]] double total() const {
    return array + buffers + vector + controller + memory_interface;
  }
  [[nodiscard]] double gmacs_per_second_per_mm2() const {
    return peak_macs_per_cycle * clock_hz * 1e-9 / total();
  }
};

/// UserError naming each part without an area row.
[[nodiscard]] MachineArea machine_area(const arch::AcceleratorSpec& machine);
/// The same by its complete_table(), where that is at hand.
[[nodiscard]] MachineArea machine_area(const arch::AcceleratorSpec& machine,
                                       const EnergyTable& table);

/// The most columns of the array of an accelerator file with which the whole machine takes no more
/// than `mm2`, everything else unchanged. UserError where one column is too much, or the array has
/// no key `columns`.
[[nodiscard]] std::uint64_t columns_for_area(const std::filesystem::path& file,
                                             const std::vector<config::Override>& overrides,
                                             double mm2);

/// Rows and columns of an array; every family has both.
[[nodiscard]] std::pair<std::uint64_t, std::uint64_t> rows_and_columns(
    const array::ArraySpec& array);

/// A machine whose array is larger than its file has it, or as large.
struct GrownMachine {
  arch::AcceleratorSpec spec;
  MachineArea area;
};

/// Whatever an accelerator file can make of an area: every machine that takes no more than `mm2` in
/// whole rows and whole columns, none fewer than the file's, everything else unchanged. By rows,
/// then by columns, the file's own first. Not the largest alone: time and energy follow what sizes
/// of layers divide by, and a larger array can be worse. UserError where the file's own is too
/// much.
[[nodiscard]] std::vector<GrownMachine> machines_within(const std::filesystem::path& file,
                                                        double mm2);

}  // namespace metronome::experiment
