#include "sim/systemc/tlm_target.hpp"

#include <algorithm>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/systemc/clock_domain.hpp"

namespace metronome::sim {
namespace {

constexpr std::uint64_t kPage = 4096;

}  // namespace

TlmTarget::TlmTarget(const sc_core::sc_module_name& name, const dram::MemorySpec& spec,
                     unsigned max_outstanding)
    : sc_module(name),
      socket("socket"),
      memory_(spec),
      capacity_(spec.capacity_bytes().count()),
      max_outstanding_(max_outstanding),
      delayed_(this, &TlmTarget::take_delayed),
      ev_work_("ev_work"),
      ev_response_("ev_response") {
  METRONOME_ASSERT(max_outstanding > 0, "a target takes at least one transaction");
  socket.register_b_transport(this, &TlmTarget::transport);
  socket.register_nb_transport_fw(this, &TlmTarget::forward);
  socket.register_transport_dbg(this, &TlmTarget::debug);
  SC_HAS_PROCESS(TlmTarget);
  SC_THREAD(run);
  SC_METHOD(respond);
  sensitive << ev_response_;
  dont_initialize();
}

bool TlmTarget::check(Payload& payload) const {
  const std::uint64_t length = payload.get_data_length();
  auto status = tlm::TLM_OK_RESPONSE;
  if (!payload.is_read() && !payload.is_write()) {
    status = tlm::TLM_COMMAND_ERROR_RESPONSE;
  } else if (length > capacity_ || payload.get_address() > capacity_ - length) {
    status = tlm::TLM_ADDRESS_ERROR_RESPONSE;
  } else if (payload.get_byte_enable_ptr() != nullptr) {
    status = tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE;
  } else if (length == 0 || payload.get_streaming_width() < length) {
    status = tlm::TLM_BURST_ERROR_RESPONSE;
  }
  payload.set_response_status(status);
  return status == tlm::TLM_OK_RESPONSE;
}

void TlmTarget::move_data(Payload& payload) {
  unsigned char* data = payload.get_data_ptr();
  std::uint64_t address = payload.get_address();
  for (std::uint64_t left = payload.get_data_length(); data != nullptr && left > 0;) {
    const std::uint64_t offset = address % kPage;
    const std::uint64_t length = std::min(left, kPage - offset);
    auto& page = pages_[address / kPage];
    page.resize(kPage);
    const auto at = page.begin() + static_cast<std::ptrdiff_t>(offset);
    if (payload.is_read()) {
      std::copy_n(at, length, data);
    } else {
      std::copy_n(data, length, at);
    }
    data += length;
    address += length;
    left -= length;
  }
}

unsigned TlmTarget::debug(Payload& payload) {
  if (!check(payload)) {
    return 0;
  }
  move_data(payload);
  return payload.get_data_length();
}

/// The data move now, whatever order the memory serves the bursts in: transactions see each other
/// in the order in which they were taken.
void TlmTarget::submit(Payload& payload, sc_core::sc_event* done) {
  move_data(payload);
  const std::uint64_t length = payload.get_data_length();
  const dram::Transfer transfer{payload.get_address(), 1, length, length,
                                payload.is_read() ? dram::Direction::read : dram::Direction::write};
  flights_[memory_.submit(transfer, kernel_now())] = {&payload, done};
  ev_work_.notify(sc_core::SC_ZERO_TIME);
}

void TlmTarget::transport(Payload& payload, sc_core::sc_time& delay) {
  if (!check(payload)) {
    return;
  }
  if (delay > sc_core::SC_ZERO_TIME) {
    wait(delay);
    delay = sc_core::SC_ZERO_TIME;
  }
  sc_core::sc_event done;
  submit(payload, &done);
  wait(done);
}

tlm::tlm_sync_enum TlmTarget::forward(Payload& payload, tlm::tlm_phase& phase,
                                      sc_core::sc_time& delay) {
  const bool request = phase == tlm::BEGIN_REQ;
  METRONOME_ASSERT(request || phase == tlm::END_RESP, "BEGIN_REQ and END_RESP come forward");
  if (request && !check(payload)) {
    return tlm::TLM_COMPLETED;
  }
  if (request && payload.has_mm()) {
    payload.acquire();
  }
  if (delay > sc_core::SC_ZERO_TIME) {
    delayed_.notify(payload, phase, delay);
    return tlm::TLM_ACCEPTED;
  }
  if (!request) {
    METRONOME_ASSERT(&payload == responding_, "END_RESP belongs to the response that is open");
    close_response();
    return tlm::TLM_COMPLETED;
  }
  if (!admit(payload)) {
    return tlm::TLM_ACCEPTED;
  }
  phase = tlm::END_REQ;
  return tlm::TLM_UPDATED;
}

/// A phase whose annotated delay is over.
void TlmTarget::take_delayed(Payload& payload, const tlm::tlm_phase& phase) {
  if (phase == tlm::BEGIN_REQ) {
    if (admit(payload)) {
      end_request(payload);
    }
    return;
  }
  METRONOME_ASSERT(&payload == responding_, "END_RESP belongs to the response that is open");
  close_response();
}

/// Submits the request where there is room; else holds it until there is: its END_REQ comes then.
bool TlmTarget::admit(Payload& payload) {
  METRONOME_ASSERT(held_ == nullptr, "no BEGIN_REQ before the END_REQ of the one before");
  if (outstanding_ == max_outstanding_) {
    held_ = &payload;
    return false;
  }
  ++outstanding_;
  submit(payload, nullptr);
  return true;
}

void TlmTarget::end_request(Payload& payload) {
  tlm::tlm_phase phase = tlm::END_REQ;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  socket->nb_transport_bw(payload, phase, delay);
}

void TlmTarget::run() {
  while (true) {
    if (flights_.empty()) {
      wait(ev_work_);
    }
    // Whoever can still act at this moment acts first.
    while (sc_core::sc_pending_activity_at_current_time()) {
      wait(sc_core::SC_ZERO_TIME);
    }
    const bool others = sc_core::sc_pending_activity_at_future_time();
    const Picoseconds limit =
        others ? kernel_now() + to_picoseconds(sc_core::sc_time_to_pending_activity())
               : Picoseconds(std::numeric_limits<std::int64_t>::max());
    const auto completion = memory_.advance(limit);
    METRONOME_ASSERT(completion || others, "transfers are in flight but the memory stands still");
    const Picoseconds until = completion ? completion->time : limit;
    if (until > kernel_now()) {
      wait(to_sc_time(until - kernel_now()));
    }
    if (completion) {
      complete(*completion);
    }
  }
}

void TlmTarget::complete(const dram::Completion& completion) {
  const auto node = flights_.extract(completion.id);
  METRONOME_ASSERT(!node.empty(), "a completed transfer was asked for");
  const Flight flight = node.mapped();
  if (flight.done != nullptr) {
    flight.done->notify(sc_core::SC_ZERO_TIME);
    return;
  }
  --outstanding_;
  responses_.push_back(flight.payload);
  ev_response_.notify(sc_core::SC_ZERO_TIME);
  if (held_ != nullptr) {
    Payload& next = *held_;
    held_ = nullptr;
    admit(next);
    end_request(next);
  }
}

void TlmTarget::respond() {
  if (responding_ != nullptr || responses_.empty()) {
    return;
  }
  responding_ = responses_.front();
  responses_.pop_front();
  tlm::tlm_phase phase = tlm::BEGIN_RESP;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  const auto status = socket->nb_transport_bw(*responding_, phase, delay);
  if (status == tlm::TLM_ACCEPTED) {
    return;
  }
  METRONOME_ASSERT(status == tlm::TLM_COMPLETED || phase == tlm::END_RESP,
                   "a response is ended by END_RESP");
  if (delay > sc_core::SC_ZERO_TIME) {
    delayed_.notify(*responding_, tlm::END_RESP, delay);
  } else {
    close_response();
  }
}

void TlmTarget::close_response() {
  if (responding_->has_mm()) {
    responding_->release();
  }
  responding_ = nullptr;
  ev_response_.notify(sc_core::SC_ZERO_TIME);
}

}  // namespace metronome::sim
