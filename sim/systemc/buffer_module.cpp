#include "sim/systemc/buffer_module.hpp"

namespace metronome::sim {

BufferModule::BufferModule(const sc_core::sc_module_name& name)
    : sc_module(name), ev_freed_("ev_freed"), ev_ready_("ev_ready") {}

void BufferModule::configure(unsigned slots) {
  free_ = slots;
  next_ = 0;
  ready_.clear();
}

BufferModule::Ticket BufferModule::take() {
  while (free_ == 0) {
    wait(ev_freed_);
  }
  --free_;
  return next_++;
}

void BufferModule::mark_ready(Ticket ticket) {
  ready_.emplace(ticket, sc_core::sc_time_stamp());
  ev_ready_.notify(sc_core::SC_ZERO_TIME);
}

void BufferModule::await_ready(Ticket ticket) {
  while (!ready_.contains(ticket)) {
    wait(ev_ready_);
  }
}

void BufferModule::release() {
  ++free_;
  ev_freed_.notify(sc_core::SC_ZERO_TIME);
}

}  // namespace metronome::sim
