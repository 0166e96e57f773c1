#include "sim/sweep/point_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/energy/uncertainty.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/names.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::sweep {
namespace {

using report::Json;
using report::JsonFields;

constexpr const char* kFormat = "metronome sweep point";
constexpr int kVersion = 6;
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
                   const report::Cost& baseline, const std::vector<LevelRow>& levels) {
  Numbers numbers{{"ideal_saving_fraction", row.saved.bit_operations},
                  {"executed_saving_fraction", row.saved.bit_operations_executed},
                  {"cycle_saving_fraction", row.saved.cycles},
                  {"energy_saving_fraction", row.saved.energy},
                  {"energy_saving_p5_fraction", row.intervals.saving.p5},
                  {"energy_saving_p95_fraction", row.intervals.saving.p95},
                  {"cpt_energy_p5_j", row.intervals.energy_j.p5},
                  {"cpt_energy_p95_j", row.intervals.energy_j.p95},
                  {"area_mm2", row.area_mm2.value_or(kNoArea)}};
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
      if (operation.peak_macs_per_cycle > 0) {
        const double macs = row.iterations * static_cast<double>(operation.measure.macs.count());
        row.macs += macs;
        row.array_time_at_peak_s += macs / operation.peak_macs_per_cycle / run.clock.count();
      }
    });
    rows.push_back(row);
  }
}

/// The members of a LevelRow that are numbers.
const std::vector<std::pair<const char*, double LevelRow::*>>& level_numbers() {
  static const std::vector<std::pair<const char*, double LevelRow::*>> all{
      {"iterations", &LevelRow::iterations},
      {"time_s", &LevelRow::time_s},
      {"energy_j", &LevelRow::energy_j},
      {"bit_operations_paper", &LevelRow::bit_operations_paper},
      {"macs", &LevelRow::macs},
      {"dram_bytes", &LevelRow::dram_bytes},
      {"array_time_at_peak_s", &LevelRow::array_time_at_peak_s}};
  return all;
}

Json level_json(const LevelRow& level) {
  Json out{{"training", level.training}};
  report::append_precision(out, level.precision);
  for (const auto& [name, member] : level_numbers()) {
    out[name] = level.*member;
  }
  return out;
}

LevelRow read_level(const JsonFields& fields) {
  LevelRow level{.training = fields.text("training"), .precision = fields.precision()};
  for (const auto& [name, member] : level_numbers()) {
    level.*member = fields.number(name);
  }
  return level;
}

const std::vector<std::pair<const char*, double LayerRow::*>>& layer_numbers() {
  static const std::vector<std::pair<const char*, double LayerRow::*>> all{
      {"in_channels", &LayerRow::in_channels},
      {"layers", &LayerRow::layers},
      {"static_product_time_s", &LayerRow::static_product_time_s},
      {"cpt_product_time_s", &LayerRow::cpt_product_time_s},
      {"static_whole_time_s", &LayerRow::static_whole_time_s},
      {"cpt_whole_time_s", &LayerRow::cpt_whole_time_s},
      {"static_whole_energy_j", &LayerRow::static_whole_energy_j},
      {"cpt_whole_energy_j", &LayerRow::cpt_whole_energy_j},
      {"static_utilization", &LayerRow::static_utilization}};
  return all;
}

Json layer_json(const LayerRow& layer) {
  Json out{{"shape", layer.shape}};
  for (const auto& [name, member] : layer_numbers()) {
    out[name] = layer.*member;
  }
  return out;
}

LayerRow read_layer(const JsonFields& fields) {
  LayerRow layer;
  layer.shape = fields.text("shape");
  for (const auto& [name, member] : layer_numbers()) {
    layer.*member = fields.number(name);
  }
  return layer;
}

Json waterfall_json(const NamedWaterfall& named) {
  Json out{{"saving", named.saving},
           {"ideal", named.waterfall.ideal},
           {"steps", Json::array()},
           {"achieved", named.waterfall.achieved}};
  for (const report::WaterfallStep& step : named.waterfall.steps) {
    out["steps"].push_back({{"effect", step.effect}, {"change", step.change}});
  }
  return out;
}

NamedWaterfall read_waterfall(const JsonFields& fields) {
  NamedWaterfall named{fields.text("saving"),
                       {fields.number("ideal"), {}, fields.number("achieved")}};
  for (const JsonFields& step : fields.objects("steps")) {
    named.waterfall.steps.push_back({step.text("effect"), step.number("change")});
  }
  return named;
}

