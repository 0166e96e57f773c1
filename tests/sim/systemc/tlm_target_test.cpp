// The DRAM behind a TLM-2.0 socket of a foreign platform: an initiator that knows nothing but the
// base protocol. One SystemC session per process, hence one test for each style.
#include "sim/systemc/tlm_target.hpp"

#include <gtest/gtest.h>
#include <tlm_utils/simple_initiator_socket.h>

#include <array>
#include <memory>
#include <set>
#include <vector>

namespace metronome::sim {
namespace tlm_target_test {

using Payload = tlm::tlm_generic_payload;

/// DDR4-2400 without refresh; an unloaded read takes 1 + tRCD + CL + BL/2 = 39 clocks of 833 ps.
dram::MemorySpec memory() {
  dram::MemorySpec spec;
  spec.refresh = false;
  return spec;
}
constexpr std::uint64_t kClock = 833;
constexpr std::uint64_t kRead = 39 * kClock;

void set(Payload& payload, tlm::tlm_command command, std::uint64_t address, unsigned char* data,
         unsigned length) {
  payload.set_command(command);
  payload.set_address(address);
  payload.set_data_ptr(data);
  payload.set_data_length(length);
  payload.set_streaming_width(length);
  payload.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
}

class BlockingInitiator : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<BlockingInitiator> socket;

  explicit BlockingInitiator(const sc_core::sc_module_name& name)
      : sc_module(name), socket("socket") {
    SC_HAS_PROCESS(BlockingInitiator);
    SC_THREAD(run);
  }
  bool finished = false;

 private:
  tlm::tlm_response_status access(tlm::tlm_command command, std::uint64_t address,
                                  unsigned char* data, unsigned length) {
    Payload payload;
    set(payload, command, address, data, length);
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    socket->b_transport(payload, delay);
    EXPECT_EQ(delay, sc_core::SC_ZERO_TIME);
    return payload.get_response_status();
  }
  void run() {
    std::array<unsigned char, 64> out{};
    std::array<unsigned char, 64> in{};
    out.fill(0xa5);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 4096 * 100, in.data(), 64), tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(sc_core::sc_time_stamp().value(), kRead);
    EXPECT_EQ(access(tlm::TLM_WRITE_COMMAND, 4096 - 32, out.data(), 64), tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 4096 - 32, in.data(), 64), tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(in, out);
    const std::uint64_t capacity = memory().capacity_bytes().count();
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, capacity - 32, in.data(), 64),
              tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(access(tlm::TLM_IGNORE_COMMAND, 0, in.data(), 64), tlm::TLM_COMMAND_ERROR_RESPONSE);
    finished = true;
  }
};

TEST(tlm_target, blocking_reads_and_writes_take_the_time_of_the_memory_and_move_data) {
  TlmTarget target("target", memory());
  BlockingInitiator initiator("initiator");
  initiator.socket.bind(target.socket);
  sc_core::sc_start();
  EXPECT_TRUE(initiator.finished);
  EXPECT_EQ(target.counts().reads, 1u + 2u);  // the second read overlaps two bursts
  EXPECT_EQ(target.counts().writes, 2u);
}

/// Four phases: as many requests as the target takes, one after the other's END_REQ.
class PhasedInitiator : public sc_core::sc_module {
 public:
  static constexpr unsigned kRequests = 200;
  tlm_utils::simple_initiator_socket<PhasedInitiator> socket;

  explicit PhasedInitiator(const sc_core::sc_module_name& name)
      : sc_module(name), socket("socket"), ev_accepted_("ev_accepted") {
    socket.register_nb_transport_bw(this, &PhasedInitiator::backward);
    SC_HAS_PROCESS(PhasedInitiator);
    SC_THREAD(run);
  }
  std::set<const Payload*> answered;
  unsigned in_flight = 0;
  unsigned most_in_flight = 0;
  unsigned waits = 0;
  std::uint64_t last_ps = 0;

 private:
  void run() {
    for (unsigned i = 0; i < kRequests; ++i) {
      payloads_.push_back(std::make_unique<Payload>());
      Payload& payload = *payloads_.back();
      set(payload, i % 4 == 3 ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND, i * 64,
          data_.data(), 64);
      tlm::tlm_phase phase = tlm::BEGIN_REQ;
      sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
      const auto status = socket->nb_transport_fw(payload, phase, delay);
      if (status == tlm::TLM_ACCEPTED) {
        ++waits;
        wait(ev_accepted_);
      }
      most_in_flight = std::max(most_in_flight, ++in_flight);
    }
  }
  tlm::tlm_sync_enum backward(Payload& payload, tlm::tlm_phase& phase, sc_core::sc_time&) {
    if (phase == tlm::END_REQ) {
      ev_accepted_.notify(sc_core::SC_ZERO_TIME);
      return tlm::TLM_ACCEPTED;
    }
    EXPECT_EQ(phase, tlm::BEGIN_RESP);
    EXPECT_TRUE(payload.is_response_ok());
    EXPECT_TRUE(answered.insert(&payload).second);
    --in_flight;
    last_ps = sc_core::sc_time_stamp().value();
    phase = tlm::END_RESP;
    return tlm::TLM_UPDATED;
  }

