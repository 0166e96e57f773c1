#include "sim/engine/mapping_weights.hpp"

#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/analytic_memory.hpp"
#include "sim/engine/overheads.hpp"

namespace metronome::sim {
namespace {

constexpr std::uint64_t kMany = 1'000'000;

/// Picojoules of one, from the price of a million.
double each(const Measure& measure, const EnergyTable& table, Hertz clock) {
  return price(measure, table, clock).total().count() * 1e12 / static_cast<double>(kMany);
}

Measure bits_at(Component component, const arch::AcceleratorSpec& machine,
                const arch::BufferSpec& buffer, bool read, bool write) {
  Measure measure;
  const char* const way = read && !write && buffer.multicast ? ".multicast_bit" : ".bit";
  measure.count(Component::interconnect, feed_name(machine.array) + way,
                (read ? kMany : 0) + (write ? kMany : 0));
  measure.count(component, arch::bank_name(buffer) + ".read_bit", read ? kMany : 0);
  measure.count(component, arch::bank_name(buffer) + ".write_bit", write ? kMany : 0);
  if (buffer.banks > 1) {
    measure.count(component, arch::wire_name(buffer) + ".bit",
                  (read ? kMany : 0) + (write ? kMany : 0));
  }
  return measure;
}

/// A million bytes, read from rows that are open once for all their bytes.
Measure dram_bytes(const arch::AcceleratorSpec& machine) {
  mapping::VectorJob stream;
  stream.elements = kMany;
  stream.inputs = {{trace::Role::activation, kMany, 8}};
  OperationOutcome outcome = analytic_outcome(stream, machine, MemoryMode::ideal);
  const mapping::AnalyticCost cost = mapping::analytic_cost(stream, machine);
  outcome.dram =
      analytic_memory(machine, cost, whole_rows(machine, cost), outcome.cycles.total().count());
  Measure all = measure_of(stream, machine, outcome);
  Measure dram;
  for (const auto& [activity, count] : all.counts) {
    if (activity.component == Component::dram || activity.component == Component::interconnect) {
      dram.counts[activity] = count;
    }
  }
  return dram;
}

}  // namespace

mapping::MappingWeights mapping_weights(const arch::AcceleratorSpec& machine,
                                        const EnergyTable* prices) {
  if (machine.mapping.objective == arch::Objective::cycles) {
    return {};
  }
  const EnergyTable table = prices != nullptr ? *prices : complete_table(machine);
  const auto one = [&](const Measure& measure) { return each(measure, table, machine.clock_hz); };
  mapping::MappingWeights weights;
  weights.input_bit =
      one(bits_at(Component::input_buffer, machine, machine.input_buffer, true, false));
  weights.weight_bit =
      one(bits_at(Component::weight_buffer, machine, machine.weight_buffer, true, false));
  weights.output_bit =
      one(bits_at(Component::output_buffer, machine, machine.output_buffer, true, true)) / 2;
  weights.dram_byte = one(dram_bytes(machine));
  Measure cycles = standing_still(machine, Bin::idle_switch, kMany);
  cycles.count(Component::array, array::hardware_name(machine.array) + ".clock",
               kMany * array::mac_units(machine.array));
  weights.cycle = one(cycles);
  return weights;
}

}  // namespace metronome::sim
