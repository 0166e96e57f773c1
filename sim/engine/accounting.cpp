#include "sim/engine/accounting.hpp"

#include <algorithm>
#include <cmath>

#include "arch/array/counts.hpp"
#include "arch/dram/energy.hpp"
#include "arch/dram/least_time.hpp"
#include "arch/mapping/exposed_time.hpp"
#include "arch/mapping/near_update.hpp"
#include "arch/mapping/patches.hpp"
#include "arch/mapping/row_skipping.hpp"
#include "arch/mapping/stride_phases.hpp"
#include "sim/base/overload.hpp"
#include "sim/engine/analytic_memory.hpp"
#include "sim/engine/overheads.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::sim {
namespace {

using mapping::HostJob;
using mapping::MatrixJob;
using mapping::VectorJob;

/// Leakage of every unit of the machine, for so many cycles.
void count_leakage(Measure& measure, const arch::AcceleratorSpec& machine, std::uint64_t cycles) {
  for (const auto& [part, units] : machine_units(machine)) {
    measure.count(Component::leakage, part + ".leakage", cycles * units);
  }
}

/// Refreshes are billed by elapsed time, not by those that fell into an operation. (Those within
/// self-refresh are its own.)
bool is_refresh(dram::EnergyEvent event) {
  return event == dram::EnergyEvent::refresh || event == dram::EnergyEvent::refresh_bank;
}

void count_dram(Measure& measure, const arch::AcceleratorSpec& machine,
                const dram::Counts& counts) {
  const auto events = dram::event_counts(counts);
  for (const auto& [event, name] : kEnumRows<dram::EnergyEvent>) {
    if (!is_refresh(event)) {
      measure.count(Component::dram, std::string(name), events[event]);
    }
  }
  measure.count(Component::dram, kRefreshClock,
                machine.memory.refresh ? counts.refreshed_cycles() : 0);
}

void count_buffer(Measure& measure, Component component, const arch::BufferSpec& buffer,
                  std::uint64_t read_bits, std::uint64_t write_bits) {
  measure.count(component, arch::bank_name(buffer) + ".read_bit", read_bits);
  measure.count(component, arch::bank_name(buffer) + ".write_bit", write_bits);
  if (buffer.banks > 1) {
    measure.count(component, arch::wire_name(buffer) + ".bit", read_bits + write_bits);
  }
}

/// What the array's parts did for so many multiply-accumulates, by the operands' widths.
void count_array_work(Measure& measure, const MatrixJob& job, const arch::AcceleratorSpec& machine,
                      const OperationOutcome& outcome, std::uint64_t macs) {
  array::ArrayCounts counts = array::array_counts(
      machine.array, outcome.use, array::useful_bit_products(machine.array, job.operands, macs),
      outcome.cycles.total().count());
  const std::uint64_t unfed =
      array::unfed_bit_products(machine.array, job.operands, outcome.use.busy_cycles);
  counts.padded_bit_products -= unfed;
  counts.idle_bit_products += unfed;
  counts.zero_bit_products =
      array::zero_bit_products(machine.array, outcome.use, job.operands, macs);
  for (const auto& [name, count] : array::named_counts(counts)) {
    measure.count(Component::array, array::hardware_name(machine.array) + "." + name, count,
                  job.operands.a_bits, job.operands.b_bits);
  }
}

std::uint64_t bits_of(const std::vector<mapping::Stream>& streams) {
  std::uint64_t bits = 0;
  for (const mapping::Stream& s : streams) {
    bits += s.elements * s.bits;
  }
  return bits;
}

/// Of those, what lies in the output buffer already.
std::uint64_t held_bits_of(std::vector<mapping::Stream> streams) {
  std::erase_if(streams, [](const mapping::Stream& s) { return !s.held; });
  return bits_of(streams);
}

/// What the array, or the lanes in its stead, does of a matrix product.
void count_products(Measure& measure, const MatrixJob& job, const arch::AcceleratorSpec& machine,
                    const OperationOutcome& outcome, const mapping::Mapping* mapping) {
  const std::uint64_t groups = job.convolution.groups;
  // A gradient has fewer than the forward pass where windows lie in the border. Zeros that are
  // inserted into a strided one are multiplied, and are no useful work.
  const std::uint64_t nonzero = trace::useful_macs({job.convolution, false}).count();
  const std::uint64_t macs =
      mapping::kept_products(job, mapping, std::min(nonzero, mapping::products_of(job)));
  measure.macs =
      Macs(mapping::kept_products(job, mapping, std::min(nonzero, mapping::useful_products(job))));
  measure.bit_operations_executed =
      BitOperations(macs * static_cast<std::uint64_t>(job.operands.a_bits) *
                    static_cast<std::uint64_t>(job.operands.b_bits));
  if (job.executor == mapping::Executor::vector_unit) {
    count_lanes(measure, machine, {static_cast<double>(macs), static_cast<double>(macs)});
    return;
  }
  const mapping::CorrectionWork sums =
      job.zero_points ? mapping::correction_work(job, machine.training.corrections)
                      : mapping::CorrectionWork{};
  const std::uint64_t executed =
      macs + mapping::kept_products(job, mapping, groups * sums.array_macs);
  for (const array::ArrayActivity& a : array::activity(machine.array, job.operands, executed)) {
    measure.count(Component::array, a.action, a.count, a.a_bits, a.b_bits);
  }
  count_array_work(measure, job, machine, outcome, executed);
  measure.count(Component::array, "side_adder.add", groups * sums.side_adds);
}

void count_matrix(Measure& measure, const MatrixJob& job, const arch::AcceleratorSpec& machine,
                  const OperationOutcome& outcome, const mapping::Mapping* mapping) {
  count_products(measure, job, machine, outcome, mapping);
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const std::uint64_t results = job.convolution.groups * gemm.m * gemm.n;
  const array::ArrayUse& use = outcome.use;
  count_buffer(measure, Component::input_buffer, machine.input_buffer, use.input_read_bits,
               written_bits(outcome, job).a);
  count_buffer(measure, Component::weight_buffer, machine.weight_buffer,
               use.weight_read_bits + kept_bits_read(outcome, job), written_bits(outcome, job).b);
  // The store stage reads each finished accumulator once; what an epilogue reads and writes goes
  // through the same buffer.
  const std::uint64_t side_in = bits_of(job.epilogue.inputs);
  const std::uint64_t side_out = bits_of(job.epilogue.outputs);
  count_buffer(measure, Component::output_buffer, machine.output_buffer,
               use.output_read_bits + results * mapping::sum_bits(job, machine) + side_in +
                   side_out + copied_bits(outcome, job),
               use.output_write_bits + side_in - held_bits_of(job.epilogue.inputs) + side_out +
                   bits_of(job.held_outputs) + bits_of(job.copied_outputs));
  const auto scales = static_cast<double>(outcome.scaled_sums);
  count_lanes(measure, machine,
              {scales + static_cast<double>(results) * job.epilogue.adds_per_result,
               scales + static_cast<double>(results) * job.epilogue.multiplies_per_result});
  count_units(measure, results, job.epilogue.units);
  count_loading(measure, machine, outcome.a_loaded, job.a_loading);
  count_loading(measure, machine, outcome.b_loaded, job.b_loading);
  count_load_engine(measure, outcome.b_loaded, job.b_made);
  count_array_ways(measure, job, machine, outcome);
}

/// Of the banks alone, without what the controller, the PHY and the pins have to do with it.
bool is_inside(dram::EnergyEvent event) {
  switch (event) {
    case dram::EnergyEvent::activate:
    case dram::EnergyEvent::precharge:
    case dram::EnergyEvent::read:
    case dram::EnergyEvent::write:
    case dram::EnergyEvent::bit_read:  // a price that does not tell banks from pins
    case dram::EnergyEvent::bit_write:
      return true;
    case dram::EnergyEvent::io_read:
    case dram::EnergyEvent::io_write:
    case dram::EnergyEvent::termination_read:
    case dram::EnergyEvent::termination_write:
    case dram::EnergyEvent::refresh:  // time is counted by the operation
    case dram::EnergyEvent::refresh_bank:
    case dram::EnergyEvent::active_cycle:
    case dram::EnergyEvent::precharged_cycle:
    case dram::EnergyEvent::active_power_down_cycle:
    case dram::EnergyEvent::precharged_power_down_cycle:
    case dram::EnergyEvent::self_refresh_cycle:
    case dram::EnergyEvent::self_refresh_entry:
      return false;
  }
  fail_no_enumerator(event);
}

/// Work of the engine at the memory: its arithmetic, each bit that passes its queues, the banks.
void count_near_update(Measure& measure, const VectorJob& job,
                       const arch::AcceleratorSpec& machine) {
  const auto times = [&](double each) {
    return static_cast<std::uint64_t>(std::llround(static_cast<double>(job.elements) * each));
  };
  const std::string engine = kUpdateEngine;
  measure.count(Component::vector, engine + ".add_fp32", times(job.adds_per_element));
  measure.count(Component::vector, engine + ".multiply_fp32", times(job.multiplies_per_element));
  measure.count(Component::vector, engine + ".bit",
                bits_of(job.near->reads) + bits_of(job.near->writes));
  const auto events = dram::event_counts(mapping::near_update_commands(job, machine));
  for (const auto& [event, name] : kEnumRows<dram::EnergyEvent>) {
    if (is_inside(event)) {
      measure.count(Component::dram, std::string(name), events[event]);
    }
  }
}

void count_vector(Measure& measure, const VectorJob& job, const arch::AcceleratorSpec& machine) {
  if (job.near) {
    count_near_update(measure, job, machine);
    return;
  }
  if (job.cls == trace::OperationClass::load) {  // past the lanes, into the store
    count_buffer(measure, Component::weight_buffer, machine.weight_buffer, 0, bits_of(job.inputs));
    return;
  }
  if (job.counters) {
    measure.count(Component::vector, std::string(kCounterEngine) + ".update", job.elements);
  }
  const auto elements = static_cast<double>(job.elements);
  count_lanes(measure, machine,
              {elements * job.adds_per_element, elements * job.multiplies_per_element,
               job.cls == trace::OperationClass::quantize && job.units.ranged == 0 &&
                   job.units.quantized == 0,
               elements * job.transform_adds_per_element});
  count_units(measure, job.elements, job.units);
  count_codes(measure, job);
  const std::uint64_t in = bits_of(job.inputs);
  const std::uint64_t out = bits_of(job.outputs);
  count_buffer(measure, Component::input_buffer, machine.input_buffer, in, in);
  count_buffer(measure, Component::output_buffer, machine.output_buffer,
               out + bits_of(job.held_inputs),
               out + bits_of(job.held_outputs) + bits_of(job.copied_outputs));
}

/// What the host reads is staged in the input buffer, what it writes in the output buffer.
void count_host(Measure& measure, const HostJob& job, const arch::AcceleratorSpec& machine) {
  measure.count(Component::host, "host.flop", job.flops);
  measure.count(Component::host, "host.word", job.words);
  const std::uint64_t in = bits_of(job.inputs);
  const std::uint64_t out = bits_of(job.outputs);
  measure.count(Component::host, "host_link.bit", in + out);
  count_buffer(measure, Component::input_buffer, machine.input_buffer, in, in);
  count_buffer(measure, Component::output_buffer, machine.output_buffer, out, out);
}

Bin operand_bin(trace::Role role) {
  return role == trace::Role::weight ? Bin::stall_weights : Bin::stall_activations;
}

/// Cycles that an operation takes longer than the computation: what the ends of its transfers take
/// that nothing hides, and where all bursts need longer at the pins' rate, the rest.
struct Waits {
  mapping::ExposedTime ends;
  std::uint64_t pins = 0;
  [[nodiscard]] std::uint64_t cycles() const { return ends.cycles() + pins; }
};

Waits waits_of(const mapping::AnalyticCost& cost, const mapping::ExposedTime& ends,
               const arch::AcceleratorSpec& machine) {
  const std::uint64_t hidden = cost.compute_cycles() + ends.cycles();
  const std::uint64_t moving = ends.first_access + cost.memory_cycles(machine);
  const std::uint64_t cycle = clock_period(machine.clock_hz).count();
  const Picoseconds refreshes = dram::refresh_time(machine.memory, Picoseconds(moving * cycle),
                                                   cost.read_bytes + cost.write_bytes);
  const std::uint64_t memory = moving + refreshes.count() / cycle;
  return {ends, memory > hidden ? memory - hidden : 0};
}

/// The waits by what was waited for: at the beginning by the bytes of the first tile, at the pins
/// by all bursts.
void share_stalls(const MatrixJob& job, const mapping::AnalyticCost& cost, const Waits& waits,
                  OperationOutcome& outcome) {
  const auto share = [](std::uint64_t cycles, std::uint64_t part, std::uint64_t all) {
    return part == 0
               ? 0
               : static_cast<std::uint64_t>(static_cast<double>(cycles) *
                                            static_cast<double>(part) / static_cast<double>(all));
  };
  const mapping::ExposedTime& ends = waits.ends;
  const std::uint64_t all = cost.read_bursts + cost.write_bursts;
  const std::uint64_t b = share(waits.pins, cost.read_bursts_of_b, all);
  const std::uint64_t c = share(waits.pins, cost.write_bursts, all);
  const std::uint64_t first_b = share(ends.first_load, ends.first_weight_bytes,
                                      ends.first_weight_bytes + ends.first_input_bytes);
  outcome.cycles[operand_bin(job.b.role)] += b + first_b;
  outcome.cycles[Bin::stall_store] += c + ends.last_store;
  outcome.cycles[operand_bin(job.a.role)] += waits.pins - b - c + ends.first_load - first_b;
}

/// What crosses the pins beside a, b and c.
void add_traffic(const std::vector<mapping::Stream>& inputs,
                 const std::vector<mapping::Stream>& outputs, const mapping::AnalyticCost& cost,
                 OperationOutcome& outcome) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    outcome.traffic[inputs[i].role].read += Bytes(cost.side_read_bytes[i]);
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    outcome.traffic[outputs[i].role].write += Bytes(cost.side_write_bytes[i]);
  }
}

}  // namespace

