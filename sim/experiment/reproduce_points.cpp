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
  bit_saving,
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
                               {bit_saving, "bit_saving"},
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
  std::string cause;            ///< computed; empty: the row's own
  std::optional<double> ideal;  ///< of savings: that of bit operations, in percent
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
  return {total * 1e-9, {}, {}};
}

/// What the row's schedule saves of its baseline's bit operations, in percent.
Ours bit_saving(const PublishedRow& row) {
  PublishedRow baseline = row;
  baseline["schedule"] = text_of(row, "baseline_schedule");
  return {100 * (1 - *bit_operations(row).value / *bit_operations(baseline).value), {}, {}};
}

struct Part {
  std::string name;
  double change = 0;
};

/// " busy +32, memory -8": steps that add up to what the last sum is of the first, each sum rounded
/// to `digits` places, so that what is written adds up too. Steps that round to nothing are left
/// out.
std::string steps_text(double first, const std::vector<Part>& parts, int digits) {
  const double unit = std::pow(10.0, -digits);
  const auto rounded = [&](double value) { return std::round(value / unit); };
  std::string text;
  double sum = first;
  for (const Part& part : parts) {
    const double change = rounded(sum + part.change) - rounded(sum);
    sum += part.change;
    if (change != 0) {
      text +=
          fmt::format("{} {} {:+.{}f}", text.empty() ? "" : ",", part.name, change * unit, digits);
    }
  }
  return text;
}

/// "from 71.9 % of the bit operations, in points: supported widths -13.5, ...": all steps to ours.
std::string losses(const report::Waterfall& waterfall) {
  std::vector<Part> parts;
  for (const report::WaterfallStep& step : waterfall.steps) {
    parts.push_back({step.effect, 100 * step.change});
  }
  return fmt::format("from {:.1f} % of the bit operations to ours, in points:{}",
                     100 * waterfall.ideal, steps_text(100 * waterfall.ideal, parts, 1));
}

/// "; published less ours 11.9: its bit cost 3.3, rest 8.6". What the paper saves more of the bit
/// operations than ours counts as much as a point of them brings ours. Empty where the paper has no
/// saving of bit operations for the row's network, or it is no number.
std::string gap(const PublishedRow& row, const Ours& ours, const std::vector<PublishedRow>& rows) {
  const auto published = read_number<double>(text_of(row, "published"), kAnyReal).value;
  if (!ours.ideal || !published) {
    return {};
  }
  for (const PublishedRow& other : rows) {
    if (kind_of(other) == PointKind::bit_saving &&
        text_of(other, "source") == text_of(row, "source") &&
        text_of(other, "network") == text_of(row, "network")) {
      const double whole = *published - *ours.value;
      const double bits = (real_of(other, "published") - *ours.ideal) * *ours.value / *ours.ideal;
      return fmt::format("; published less ours {:.1f}:{}", whole,
                         steps_text(0, {{"its bit cost", bits}, {"rest", whole - bits}}, 1));
    }
  }
  return {};
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
  return {100 * waterfall.achieved, losses(waterfall), 100 * waterfall.ideal};
}

Ours peak(const PublishedRow& row, const fs::path& configs) {
  const auto rate = [&](const std::string& machine, const std::string& a, const std::string& b) {
    return array::peak_macs_per_cycle(machine_of(row, machine, configs).array,
                                      {.a_bits = static_cast<int>(count_of(row, a)),
                                       .b_bits = static_cast<int>(count_of(row, b))});
  };
  return {rate("machine", "a_bits", "b_bits") /
              rate("baseline_machine", "baseline_a_bits", "baseline_b_bits"),
          {},
          {}};
}

/// A network of results/bitfusion_isca18: the simulator's total, ours, and ours less the
/// simulator's by what they are made of.
struct Beside {
  double simulator = 0;
  double ours = 0;
  std::vector<Part> differences;
};

Beside beside(const PublishedRow& network, bool time) {
  const auto of = [&](const char* column) { return real_of(network, column); };
  Beside out;
  const auto add = [&](const char* name, double simulator, double ours) {
    out.simulator += simulator;
    out.ours += ours;
    out.differences.push_back({name, ours - simulator});
  };
  if (time) {
    const double stalls = of("simulator_stall_cycles");
    add("busy", of("simulator_cycles") - stalls, of("our_busy_cycles"));
    add("fill and drain", 0, of("our_fill_drain_cycles"));
    add("port stalls", 0, of("our_port_stall_cycles"));
    add("memory stalls", stalls, of("our_memory_stall_cycles"));
  } else {
    add("array", of("simulator_core_uj"), of("our_array_uj"));
    add("SRAM", of("simulator_sram_uj"), of("our_sram_uj"));
    add("DRAM", of("simulator_dram_uj"), of("our_dram_uj"));
    add("interconnect", 0, of("our_interconnect_uj"));
    add("leakage", 0, of("our_leakage_uj"));
  }
  return out;
}

