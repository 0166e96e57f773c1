#include "sim/systemc/dram_module.hpp"

#include <limits>

#include "sim/systemc/clock_domain.hpp"
#include "sim/systemc/descriptor_extension.hpp"

namespace metronome::sim {

using sc_core::sc_time;

DramModule::DramModule(const sc_core::sc_module_name& name, const dram::MemorySpec& spec,
                       MemoryMode mode)
    : sc_module(name), in_requests("in_requests"), memory_(spec), mode_(mode), ev_work_("ev_work") {
  in_requests.register_nb_transport_fw(this, &DramModule::accept);
  SC_HAS_PROCESS(DramModule);
  SC_THREAD(run);
}

void DramModule::reset() {
  METRONOME_ASSERT(pending_.empty(), "the memory is reset between operations only");
  epoch_ = kernel_now();
  memory_.reset(Picoseconds(0));
}

dram::Counts DramModule::counts() {
  if (mode_ == MemoryMode::ideal) {
    return {};
  }
  if (memory_.idle()) {
    memory_.idle_until(memory_now());
  }
  return memory_.counts();
}

tlm::tlm_sync_enum DramModule::accept(int socket, tlm::tlm_generic_payload& payload,
                                      tlm::tlm_phase& phase, sc_time& delay) {
  if (phase != tlm::BEGIN_REQ) {
    return tlm::TLM_ACCEPTED;  // END_RESP: the transaction is over
  }
  METRONOME_ASSERT(delay == sc_core::SC_ZERO_TIME, "requests come without a time offset");
  payload.set_response_status(tlm::TLM_OK_RESPONSE);
  if (mode_ == MemoryMode::ideal) {
    return tlm::TLM_COMPLETED;
  }
  const auto* descriptor = payload.get_extension<DescriptorExtension>();
  METRONOME_ASSERT(descriptor != nullptr, "a request carries a DMA descriptor");
  const dram::TransferId id = memory_.submit(descriptor->transfer, memory_now());
  pending_[id] = {socket, &payload};
  ev_work_.notify(sc_core::SC_ZERO_TIME);
  phase = tlm::END_REQ;
  return tlm::TLM_UPDATED;
}

Picoseconds DramModule::memory_now() const { return kernel_now() - epoch_; }

Picoseconds DramModule::horizon() const {
  if (!sc_core::sc_pending_activity_at_future_time()) {
    return Picoseconds(std::numeric_limits<std::int64_t>::max());
  }
  return memory_now() + to_picoseconds(sc_core::sc_time_to_pending_activity());
}

void DramModule::run() {
  while (true) {
    if (pending_.empty()) {
      wait(ev_work_);
    }
    // Whoever can still act at this moment acts first.
    while (sc_core::sc_pending_activity_at_current_time()) {
      wait(sc_core::SC_ZERO_TIME);
    }
    const Picoseconds limit = horizon();
    const auto completion = memory_.advance(limit);
    const Picoseconds until = completion ? completion->time : limit;
    METRONOME_ASSERT(completion || sc_core::sc_pending_activity_at_future_time(),
                     "transfers are in flight but the memory stands still");
    if (until > memory_now()) {
      wait(to_sc_time(until - memory_now()));
    }
    if (completion) {
      respond(*completion);
    }
  }
}

void DramModule::respond(const dram::Completion& completion) {
  const auto at = pending_.find(completion.id);
  METRONOME_ASSERT(at != pending_.end(), "a completed transfer was asked for");
  const Pending pending = at->second;
  pending_.erase(at);
  tlm::tlm_phase phase = tlm::BEGIN_RESP;
  sc_time delay = sc_core::SC_ZERO_TIME;
  in_requests[pending.socket]->nb_transport_bw(*pending.payload, phase, delay);
}

}  // namespace metronome::sim
