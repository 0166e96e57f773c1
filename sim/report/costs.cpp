#include "sim/report/costs.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "sim/energy/area.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::report {
namespace {

Cost cost_of(const Measure& measure, const EnergySums& energy) {
  Cost cost;
  cost.cycles = measure.cycles;
  cost.dram = measure.dram;
  cost.energy = energy;
  cost.macs = static_cast<double>(measure.macs.count());
  cost.bit_operations_executed = static_cast<double>(measure.bit_operations_executed.count());
  return cost;
}

/// The products that a run's energy is the sum of: what each operation has of each, and the sums of
/// the levels so far.
class EnergyLines {
 public:
  EnergyLines(const RunResult& run, const EnergyTable& table) {
    const PriceList prices(table);
    std::vector<EnergyReport> reports;
    reports.reserve(run.operations.size() + 1);
    for (const OperationResult& operation : run.operations) {
      reports.push_back(price(operation.measure, prices, run.clock));
    }
    reports.push_back(price(run.switches, prices, run.clock));
    number_lines(reports);
    for (const EnergyReport& report : reports) {
      append_parts(report);
      energies_.push_back({report.components, energy_split(report)});
    }
    add_whole(reports.back());
  }

  /// Of one execution.
  [[nodiscard]] const EnergySums& energy_of(std::size_t operation) const {
    return energies_[operation];
  }
  [[nodiscard]] const EnergySums& energy_of_switches() const { return energies_.back(); }

  /// An operation of an iteration.
  void add(std::uint32_t operation) {
    for (std::size_t i = begins_[operation]; i < begins_[operation + 1]; ++i) {
      iteration_[parts_[i].line] += parts_[i].joules;
    }
  }
  /// So many repetitions of the iteration that was added.
  void end_level(std::uint64_t iterations) {
    const auto factor = static_cast<double>(iterations);
    for (std::size_t i = 0; i < whole_.size(); ++i) {
      whole_[i].joules += iteration_[i] * factor;
      iteration_[i] = Joules(0);
    }
  }

  /// Of the whole run.
  [[nodiscard]] EnergyReport report(const RunResult& run, const EnergySums& sums) && {
    const std::vector<std::uint64_t> times = run.executions();
    for (std::size_t operation = 0; operation < times.size(); ++operation) {
      for (std::size_t i = begins_[operation]; i < begins_[operation + 1]; ++i) {
        whole_[parts_[i].line].count += counts_[i] * times[operation];
      }
    }
    return {sums.components, std::move(whole_)};
  }

 private:
  /// A row prices activities that differ in their widths only.
  using Key = std::tuple<std::size_t, int, int>;
  static Key key_of(const EnergyLine& line) {
    return {line.row, line.activity.a_bits, line.activity.b_bits};
  }

  /// In the order of the activities.
  void number_lines(const std::vector<EnergyReport>& reports) {
    std::vector<const EnergyLine*> lines;
    for (const EnergyReport& report : reports) {
      for (const EnergyLine& line : report.lines) {
        if (index_.emplace(key_of(line), 0).second) {
          lines.push_back(&line);
        }
      }
    }
    std::sort(lines.begin(), lines.end(),
              [](const EnergyLine* a, const EnergyLine* b) { return a->activity < b->activity; });
    for (const EnergyLine* line : lines) {
      index_[key_of(*line)] = static_cast<std::uint32_t>(whole_.size());
      whole_.push_back({.activity = line->activity});
    }
    iteration_.resize(whole_.size());
  }

  /// What lines of one activity have in common is that of the first.
  void append_parts(const EnergyReport& report) {
    for (const EnergyLine& line : report.lines) {
      const std::uint32_t number = index_.at(key_of(line));
      EnergyLine& whole = whole_[number];
      whole.value = line.value;
      whole.unit = line.unit;
      whole.row = line.row;
      parts_.push_back({number, line.joules});
      counts_.push_back(line.count);
    }
    begins_.push_back(parts_.size());
  }
  void add_whole(const EnergyReport& report) {
    for (const EnergyLine& line : report.lines) {
      EnergyLine& whole = whole_[index_.at(key_of(line))];
      whole.count += line.count;
      whole.joules += line.joules;
    }
  }

