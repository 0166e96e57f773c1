#include "sim/sweep/point_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "sim/energy/uncertainty.hpp"
#include "sim/report/names.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::sweep {
namespace {

constexpr double kNoArea = 0;
constexpr std::size_t kMostPrices = 10;
constexpr const char* kFp32Share = "fp32_mac_fraction";

using Numbers = std::vector<std::pair<std::string, double>>;

void add_totals(Numbers& numbers, const std::string& training, const report::Absolute& total,
                const report::Cost& cost, const EnergySplit& split) {
  const auto add = [&](const std::string& name, double value) {
    numbers.emplace_back(training + "_" + name, value);
  };
  add("time_s", total.seconds);
  add("energy_j", total.joules);
  add("energy_delay_js", total.energy_delay());
  add("dram_read_bytes", static_cast<double>(cost.total_traffic().read.count()));
  add("dram_write_bytes", static_cast<double>(cost.total_traffic().write.count()));
  for (const auto& [component, name] : kEnumRows<Component>) {
    add(fmt::format("energy_{}_j", name), cost.energy.of(component).count());
  }
  for (const auto& [part, name] : kEnumRows<EnergyPart>) {
    add(fmt::format("split_{}_j", name), split[part].count());
  }
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    add(fmt::format("{}_cycles", name), static_cast<double>(cost.cycles[bin]));
  }
}

/// Of an iteration of the static training, the share that is left at no bit operations: the
/// intercept of the least-squares line through the levels of both trainings, over its value at the
/// static level. 1 where there is one level only.
double bit_independent(const std::vector<LevelRow>& levels, double LevelRow::*cost) {
  double x = 0, y = 0, xx = 0, xy = 0, at_static = 0;
  const auto n = static_cast<double>(levels.size());
  for (const LevelRow& level : levels) {
    const double work = level.bit_operations_paper / level.iterations;
    const double each = level.*cost / level.iterations;
    x += work / n;
    y += each / n;
    xx += work * work / n;
    xy += work * each / n;
    at_static = level.training == "static" ? work : at_static;
  }
  const double variance = xx - x * x;
  if (variance <= 1e-9 * xx) {
    return 1;
  }
  const double slope = (xy - x * y) / variance;
  const double intercept = y - slope * x;
  return intercept / (intercept + slope * at_static);
}

/// Of the multiply-accumulates of an iteration, those of layers that stay in FP32.
double fp32_share(const trace::Step& step) {
  double all = 0;
  double fp32 = 0;
  for (const trace::Operation& operation : step.operations) {
    if (const auto* matrix = std::get_if<trace::MatrixWork>(&operation.work)) {
      const auto macs = static_cast<double>(trace::useful_macs(*matrix).count());
      all += macs;
      fp32 += matrix->fp32 ? macs : 0;
    }
  }
  return all > 0 ? fp32 / all : 0;
}

std::string fp32_text(const arch::TrainingSpec& training) {
  return training.fp32_products == arch::Fp32Products::vector_unit
             ? "vector unit"
             : fmt::format("array, {} bits", training.fp32_product_bits);
}

Numbers numbers_of(const report::ComparisonRow& row, const report::Cost& run,
                   const report::Cost& baseline, const std::vector<LevelRow>& levels,
                   double machine_area_mm2) {
  Numbers numbers{{"ideal_saving_fraction", row.saved.bit_operations},
                  {"executed_saving_fraction", row.saved.bit_operations_executed},
                  {"cycle_saving_fraction", row.saved.cycles},
                  {"energy_saving_fraction", row.saved.energy},
                  {"energy_saving_p5_fraction", row.intervals.saving.p5},
                  {"energy_saving_p95_fraction", row.intervals.saving.p95},
                  {"cpt_energy_p5_j", row.intervals.energy_j.p5},
                  {"cpt_energy_p95_j", row.intervals.energy_j.p95},
                  {"area_mm2", row.area_mm2.value_or(kNoArea)},
                  {"machine_area_mm2", machine_area_mm2}};
  add_totals(numbers, "static", row.fixed, baseline, row.fixed_split);
  add_totals(numbers, "cpt", row.cpt, run, row.cpt_split);
  numbers.emplace_back("static_power_w",
                       row.fixed.seconds > 0 ? row.fixed.joules / row.fixed.seconds : 0);
  numbers.emplace_back("static_energy_per_mac_pj",
                       baseline.macs > 0 ? row.fixed.joules / baseline.macs * 1e12 : 0);
  numbers.emplace_back("bit_independent_time_fraction", bit_independent(levels, &LevelRow::time_s));
  numbers.emplace_back("bit_independent_energy_fraction",
                       bit_independent(levels, &LevelRow::energy_j));
  return numbers;
}

