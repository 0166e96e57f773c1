#pragma once

#include <systemc>

#include "arch/array/pass_machine.hpp"
#include "arch/vector/vector_unit.hpp"
#include "sim/systemc/clock_domain.hpp"
#include "sim/systemc/session.hpp"

namespace metronome::sim {

/// The MAC array, or the lanes that multiply in its stead: takes its model's time for each tile.
class ArrayModule : public sc_core::sc_module {
 public:
  ArrayModule(const sc_core::sc_module_name& name, const array::Ports& ports,
              const ClockDomain& clock);

  /// Runs a tile of the operation to its end, on its own model of the array where it brings one,
  /// and books its cycles (as idle where the lanes multiply); from the sequencer's thread.
  void run(const OperationInput& operation, const array::Tile& tile, OperationOutcome& outcome);

 private:
  array::Ports ports_;
  ClockDomain clock_;
};

/// The vector unit, likewise.
class VectorModule : public sc_core::sc_module {
 public:
  VectorModule(const sc_core::sc_module_name& name, const vector::VectorSpec& spec,
               const ClockDomain& clock);

  /// Runs a block of elements; its cycles are idle cycles of the array, in `bin`.
  void run(const vector::ElementWork& work, Bin bin, OperationOutcome& outcome);
  /// What a block takes; nothing where there are no elements.
  [[nodiscard]] std::uint64_t cycles_of(const vector::ElementWork& work) const {
    return work.elements > 0 ? unit_.run_cycles(work) : 0;
  }

 private:
  vector::VectorUnit unit_;
  ClockDomain clock_;
};

/// The processor beside the accelerator, over its link, likewise.
class HostModule : public sc_core::sc_module {
 public:
  HostModule(const sc_core::sc_module_name& name, const ClockDomain& clock);

  /// Waits for so many cycles of the array's clock.
  void run(std::uint64_t cycles, OperationOutcome& outcome);

 private:
  ClockDomain clock_;
};

}  // namespace metronome::sim