/// The published ratio times the simulator's cycles, or joules, over ours; of the model `mean` the
/// geometric mean of all networks, and in its cause the plain mean of their differences.
Ours bitfusion(const PublishedRow& row, const fs::path& results, bool time) {
  const std::string& name = text_of(row, "model");
  double logs = 0;
  double count = 0;
  std::vector<Part> parts;  // in percent of the simulator's
  for (const PublishedRow& network :
       published_rows(results / "bitfusion_isca18" / "networks.csv")) {
    if (name != "mean" && text_of(network, "network") != name) {
      continue;
    }
    const Beside both = beside(network, time);
    logs += std::log(both.ours / both.simulator);
    count += 1;
    parts.resize(both.differences.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      parts[i].name = both.differences[i].name;
      parts[i].change += 100 * both.differences[i].change / both.simulator;
    }
  }
  if (count == 0) {
    throw UserError("results/bitfusion_isca18/networks.csv has no network " + name);
  }
  for (Part& part : parts) {
    part.change /= count;
  }
  const double ratio = std::exp(logs / count);
  return {real_of(row, "published") / ratio,
          fmt::format(
              "ours takes {:.2f} times the {} of the published simulator; difference in % of "
              "the simulator's{}:{}",
              ratio, time ? "cycles" : "energy",
              name == "mean" ? ", arithmetic means of the eight" : "", steps_text(100, parts, 0)),
          {}};
}

Ours ours_of(const PublishedRow& row, PointKind kind, const fs::path& inputs,
             const fs::path& configs) {
  switch (kind) {
    case PointKind::none:
      return {};
    case PointKind::bit_operations:
      return bit_operations(row);
    case PointKind::bit_saving:
      return bit_saving(row);
    case PointKind::time_saving:
    case PointKind::energy_saving:
      return saving(row, configs, kind == PointKind::time_saving);
    case PointKind::peak:
      return peak(row, configs);
    case PointKind::bitfusion_time:
    case PointKind::bitfusion_energy:
      return bitfusion(row, inputs.parent_path(), kind == PointKind::bitfusion_time);
  }
  fail_no_enumerator(kind);
}

/// Bit operations are too many to write them out.
std::string shown(double value) {
  return value >= 1e6 ? fmt::format("{:.3g}", value) : report::significant(value);
}

/// Of a law with the reason, which stands behind what the bits are from.
std::string status_text(const PublishedRow& row) {
  const std::string& status = text_of(row, "status");
  if (status == "run") {
    return "";
  }
  const std::string& bits = text_of(row, "bits_source");
  const std::size_t colon = bits.find(": ");
  return status == "law" && colon != std::string::npos ? "cannot be run: " + bits.substr(colon + 2)
                                                       : "cannot be run";
}

/// What stands before the first comma, colon or semicolon.
std::string in_short(const std::string& text) { return text.substr(0, text.find_first_of(",:;")); }

}  // namespace

std::optional<double> number_of_point(const PublishedRow& row, const fs::path& inputs,
                                      const fs::path& configs) {
  return ours_of(row, kind_of(row), inputs, configs).value;
}

Reproduced reproduce_points(const fs::path& inputs, const fs::path& configs,
                            const ReproduceOptions& options) {
  const std::vector<PublishedRow> rows = published_rows(inputs / "points.csv");
  report::Csv csv({"point", "source", "paper", "machine", "quantity", "network", "bits",
                   "bits_source", "baseline", "published", "unit", "ours", "ours_over_published",
                   "status", "cause"});
  const std::vector<std::string> head{"paper", "machine",   "quantity", "network",
                                      "bits",  "bits from", "baseline", "published",
                                      "ours",  "ratio",     "cause"};
  report::MarkdownTable markdown(head, 7);
  report::TextTable text{{{"point", "published", "ours", "ratio", "unit"}}, 1};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const PublishedRow& row = rows[i];
    if (options.progress) {
      options.progress(text_of(row, "point"),
                       static_cast<double>(i) / static_cast<double>(rows.size()));
    }
    const Ours ours = ours_of(row, kind_of(row), inputs, configs);
    const auto published = read_number<double>(text_of(row, "published"), kAnyReal).value;
    const std::string status = status_text(row);
    const std::string value = ours.value ? shown(*ours.value) : "";
    const std::string ratio =
        ours.value && published ? fmt::format("{:.3g}", *ours.value / *published) : "";
    const std::string said =
        ours.cause.empty() ? text_of(row, "cause") : ours.cause + gap(row, ours, rows);
    for (const char* column : {"point", "source", "paper", "machine", "quantity", "network", "bits",
                               "bits_source", "baseline", "published", "unit"}) {
      csv.add(text_of(row, column));
    }
    csv.add(ours.value ? fmt::format("{:.6g}", *ours.value) : "").add(ratio);
    csv.add(text_of(row, "status")).add(said).end_row();
    const std::string& figure = text_of(row, "published");
    markdown.texts({text_of(row, "paper"), text_of(row, "machine"), text_of(row, "quantity"),
                    text_of(row, "network"), text_of(row, "bits"),
                    in_short(text_of(row, "bits_source")), text_of(row, "baseline"),
                    figure.empty() ? "" : figure + " " + text_of(row, "unit"), value, ratio,
                    status + (status.empty() || said.empty() ? "" : "; ") + said});
    text.rows.push_back(
        {text_of(row, "point"), text_of(row, "published"), value, ratio, text_of(row, "unit")});
  }
  return {{{"compared.csv", csv.text()}, {"points.md", markdown.markdown().source()}}, text.text()};
}

}  // namespace metronome::experiment