  std::map<Key, std::uint32_t> index_;
  std::vector<EnergyLine> whole_;
  std::vector<Joules> iteration_;  ///< by line
  /// What an execution of an operation adds to a line.
  struct Share {
    std::uint32_t line = 0;
    Joules joules{0};
  };
  std::vector<Share> parts_;      ///< of one operation after the other
  std::vector<RunCount> counts_;  ///< as parts_
  std::vector<std::size_t> begins_{0};
  std::vector<EnergySums> energies_;
};

/// Sums over the operations of each level: whole numbers by the parts that levels share, real ones
/// operation by operation, whose order decides their last digits.
class LevelSums {
 public:
  LevelSums(const RunResult& run, const std::vector<Cost>& operations) : run_(run) {
    const std::vector<std::uint64_t> times = run.executions();
    for (std::size_t i = 0; i < operations.size(); ++i) {
      reals_.push_back(reals_of(operations[i]));
      Cost& of_class = classes_[run.operations[i].cls];
      of_class.cycles += operations[i].cycles.scaled(times[i]);
      add(of_class.dram, operations[i].dram, times[i]);
    }
    for (const Part& part : run.parts) {
      Cost& sum = parts_.emplace_back();
      for (const std::vector<std::uint32_t>& turn : part) {
        for (const std::uint32_t one : turn) {
          sum.cycles += operations[one].cycles;
          add(sum.dram, operations[one].dram, 1);
        }
      }
    }
  }

  /// An iteration of a level.
  Cost add(const LevelResult& level, EnergyLines& lines) {
    Cost once;
    for (const std::uint32_t part : level.parts) {
      once.cycles += parts_[part].cycles;
      add(once.dram, parts_[part].dram, 1);
    }
    Reals all{};
    EnumArray<trace::OperationClass, Reals> by_class{};
    run_.for_operations(level, [&](std::uint32_t one) {
      const Reals& reals = reals_[one];
      Reals& of_class = by_class[run_.operations[one].cls];
      for (std::size_t i = 0; i < kReals; ++i) {
        all[i] += reals[i];
        of_class[i] += reals[i];
      }
      lines.add(one);
    });
    lines.end_level(level.iterations);
    put(all, once);
    once.bit_operations_paper = static_cast<double>(level.bit_operations_paper.count());
    const auto shares = paper_shares(run_, level);
    for (const trace::OperationClass cls : kEnumValues<trace::OperationClass>) {
      Cost of_class;
      put(by_class[cls], of_class);
      of_class.bit_operations_paper = once.bit_operations_paper * shares[cls];
      classes_[cls] += of_class.scaled(level.iterations);
    }
    return once;
  }

  /// Of the run.
  [[nodiscard]] ClassCosts classes() && { return std::move(classes_); }

 private:
  static constexpr std::size_t kComponents = kEnumCount<Component>;
  static constexpr std::size_t kSplit = kEnumCount<EnergyPart>;
  static constexpr std::size_t kMacs = kComponents + kSplit;
  static constexpr std::size_t kReals = (kMacs + 2 + 3) / 4 * 4;  // whole vectors of four
  using Reals = std::array<double, kReals>;

  static void add(RoleTraffic& sum, const RoleTraffic& one, std::uint64_t times) {
    for (const trace::Role role : kEnumValues<trace::Role>) {
      sum[role] += Traffic{one[role].read * times, one[role].write * times};
    }
  }
  static Reals reals_of(const Cost& cost) {
    Reals reals{};
    for (std::size_t i = 0; i < kComponents; ++i) {
      reals[i] = cost.energy.components[kEnumValues<Component>[i]].count();
    }
    for (std::size_t i = 0; i < kSplit; ++i) {
      reals[kComponents + i] = cost.energy.split[kEnumValues<EnergyPart>[i]].count();
    }
    reals[kMacs] = cost.macs;
    reals[kMacs + 1] = cost.bit_operations_executed;
    return reals;
  }
  static void put(const Reals& reals, Cost& cost) {
    for (std::size_t i = 0; i < kComponents; ++i) {
      cost.energy.components[kEnumValues<Component>[i]] = Joules(reals[i]);
    }
    for (std::size_t i = 0; i < kSplit; ++i) {
      cost.energy.split[kEnumValues<EnergyPart>[i]] = Joules(reals[kComponents + i]);
    }
    cost.macs = reals[kMacs];
    cost.bit_operations_executed = reals[kMacs + 1];
  }

  const RunResult& run_;
  std::vector<Reals> reals_;  ///< by operation
  std::vector<Cost> parts_;   ///< the whole numbers of each
  ClassCosts classes_;
};

}  // namespace

Joules EnergySums::total() const {
  return std::accumulate(components.begin(), components.end(), Joules(0));
}