/// Of everything but the digest: a digit that has changed is found.
std::string digest_of(const Json& content) { return hex_digest(fnv1a(content.dump())); }

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

Json price_json(const PriceRow& row) {
  return {{"component", row.component},
          {"action", row.action},
          {"provenance", row.provenance},
          {"low_saving", row.low_saving},
          {"high_saving", row.high_saving}};
}

PriceRow read_price(const JsonFields& fields) {
  return {fields.text("component"), fields.text("action"), fields.text("provenance"),
          fields.number("low_saving"), fields.number("high_saving")};
}

Json progress_json(const report::ProgressPoint& point) {
  return {{"iterations", point.iterations},
          {"time_s", point.time_s},
          {"energy_j", point.energy_j},
          {"test_accuracy", point.test_accuracy},
          {"evaluation_bits", point.evaluation_bits}};
}

report::ProgressPoint read_progress(const JsonFields& fields) {
  return {fields.whole("iterations"), fields.number("time_s"), fields.number("energy_j"),
          fields.number("test_accuracy"), fields.text("evaluation_bits")};
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
  for (const auto& [name, value] : numbers_of({}, {}, {}, {})) {
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
                      const arch::TrainingSpec& training) {
  PointResult result;
  append_levels(result.levels, "static", compared.baseline, compared.baseline_costs);
  append_levels(result.levels, "cpt", compared.run, compared.costs);
  result.numbers = numbers_of(report::compare({compared}).front(), compared.costs.total,
                              compared.baseline_costs.total, result.levels);
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

std::string point_json(const PointResult& result) {
  Json out{{"format", kFormat},
           {"version", kVersion},
           {"message", result.message},
           {"arithmetic", result.arithmetic},
           {"value_statistics", result.value_statistics},
           {"fp32_products", result.fp32_products}};
  out["numbers"] = Json::object();
  for (const auto& [name, value] : result.numbers) {
    out["numbers"][name] = value;
  }
  out["levels"] = Json::array();
  for (const LevelRow& level : result.levels) {
    out["levels"].push_back(level_json(level));
  }
  out["layers"] = Json::array();
  for (const LayerRow& layer : result.layers) {
    out["layers"].push_back(layer_json(layer));
  }
  out["waterfalls"] = Json::array();
  for (const NamedWaterfall& waterfall : result.waterfalls) {
    out["waterfalls"].push_back(waterfall_json(waterfall));
  }
  out["prices"] = Json::array();
  for (const PriceRow& row : result.prices) {
    out["prices"].push_back(price_json(row));
  }
  out["progress"] = Json::array();
  for (const report::ProgressPoint& point : result.progress) {
    out["progress"].push_back(progress_json(point));
  }
  out["digest"] = digest_of(out);
  return out.dump(1) + "\n";
}

PointResult parse_point(std::string_view text, const std::string& file) {
  const Json whole = report::parse_json(text, file);
  const JsonFields fields(whole, file);
  if (fields.text("format") != kFormat || fields.small("version") != kVersion) {
    fields.complain("format", "is no result of a sweep's point in this version",
                    "remove the file, or begin the sweep anew with --restart");
  }
  Json content = whole;
  content.erase("digest");
  if (fields.text("digest") != digest_of(content)) {
    fields.complain("digest", "is not that of the file: it is damaged", "remove the file");
  }
  PointResult result;
  result.message = fields.text("message");
  result.arithmetic = fields.text("arithmetic");
  result.value_statistics = fields.text("value_statistics");
  result.fp32_products = fields.text("fp32_products");
  if (result.message.empty()) {
    const JsonFields numbers = fields.object("numbers");
    for (const std::string& name : number_names()) {
      result.numbers.emplace_back(name, numbers.number(name));
    }
  }
  for (const JsonFields& level : fields.objects("levels")) {
    result.levels.push_back(read_level(level));
  }
  for (const JsonFields& layer : fields.objects("layers")) {
    result.layers.push_back(read_layer(layer));
  }
  for (const JsonFields& waterfall : fields.objects("waterfalls")) {
    result.waterfalls.push_back(read_waterfall(waterfall));
  }
  for (const JsonFields& row : fields.objects("prices")) {
    result.prices.push_back(read_price(row));
  }
  for (const JsonFields& point : fields.objects("progress")) {
    result.progress.push_back(read_progress(point));
  }
  return result;
}

}  // namespace metronome::sweep
