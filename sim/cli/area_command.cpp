#include <fmt/format.h>

#include <optional>

#include "sim/base/error.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/experiment/machine_area.hpp"
#include "sim/report/text_table.hpp"

namespace metronome::cli {
namespace {

using experiment::MachineArea;
using Cells = std::vector<std::string>;

/// The area that machines are to be brought to, where one is given.
std::optional<double> target_mm2(const Options& options) {
  if (options.has("target-mm2") && options.has("equal-to")) {
    throw UserError("at most one of --target-mm2 and --equal-to");
  }
  if (options.has("equal-to")) {
    return experiment::machine_area(load_file<arch::AcceleratorSpec>(options.text("equal-to")))
        .total();
  }
  return options.has("target-mm2") ? std::optional(options.real("target-mm2")) : std::nullopt;
}

Cells cells_of(const std::string& name, const MachineArea& a) {
  const auto mm2 = [](double value) { return fmt::format("{:.3f}", value); };
  return {name,
          mm2(a.array),
          mm2(a.buffers),
          mm2(a.vector),
          mm2(a.controller),
          mm2(a.memory_interface),
          mm2(a.total()),
          fmt::format("{:.0f}", a.peak_macs_per_cycle),
          fmt::format("{:.1f}", a.peak_macs_per_cycle / a.total()),
          fmt::format("{:.1f}", a.gmacs_per_second_per_mm2())};
}

}  // namespace

void run_area(const Arguments& arguments) {
  Options options(
      "area ARCH.yaml... [--equal-to ARCH.yaml | --target-mm2 X] [--set KEY.PATH=VALUE]...",
      "Areas of accelerators, by the sources in their energy tables, and their 8-bit peak for it.\n"
      "With a target, also the columns of each array that take the machine to it: machines of\n"
      "equal area are simulated with `--set array.columns=N`.");
  options.positional("ARCH.yaml", 1, 1000);
  options.add()("equal-to", po::value<std::string>(), "accelerator file whose area is the target");
  options.add_real("target-mm2", {}, {1e-6L, 1e6L}, "the target, in square millimetres");
  options.add_set();
  if (!options.parse(arguments)) {
    return;
  }
  const std::optional<double> target = target_mm2(options);
  report::TextTable table{
      .rows = {{"mm2", "array", "buffers", "vector", "control", "memory interface", "total",
                "MAC8/cycle", "/mm2", "GMAC8/s/mm2"}},
      .left_columns = 1};
  if (target) {
    table.rows[0].emplace_back(fmt::format("for {:.3f} mm2", *target));
  }
  for (const std::string& file : options.arguments()) {
    const auto machine = load_file<arch::AcceleratorSpec>(file, options.overrides());
    table.rows.push_back(cells_of(machine.name, experiment::machine_area(machine)));
    if (target) {
      table.rows.back().push_back(fmt::format(
          "array.columns={}", experiment::columns_for_area(file, options.overrides(), *target)));
    }
  }
  print("{}", table.text());
}

}  // namespace metronome::cli
