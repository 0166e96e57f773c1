#include "sim/experiment/format_units.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"

namespace metronome::experiment {
namespace {

using array::NumberFormat;

constexpr trace::Gemm kGemm{512, 512, 512};

array::Operands operands_of(const FormatUnit& unit) {
  const int bits = array::stored_bits(unit.number, 8);
  return {.a_bits = bits,
          .b_bits = bits,
          .a_format = unit.number,
          .b_format = unit.number,
          .scale_group = unit.scale_group,
          .scale_bits = 8,
          .scales_multiply = unit.scales_multiply};
}

double per_mac(Joules joules) { return joules.count() * 1e12 / static_cast<double>(kGemm.macs()); }

/// Energies of what multiply-accumulates make the array do, by the part that does it.
void take_parts(FormatUnit& unit, const arch::AcceleratorSpec& machine, const EnergyTable& prices) {
  for (const array::ArrayActivity& one :
       array::activity(machine.array, operands_of(unit), kGemm.macs())) {
    Measure measure;
    measure.counts[{Component::array, one.action, one.a_bits, one.b_bits}] = one.count;
    const double pj = per_mac(price(measure, prices, machine.clock_hz).of(Component::array));
    const bool aligns = one.action.ends_with("align_bit") || one.action.ends_with("sum_bit");
    double& part = one.action.ends_with("chunk_product") ? unit.product_pj
                   : aligns                              ? unit.align_pj
                   : one.action.ends_with("held_bit")    ? unit.held_pj
                                                         : unit.scale_pj;
    part += pj;
  }
  unit.clock_pj = unit.array_pj - (unit.product_pj + unit.align_pj + unit.scale_pj + unit.held_pj);
}

}  // namespace

std::vector<FormatUnit> format_units(const std::filesystem::path& configs) {
  std::vector<FormatUnit> units{{.format = "MXINT8",
                                 .number = NumberFormat::integer,
                                 .published_gops = 64,
                                 .published_gops_per_w = 657},
                                {.format = "MXFP8 E4M3",
                                 .number = NumberFormat::e4m3,
                                 .published_gops = 256,
                                 .published_gops_per_w = 1438},
                                {.format = "MXFP6 E2M3",
                                 .number = NumberFormat::e2m3,
                                 .published_gops = 256,
                                 .published_gops_per_w = 1675},
                                {.format = "MXFP4",
                                 .number = NumberFormat::e2m1,
                                 .published_gops = 512,
                                 .published_gops_per_w = 4065},
                                {.format = "NVFP4",
                                 .number = NumberFormat::e2m1,
                                 .scale_group = 16,
                                 .scales_multiply = true}};
  const auto machine = config::load<arch::AcceleratorSpec>(configs / "arch" / "chunked_fp_512.yaml",
                                                           config::parse_overrides(kFormatMachine));
  const EnergyTable prices = complete_table(machine);
  for (FormatUnit& unit : units) {
    const mapping::MatrixJob job =
        mapping::matrix_job(trace::OperationClass::forward, mapping::convolution_of_gemm(kGemm),
                            operands_of(unit), machine);
    const std::vector<mapping::Job> jobs{job};
    const auto outcome =
        sim::execute(jobs, machine, {.mode = Mode::analytic, .prices = &prices, .progress = {}})
            .front()
            .outcome;
    const Measure measure = sim::measure_of(job, machine, outcome);
    const EnergyReport energy = price(measure, prices, machine.clock_hz);
    unit.read_bytes = measure.total_traffic().read.count();
    unit.macs_per_cycle = array::peak_macs_per_cycle(machine.array, operands_of(unit));
    unit.array_pj = per_mac(energy.of(Component::array));
    unit.all_pj = per_mac(energy.total());
    take_parts(unit, machine, prices);
  }
  return units;
}

const FormatUnit& format_unit(const std::vector<FormatUnit>& units, const std::string& format) {
  const auto at = std::find_if(units.begin(), units.end(),
                               [&](const FormatUnit& unit) { return unit.format == format; });
  METRONOME_ASSERT(at != units.end(), "a unit that is asked for is there");
  return *at;
}

std::string units_csv(const std::vector<FormatUnit>& units) {
  report::Csv csv({"format", "published_gops", "published_pj_per_mac", "macs_per_cycle",
                   "product_pj_per_mac", "align_pj_per_mac", "scale_pj_per_mac", "held_pj_per_mac",
                   "clock_pj_per_mac", "array_pj_per_mac", "all_pj_per_mac",
                   "published_rate_over_mxint8", "rate_over_mxint8", "published_energy_over_mxfp4",
                   "array_energy_over_mxfp4", "all_energy_over_mxfp4", "read_bytes"});
  const FormatUnit& int8 = format_unit(units, "MXINT8");
  const FormatUnit& fp4 = format_unit(units, "MXFP4");
  for (const FormatUnit& unit : units) {
    const auto published = [&](double value) {
      unit.published_gops > 0 ? csv.add(value) : csv.add(std::string_view());
    };
    csv.add(unit.format);
    published(unit.published_gops);
    published(unit.published_pj());
    for (const double value : {unit.macs_per_cycle, unit.product_pj, unit.align_pj, unit.scale_pj,
                               unit.held_pj, unit.clock_pj, unit.array_pj, unit.all_pj}) {
      csv.add(value);
    }
    published(unit.published_gops / int8.published_gops);
    csv.add(unit.macs_per_cycle / int8.macs_per_cycle);
    published(unit.published_pj() / fp4.published_pj());
    csv.add(unit.array_pj / fp4.array_pj).add(unit.all_pj / fp4.all_pj).add(unit.read_bytes);
    csv.end_row();
  }
  return csv.text();
}

std::string units_markdown(const std::vector<FormatUnit>& units) {
  report::MarkdownTable table({"format", "rate: published", "ours", "energy / MXFP4: published",
                               "our array", "with memory", "pJ: published", "our array", "products",
                               "alignment, sums", "scales", "registers", "clock, idle lanes"},
                              1);
  const FormatUnit& int8 = format_unit(units, "MXINT8");
  const FormatUnit& fp4 = format_unit(units, "MXFP4");
  for (const FormatUnit& unit : units) {
    const auto published = [&](double value, int digits) {
      return unit.published_gops > 0 ? fmt::format("{:.{}f}", value, digits) : std::string("-");
    };
    const auto pj = [](double value) { return fmt::format("{:.3f}", value); };
    table.texts({unit.format, published(unit.published_gops / int8.published_gops, 0),
                 fmt::format("{:.0f}", unit.macs_per_cycle / int8.macs_per_cycle),
                 published(unit.published_pj() / fp4.published_pj(), 2),
                 fmt::format("{:.2f}", unit.array_pj / fp4.array_pj),
                 fmt::format("{:.2f}", unit.all_pj / fp4.all_pj), published(unit.published_pj(), 2),
                 pj(unit.array_pj), pj(unit.product_pj), pj(unit.align_pj), pj(unit.scale_pj),
                 pj(unit.held_pj), pj(unit.clock_pj)});
  }
  return table.markdown().source();
}

}  // namespace metronome::experiment