void append_levels(std::vector<LevelRow>& rows, const std::string& training, const RunResult& run,
                   const report::RunCosts& costs) {
  for (std::size_t l = 0; l < run.levels.size(); ++l) {
    const LevelResult& level = run.levels[l];
    const report::Cost& whole = costs.levels[l].whole;
    const Traffic bytes = whole.total_traffic();
    LevelRow row{.training = training,
                 .precision = level.assignment.all,
                 .iterations = static_cast<double>(level.iterations),
                 .time_s = run.seconds(whole.cycles.total()).count(),
                 .energy_j = whole.energy.total().count(),
                 .bit_operations_paper = whole.bit_operations_paper,
                 .dram_bytes = static_cast<double>((bytes.read + bytes.write).count())};
    run.for_operations(level, [&](std::uint32_t one) {
      const OperationResult& operation = run.operations[one];
      const double macs = row.iterations * static_cast<double>(operation.measure.macs.count());
      row.macs += macs;
      if (operation.peak_macs_per_cycle > 0) {
        row.array_time_at_peak_s += macs / operation.peak_macs_per_cycle / run.clock.count();
      }
    });
    rows.push_back(row);
  }
}

std::vector<PriceRow> price_rows(const report::ComparedRun& compared) {
  const auto effects =
      row_effects(compared.costs.energy, &compared.baseline_costs.energy, compared.table);
  std::vector<PriceRow> rows;
  for (std::size_t i = 0; i < std::min(kMostPrices, effects.size()); ++i) {
    const EnergyRow& row = compared.table.rows.at(effects[i].row);
    rows.push_back({std::string(enum_name(row.component)),
                    row.action + (row.bits.empty() ? "" : " " + row.bits),
                    std::string(enum_name(row.provenance)), effects[i].low, effects[i].high});
  }
  return rows;
}

}  // namespace

double PointResult::number(std::string_view name) const {
  const auto at = std::find_if(numbers.begin(), numbers.end(),
                               [&](const auto& number) { return number.first == name; });
  METRONOME_ASSERT(at != numbers.end(), "a point has every number");
  return at->second;
}

std::vector<std::string> number_names() {
  std::vector<std::string> names;
  for (const auto& [name, value] : numbers_of({}, {}, {}, {}, kNoArea)) {
    names.push_back(name);
  }
  names.emplace_back(kFp32Share);
  return names;
}

std::vector<std::string> column_names() {
  std::vector<std::string> all{"status",     "message",          "pareto",
                               "arithmetic", "value_statistics", "fp32_products"};
  const std::vector<std::string> numbers = number_names();
  all.insert(all.end(), numbers.begin(), numbers.end());
  for (const char* name :
       {"test_accuracy_percent", "test_accuracy_deviation_percent", "test_accuracy_seeds"}) {
    all.emplace_back(name);
  }
  return all;
}

PointResult result_of(const report::ComparedRun& compared, const trace::Trace& trace,
                      const arch::TrainingSpec& training, double machine_area_mm2) {
  PointResult result;
  append_levels(result.levels, "static", compared.baseline, compared.baseline_costs);
  append_levels(result.levels, "cpt", compared.run, compared.costs);
  result.numbers = numbers_of(report::compare({compared}).front(), compared.costs.total,
                              compared.baseline_costs.total, result.levels, machine_area_mm2);
  const double fp32 = fp32_share(trace.step());
  result.numbers.emplace_back(kFp32Share, fp32);
  result.fp32_products = fp32 > 0 ? fp32_text(training) : "";
  result.layers = layer_rows(compared, trace.step());
  result.arithmetic =
      compared.run.array_kind == "chunked_bfp" ? "block floating point" : "integers";
  result.value_statistics = compared.run.value_statistics;
  result.waterfalls = {{"cycles", report::cycle_waterfall(compared)},
                       {"energy", report::energy_waterfall(compared)}};
  result.prices = price_rows(compared);
  result.progress = report::progress_of(compared.run, compared.costs, trace.metrics);
  return result;
}

}  // namespace metronome::sweep