Bin idle_bin(trace::OperationClass cls) {
  switch (cls) {
    case trace::OperationClass::quantize:
      return Bin::idle_quantize;
    case trace::OperationClass::update:
      return Bin::idle_update;
    case trace::OperationClass::host:
      return Bin::idle_host;
    case trace::OperationClass::load:
      return Bin::idle_switch;
    case trace::OperationClass::forward:
    case trace::OperationClass::input_gradient:
    case trace::OperationClass::weight_gradient:
    case trace::OperationClass::vector:
      return Bin::idle_vector;
  }
  fail_no_enumerator(cls);
}

std::map<std::string, std::uint64_t> machine_units(const arch::AcceleratorSpec& machine) {
  std::map<std::string, std::uint64_t> units;
  units[array::hardware_name(machine.array)] = array::mac_units(machine.array);
  for (const auto& [part, count] : vector_parts(machine.vector)) {
    units[part] = count;
  }
  if (machine.projection_array) {
    units["feedback_adder"] = machine.projection_array->adders();
    units["feedback_generator"] = machine.projection_array->columns;
  }
  units[phy_name(machine.memory)] = machine.memory.channels;
  units["controller"] = 1;
  if (machine.training.update == arch::Update::near_data) {
    units[kUpdateEngine] = machine.training.update_engine_weights_per_cycle;
  }
  const auto engine = [&](const char* name, const std::optional<double>& per_cycle) {
    if (per_cycle) {
      units[name] = static_cast<std::uint64_t>(std::ceil(*per_cycle));
    }
  };
  engine(kPlaneAssembler, machine.load_path.assembled_bits_per_cycle);
  engine(kRebuildEngine, machine.load_path.rebuilt_rows_per_cycle);
  engine(kCounterEngine, machine.load_path.counters_per_cycle);
  if (machine.load_path.skips_zero_rows) {
    units[kRowSelector] = machine.input_buffer.port_bits_per_cycle;
  }
  for (const arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    units[arch::bank_name(*buffer)] += buffer->banks;
  }
  return units;
}

