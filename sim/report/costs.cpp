#include "sim/report/costs.hpp"

#include "sim/energy/area.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::report {
namespace {

Cost cost_of(const Measure& measure, const EnergyTable& table, Hertz clock) {
  Cost cost;
  cost.cycles = measure.cycles;
  cost.dram = measure.dram;
  cost.energy = price(measure, table, clock);
  cost.macs = static_cast<double>(measure.macs.count());
  cost.bit_operations_executed = static_cast<double>(measure.bit_operations_executed.count());
  return cost;
}

LevelCost cost_of(const LevelResult& level, const EnergyTable& table, Hertz clock) {
  LevelCost out;
  for (const OperationResult& operation : level.operations) {
    out.operations.push_back(cost_of(operation.measure, table, clock));
    out.per_iteration += out.operations.back();
    out.classes[operation.cls] += out.operations.back();
  }
  const auto paper = static_cast<double>(level.bit_operations_paper.count());
  out.per_iteration.bit_operations_paper = paper;
  for (const trace::OperationClass cls : kEnumValues<trace::OperationClass>) {
    out.classes[cls].bit_operations_paper = paper * paper_share(cls, level);
  }
  out.whole = out.per_iteration.scaled(level.iterations);
  return out;
}

}  // namespace

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

double paper_share(trace::OperationClass cls, const LevelResult& level) {
  double forward = 0, input_gradient = 0, weight_gradient = 0;
  const bool trains = std::any_of(
      level.operations.begin(), level.operations.end(),
      [](const OperationResult& one) { return one.cls == trace::OperationClass::weight_gradient; });
  for (const OperationResult& operation : level.operations) {
    if (operation.cls == trace::OperationClass::forward) {
      const trace::PaperBits bits =
          trace::paper_bits(level.assignment.of(operation.layer), operation.b_role);
      const auto macs = static_cast<double>(operation.measure.macs.count());
      forward += macs * static_cast<double>(bits.forward);
      input_gradient += trains ? macs * static_cast<double>(bits.input_gradient) : 0;
      weight_gradient += trains ? macs * static_cast<double>(bits.weight_gradient) : 0;
    }
  }
  const double all = std::max(forward + input_gradient + weight_gradient, 1.0);
  switch (cls) {
    case trace::OperationClass::forward:
      return forward / all;
    case trace::OperationClass::input_gradient:
      return input_gradient / all;
    case trace::OperationClass::weight_gradient:
      return weight_gradient / all;
    case trace::OperationClass::vector:
    case trace::OperationClass::quantize:
    case trace::OperationClass::update:
      return 0;
  }
  fail_no_enumerator(cls);
}

double peak_bit_products(const RunResult& run) {
  Measure sum;
  for (const LevelResult& level : run.levels) {
    sum += level.per_iteration();
  }
  const auto units = leaking_units(sum);
  const auto array = units.find(run.array_kind);
  return array == units.end() ? 0 : 64 * array->second;
}

RunCosts cost_of(const RunResult& run, const EnergyTable& table) {
  RunCosts out;
  out.switches = cost_of(run.switches, table, run.clock);
  out.total = out.switches;
  for (const LevelResult& level : run.levels) {
    out.levels.push_back(cost_of(level, table, run.clock));
    out.total += out.levels.back().whole;
    for (const trace::OperationClass cls : kEnumValues<trace::OperationClass>) {
      out.classes[cls] += out.levels.back().classes[cls].scaled(level.iterations);
    }
  }
  return out;
}

}  // namespace metronome::report
