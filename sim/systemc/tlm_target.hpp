#pragma once

#include <tlm_utils/peq_with_cb_and_phase.h>
#include <tlm_utils/simple_target_socket.h>

#include <deque>
#include <map>
#include <systemc>
#include <tlm>
#include <vector>

#include "arch/dram/memory.hpp"

namespace metronome::sim {

/// The DRAM model as a TLM-2.0 base-protocol target for any platform; addresses are bytes from
/// zero, reads and writes move data.
///
/// - Blocking: `b_transport` returns when the last byte has moved, with no delay left. Several
///   initiator threads may be in it at once; their bursts share the channels.
/// - Approximately timed, four phases: BEGIN_REQ is answered with END_REQ at once while fewer than
///   `max_outstanding` transactions are in flight, otherwise when one completes (back-pressure).
///   BEGIN_RESP comes when the last byte of the read, or of the write, has moved, one response at a
///   time. A phase that is annotated with a delay takes effect when the delay is over; END_REQ then
///   comes on the backward path. A request that cannot be served is completed at once.
/// - Debug transport reads and writes the data without time.
/// - Data: a read gives what the transactions that were taken before it have written.
///
/// Responses: TLM_ADDRESS_ERROR beyond the capacity, TLM_BYTE_ENABLE_ERROR and TLM_BURST_ERROR for
/// byte enables, streaming and empty transactions, TLM_COMMAND_ERROR for others than read and
/// write. The kernel's resolution must be 1 ps.
class TlmTarget : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<TlmTarget> socket;

  TlmTarget(const sc_core::sc_module_name& name, const dram::MemorySpec& spec,
            unsigned max_outstanding = 16);

  /// What has happened up to now or the next event.
  [[nodiscard]] dram::Counts counts() const { return memory_.counts(); }

 private:
  using Payload = tlm::tlm_generic_payload;
  struct Flight {
    Payload* payload = nullptr;
    sc_core::sc_event* done = nullptr;  ///< of the thread in b_transport; nullptr: four phases
  };

  void transport(Payload& payload, sc_core::sc_time& delay);
  tlm::tlm_sync_enum forward(Payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& delay);
  void take_delayed(Payload& payload, const tlm::tlm_phase& phase);
  bool admit(Payload& payload);
  void end_request(Payload& payload);
  unsigned debug(Payload& payload);

  void run();
  void respond();
  void submit(Payload& payload, sc_core::sc_event* done);
  void complete(const dram::Completion& completion);
  void close_response();
  /// False with an error response when the payload cannot be served.
  bool check(Payload& payload) const;
  void move_data(Payload& payload);

  dram::Memory memory_;
  std::uint64_t capacity_;
  unsigned max_outstanding_;
  unsigned outstanding_ = 0;        ///< four-phase transactions in the memory
  Payload* held_ = nullptr;         ///< its BEGIN_REQ waits for room
  Payload* responding_ = nullptr;   ///< its BEGIN_RESP waits for END_RESP
  std::deque<Payload*> responses_;  ///< served, to be answered
  std::map<dram::TransferId, Flight> flights_;
  std::map<std::uint64_t, std::vector<unsigned char>> pages_;  ///< data, by page number
  tlm_utils::peq_with_cb_and_phase<TlmTarget> delayed_;
  sc_core::sc_event ev_work_;
  sc_core::sc_event ev_response_;
};

}  // namespace metronome::sim
