#include "sim/report/explain_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sim/energy/pricing.hpp"
#include "sim/report/names.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

/// UserError where no operation of the run has the name.
void require_operation(const RunResult& run, const std::string& name) {
  std::set<std::string> names;
  for (const OperationResult& operation : run.operations) {
    names.insert(operation.operation);
  }
  if (!name.empty() && !names.contains(name)) {
    throw UserError(fmt::format("the run has no operation `{}`", name),
                    name_hint(name, {names.begin(), names.end()}));
  }
}

/// Calls `add(measure, times)` for the operations that are asked for, and without a name for the
/// switches of precision too.
template <class Add>
void for_measures(const RunResult& run, const std::string& operation, const Add& add) {
  const std::vector<std::uint64_t> times = run.executions();
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (operation.empty() || run.operations[i].operation == operation) {
      add(run.operations[i].measure, times[i]);
    }
  }
  if (operation.empty()) {
    add(run.switches, std::uint64_t{1});
  }
}

std::string activity_text(const Activity& activity) {
  return fmt::format(
      "{} {}{}", enum_name(activity.component), activity.action,
      activity.a_bits > 0 ? fmt::format(" {}x{}", activity.a_bits, activity.b_bits) : "");
}

/// "12 345 x 0.0294 pJ", or of leakage "... uW / 1 GHz".
std::string product_text(const EnergyLine& line, Hertz clock) {
  return fmt::format("{} x {} {}{}", line.count, significant(line.value, 6), enum_name(line.unit),
                     line.unit == EnergyUnit::microwatt
                         ? fmt::format(" / {} GHz", significant(clock.count() * 1e-9))
                         : "");
}

std::string line_text(const EnergyLine& line, const EnergyTable& table, Hertz clock, double total) {
  const EnergyRow& row = table.rows.at(line.row);
  const Uncertainty spread = table.interval_of(row);
  std::string text = fmt::format(
      "{:>12.6g} J {:>7}  {}\n    = {}\n    row {} of energy.yaml, {}, x {} to {}: {}\n",
      line.joules.count(), percent(total > 0 ? line.joules.count() / total : 0),
      activity_text(line.activity), product_text(line, clock), line.row, enum_name(row.provenance),
      significant(spread.low_factor, 2), significant(spread.high_factor, 2), spread.reason);
  text += fmt::format("    source: {}\n", row.source.empty() ? "none" : row.source);
  return text + (row.how.empty() ? "" : fmt::format("    how: {}\n", row.how));
}

/// How an operation takes the batch where it is part of a chain.
std::string parts_text(const RunResult& run, const std::string& operation) {
  const auto at = std::find_if(
      run.operations.begin(), run.operations.end(),
      [&](const OperationResult& one) { return one.operation == operation && one.chain > 0; });
  return at == run.operations.end() ? std::string()
                                    : fmt::format(" (of chain {}: {} times a part of {} samples)",
                                                  at->chain, at->runs, at->part_samples);
}

std::string title(const RunResult& run, const std::string& operation) {
  return fmt::format(
      "{} on {}{}", run.trace, run.accelerator,
      operation.empty() ? "" : ", operation " + operation + parts_text(run, operation));
}

/// What one operation at one level has of a bin in the whole run.
struct Share {
  std::string name;
  std::uint64_t cycles = 0;
};

/// By the index of each operation of that name: at which precisions of its layer it is that work.
using Precisions = std::map<std::size_t, std::set<std::string>>;

Precisions precisions_of(const RunResult& run, const std::string& operation) {
  std::vector<std::set<trace::Precision>> seen(run.operations.size());
  std::vector<bool> asked;
  for (const OperationResult& one : run.operations) {
    asked.push_back(one.operation == operation);
  }
  for (const LevelResult& level : run.levels) {
    run.for_operations(level, [&](std::uint32_t index) {
      if (asked[index]) {
        seen[index].insert(level.assignment.of(run.operations[index].layer));
      }
    });
  }
  Precisions texts;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    for (const trace::Precision& precision : seen[i]) {
      texts[i].insert(trace::precision_text(precision));
    }
  }
  return texts;
}

