#include "sim/report/run_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "sim/base/files.hpp"
#include "sim/base/gzip.hpp"
#include "sim/energy/energy_split.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/names.hpp"

namespace metronome::report {
namespace {

using Columns = std::vector<std::string>;

void append(Columns& columns, const Columns& more) {
  columns.insert(columns.end(), more.begin(), more.end());
}

void append_energy_columns(Columns& columns) {
  columns.push_back("energy_j");
  for (const auto& [component, name] : kEnumRows<Component>) {
    columns.push_back(fmt::format("energy_{}_j", name));
  }
  for (const auto& [part, name] : kEnumRows<EnergyPart>) {
    columns.push_back(fmt::format("split_{}_j", name));
  }
}

void add_energy(Csv& out, const EnergySums& energy) {
  out.add(energy.total().count());
  for (const Joules part : energy.components) {
    out.add(part.count());
  }
  for (const Joules part : energy.split) {
    out.add(part.count());
  }
}

/// Whether any operation takes the batch part by part.
bool has_chains(const RunResult& run) {
  return std::any_of(run.operations.begin(), run.operations.end(),
                     [](const OperationResult& one) { return one.chain > 0; });
}

Columns operation_columns(bool chains) {
  Columns columns{"row",   "step",  "levels", "iterations", "operation",
                  "layer", "class", "a_bits", "b_bits",     "cycles"};
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    columns.push_back(fmt::format("{}_cycles", name));
  }
  append_energy_columns(columns);
  for (const char* column :
       {"dram_read_bytes", "dram_write_bytes", "macs", "bit_operations_executed", "utilization",
        "mapping", "estimated_cycles", "estimate_error"}) {
    columns.emplace_back(column);
  }
  if (chains) {
    append(columns, {"chain", "part_samples", "runs"});
  }
  return columns;
}

/// Useful bit products over those possible in the operation's cycles; empty where unknown.
std::string utilization(const Cost& cost, double peak_bit_products) {
  const double possible = peak_bit_products * static_cast<double>(cost.cycles.total().count());
  return possible > 0 && cost.macs > 0 ? number_text(cost.bit_operations_executed / possible)
                                       : std::string();
}

/// How far the mapper's estimate is from the operation's cycles, as a share of them; empty where
/// nothing was estimated.
std::string estimate_error(const OperationResult& operation, const Cost& cost) {
  const auto cycles = static_cast<double>(cost.cycles.total().count());
  return operation.estimated_cycles > 0 && cycles > 0
             ? number_text(static_cast<double>(operation.estimated_cycles) / cycles - 1)
             : std::string();
}

void add_operation(Csv& out, const OperationResult& operation, const Cost& cost, double peak,
                   bool chains) {
  out.add(operation.operation)
      .add(operation.layer)
      .add(enum_name(operation.cls))
      .add(operation.a_bits)
      .add(operation.b_bits)
      .add(cost.cycles.total().count());
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    out.add(cost.cycles[bin]);
  }
  add_energy(out, cost.energy);
  const Traffic bytes = cost.total_traffic();
  out.add(bytes.read.count())
      .add(bytes.write.count())
      .add(operation.measure.macs.count())
      .add(operation.measure.bit_operations_executed.count())
      .add(utilization(cost, peak))
      .add(operation.mapping)
      .add(operation.estimated_cycles)
      .add(estimate_error(operation, cost));
  if (chains) {
    out.add(operation.chain).add(operation.part_samples).add(operation.runs);
  }
  out.end_row();
}

}  // namespace

std::string phases_csv(const RunResult& run, const RunCosts& costs) {
  Columns columns{"phase", "first_iteration", "iterations", "step", "level"};
  append(columns, trace::precision_columns());
  append(columns, {"cycles", "time_s"});
  append_energy_columns(columns);
  columns.emplace_back("bit_operations_paper");
  columns.emplace_back("bit_operations_executed");
  Csv out(columns);
  for (std::size_t i = 0; i < run.phases.size(); ++i) {
    const PhaseResult& phase = run.phases[i];
    const LevelResult& level = run.levels[phase.level];
    const Cost cost = costs.levels[phase.level].per_iteration.scaled(phase.iterations);
    const Cycles cycles = cost.cycles.total();
    out.add(static_cast<std::uint64_t>(i))
        .add(phase.first_iteration)
        .add(phase.iterations)
        .add(run.steps[level.step].name)
        .add(static_cast<std::uint64_t>(phase.level))
        .add_all(trace::precision_cells(level.assignment.all))
        .add(cycles.count())
        .add(run.seconds(cycles).count());
    add_energy(out, cost.energy);
    out.add(cost.bit_operations_paper).add(cost.bit_operations_executed);
    out.end_row();
  }
  return out.text();
}

