#include "sim/systemc/store_module.hpp"

#include <memory>

#include "sim/systemc/load_module.hpp"

namespace metronome::sim {

StoreModule::StoreModule(const sc_core::sc_module_name& name, DmaModule& dma, BufferModule& output,
                         const TileWatch& watch)
    : sc_module(name),
      dma_(dma),
      output_(output),
      watch_(watch),
      ev_pushed_("ev_pushed"),
      ev_finished_("ev_finished") {
  SC_HAS_PROCESS(StoreModule);
  SC_THREAD(run);
}

void StoreModule::push(const mapping::TileStep& step, OperationOutcome& outcome) {
  queue_.push_back({&step, &outcome});
  ++unfinished_;
  ev_pushed_.notify(sc_core::SC_ZERO_TIME);
}

void StoreModule::await_empty() {
  while (unfinished_ > 0) {
    wait(ev_finished_);
  }
}

void StoreModule::run() {
  while (true) {
    while (queue_.empty()) {
      wait(ev_pushed_);
    }
    const Job job = queue_.front();
    queue_.pop_front();
    if (job.step->stores.empty()) {
      finished();
      continue;
    }
    const std::uint64_t began = watch_.now();
    auto left = std::make_shared<std::size_t>(job.step->stores.size());
    for (const mapping::StreamTransfer& stream : job.step->stores) {
      count_traffic(stream, *job.outcome);
      dma_.issue(stream.transfer, [this, step = job.step, &stream, left, began] {
        watch_.moved(TileWork::store, *step, stream, began);
        if (--*left == 0) {
          finished();
        }
      });
    }
  }
}

void StoreModule::finished() {
  --unfinished_;
  output_.release();
  ev_finished_.notify(sc_core::SC_ZERO_TIME);
}

}  // namespace metronome::sim
