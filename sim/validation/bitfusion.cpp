#include <utility>

#include "arch/spec/accelerator.hpp"
#include "sim/base/error.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/compatible.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/validation/rung.hpp"

namespace metronome::validation {
namespace bitfusion_rung {

using experiment::count_of;
using experiment::PublishedRow;
using experiment::real_of;
using experiment::text_of;

constexpr const char* kSource = "simulator published with BitFusion [sharma2018simulator]";
/// Energies agree to a thousandth, and to the last printed digit of the smallest layers.
constexpr double kEnergyPercent = 0.1;
constexpr double kPrintedNj = 0.05;

static mapping::MatrixJob job_of(const PublishedRow& row, const arch::AcceleratorSpec& machine) {
  trace::Convolution c;
  c.batch = count_of(row, "B");
  c.in_channels = count_of(row, "IC");
  c.out_channels = count_of(row, "OC");
  c.kernel = count_of(row, "K");
  c.stride = count_of(row, "S");
  // Padding is part of what the layer is given.
  c.in_height = (count_of(row, "O") - 1) * c.stride.height + c.kernel.height;
  c.in_width = c.in_height;
  return mapping::matrix_job(trace::OperationClass::forward, c,
                             static_cast<int>(count_of(row, "act_bits")),
                             static_cast<int>(count_of(row, "wgt_bits")), machine);
}

static std::uint64_t buffer_bits(const Measure& measure, Component component,
                                 std::string_view end) {
  std::uint64_t sum = 0;
  for (const auto& [activity, n] : measure.counts) {
    sum += activity.component == component && activity.action.ends_with(end) ? n : 0;
  }
  return sum;
}

class Rows {
 public:
  explicit Rows(const Context& context)
      : machine_(config::load<arch::AcceleratorSpec>(context.configs / "arch" / "compat" /
                                                     "bitfusion_isca18.yaml")) {
    auto& array = array_of<array::SpatialFusionSpec>(machine_);
    array.dram_bits_per_cycle = context.of("array.dram_bits_per_cycle", array.dram_bits_per_cycle);
    array.columns = context.of("array.columns", array.columns);
    table_ = sim::complete_table(machine_);
    for (EnergyRow& row : table_.rows) {
      if (row.component == Component::dram && row.action == "flat.bit") {
        row.value = context.of("energy flat.bit", row.value);
      }
    }
  }

  void add(const PublishedRow& row) {
    of_ = text_of(row, "net") + " " + text_of(row, "layer");
    arch::AcceleratorSpec machine = machine_;
    array_of<array::SpatialFusionSpec>(machine).im2col = count_of(row, "im2col") != 0;
    const auto result = sim::compatible_result(job_of(row, machine), machine, table_);
    if (!result) {
      throw UserError("arch/compat/bitfusion_isca18.yaml does not ask for BitFusion's count",
                      "array.bitfusion_counting: true");
    }
    const Measure& m = result->measure;
    const std::uint64_t cycles = m.cycles.total().count();
    count("cycles", "clocks", cycles, count_of(row, "cycles"));
    count("stalls", "clocks", cycles - m.cycles[Bin::busy], count_of(row, "stall_cycles"));
    const Traffic traffic = m.total_traffic();
    count("DRAM reads", "bits", 8 * traffic.read.count(), count_of(row, "dram_rd_bits"));
    count("DRAM writes", "bits", 8 * traffic.write.count(), count_of(row, "dram_wr_bits"));
    buffers(row, m);
    energies(row, m, machine);
  }

  std::vector<Claim> claims;

 private:
  void count(const std::string& quantity, const std::string& unit, std::uint64_t ours,
             std::uint64_t theirs) {
    claims.push_back({.of = of_,
                      .quantity = quantity,
                      .unit = unit,
                      .ours = static_cast<double>(ours),
                      .theirs = static_cast<double>(theirs),
                      .tolerance_percent = 0,
                      .source = kSource});
  }

  void buffers(const PublishedRow& row, const Measure& m) {
    const std::pair<Component, std::string> all[] = {{Component::weight_buffer, "wbuf"},
                                                     {Component::input_buffer, "ibuf"},
                                                     {Component::output_buffer, "obuf"}};
    for (const auto& [component, name] : all) {
      const std::string part(enum_name(component));
      count(part + " reads", "bits", buffer_bits(m, component, ".read_bit"),
            count_of(row, name + "_rd_bits"));
      count(part + " writes", "bits", buffer_bits(m, component, ".write_bit"),
            count_of(row, name + "_wr_bits"));
    }
  }

  void energies(const PublishedRow& row, const Measure& m, const arch::AcceleratorSpec& machine) {
    const EnergyReport energy = price(m, table_, machine.clock_hz);
    const auto nj = [&](Component component) { return energy.of(component).count() * 1e9; };
    const auto add = [&](const std::string& quantity, double ours, double theirs) {
      claims.push_back({.of = of_,
                        .quantity = quantity,
                        .unit = "nJ",
                        .ours = ours,
                        .theirs = theirs,
                        .tolerance_percent = kEnergyPercent + 100 * kPrintedNj / theirs,
                        .source = kSource});
    };
    add("energy of the array", nj(Component::array), real_of(row, "E_core_nJ"));
    add("energy of the buffers",
        nj(Component::input_buffer) + nj(Component::weight_buffer) + nj(Component::output_buffer),
        real_of(row, "E_sram_nJ"));
    add("energy of the memory", nj(Component::dram), real_of(row, "E_dram_nJ"));
  }

  arch::AcceleratorSpec machine_;
  EnergyTable table_;
  std::string of_;
};

}  // namespace bitfusion_rung

Rung bitfusion() {
  return {.name = "bitfusion",
          .summary = "cycles, traffic and energy of 46 layers, beside BitFusion's simulator",
          .page = "results/bitfusion_isca18/README.md",
          .rows = 46 * 13,
          .constants = {{"array.columns", "columns of Fusion Units"},
                        {"array.dram_bits_per_cycle", "bits that the memory moves in a cycle"},
                        {"energy flat.bit", "price of a bit of the memory"}},
          .compare = [](const Context& context) {
            bitfusion_rung::Rows rows(context);
            for (const experiment::PublishedRow& row :
                 experiment::published_rows(context.reference() / "bitfusion_layers.csv")) {
              rows.add(row);
            }
            return rows.claims;
          }};
}

}  // namespace metronome::validation
