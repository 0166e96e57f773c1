#pragma once

#include <systemc>

#include "sim/systemc/buffer_module.hpp"
#include "sim/systemc/dma_module.hpp"
#include "sim/systemc/session.hpp"
#include "sim/systemc/step_outcomes.hpp"
#include "sim/systemc/tile_watch.hpp"

namespace metronome::sim {

/// The load stage: runs ahead of the array through the tile nest as far as the input and weight
/// buffers have room, keeping all that fits in flight at once. Weights of a step leave first.
class LoadModule : public sc_core::sc_module {
 public:
  LoadModule(const sc_core::sc_module_name& name, DmaModule& dma, BufferModule& input,
             BufferModule& weight, BufferModule& side, const TileWatch& watch);

  /// Begins a program; the one before must have been loaded completely.
  void start(const mapping::Program& program, StepOutcomes& outcomes);

 private:
  void run();
  void load_all();
  void load(std::size_t step, const std::vector<mapping::StreamTransfer>& transfers,
            BufferModule& buffer);

  DmaModule& dma_;
  BufferModule& input_;
  BufferModule& weight_;
  BufferModule& side_;
  const TileWatch& watch_;
  const mapping::Program* program_ = nullptr;
  StepOutcomes* outcomes_ = nullptr;
  sc_core::sc_event ev_start_;
};

/// Adds the bytes of a transfer to the traffic of its role.
void count_traffic(const mapping::StreamTransfer& stream, OperationOutcome& outcome);

}  // namespace metronome::sim