EnergySums& EnergySums::operator+=(const EnergySums& other) {
  for (const Component component : kEnumValues<Component>) {
    components[component] += other.components[component];
  }
  for (const EnergyPart part : kEnumValues<EnergyPart>) {
    split[part] += other.split[part];
  }
  return *this;
}

EnergySums EnergySums::scaled(std::uint64_t times) const {
  EnergySums out = *this;
  const auto factor = static_cast<double>(times);
  for (Joules& part : out.components) {
    part = part * factor;
  }
  for (Joules& part : out.split) {
    part = part * factor;
  }
  return out;
}

Traffic Cost::total_traffic() const {
  Traffic sum;
  for (const Traffic& one : dram) {
    sum += one;
  }
  return sum;
}

Cost& Cost::operator+=(const Cost& other) {
  cycles += other.cycles;
  for (const trace::Role role : kEnumValues<trace::Role>) {
    dram[role] += other.dram[role];
  }
  energy += other.energy;
  macs += other.macs;
  bit_operations_paper += other.bit_operations_paper;
  bit_operations_executed += other.bit_operations_executed;
  return *this;
}

Cost Cost::scaled(std::uint64_t times) const {
  Cost out = *this;
  const auto factor = static_cast<double>(times);
  out.cycles = cycles.scaled(times);
  for (Traffic& one : out.dram) {
    one.read = one.read * times;
    one.write = one.write * times;
  }
  out.energy = energy.scaled(times);
  out.macs *= factor;
  out.bit_operations_paper *= factor;
  out.bit_operations_executed *= factor;
  return out;
}

EnumArray<trace::OperationClass, double> paper_shares(const RunResult& run,
                                                      const LevelResult& level) {
  using trace::OperationClass;
  double forward = 0, input_gradient = 0, weight_gradient = 0;
  bool trains = false;
  run.for_operations(level, [&](std::uint32_t one) {
    const OperationResult& operation = run.operations[one];
    trains = trains || operation.cls == OperationClass::weight_gradient;
    if (operation.cls == OperationClass::forward) {
      const trace::PaperBits bits =
          trace::paper_bits(level.assignment.of(operation.layer), operation.b_role);
      const auto macs = static_cast<double>(operation.measure.macs.count());
      forward += macs * static_cast<double>(bits.forward);
      input_gradient += macs * static_cast<double>(bits.input_gradient);
      weight_gradient += macs * static_cast<double>(bits.weight_gradient);
    }
  });
  if (!trains) {
    input_gradient = weight_gradient = 0;
  }
  const double all = std::max(forward + input_gradient + weight_gradient, 1.0);
  EnumArray<OperationClass, double> shares;
  shares[OperationClass::forward] = forward / all;
  shares[OperationClass::input_gradient] = input_gradient / all;
  shares[OperationClass::weight_gradient] = weight_gradient / all;
  return shares;
}

double peak_bit_products(const RunResult& run) {
  const auto units = leaking_units(run.one_of_each());
  const auto array = units.find(run.array_kind);
  return array == units.end() ? 0 : 64 * array->second;
}

ClassCosts classes_of(const RunResult& run, const RunCosts& costs, const LevelResult& level) {
  ClassCosts classes;
  run.for_operations(
      level, [&](std::uint32_t one) { classes[run.operations[one].cls] += costs.operations[one]; });
  const auto paper = static_cast<double>(level.bit_operations_paper.count());
  const auto shares = paper_shares(run, level);
  for (const trace::OperationClass cls : kEnumValues<trace::OperationClass>) {
    classes[cls].bit_operations_paper = paper * shares[cls];
  }
  return classes;
}

RunCosts cost_of(const RunResult& run, const EnergyTable& table) {
  RunCosts out;
  EnergyLines lines(run, table);
  for (std::size_t i = 0; i < run.operations.size(); ++i) {
    out.operations.push_back(cost_of(run.operations[i].measure, lines.energy_of(i)));
  }
  out.switches = cost_of(run.switches, lines.energy_of_switches());
  out.total = out.switches;
  LevelSums sums(run, out.operations);
  out.levels.reserve(run.levels.size());
  for (const LevelResult& level : run.levels) {
    const Cost once = sums.add(level, lines);
    out.levels.push_back({once, once.scaled(level.iterations)});
    out.total += out.levels.back().whole;
  }
  out.classes = std::move(sums).classes();
  out.energy = std::move(lines).report(run, out.total.energy);
  return out;
}

}  // namespace metronome::report
