#include "sim/systemc/dma_module.hpp"

#include <limits>

#include "sim/base/error.hpp"
#include "sim/systemc/descriptor_extension.hpp"

namespace metronome::sim {

DmaModule::DmaModule(const sc_core::sc_module_name& name)
    : sc_module(name), out_requests("out_requests") {
  out_requests.register_nb_transport_bw(this, &DmaModule::respond);
}

void DmaModule::issue(const dram::Transfer& transfer, std::function<void()> done) {
  auto flight = std::make_unique<Flight>();
  tlm::tlm_generic_payload& payload = flight->payload;
  auto* descriptor = new DescriptorExtension;  // owned and freed by the payload
  descriptor->transfer = transfer;
  payload.set_extension(descriptor);
  payload.set_address(transfer.base);
  payload.set_command(transfer.direction == dram::Direction::read ? tlm::TLM_READ_COMMAND
                                                                  : tlm::TLM_WRITE_COMMAND);
  const std::uint64_t bytes = transfer.rows * transfer.row_bytes;
  METRONOME_ASSERT(bytes <= std::numeric_limits<unsigned>::max(), "a descriptor is below 4 GiB");
  payload.set_data_length(static_cast<unsigned>(bytes));
  flight->done = std::move(done);
  flights_[&payload] = std::move(flight);

  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  if (out_requests->nb_transport_fw(payload, phase, delay) == tlm::TLM_COMPLETED) {
    finish(&payload);
  }
}

tlm::tlm_sync_enum DmaModule::respond(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                      sc_core::sc_time&) {
  METRONOME_ASSERT(phase == tlm::BEGIN_RESP && payload.is_response_ok(),
                   "the memory answers with data");
  finish(&payload);
  return tlm::TLM_COMPLETED;
}

void DmaModule::finish(const tlm::tlm_generic_payload* payload) {
  auto node = flights_.extract(payload);
  METRONOME_ASSERT(!node.empty(), "a transaction completes once");
  node.mapped()->done();
}

}  // namespace metronome::sim
