#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <systemc>

#include "sim/systemc/buffer_module.hpp"
#include "sim/systemc/compute_modules.hpp"
#include "sim/systemc/dma_module.hpp"
#include "sim/systemc/dram_module.hpp"
#include "sim/systemc/load_module.hpp"
#include "sim/systemc/store_module.hpp"

namespace metronome::sim {

/// Walks the tile nest of one operation after the other: waits for operands and for room, lets
/// array and vector unit work, hands outputs to the store stage, and attributes every cycle.
class SequencerModule : public sc_core::sc_module {
 public:
  struct Platform {
    LoadModule& load;
    StoreModule& store;
    BufferModule& input;
    BufferModule& weight;
    BufferModule& output;
    BufferModule& side;  ///< the part of the output buffer that epilogues read
    ArrayModule& array;
    VectorModule& vector;
    HostModule& host;
    DramModule& memory;
    TileWatch& watch;
  };
  struct Script {
    const std::function<std::optional<OperationInput>()>& next;
    const std::function<void(const OperationOutcome&)>& done;
    Continuity continuity = Continuity::canonical;
  };

  SequencerModule(const sc_core::sc_module_name& name, const Platform& platform,
                  const ClockDomain& clock, const Script& script);

  /// The reason for which the simulation stopped early, to be thrown outside the kernel.
  [[nodiscard]] const std::exception_ptr& failure() const { return failure_; }
  [[nodiscard]] bool finished() const { return finished_; }

 private:
  void run();
  OperationOutcome run_operation(const OperationInput& input);
  void run_step(const mapping::TileStep& step, const mapping::TileStep* next);
  /// Works on the operands that `step` loads, which are in the buffers, from cycle `from` on (that
  /// may lie behind); books what is left to wait for.
  void load_work(const mapping::TileStep& step, std::uint64_t from);
  /// The same of the step behind the present one, whose multiplications began at `began`, if what
  /// needs work has arrived.
  void load_work_ahead(const mapping::TileStep& next, std::uint64_t began);
  /// Waits through `waiting` and books the cycles that it took.
  template <class Wait>
  void attribute(Bin bin, const Wait& waiting);
  /// Lets a unit work on the step's tile.
  template <class Work>
  void work_on(const mapping::TileStep& step, TileWork unit, const Work& work);
  /// The bin for waiting on an operand of the role.
  [[nodiscard]] Bin operand_bin(const std::vector<mapping::StreamTransfer>& loads) const;

  Platform platform_;
  ClockDomain clock_;
  Script script_;
  std::exception_ptr failure_;
  bool finished_ = false;
  // Of the operation at work:
  const OperationInput* input_ = nullptr;
  StepOutcomes* outcomes_ = nullptr;
  OperationOutcome* outcome_ = nullptr;  ///< of the step at work
  BufferModule::Ticket input_tickets_ = 0;
  BufferModule::Ticket weight_tickets_ = 0;
  BufferModule::Ticket side_tickets_ = 0;
  bool loading_done_ = false;  ///< the work on the next step's operands
};

/// The whole machine: composition and binding only.
class AcceleratorModule : public sc_core::sc_module {
 public:
  AcceleratorModule(const sc_core::sc_module_name& name, const arch::AcceleratorSpec& machine,
                    MemoryMode mode, const SequencerModule::Script& script);

  [[nodiscard]] const SequencerModule& sequencer() const { return sequencer_; }

 private:
  ClockDomain clock_;
  TileWatch watch_;
  DramModule dram_;
  DmaModule load_dma_;
  DmaModule store_dma_;
  BufferModule input_;
  BufferModule weight_;
  BufferModule output_;
  BufferModule side_;
  LoadModule load_;
  StoreModule store_;
  ArrayModule array_;
  VectorModule vector_;
  HostModule host_;
  SequencerModule sequencer_;
};

}  // namespace metronome::sim