Measure measure_of(const mapping::Job& job, const arch::AcceleratorSpec& machine,
                   const OperationOutcome& outcome, const mapping::Mapping* mapping) {
  Measure measure;
  measure.cycles = outcome.cycles;
  measure.dram = outcome.traffic;
  std::visit(Overload{[&](const MatrixJob& matrix) {
                        count_matrix(measure, matrix, machine, outcome, mapping);
                      },
                      [&](const VectorJob& vector) { count_vector(measure, vector, machine); },
                      [&](const HostJob& host) { count_host(measure, host, machine); }},
             job);
  count_dram(measure, machine, outcome.dram);
  count_memory_ways(measure, machine, outcome);
  count_leakage(measure, machine, outcome.cycles.total().count());
  return measure;
}

namespace {

OperationOutcome times_of(const MatrixJob& job, const mapping::Mapping& mapping,
                          const mapping::AnalyticCost& cost, const arch::AcceleratorSpec& machine,
                          MemoryMode mode) {
  OperationOutcome outcome;
  outcome.use = cost.use;
  outcome.scaled_sums = mapping::scaled_sums(job, mapping);
  outcome.a_loaded = cost.loaded.a;
  outcome.b_loaded = cost.loaded.b;
  const Waits waits = mode == MemoryMode::real
                          ? waits_of(cost, mapping::exposed_time(job, mapping, machine), machine)
                          : Waits{};
  if (job.executor == mapping::Executor::vector_unit) {
    outcome.cycles[Bin::idle_vector] = cost.compute_cycles() + waits.cycles();
  } else {
    outcome.cycles[Bin::busy] = cost.use.busy_cycles;
    outcome.cycles[Bin::fill_drain] = cost.use.fill_drain_cycles;
    outcome.cycles[Bin::stall_port] = cost.use.port_stall_cycles;
    outcome.cycles[Bin::stall_synchronisation] = cost.use.synchronisation_cycles;
    outcome.cycles[Bin::idle_vector] = cost.vector_cycles;
    outcome.cycles[Bin::stall_rebuild] = cost.engine_cycles;
    share_stalls(job, cost, waits, outcome);
  }
  outcome.traffic[job.a.role].read += Bytes(cost.read_bytes_of_a);
  outcome.traffic[job.b.role].read += Bytes(cost.read_bytes_of_b);
  for (const mapping::MovedBeside& one : cost.beside) {
    outcome.traffic[one.role].read += Bytes(one.moved);
  }
  outcome.traffic[job.c.role].write += Bytes(cost.write_bytes_of_c);
  add_traffic(job.epilogue.inputs, job.epilogue.outputs, cost, outcome);
  return outcome;
}

/// Of work without the array.
template <class J>
OperationOutcome outcome_beside(const J& job, Bin bin, const arch::AcceleratorSpec& machine,
                                const mapping::ExposedTime& ends, MemoryMode mode) {
  const mapping::AnalyticCost cost = mapping::analytic_cost(job, machine);
  OperationOutcome outcome;
  const Waits waits = mode == MemoryMode::real ? waits_of(cost, ends, machine) : Waits{};
  outcome.cycles[bin] = cost.compute_cycles() + waits.cycles();
  add_traffic(job.inputs, job.outputs, cost, outcome);
  if (mode == MemoryMode::real) {
    const std::uint64_t all = outcome.cycles.total().count();
    const bool rest = rows_close_between(machine, cost, mapping::steps_of(job, machine), all);
    outcome.dram = analytic_memory(machine, cost, mapping::row_use(job, machine, cost, rest), all);
  }
  return outcome;
}

}  // namespace

