#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "arch/array/array.hpp"
#include "sim/base/error.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"
#include "sim/report/waterfall.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::experiment {
namespace {

namespace fs = std::filesystem;

/// How our number beside a published one is made (results/published_points/points.csv).
enum class PointKind {
  none,
  bit_operations,
  time_saving,
  energy_saving,
  peak,
  bitfusion_time,
  bitfusion_energy
};
constexpr auto enum_rows(PointKind) {
  using enum PointKind;
  return enum_list<PointKind>({{none, "none"},
                               {bit_operations, "bit_operations"},
                               {time_saving, "time_saving"},
                               {energy_saving, "energy_saving"},
                               {peak, "peak"},
                               {bitfusion_time, "bitfusion_time"},
                               {bitfusion_energy, "bitfusion_energy"}});
}

PointKind kind_of(const PublishedRow& row) {
  if (const auto kind = enum_from_name<PointKind>(text_of(row, "kind"))) {
    return *kind;
  }
  throw UserError("`" + text_of(row, "kind") + "` is no kind of a published point");
}

struct Ours {
  std::optional<double> value;
  std::string cause;  ///< computed; empty: the row's own
};

arch::AcceleratorSpec machine_of(const PublishedRow& row, const std::string& column,
                                 const fs::path& configs) {
  return config::load<arch::AcceleratorSpec>(configs / "arch" / "published" /
                                             (text_of(row, column) + ".yaml"));
}

trace::Trace trace_of(const PublishedRow& row, const std::string& schedule,
                      trace::DxScale dx_scale) {
  const std::string& dataset = text_of(row, "dataset");
  // The head of the adaptive softmax (configs/sweeps/paper_models.yaml).
  constexpr std::uint64_t kHeadWords = 20002;
  return trace::make_trace(text_of(row, "model"), dataset, count_of(row, "batch"),
                           schedule::parse_schedule(text_of(row, schedule)),
                           count_of(row, "iterations"), dx_scale, trace::UpdateRule::momentum,
                           dataset == "wikitext-103" ? kHeadWords : 0);
}

Ours bit_operations(const PublishedRow& row) {
  const trace::Trace trace = trace_of(row, "schedule", trace::DxScale::prescale_requantize);
  const trace::PaperMeasure paper(trace.step());
  double total = 0;
  for (const trace::Phase& phase : trace.schedule) {
    total += static_cast<double>(phase.iterations) *
             static_cast<double>(paper.of(phase.assignment).count());
  }
  return {total * 1e-9, {}};
}

/// "of 71.9 % of the bit operations; lost to supported widths 9.1, fill_drain 4.0 points, ...": the
/// widest three steps.
std::string losses(const report::Waterfall& waterfall) {
  std::vector<report::WaterfallStep> steps = waterfall.steps;
  std::stable_sort(steps.begin(), steps.end(),
                   [](const auto& a, const auto& b) { return a.change < b.change; });
  std::string text =
      fmt::format("of {} of the bit operations, in points:", report::percent(waterfall.ideal));
  for (std::size_t i = 0; i < steps.size() && i < 3; ++i) {
    text += fmt::format("{} {} {:+.1f}", i > 0 ? "," : "", steps[i].effect, 100 * steps[i].change);
  }
  return text;
}

/// What the row's schedule saves against its baseline, in percent.
Ours saving(const PublishedRow& row, const fs::path& configs, bool time) {
  const arch::AcceleratorSpec machine = machine_of(row, "machine", configs);
  const std::vector<trace::Trace> traces{
      trace_of(row, "schedule", machine.training.dx_scale),
      trace_of(row, "baseline_schedule", machine.training.dx_scale)};
  const EnergyTable table = complete_table(machine);
  const auto runs =
      sim::simulate(traces, machine, {.mode = Mode::analytic, .prices = &table, .progress = {}});
  const report::RunCosts costs = report::cost_of(runs[0], table);
  const report::RunCosts baseline = report::cost_of(runs[1], table);
  const report::ComparedRun compared{runs[0], runs[1], costs, baseline, table};
  const report::Waterfall waterfall =
      time ? report::cycle_waterfall(compared) : report::energy_waterfall(compared);
  return {100 * waterfall.achieved, losses(waterfall)};
}

Ours peak(const PublishedRow& row, const fs::path& configs) {
  const auto rate = [&](const std::string& machine, const std::string& a, const std::string& b) {
    return array::peak_macs_per_cycle(machine_of(row, machine, configs).array,
                                      {.a_bits = static_cast<int>(count_of(row, a)),
                                       .b_bits = static_cast<int>(count_of(row, b))});
  };
  return {rate("machine", "a_bits", "b_bits") /
              rate("baseline_machine", "baseline_a_bits", "baseline_b_bits"),
          {}};
}

double energy_of(const PublishedRow& network, const std::vector<const char*>& parts) {
  double sum = 0;
  for (const char* part : parts) {
    sum += real_of(network, part);
  }
  return sum;
}

/// The simulator's cycles, or microjoules, of a network of results/bitfusion_isca18 over ours; of
/// `mean` the geometric mean of all.
double simulator_over_ours(const fs::path& results, const std::string& name, bool time) {
  double logs = 0;
  double count = 0;
  for (const PublishedRow& network :
       published_rows(results / "bitfusion_isca18" / "networks.csv")) {
    if (name != "mean" && network.at("network") != name) {
      continue;
    }
    const double theirs =
        time ? real_of(network, "simulator_cycles")
             : energy_of(network, {"simulator_core_uj", "simulator_sram_uj", "simulator_dram_uj"});
    const double ours = time ? real_of(network, "our_cycles")
                             : energy_of(network, {"our_array_uj", "our_sram_uj", "our_dram_uj",
                                                   "our_interconnect_uj", "our_leakage_uj"});
    logs += std::log(theirs / ours);
    count += 1;
  }
  if (count == 0) {
    throw UserError("results/bitfusion_isca18/networks.csv has no network " + name);
  }
  return std::exp(logs / count);
}

Ours ours_of(const PublishedRow& row, PointKind kind, const fs::path& inputs,
             const fs::path& configs) {
  switch (kind) {
    case PointKind::none:
      return {};
    case PointKind::bit_operations:
      return bit_operations(row);
    case PointKind::time_saving:
    case PointKind::energy_saving:
      return saving(row, configs, kind == PointKind::time_saving);
    case PointKind::peak:
      return peak(row, configs);
    case PointKind::bitfusion_time:
    case PointKind::bitfusion_energy:
      return {real_of(row, "published") * simulator_over_ours(inputs.parent_path(),
                                                              text_of(row, "model"),
                                                              kind == PointKind::bitfusion_time),
              {}};
  }
  fail_no_enumerator(kind);
}

/// Bit operations are too many to write them out.
std::string shown(double value) {
  return value >= 1e6 ? fmt::format("{:.3g}", value) : report::significant(value);
}

std::string status_text(const std::string& status) {
  return status == "run" ? "" : status == "law" ? "cannot be run: law" : "cannot be run";
}

}  // namespace

