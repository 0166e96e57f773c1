// A platform of your own around Metronome's DRAM: a traffic generator that knows nothing but the
// TLM-2.0 base protocol, bound to sim::TlmTarget. It copies 1 MiB in bursts of 64 bytes, keeping as
// many transactions in flight as the memory takes, and then compares the copy with the original.
//
//     tlm_initiator configs/dram/ddr4_2400.yaml
#include <tlm_utils/simple_initiator_socket.h>

#include <array>
#include <cstdio>
#include <systemc>
#include <tlm>

#include "sim/config/schema.hpp"
#include "sim/systemc/tlm_target.hpp"

namespace {

using Payload = tlm::tlm_generic_payload;

constexpr unsigned kBurst = 64;
constexpr std::uint64_t kBytes = 1 << 20;
constexpr std::uint64_t kCopy = 16 << 20;  ///< where the copy goes

/// Payloads with the burst that they carry; given back when their last holder lets go.
class Pool : public tlm::tlm_mm_interface {
 public:
  Payload& take(tlm::tlm_command command, std::uint64_t address) {
    auto* payload = new Payload(this);
    payload->acquire();
    payload->set_command(command);
    payload->set_address(address);
    payload->set_data_ptr(new unsigned char[kBurst]);
    payload->set_data_length(kBurst);
    payload->set_streaming_width(kBurst);
    payload->set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
    return *payload;
  }
  void free(Payload* payload) override {
    delete[] payload->get_data_ptr();
    delete payload;
  }
};

/// Reads go out one after the other; the answer to each is written to the copy.
class Copier : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<Copier> socket;

  SC_HAS_PROCESS(Copier);
  explicit Copier(const sc_core::sc_module_name& name) : sc_module(name), socket("socket") {
    socket.register_nb_transport_bw(this, &Copier::backward);
    SC_THREAD(run);
  }
  std::uint64_t written = 0;  ///< bytes
  std::uint64_t failed = 0;

 private:
  void run() {
    std::uint64_t next = 0;
    while (written + failed < kBytes) {
      if (!writes_.empty()) {
        Payload& payload = *writes_.front();
        writes_.pop_front();
        send(payload);
      } else if (next < kBytes) {
        send(pool_.take(tlm::TLM_READ_COMMAND, next));
        next += kBurst;
      } else {
        wait(answered_);
      }
    }
  }

  /// BEGIN_REQ, and back-pressure: no further request before this one's END_REQ.
  void send(Payload& payload) {
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    switch (socket->nb_transport_fw(payload, phase, delay)) {
      case tlm::TLM_ACCEPTED:
        wait(accepted_);
        break;
      case tlm::TLM_UPDATED:  // END_REQ came with the return
        break;
      case tlm::TLM_COMPLETED:  // refused
        failed += kBurst;
        payload.release();
        break;
    }
  }

  tlm::tlm_sync_enum backward(Payload& payload, tlm::tlm_phase& phase, sc_core::sc_time&) {
    if (phase == tlm::END_REQ) {
      accepted_.notify(sc_core::SC_ZERO_TIME);
      return tlm::TLM_ACCEPTED;
    }
    // BEGIN_RESP. Returning TLM_COMPLETED ends the transaction without END_RESP.
    if (payload.is_read()) {
      Payload& write = pool_.take(tlm::TLM_WRITE_COMMAND, kCopy + payload.get_address());
      std::copy_n(payload.get_data_ptr(), kBurst, write.get_data_ptr());
      writes_.push_back(&write);
    } else {
      written += kBurst;
    }
    payload.release();
    answered_.notify(sc_core::SC_ZERO_TIME);
    return tlm::TLM_COMPLETED;
  }

  Pool pool_;
  std::deque<Payload*> writes_;
  sc_core::sc_event accepted_;
  sc_core::sc_event answered_;
};

/// Debug transport: data without time.
void access(Copier& copier, tlm::tlm_command command, std::uint64_t address, unsigned char* data,
            unsigned length) {
  Payload payload;
  payload.set_command(command);
  payload.set_address(address);
  payload.set_data_ptr(data);
  payload.set_data_length(length);
  payload.set_streaming_width(length);
  copier.socket->transport_dbg(payload);
}

}  // namespace

int sc_main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: tlm_initiator DEVICE.yaml\n");
    return 2;
  }
  sc_core::sc_set_time_resolution(1, sc_core::SC_PS);
  metronome::dram::MemorySpec spec;
  spec.device = metronome::config::load<metronome::dram::DeviceSpec>(argv[1]);

  Copier copier("copier");
  metronome::sim::TlmTarget memory("memory", spec, 32);
  copier.socket.bind(memory.socket);

  std::vector<unsigned char> original(kBytes);
  for (std::size_t i = 0; i < original.size(); ++i) {
    original[i] = static_cast<unsigned char>(i * 7 + i / 251);
  }
  access(copier, tlm::TLM_WRITE_COMMAND, 0, original.data(), kBytes);
  sc_core::sc_start();

  std::vector<unsigned char> copy(kBytes);
  access(copier, tlm::TLM_READ_COMMAND, kCopy, copy.data(), kBytes);
  const double seconds = sc_core::sc_time_stamp().to_seconds();
  const auto counts = memory.counts();
  std::printf("%s: copied %llu bytes in %.3f ms, %.2f GB/s of %.2f; RD %llu, WR %llu, ACT %llu\n",
              spec.device.name.c_str(), static_cast<unsigned long long>(copier.written),
              seconds * 1e3, 2e-9 * static_cast<double>(copier.written) / seconds,
              1e-9 * spec.peak_bytes_per_second(), static_cast<unsigned long long>(counts.reads),
              static_cast<unsigned long long>(counts.writes),
              static_cast<unsigned long long>(counts.activates));
  if (copy != original) {
    std::printf("the copy differs from the original\n");
    return 1;
  }
  std::printf("the copy is equal to the original\n");
  return 0;
}
