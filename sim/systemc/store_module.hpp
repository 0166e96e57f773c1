#pragma once

#include <deque>
#include <systemc>

#include "sim/systemc/buffer_module.hpp"
#include "sim/systemc/dma_module.hpp"
#include "sim/systemc/session.hpp"
#include "sim/systemc/tile_watch.hpp"

namespace metronome::sim {

/// The store stage: sends finished output tiles to memory and gives their buffer slots back when
/// the last byte has been written.
class StoreModule : public sc_core::sc_module {
 public:
  StoreModule(const sc_core::sc_module_name& name, DmaModule& dma, BufferModule& output,
              const TileWatch& watch);

  /// Hands over the output tile that `step` ends.
  void push(const mapping::TileStep& step, OperationOutcome& outcome);
  /// Waits until everything pushed has been written; from an SC_THREAD.
  void await_empty();

 private:
  void run();
  void finished();

  DmaModule& dma_;
  BufferModule& output_;
  const TileWatch& watch_;
  struct Job {
    const mapping::TileStep* step;
    OperationOutcome* outcome;
  };
  std::deque<Job> queue_;
  std::size_t unfinished_ = 0;
  sc_core::sc_event ev_pushed_;
  sc_core::sc_event ev_finished_;
};

}  // namespace metronome::sim
