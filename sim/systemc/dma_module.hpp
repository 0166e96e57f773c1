#pragma once

#include <tlm_utils/simple_initiator_socket.h>

#include <functional>
#include <map>
#include <memory>
#include <systemc>
#include <tlm>

#include "arch/dram/transfer.hpp"

namespace metronome::sim {

/// A DMA engine: turns descriptors into transactions and calls back when each has completed. Any
/// number may be in flight; they leave in the order in which they are issued.
class DmaModule : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<DmaModule> out_requests;

  explicit DmaModule(const sc_core::sc_module_name& name);

  /// Sends a descriptor now. `done` is called when it has completed, at once with ideal memory.
  void issue(const dram::Transfer& transfer, std::function<void()> done);

 private:
  struct Flight {
    tlm::tlm_generic_payload payload;
    std::function<void()> done;
  };
  tlm::tlm_sync_enum respond(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                             sc_core::sc_time& delay);
  void finish(const tlm::tlm_generic_payload* payload);

  std::map<const tlm::tlm_generic_payload*, std::unique_ptr<Flight>> flights_;
};

}  // namespace metronome::sim
