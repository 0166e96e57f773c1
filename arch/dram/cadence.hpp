#pragma once

#include <cstdint>
#include <vector>

#include "arch/dram/controller.hpp"
#include "arch/dram/transfer_port.hpp"

namespace metronome::dram {

/// Run-length batching for one channel: DMA traffic that has fallen into a fixed cadence is
/// resolved many bursts at a time, with the results of the burst-by-burst engine.
///
/// The engine is deterministic, and what it does depends on nothing but the state that the
/// controller and the port describe: legal clocks and ages relative to now, open rows, queues
/// relative to the bursts that the parts offer next. So when that state comes back after T clocks
/// and k bursts, the same T clocks happen again and again, until something comes that they did not
/// contain: a row of DRAM or of a descriptor ends, a refresh falls due, another part starts, or
/// the caller's limit. Up to there the clocks, ages and counts are advanced by multiplication. No
/// assumption is made about what the cadence is: one stream or several, reads and writes, with or
/// without row conflicts.
///
/// Looking for it costs something. So it is looked for only where rows are long enough, and after
/// a search without result the next one comes later, each time twice as late: traffic without a
/// cadence runs at the speed of the burst-by-burst engine.
class Cadence {
 public:
  /// After each visit of the controller: looks for a repetition and leaps over what it can, to a
  /// clock not after `limit`.
  void step(Controller& controller, TransferPort& port, Clock limit) {
    if (port.generation() != met_) {
      meet(controller, port);
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
  /// Bursts that a leap must save to have paid for itself, and that a row must have left.
  static constexpr std::uint64_t kWorthwhile = 64;
  /// Bursts that all parts must have left for a search that is not due yet.
  static constexpr std::uint64_t kLong = 192;
  static constexpr std::uint64_t kFirstPause = 64;
  static constexpr std::uint64_t kLastPause = 16384;

  /// Other parts than before may have a cadence though the last ones had none: where all have
  /// enough left, the next search comes sooner.
  void meet(const Controller& controller, const TransferPort& port);
  void search(Controller& controller, TransferPort& port, Clock limit);
  void give_up(const Controller& controller);
  void remember(const Controller& controller, const TransferPort& port);
  bool leap(Controller& controller, TransferPort& port, Clock limit);

  std::uint64_t generation_ = ~std::uint64_t{0};
  std::uint64_t met_ = ~std::uint64_t{0};  ///< the port's generation at the last step
  std::uint64_t accepted_ = 0;
  std::uint64_t glance_ = 0;
  std::uint64_t resume_ = 0;  ///< no search before so many bursts have been accepted
  std::uint64_t pause_ = kFirstPause;
  unsigned age_ = 0;      ///< accepted bursts since remember()
  unsigned window_ = 0;   ///< after so many without a repetition: remember() anew
  bool valid_ = false;    ///< whether there is something to compare with
  bool resting_ = false;  ///< reads alone go on, over writes that wait (Controller::writes_rest)
  Controller::Mark mark_;
  std::vector<std::uint64_t> origin_;
  std::vector<std::uint64_t> words_;
  std::vector<std::uint64_t> now_origin_;
  std::vector<std::uint64_t> now_words_;
};

}  // namespace metronome::dram
