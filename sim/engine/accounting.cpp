#include "sim/engine/accounting.hpp"

#include <cmath>
#include <set>

#include "arch/array/counts.hpp"
#include "arch/dram/energy.hpp"
#include "arch/mapping/patches.hpp"
#include "sim/base/overload.hpp"
#include "sim/energy/memories.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::sim {
namespace {

using mapping::MatrixJob;
using mapping::VectorJob;

constexpr const char* kRefreshClock = "refresh_clock";

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

void count_dram(Measure& measure, const dram::Counts& counts) {
  const auto events = dram::event_counts(counts);
  for (const auto& [event, name] : kEnumRows<dram::EnergyEvent>) {
    if (!is_refresh(event)) {
      measure.count(Component::dram, std::string(name), events[event]);
    }
  }
  measure.count(Component::dram, kRefreshClock, counts.refreshed_cycles());
}

void count_buffer(Measure& measure, Component component, const arch::BufferSpec& buffer,
                  std::uint64_t read_bits, std::uint64_t write_bits) {
  measure.count(component, arch::bank_name(buffer) + ".read_bit", read_bits);
  measure.count(component, arch::bank_name(buffer) + ".write_bit", write_bits);
  if (buffer.banks > 1) {
    measure.count(component, arch::wire_name(buffer) + ".bit", read_bits + write_bits);
  }
}

void count_lanes(Measure& measure, double adds, double multiplies) {
  measure.count(Component::vector, "vector.add_fp32",
                static_cast<std::uint64_t>(std::llround(adds)));
  measure.count(Component::vector, "vector.multiply_fp32",
                static_cast<std::uint64_t>(std::llround(multiplies)));
}

/// What the array's parts did for so many multiply-accumulates, by the operands' widths.
void count_array_work(Measure& measure, const MatrixJob& job, const arch::AcceleratorSpec& machine,
                      const OperationOutcome& outcome, std::uint64_t macs) {
  const array::ArrayCounts counts = array::array_counts(
      machine.array, outcome.use, array::useful_bit_products(machine.array, job.operands, macs),
      outcome.cycles.total().count());
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

/// Bytes read of an operand: those of its role, less what the epilogue has read of the same role.
std::uint64_t operand_bytes(const OperationOutcome& outcome, const mapping::Stream& operand,
                            const mapping::Epilogue& epilogue) {
  std::uint64_t bytes = outcome.traffic[operand.role].read.count();
  for (const mapping::Stream& s : epilogue.inputs) {
    bytes -= s.role == operand.role ? std::min(bytes, s.elements * s.bits / 8) : 0;
  }
  return bytes;
}

/// What the array, or the lanes in its stead, does of a matrix product.
void count_products(Measure& measure, const MatrixJob& job, const arch::AcceleratorSpec& machine,
                    const OperationOutcome& outcome) {
  const std::uint64_t groups = job.convolution.groups;
  const std::uint64_t macs = trace::useful_macs({job.convolution, false}).count();
  measure.macs = Macs(macs);
  measure.bit_operations_executed =
      BitOperations(macs * static_cast<std::uint64_t>(job.operands.a_bits) *
                    static_cast<std::uint64_t>(job.operands.b_bits));
  if (job.executor == mapping::Executor::vector_unit) {
    count_lanes(measure, static_cast<double>(macs), static_cast<double>(macs));
    return;
  }
  const mapping::CorrectionWork sums =
      job.zero_points ? mapping::correction_work(job, machine.training.corrections)
                      : mapping::CorrectionWork{};
  for (const array::ArrayActivity& a :
       array::activity(machine.array, job.operands, macs + groups * sums.array_macs)) {
    measure.count(Component::array, a.action, a.count, a.a_bits, a.b_bits);
  }
  count_array_work(measure, job, machine, outcome, macs + groups * sums.array_macs);
  measure.count(Component::array, "side_adder.add", groups * sums.side_adds);
}

void count_matrix(Measure& measure, const MatrixJob& job, const arch::AcceleratorSpec& machine,
                  const OperationOutcome& outcome) {
  count_products(measure, job, machine, outcome);
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const std::uint64_t results = job.convolution.groups * gemm.m * gemm.n;
  const array::ArrayUse& use = outcome.use;
  count_buffer(measure, Component::input_buffer, machine.input_buffer, use.input_read_bits,
               operand_bytes(outcome, job.a, job.epilogue) * 8);
  count_buffer(measure, Component::weight_buffer, machine.weight_buffer, use.weight_read_bits,
               operand_bytes(outcome, job.b, job.epilogue) * 8);
  // The store stage reads each finished accumulator once; what an epilogue reads and writes goes
  // through the same buffer.
  const std::uint64_t side_in = bits_of(job.epilogue.inputs);
  const std::uint64_t side_out = bits_of(job.epilogue.outputs);
  count_buffer(measure, Component::output_buffer, machine.output_buffer,
               use.output_read_bits + results * array::kAccumulatorBits + side_in + side_out,
               use.output_write_bits + side_in + side_out);
  const auto scales = static_cast<double>(outcome.scaled_sums);
  count_lanes(measure, scales + static_cast<double>(results) * job.epilogue.adds_per_result,
              scales + static_cast<double>(results) * job.epilogue.multiplies_per_result);
}

void count_vector(Measure& measure, const VectorJob& job, const arch::AcceleratorSpec& machine) {
  const auto elements = static_cast<double>(job.elements);
  count_lanes(measure, elements * job.adds_per_element, elements * job.multiplies_per_element);
  const std::uint64_t in = bits_of(job.inputs);
  const std::uint64_t out = bits_of(job.outputs);
  count_buffer(measure, Component::input_buffer, machine.input_buffer, in, in);
  count_buffer(measure, Component::output_buffer, machine.output_buffer, out, out);
}

/// Memory clocks of all ranks of all channels in so many array cycles.
std::uint64_t memory_clocks(const arch::AcceleratorSpec& machine, std::uint64_t cycles) {
  const std::uint64_t time = cycles * clock_period(machine.clock_hz).count();
  return time / machine.memory.device.clock_period.count() * machine.memory.channels *
         machine.memory.device.ranks;
}

/// Clocks in which nobody wants the memory for long: in the deepest state that the power policy
/// reaches in `cycles` at a stretch; `standby` where it is never powered down.
void count_idle(dram::Counts& counts, const arch::AcceleratorSpec& machine, std::uint64_t cycles,
                bool at_a_stretch, std::uint64_t dram::Counts::*standby) {
  const dram::DeviceSpec& device = machine.memory.device;
  const std::uint64_t clocks = memory_clocks(machine, cycles);
  const bool long_enough =
      at_a_stretch && device.self_refresh_idle > 0 &&
      clocks / machine.memory.channels / device.ranks > device.self_refresh_idle;
  if (device.power_down == dram::PowerDown::never) {
    counts.*standby += clocks;
  } else if (long_enough) {
    counts.self_refresh_cycles += clocks;
    counts.self_refreshes += std::uint64_t{machine.memory.channels} * device.ranks;
  } else if (device.power_down_rows == dram::PowerDownRows::keep && !at_a_stretch) {
    counts.active_power_down_cycles += clocks;
  } else {
    counts.precharged_power_down_cycles += clocks;
  }
}

/// The fewest commands that move the bytes: every byte of a row once it is open. The pins
/// are busy as long as the bytes need; the rest of the cycles nobody wants the memory.
dram::Counts least_commands(const arch::AcceleratorSpec& machine, const mapping::AnalyticCost& cost,
                            std::uint64_t cycles) {
  const std::uint64_t read = cost.read_bytes;
  const std::uint64_t write = cost.write_bytes;
  const dram::DeviceSpec& device = machine.memory.device;
  const std::uint64_t burst = device.bytes_per_burst().count();
  dram::Counts counts;
  counts.reads = ceil_div(read, burst);
  counts.writes = ceil_div(write, burst);
  counts.activates = ceil_div<std::uint64_t>(counts.reads + counts.writes, device.bursts_per_row());
  counts.banks_precharged = counts.activates;
  counts.read_bytes = counts.reads * burst;
  counts.write_bytes = counts.writes * burst;
  const std::uint64_t busy = std::min(cycles, cost.memory_cycles(machine));
  counts.active_cycles = memory_clocks(machine, busy);
  count_idle(counts, machine, cycles - busy, false, &dram::Counts::active_cycles);
  return counts;
}

/// What a price of a DRAM rests on.
enum class DramCause {
  currents,  ///< of a data sheet
  states,    ///< powers that the device file assumes
  bits,      ///< a price per bit that it assumes
  pins,      ///< powers of pins that it assumes
  nothing,   ///< it names no source
};
constexpr auto enum_rows(DramCause) {
  using enum DramCause;
  return enum_list<DramCause>({{currents, "data-sheet currents"},
                               {states, "powers of states"},
                               {bits, "price of a bit"},
                               {pins, "pins"},
                               {nothing, "device without a source"}});
}

/// Whether a device's source says that it assumes the powers of its pins, or all its energies:
/// "...; I/O assumed", "...; energies assumed".
bool source_assumes(const dram::DeviceSpec& device, bool pins) {
  return device.source.find("energies assumed") != std::string::npos ||
         (pins && device.source.find("I/O assumed") != std::string::npos);
}

bool is_of_pins(dram::EnergyEvent event) {
  using enum dram::EnergyEvent;
  return event == io_read || event == io_write || event == termination_read ||
         event == termination_write;
}

DramCause cause_of(const dram::DeviceSpec& device, const dram::EnergyRow& row) {
  using enum dram::EnergyEvent;
  if (row.event == bit_read || row.event == bit_write) {
    return DramCause::bits;
  }
  if (row.assumed) {
    return DramCause::states;
  }
  const bool pins = is_of_pins(row.event);
  if (source_assumes(device, pins)) {
    return pins ? DramCause::pins : DramCause::states;
  }
  return device.source.empty() ? DramCause::nothing : DramCause::currents;
}

/// Data-sheet currents are shared by all devices; what a device file assumes is its own.
std::string cause_name(const dram::DeviceSpec& device, DramCause cause) {
  const std::string name = "DRAM: " + std::string(enum_name(cause));
  return cause == DramCause::currents ? name : name + " of " + device.name;
}

Uncertainty uncertainty_of(const dram::DeviceSpec& device, DramCause cause) {
  const dram::StatePowerSpec& states = device.state_power;
  const std::string name = cause_name(device, cause);
  switch (cause) {
    case DramCause::currents:
      return {name, 0.5, 1.1,
              "data sheets give the worst part sold, modules take less [ghose2018vampire]; half is "
              "chosen"};
    case DramCause::states:
      return {name, states.low_factor, states.high_factor,
              states.reason.empty() ? "the device file gives none" : states.reason};
    case DramCause::bits:
      return {name, std::min(0.5, states.low_factor), std::max(2.0, states.high_factor),
              "no public figure: at least half to twice"};
    case DramCause::pins:
      return {name, 0.5, 2, "no public figure of the pins"};
    case DramCause::nothing:
      return {name, 0.4, 2.5, "the device file names no source"};
  }
  fail_no_enumerator(cause);
}

Bin operand_bin(trace::Role role) {
  return role == trace::Role::weight ? Bin::stall_weights : Bin::stall_activations;
}

/// Where the pins need longer than the computation: the difference, by the bytes.
void share_stalls(const MatrixJob& job, const mapping::AnalyticCost& cost, std::uint64_t memory,
                  OperationOutcome& outcome) {
  if (memory <= cost.compute_cycles()) {
    return;
  }
  const std::uint64_t excess = memory - cost.compute_cycles();
  const double per_byte =
      static_cast<double>(excess) / static_cast<double>(cost.read_bytes + cost.write_bytes);
  const auto share = [&](std::uint64_t bytes) {
    return static_cast<std::uint64_t>(std::floor(static_cast<double>(bytes) * per_byte));
  };
  const std::uint64_t b = share(cost.read_bytes_of_b);
  const std::uint64_t c = share(cost.write_bytes);
  outcome.cycles[operand_bin(job.b.role)] += b;
  outcome.cycles[Bin::stall_store] += c;
  outcome.cycles[operand_bin(job.a.role)] += excess - b - c;
}

void add_traffic(const std::vector<mapping::Stream>& inputs,
                 const std::vector<mapping::Stream>& outputs, OperationOutcome& outcome) {
  for (const mapping::Stream& s : inputs) {
    outcome.traffic[s.role].read += Bytes(s.elements * s.bits / 8);
  }
  for (const mapping::Stream& s : outputs) {
    outcome.traffic[s.role].write += Bytes(s.elements * s.bits / 8);
  }
}

}  // namespace

Bin idle_bin(trace::OperationClass cls) {
  switch (cls) {
    case trace::OperationClass::quantize:
      return Bin::idle_quantize;
    case trace::OperationClass::update:
      return Bin::idle_update;
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
  units["vector"] = machine.vector.lanes;
  units["controller"] = 1;
  for (const arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    units[arch::bank_name(*buffer)] += buffer->banks;
  }
  return units;
}

Measure measure_of(const mapping::Job& job, const arch::AcceleratorSpec& machine,
                   const OperationOutcome& outcome) {
  Measure measure;
  measure.cycles = outcome.cycles;
  measure.dram = outcome.traffic;
  std::visit(
      Overload{[&](const MatrixJob& matrix) { count_matrix(measure, matrix, machine, outcome); },
               [&](const VectorJob& vector) { count_vector(measure, vector, machine); }},
      job);
  count_dram(measure, outcome.dram);
  count_leakage(measure, machine, outcome.cycles.total().count());
  return measure;
}

OperationOutcome analytic_outcome(const MatrixJob& job, const mapping::Mapping& mapping,
                                  const arch::AcceleratorSpec& machine, MemoryMode mode) {
  const mapping::AnalyticCost cost = mapping::analytic_cost(job, mapping, machine);
  OperationOutcome outcome;
  outcome.use = cost.use;
  outcome.scaled_sums = mapping::scaled_sums(job, mapping);
  const std::uint64_t memory = mode == MemoryMode::real ? cost.memory_cycles(machine) : 0;
  if (job.executor == mapping::Executor::vector_unit) {
    outcome.cycles[Bin::idle_vector] = std::max(cost.compute_cycles(), memory);
  } else {
    outcome.cycles[Bin::busy] = cost.use.busy_cycles;
    outcome.cycles[Bin::fill_drain] = cost.use.fill_drain_cycles;
    outcome.cycles[Bin::stall_port] = cost.use.port_stall_cycles;
    outcome.cycles[Bin::stall_synchronisation] = cost.use.synchronisation_cycles;
    outcome.cycles[Bin::idle_vector] = cost.vector_cycles;
    share_stalls(job, cost, memory, outcome);
  }
  outcome.traffic[job.a.role].read += Bytes(cost.read_bytes_of_a);
  outcome.traffic[job.b.role].read += Bytes(cost.read_bytes_of_b);
  outcome.traffic[job.c.role].write += Bytes(cost.write_bytes_of_c);
  add_traffic(job.epilogue.inputs, job.epilogue.outputs, outcome);
  outcome.dram = least_commands(machine, cost, outcome.cycles.total().count());
  return outcome;
}

OperationOutcome analytic_outcome(const VectorJob& job, const arch::AcceleratorSpec& machine,
                                  MemoryMode mode) {
  const mapping::AnalyticCost cost = mapping::analytic_cost(job, machine);
  OperationOutcome outcome;
  const std::uint64_t memory = mode == MemoryMode::real ? cost.memory_cycles(machine) : 0;
  outcome.cycles[idle_bin(job.cls)] = std::max(cost.compute_cycles(), memory);
  add_traffic(job.inputs, job.outputs, outcome);
  outcome.dram = least_commands(machine, cost, outcome.cycles.total().count());
  return outcome;
}

std::string memory_text(const dram::MemorySpec& memory) {
  return fmt::format("{}, {} channel{}{}", memory.device.name, memory.channels,
                     memory.channels == 1 ? "" : "s", memory.refresh ? "" : ", no refresh");
}

Measure standing_still(const arch::AcceleratorSpec& machine, Bin bin, std::uint64_t cycles) {
  Measure measure;
  measure.cycles[bin] = cycles;
  dram::Counts counts;
  count_idle(counts, machine, cycles, true, &dram::Counts::precharged_cycles);
  count_dram(measure, counts);
  count_leakage(measure, machine, cycles);
  return measure;
}

namespace {

std::map<std::string, const arch::BufferSpec*> buffers_of(const arch::AcceleratorSpec& machine) {
  return {{"input_buffer", &machine.input_buffer},
          {"weight_buffer", &machine.weight_buffer},
          {"output_buffer", &machine.output_buffer}};
}

/// Buffers whose banks neither the table nor its SRAM table holds.
std::vector<Diagnostic> misfits(const arch::AcceleratorSpec& machine, const EnergyTable& table) {
  if (table.sram_table.path.empty()) {
    return {};
  }
  const SramTable sram = SramTable::load(table.sram_table.path);
  std::vector<Diagnostic> found;
  for (const auto& [key, buffer] : buffers_of(machine)) {
    const BankShape bank{buffer->bank_bytes.count(), buffer->word_bytes.count()};
    const std::string why = sram.misfit(table.sram_cell, table.technology_nm, bank);
    if (!why.empty() && !has_part(table, arch::bank_name(*buffer))) {
      found.push_back({{},
                       0,
                       0,
                       key + ".bank_bytes",
                       why,
                       "more or fewer banks of another size, or rows of its own in the energy "
                       "table"});
    }
  }
  return found;
}

}  // namespace

EnergyTable complete_table(const arch::AcceleratorSpec& machine) {
  const auto table = config::load<EnergyTable>(machine.energy.path);
  std::vector<Diagnostic> unpriced = misfits(machine, table);
  for (Diagnostic& one : unpriced) {
    const std::string buffer = one.key.substr(0, one.key.find('.'));
    one.file = "accelerator " + machine.name;
    one.what = arch::bank_name(*buffers_of(machine).at(buffer)) + ": " + one.what;
  }
  if (!unpriced.empty()) {
    throw UserError(unpriced);
  }
  std::set<std::string> parts;
  for (const auto& [key, buffer] : buffers_of(machine)) {
    parts.insert(arch::bank_name(*buffer));
    if (buffer->banks > 1) {
      parts.insert(arch::wire_name(*buffer));
    }
  }
  return with_dram(with_memories(table, parts), machine.memory.device);
}

std::vector<Diagnostic> unpriced_memories(const arch::AcceleratorSpec& machine) {
  return misfits(machine, config::load<EnergyTable>(machine.energy.path));
}

EnergyTable with_dram(const EnergyTable& table, const dram::DeviceSpec& device) {
  return table.with(dram_energy_rows(device), dram_causes(device));
}

std::vector<EnergyRow> dram_energy_rows(const dram::DeviceSpec& device) {
  std::vector<EnergyRow> rows;
  const auto add = [&](const std::string& action, Picojoules value, const std::string& how,
                       const dram::EnergyRow& of) {
    EnergyRow row;
    row.component = Component::dram;
    row.action = action;
    row.value = value.count();
    row.how = how;
    row.voltage_v = device.vdd_v;
    row.source = device.name + (device.source.empty() ? "" : ": " + device.source);
    const DramCause cause = cause_of(device, of);
    row.provenance = cause == DramCause::currents ? Provenance::scaled : Provenance::assumed;
    row.uncertain_by = {cause_name(device, cause)};
    rows.push_back(std::move(row));
  };
  const bool per_bank = device.refresh_mode == dram::RefreshMode::per_bank;
  const auto used = per_bank ? dram::EnergyEvent::refresh_bank : dram::EnergyEvent::refresh;
  for (const dram::EnergyRow& row : dram::energy_rows(device)) {
    if (!is_refresh(row.event)) {
      add(std::string(enum_name(row.event)), row.picojoules_per_event, row.formula, row);
    } else if (row.event == used) {
      add(kRefreshClock, dram::refresh_energy_per_clock(device),
          row.formula + "; over tREFI, per elapsed clock of a rank", row);
    }
  }
  return rows;
}

std::vector<Uncertainty> dram_causes(const dram::DeviceSpec& device) {
  std::vector<Uncertainty> causes;
  for (const DramCause cause : kEnumValues<DramCause>) {
    causes.push_back(uncertainty_of(device, cause));
  }
  return causes;
}

}  // namespace metronome::sim