std::string levels_csv(const RunResult& run, const RunCosts& costs) {
  Columns columns{"level", "step", "first_iteration", "iterations"};
  append(columns, trace::precision_columns());
  append(columns, {"own_layers", "footprint_bytes", "cycles_per_iteration", "cycles", "time_s",
                   "energy_j", "dram_read_bytes", "dram_write_bytes", "macs",
                   "bit_operations_paper", "bit_operations_executed"});
  std::vector<std::uint64_t> first(run.levels.size(), 0);
  for (auto phase = run.phases.rbegin(); phase != run.phases.rend(); ++phase) {
    first[phase->level] = phase->first_iteration;
  }
  Csv out(columns);
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    const LevelResult& level = run.levels[i];
    const Cost& whole = costs.levels[i].whole;
    const Traffic bytes = whole.total_traffic();
    out.add(static_cast<std::uint64_t>(i))
        .add(run.steps[level.step].name)
        .add(first[i])
        .add(level.iterations)
        .add_all(trace::precision_cells(level.assignment.all))
        .add(static_cast<std::uint64_t>(level.assignment.layers.size()))
        .add(level.footprint.count())
        .add(costs.levels[i].per_iteration.cycles.total().count())
        .add(whole.cycles.total().count())
        .add(run.seconds(whole.cycles.total()).count())
        .add(whole.energy.total().count())
        .add(bytes.read.count())
        .add(bytes.write.count())
        .add(whole.macs)
        .add(whole.bit_operations_paper)
        .add(whole.bit_operations_executed);
    out.end_row();
  }
  return out.text();
}

std::string operations_csv(const RunResult& run, const RunCosts& costs) {
  const bool chains = has_chains(run);
  Csv out(operation_columns(chains));
  const double peak = peak_bit_products(run);
  const std::vector<std::uint64_t> iterations = run.executions();
  const std::vector<std::uint64_t> levels = run.levels_of_operations();
  for (std::size_t i = 0; i < run.operations.size(); ++i) {
    out.add(static_cast<std::uint64_t>(i))
        .add(run.steps[run.operations[i].step].name)
        .add(levels[i])
        .add(iterations[i]);
    add_operation(out, run.operations[i], costs.operations[i], peak, chains);
  }
  return out.text();
}

std::string level_jobs_csv_gz(const RunResult& run, const std::string& comments) {
  GzipText out;
  out.add(comments);
  out.add("level,operations\n");
  std::string row;
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    row = std::to_string(i);
    char before = ',';
    run.for_operations(run.levels[i], [&](std::uint32_t operation) {
      fmt::format_to(std::back_inserter(row), "{}{}", before, operation);
      before = ' ';
    });
    row += before == ',' ? ",\n" : "\n";  // of no operation
    out.add(row);
  }
  return std::move(out).bytes();
}

std::string energy_csv(const RunResult& run, const RunCosts& costs, const EnergyTable& table) {
  Csv out({"component", "action", "a_bits", "b_bits", "count", "value", "unit", "clock_hz",
           "energy_j", "row", "provenance", "source", "how", "low_factor", "high_factor",
           "reason"});
  for (const EnergyLine& line : costs.energy.lines) {
    const EnergyRow& row = table.rows.at(line.row);
    if (row.value == 0) {
      continue;  // prices nothing
    }
    const Uncertainty interval = table.interval_of(row);
    out.add(enum_name(line.activity.component))
        .add(line.activity.action)
        .add(line.activity.a_bits)
        .add(line.activity.b_bits)
        .add(fmt::format("{}", line.count))
        .add(line.value)
        .add(enum_name(line.unit))
        .add(run.clock.count())
        .add(line.joules.count())
        .add(static_cast<std::uint64_t>(line.row))
        .add(enum_name(row.provenance))
        .add(row.source)
        .add(row.how)
        .add(interval.low_factor)
        .add(interval.high_factor)
        .add(interval.reason);
    out.end_row();
  }
  return out.text();
}

std::string memory_csv(const RunResult& run, const RunResult* baseline) {
  Columns columns{"trace"};
  append(columns, trace::precision_columns());
  append(columns,
         {"footprint_bytes", "canonical_cycles", "continuous_cycles", "canonical_start_cost"});
  Csv out(columns);
  const auto add = [&](const char* trace, const RunResult& one) {
    for (const LevelResult& level : one.levels) {
      const auto cost = one.canonical_start_cost(level);
      out.add(trace)
          .add_all(trace::precision_cells(level.assignment.all))
          .add(level.footprint.count())
          .add(one.cycles_per_iteration(level).count())
          .add(cost ? std::to_string(level.continuous_cycles.count()) : std::string())
          .add(cost ? fmt::format("{:.6f}", *cost) : std::string());
      out.end_row();
    }
  };
  add("run", run);
  if (baseline != nullptr) {
    add("baseline", *baseline);
  }
  return out.text();
}

}  // namespace metronome::report
