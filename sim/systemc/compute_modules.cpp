#include "sim/systemc/compute_modules.hpp"

namespace metronome::sim {

ArrayModule::ArrayModule(const sc_core::sc_module_name& name, const array::Ports& ports,
                         const ClockDomain& clock)
    : sc_module(name), ports_(ports), clock_(clock) {}

void ArrayModule::run(const OperationInput& operation, const array::Tile& tile,
                      OperationOutcome& outcome) {
  array::Ports ports = ports_;
  if (!operation.program.array_works()) {
    ports.accumulator_bits = array::kAccumulatorBits;  // FP32 sums
  }
  const array::ArrayUse use =
      operation.array_model ? operation.array_model(tile, clock_.now_cycle())
                            : array::PassMachine(*operation.program.unrolling, ports).run(tile);
  clock_.wait_cycles(use.cycles());
  outcome.use += use;
  if (!operation.program.array_works()) {
    outcome.cycles[operation.idle_bin] += use.cycles();
    return;
  }
  outcome.cycles[Bin::busy] += use.busy_cycles;
  outcome.cycles[Bin::fill_drain] += use.fill_drain_cycles;
  outcome.cycles[Bin::stall_port] += use.port_stall_cycles;
  outcome.cycles[Bin::stall_synchronisation] += use.synchronisation_cycles;
}

VectorModule::VectorModule(const sc_core::sc_module_name& name, const vector::VectorSpec& spec,
                           const ClockDomain& clock)
    : sc_module(name), unit_(spec), clock_(clock) {}

void VectorModule::run(const vector::ElementWork& work, Bin bin, OperationOutcome& outcome) {
  const std::uint64_t cycles = unit_.run_cycles(work);
  clock_.wait_cycles(cycles);
  outcome.cycles[bin] += cycles;
}

HostModule::HostModule(const sc_core::sc_module_name& name, const ClockDomain& clock)
    : sc_module(name), clock_(clock) {}

void HostModule::run(std::uint64_t cycles, OperationOutcome& outcome) {
  clock_.wait_cycles(cycles);
  outcome.cycles[Bin::idle_host] += cycles;
}

}  // namespace metronome::sim