  sc_core::sc_event ev_accepted_;
  std::vector<std::unique_ptr<Payload>> payloads_;
  std::array<unsigned char, 64> data_{};
};

TEST(tlm_target, four_phases_answer_every_read_and_write_once_under_back_pressure) {
  TlmTarget target("target", memory(), 8);
  PhasedInitiator initiator("initiator");
  initiator.socket.bind(target.socket);
  sc_core::sc_start();
  EXPECT_EQ(initiator.answered.size(), PhasedInitiator::kRequests);
  EXPECT_GT(initiator.waits, 100u);
  EXPECT_LE(initiator.most_in_flight, 8u + 1u);  // one more until its predecessor's response
  EXPECT_EQ(target.counts().reads, 150u);
  EXPECT_EQ(target.counts().writes, 50u);
  // Not faster than one burst every four clocks on the data bus.
  EXPECT_GE(initiator.last_ps, PhasedInitiator::kRequests * 4 * kClock);
}

/// Frees payloads when their last holder lets go, and counts that.
class Manager : public tlm::tlm_mm_interface {
 public:
  Payload& allocate() {
    ++alive;
    auto* payload = new Payload(this);  // freed by free()
    payload->acquire();
    return *payload;
  }
  void free(Payload* payload) override {
    --alive;
    delete payload;
  }
  int alive = 0;
};

/// Four phases with a memory manager, annotated delays and deferred END_RESP: a write, a read of
/// the same address at once behind it, and a request beyond the capacity.
class AnnotatingInitiator : public sc_core::sc_module {
 public:
  static constexpr std::uint64_t kDelay = 5000;
  tlm_utils::simple_initiator_socket<AnnotatingInitiator> socket;

  explicit AnnotatingInitiator(const sc_core::sc_module_name& name)
      : sc_module(name), socket("socket"), ev_accepted_("ev_accepted") {
    socket.register_nb_transport_bw(this, &AnnotatingInitiator::backward);
    SC_HAS_PROCESS(AnnotatingInitiator);
    SC_THREAD(run);
  }
  Manager manager;
  std::array<unsigned char, 64> in{};
  std::vector<std::uint64_t> accepted_ps;
  unsigned answered = 0;
  tlm::tlm_response_status beyond = tlm::TLM_INCOMPLETE_RESPONSE;

 private:
  /// Sends with the delay; waits for END_REQ on the backward path.
  void send(tlm::tlm_command command, unsigned char* data) {
    Payload& payload = manager.allocate();
    set(payload, command, 4096, data, 64);
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    sc_core::sc_time delay(double(kDelay), sc_core::SC_PS);
    EXPECT_EQ(socket->nb_transport_fw(payload, phase, delay), tlm::TLM_ACCEPTED);
    wait(ev_accepted_);
    accepted_ps.push_back(sc_core::sc_time_stamp().value());
  }
  void run() {
    out_.fill(0x5a);
    send(tlm::TLM_WRITE_COMMAND, out_.data());
    send(tlm::TLM_READ_COMMAND, in.data());
    Payload& payload = manager.allocate();
    set(payload, tlm::TLM_READ_COMMAND, memory().capacity_bytes().count(), in.data(), 64);
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    EXPECT_EQ(socket->nb_transport_fw(payload, phase, delay), tlm::TLM_COMPLETED);
    beyond = payload.get_response_status();
    payload.release();
  }
  tlm::tlm_sync_enum backward(Payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& delay) {
    if (phase == tlm::END_REQ) {
      ev_accepted_.notify(sc_core::SC_ZERO_TIME);
      return tlm::TLM_ACCEPTED;
    }
    EXPECT_TRUE(payload.is_response_ok());
    ++answered;
    payload.release();
    phase = tlm::END_RESP;
    delay = sc_core::sc_time(double(kDelay), sc_core::SC_PS);
    return tlm::TLM_UPDATED;
  }

  sc_core::sc_event ev_accepted_;
  std::array<unsigned char, 64> out_{};
};

TEST(tlm_target, keeps_annotated_delays_payload_lifetimes_and_the_order_of_data) {
  TlmTarget target("target", memory(), 1);
  AnnotatingInitiator initiator("initiator");
  initiator.socket.bind(target.socket);
  sc_core::sc_start();
  ASSERT_EQ(initiator.accepted_ps.size(), 2u);
  EXPECT_EQ(initiator.accepted_ps[0], AnnotatingInitiator::kDelay);
  // The second is taken when the first, a write of an idle bank, has moved its data: seen in the
  // clock behind the delay, ACT a clock later, WR tRCD later, data CWL + BL/2 later.
  EXPECT_EQ(initiator.accepted_ps[1], (7 + 1 + 17 + 12 + 4) * kClock);
  EXPECT_EQ(initiator.answered, 2u);
  EXPECT_EQ(initiator.in[63], 0x5a);
  EXPECT_EQ(initiator.beyond, tlm::TLM_ADDRESS_ERROR_RESPONSE);
  EXPECT_EQ(initiator.manager.alive, 0);
}

}  // namespace tlm_target_test
}  // namespace metronome::sim