/// Of all operations, or of one at each precision.
std::vector<Share> shares_of(const RunResult& run, Bin bin, const std::string& operation,
                             const Precisions& precisions) {
  std::map<std::string, std::uint64_t> sums;
  const std::vector<std::uint64_t> times = run.executions();
  if (operation.empty()) {
    for (std::size_t i = 0; i < times.size(); ++i) {
      const OperationResult& one = run.operations[i];
      const std::string step = run.steps.size() > 1 ? run.steps[one.step].name + ": " : "";
      sums[step + one.operation] += one.measure.cycles[bin] * times[i];
    }
  }
  for (const auto& [index, texts] : precisions) {
    const OperationResult& one = run.operations[index];
    sums[fmt::format("level {}{}", fmt::join(texts, ", "),
                     one.mapping.empty() ? "" : ", " + one.mapping)] +=
        one.measure.cycles[bin] * times[index];
  }
  if (operation.empty()) {
    sums["precision switches"] += run.switches.cycles[bin];
  }
  std::vector<Share> shares;
  for (const auto& [name, cycles] : sums) {
    if (cycles > 0) {
      shares.push_back({name, cycles});
    }
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const Share& a, const Share& b) { return a.cycles > b.cycles; });
  return shares;
}

}  // namespace

std::string explain_energy(const RunResult& run, const EnergyTable& table,
                           const RunQuestion& question) {
  require_operation(run, question.operation);
  EnergyReport energy;
  for_measures(run, question.operation, [&](const Measure& measure, std::uint64_t times) {
    energy += price(measure, table, run.clock).scaled(times);
  });
  std::vector<EnergyLine> lines;
  double asked = 0;
  for (const EnergyLine& line : energy.lines) {
    const bool wanted = !question.component || line.activity.component == *question.component;
    if (wanted && line.value > 0) {
      lines.push_back(line);
      asked += line.joules.count();
    }
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const EnergyLine& a, const EnergyLine& b) { return a.joules > b.joules; });
  const double total = energy.total().count();
  std::string text =
      fmt::format("{}: {:.6g} J{}\n", title(run, question.operation), asked,
                  question.component ? fmt::format(" of {}, {} of {:.6g} J",
                                                   spoken(enum_name(*question.component)),
                                                   percent(total > 0 ? asked / total : 0), total)
                                     : "");
  for (const EnergyLine& line : lines) {
    text += line_text(line, table, run.clock, total);
  }
  return text;
}

std::string explain_cycles(const RunResult& run, const RunQuestion& question) {
  constexpr std::size_t kShown = 5;
  require_operation(run, question.operation);
  Attribution cycles;
  for_measures(run, question.operation, [&](const Measure& measure, std::uint64_t times) {
    cycles += measure.cycles.scaled(times);
  });
  const auto all = static_cast<double>(cycles.total().count());
  const Precisions precisions =
      question.operation.empty() ? Precisions{} : precisions_of(run, question.operation);
  std::string text = fmt::format("{}: {} cycles of {} GHz\n", title(run, question.operation),
                                 cycles.total().count(), significant(run.clock.count() * 1e-9));
  for (const Bin bin : kEnumValues<Bin>) {
    if (cycles[bin] == 0) {
      continue;
    }
    text += fmt::format("{:>16} {:>7}  {}\n", cycles[bin],
                        percent(static_cast<double>(cycles[bin]) / all), bin_name(bin));
    const std::vector<Share> shares = shares_of(run, bin, question.operation, precisions);
    for (std::size_t i = 0; i < std::min(kShown, shares.size()); ++i) {
      text += fmt::format("    {:>16}  {}\n", shares[i].cycles, shares[i].name);
    }
    if (shares.size() > kShown) {
      text += fmt::format("    {:>16}  in {} further ones\n", "", shares.size() - kShown);
    }
  }
  return text;
}

}  // namespace metronome::report
