#pragma once

#include <tlm_utils/multi_passthrough_target_socket.h>

#include <map>
#include <systemc>
#include <tlm>

#include "arch/dram/memory.hpp"
#include "sim/systemc/session.hpp"

namespace metronome::sim {

/// DRAM behind TLM-2.0 sockets. A transaction carries a DMA descriptor: BEGIN_REQ submits it and is
/// answered with END_REQ at once (back-pressure lives in the controller's queues); BEGIN_RESP comes
/// when all its bytes have moved. With ideal memory BEGIN_REQ completes the transaction.
///
/// The model advances in one go to the next moment at which anything else in the platform can
/// happen, or to its own next completion: idle and streaming clocks cost no kernel events.
class DramModule : public sc_core::sc_module {
 public:
  tlm_utils::multi_passthrough_target_socket<DramModule> in_requests;

  DramModule(const sc_core::sc_module_name& name, const dram::MemorySpec& spec, MemoryMode mode);

  /// Canonical state, the memory's clock included: its time counts from here. Nothing may be in
  /// flight.
  void reset();
  /// Counts since reset(), standby up to now included. Transfers may be in flight.
  [[nodiscard]] dram::Counts counts();

 private:
  struct Pending {
    int socket;
    tlm::tlm_generic_payload* payload;
  };

  tlm::tlm_sync_enum accept(int socket, tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                            sc_core::sc_time& delay);
  void run();
  /// Time since reset(), which is the memory's time.
  [[nodiscard]] Picoseconds memory_now() const;
  /// The moment before which no other process can act, in the memory's time.
  [[nodiscard]] Picoseconds horizon() const;
  void respond(const dram::Completion& completion);

  dram::Memory memory_;
  MemoryMode mode_;
  Picoseconds epoch_{0};
  sc_core::sc_event ev_work_;
  std::map<dram::TransferId, Pending> pending_;
};

}  // namespace metronome::sim