OperationOutcome analytic_times(const MatrixJob& job, const mapping::Mapping& mapping,
                                const arch::AcceleratorSpec& machine, MemoryMode mode) {
  return times_of(job, mapping, mapping::analytic_cost(job, mapping, machine), machine, mode);
}

OperationOutcome analytic_outcome(const MatrixJob& job, const mapping::Mapping& mapping,
                                  const arch::AcceleratorSpec& machine, MemoryMode mode) {
  const mapping::AnalyticCost cost = mapping::analytic_cost(job, mapping, machine);
  OperationOutcome outcome = times_of(job, mapping, cost, machine, mode);
  if (mode == MemoryMode::real) {
    const std::uint64_t cycles = outcome.cycles.total().count();
    const bool rest = rows_close_between(machine, cost, mapping::steps_of(job, mapping), cycles);
    outcome.dram =
        analytic_memory(machine, cost, mapping::row_use(job, mapping, machine, cost, rest), cycles);
  }
  return outcome;
}

OperationOutcome analytic_outcome(const VectorJob& job, const arch::AcceleratorSpec& machine,
                                  MemoryMode mode) {
  return outcome_beside(job, idle_bin(job.cls), machine, mapping::exposed_time(job, machine), mode);
}

OperationOutcome analytic_outcome(const HostJob& job, const arch::AcceleratorSpec& machine,
                                  MemoryMode mode) {
  return outcome_beside(job, Bin::idle_host, machine, {}, mode);
}

std::string memory_text(const dram::MemorySpec& memory) {
  return fmt::format("{}, {} channel{}{}", memory.device.name, memory.channels,
                     memory.channels == 1 ? "" : "s", memory.refresh ? "" : ", no refresh");
}

Measure standing_still(const arch::AcceleratorSpec& machine, Bin bin, std::uint64_t cycles) {
  Measure measure;
  measure.cycles[bin] = cycles;
  count_dram(measure, machine, idle_memory(machine, cycles));
  count_leakage(measure, machine, cycles);
  return measure;
}

}  // namespace metronome::sim
