#include "sim/experiment/machine_area.hpp"

#include <fmt/format.h>

#include <optional>
#include <variant>

#include "arch/array/array.hpp"
#include "sim/energy/area.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/overheads.hpp"
#include "sim/experiment/experiment.hpp"

namespace metronome::experiment {
namespace {

arch::AcceleratorSpec with_columns(const std::filesystem::path& file,
                                   std::vector<config::Override> overrides, std::uint64_t columns) {
  overrides.push_back({"array.columns", std::to_string(columns)});
  return config::load<arch::AcceleratorSpec>(file, overrides);
}

}  // namespace

MachineArea machine_area(const arch::AcceleratorSpec& machine) {
  return machine_area(machine, complete_table(machine));
}

MachineArea machine_area(const arch::AcceleratorSpec& machine, const EnergyTable& table) {
  std::map<std::string, double> units;
  for (const auto& [part, count] : sim::machine_units(machine)) {
    units[part] = static_cast<double>(count);
  }
  MachineArea out{.peak_macs_per_cycle = array::peak_macs_per_cycle(machine.array, {}),
                  .clock_hz = machine.clock_hz.count()};
  for (const AreaLine& line : area(units, table).lines) {
    const double mm2 = line.area_um2 * 1e-6;
    if (line.part == array::hardware_name(machine.array)) {
      out.array += mm2;
    } else if (sim::vector_parts(machine.vector).contains(line.part) ||
               (machine.projection_array && line.part.starts_with("feedback_"))) {
      out.vector += mm2;
    } else if (line.part.ends_with("phy")) {
      out.memory_interface += mm2;
    } else if (line.part == sim::kUpdateEngine) {
      out.vector += mm2;
    } else if (line.part == "controller") {
      out.controller += mm2;
    } else {
      out.buffers += mm2;
    }
  }
  return out;
}

std::uint64_t columns_for_area(const std::filesystem::path& file,
                               const std::vector<config::Override>& overrides, double mm2) {
  constexpr std::uint64_t kMost = 4096;
  const auto fits = [&](std::uint64_t columns) {
    return machine_area(with_columns(file, overrides, columns)).total() <= mm2;
  };
  if (!fits(1)) {
    throw UserError(fmt::format("{} takes more than {:.3f} mm2 with one column of its array",
                                file.string(), mm2),
                    "a larger target, or smaller buffers");
  }
  std::uint64_t least = 1;
  std::uint64_t most = kMost;
  while (least < most) {
    const std::uint64_t middle = (least + most + 1) / 2;
    if (fits(middle)) {
      least = middle;
    } else {
      most = middle - 1;
    }
  }
  return least;
}

std::pair<std::uint64_t, std::uint64_t> rows_and_columns(const array::ArraySpec& array) {
  return std::visit([](const auto& of_kind) { return std::pair(of_kind.rows, of_kind.columns); },
                    array);
}

std::vector<GrownMachine> machines_within(const std::filesystem::path& file, double mm2) {
  const auto own = config::load<arch::AcceleratorSpec>(file, {});
  const auto [least_rows, least_columns] = rows_and_columns(own.array);
  const auto grown = [&](std::uint64_t rows, std::uint64_t columns) -> std::optional<GrownMachine> {
    auto spec = config::load<arch::AcceleratorSpec>(
        file, {{"array.rows", std::to_string(rows)}, {"array.columns", std::to_string(columns)}});
    const MachineArea area = machine_area(spec);
    if (area.total() > mm2) {
      return std::nullopt;
    }
    return GrownMachine{std::move(spec), area};
  };
  std::vector<GrownMachine> found;
  for (std::uint64_t rows = least_rows;; ++rows) {
    std::uint64_t columns = least_columns;
    for (; auto machine = grown(rows, columns); ++columns) {
      found.push_back(*std::move(machine));
    }
    if (columns == least_columns) {  // more rows do not fit either: area grows with both
      break;
    }
  }
  if (found.empty()) {
    throw UserError(fmt::format("{} takes {:.4f} mm2, more than {:.4f}", file.string(),
                                machine_area(own).total(), mm2),
                    "a larger target, or a smaller array");
  }
  return found;
}

}  // namespace metronome::experiment
