#pragma once

#include <cstdint>
#include <vector>

#include "arch/dram/controller.hpp"
#include "arch/dram/transfer_port.hpp"

namespace metronome::dram {

/// Run-length batching for one channel: DMA traffic that has reached a steady state is resolved
/// many bursts at a time, with the results of the burst-by-burst engine.
///
/// The engine is deterministic, and what it does depends on nothing but the signatures of the
/// controller and of the port: legal clocks and ages relative to now, open rows, queues relative to
/// the bursts that the parts offer next. So when the signature comes back after T clocks and k
/// bursts, the same T clocks happen again and again, until something comes that they did not
/// contain: a row of DRAM or a range of bursts ends, a refresh falls due, another part starts, or
/// the caller's limit. Up to there the clocks, ages and counts are advanced by multiplication. No
/// assumption is made about what the steady state is: one stream or several, reads and writes, with
/// or without row conflicts.
///
/// Looking for it costs something. So it is looked for only where ranges are long enough, and after
/// a search without result the next one comes later, each time twice as late: traffic without a
/// steady state runs at the speed of the burst-by-burst engine.
class FastForward {
 public:
  /// After each visit of the controller: looks for a repetition and skips what it can, to a clock
  /// not after `limit`.
  template <class Controller>
  void after_visit(Controller& controller, TransferPort& port, Clock limit) {
    if (port.generation() != seen_generation_) {
      parts_changed(controller, port);
    }
    if (controller.accepted() != accepted_ && controller.accepted() >= resume_) {
      search(controller, port, limit);
    }
  }
  void clear() {
    generation_ = ~std::uint64_t{0};
    resume_ = accepted_ = 0;
  }

 private:
  static constexpr unsigned kFirstWindow = 8;
  static constexpr unsigned kLastWindow = 256;
  /// Bursts that skipping must save to have paid for itself, and that a range must have left.
  static constexpr std::uint64_t kWorthwhile = 64;
  /// Bursts that all parts must have left for a search that is not due yet.
  static constexpr std::uint64_t kManyLeft = 192;
  static constexpr std::uint64_t kFirstBackoff = 64;
  static constexpr std::uint64_t kLastBackoff = 16384;

  /// Other parts than before may reach a steady state though the last ones did not: where all have
  /// enough left, the next search comes sooner.
  template <class Controller>
  void parts_changed(const Controller& controller, const TransferPort& port);
  template <class Controller>
  void search(Controller& controller, TransferPort& port, Clock limit);
  template <class Controller>
  void back_off(const Controller& controller);
  template <class Controller>
  void start_period(const Controller& controller, const TransferPort& port);
  template <class Controller>
  bool repeat_period(Controller& controller, TransferPort& port, Clock limit);

  std::uint64_t generation_ = ~std::uint64_t{0};       ///< the port's, when the period started
  std::uint64_t seen_generation_ = ~std::uint64_t{0};  ///< the port's, after the last visit
  std::uint64_t accepted_ = 0;
  std::uint64_t hash_ = 0;    ///< of the signature at the period's start
  std::uint64_t resume_ = 0;  ///< no search before so many bursts have been accepted
  std::uint64_t backoff_ = kFirstBackoff;
  unsigned age_ = 0;          ///< accepted bursts since start_period()
  unsigned window_ = 0;       ///< after so many without a repetition: start_period() anew
  bool comparable_ = false;   ///< whether there is a signature to compare with
  bool writes_held_ = false;  ///< reads alone go on, over writes that wait
  PeriodStart start_;
  std::vector<std::uint64_t> start_bursts_;
  std::vector<std::uint64_t> start_words_;
  std::vector<std::uint64_t> bursts_;
  std::vector<std::uint64_t> words_;
};

}  // namespace metronome::dram
