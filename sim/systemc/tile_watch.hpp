#pragma once

#include <cstddef>

#include "arch/mapping/program.hpp"
#include "sim/ledger/tile_record.hpp"
#include "sim/systemc/clock_domain.hpp"

namespace metronome::sim {

/// Through this the stages tell the observer of an operation what they do and when, in cycles from
/// its start; where nobody asks they tell nothing.
class TileWatch {
 public:
  explicit TileWatch(const ClockDomain& clock) : clock_(clock) {}

  /// An operation starts now; `program` and `observer` last as long as it does.
  void begin(const mapping::Program& program, const TileObserver& observer) {
    observer_ = observer ? &observer : nullptr;
    program_ = &program;
    start_ = clock_.now_cycle();
  }
  [[nodiscard]] bool asked() const { return observer_ != nullptr; }
  [[nodiscard]] std::uint64_t now() const { return clock_.now_cycle() - start_; }

  /// A stream of the step's tile was on its way from cycle `began` until now.
  void moved(TileWork work, const mapping::TileStep& step, const mapping::StreamTransfer& stream,
             std::uint64_t began) const {
    if (asked()) {
      const std::uint64_t bytes = stream.transfer.rows * stream.transfer.row_bytes;
      (*observer_)({.work = work,
                    .tile = number_of(step),
                    .begin = began,
                    .end = now(),
                    .role = stream.role,
                    .bytes = bytes});
    }
  }
  /// A unit worked on the step's tile from cycle `began` until now.
  void worked(TileWork work, const mapping::TileStep& step, std::uint64_t began) const {
    if (asked()) {
      (*observer_)({.work = work, .tile = number_of(step), .begin = began, .end = now()});
    }
  }
  /// The cycles of a bin from `began` until `end` were booked.
  void booked(Bin bin, std::uint64_t began, std::uint64_t end) const {
    if (asked() && began < end) {
      (*observer_)({.work = TileWork::bin, .begin = began, .end = end, .bin = bin});
    }
  }

 private:
  [[nodiscard]] std::uint64_t number_of(const mapping::TileStep& step) const {
    return static_cast<std::uint64_t>(&step - program_->steps.data());
  }

  ClockDomain clock_;
  const TileObserver* observer_ = nullptr;
  const mapping::Program* program_ = nullptr;
  std::uint64_t start_ = 0;
};

}  // namespace metronome::sim