std::optional<double> number_of_point(const PublishedRow& row, const fs::path& inputs,
                                      const fs::path& configs) {
  return ours_of(row, kind_of(row), inputs, configs).value;
}

Reproduced reproduce_points(const fs::path& inputs, const fs::path& configs,
                            const ReproduceOptions& options) {
  const std::vector<PublishedRow> rows = published_rows(inputs / "points.csv");
  report::Csv csv({"point", "source", "quantity", "network", "bits", "bits_source", "baseline",
                   "published", "unit", "ours", "ours_over_published", "status", "cause"});
  const std::vector<std::string> head{"quantity",  "network", "bits",  "baseline",
                                      "published", "ours",    "ratio", "cause"};
  report::MarkdownTable markdown(head, 4);
  report::TextTable text{{{"point", "published", "ours", "ratio", "unit"}}, 1};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const PublishedRow& row = rows[i];
    if (options.progress) {
      options.progress(text_of(row, "point"),
                       static_cast<double>(i) / static_cast<double>(rows.size()));
    }
    const Ours ours = ours_of(row, kind_of(row), inputs, configs);
    const auto published = read_number<double>(text_of(row, "published"), kAnyReal).value;
    const std::string status = status_text(text_of(row, "status"));
    const std::string value = ours.value ? shown(*ours.value) : "";
    const std::string ratio =
        ours.value && published ? fmt::format("{:.3g}", *ours.value / *published) : "";
    const std::string& said = ours.cause.empty() ? text_of(row, "cause") : ours.cause;
    for (const char* column : {"point", "source", "quantity", "network", "bits", "bits_source",
                               "baseline", "published", "unit"}) {
      csv.add(text_of(row, column));
    }
    csv.add(ours.value ? fmt::format("{:.6g}", *ours.value) : "").add(ratio);
    csv.add(text_of(row, "status")).add(said).end_row();
    markdown.texts({text_of(row, "quantity"), text_of(row, "network"), text_of(row, "bits"),
                    text_of(row, "baseline"),
                    text_of(row, "published") + " " + text_of(row, "unit"), value, ratio,
                    status + (status.empty() || said.empty() ? "" : "; ") + said});
    text.rows.push_back(
        {text_of(row, "point"), text_of(row, "published"), value, ratio, text_of(row, "unit")});
  }
  return {{{"compared.csv", csv.text()}, {"points.md", markdown.markdown().source()}}, text.text()};
}

}  // namespace metronome::experiment
