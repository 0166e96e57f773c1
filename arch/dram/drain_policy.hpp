#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <variant>

#include "arch/dram/device.hpp"

namespace metronome::dram {

/// What decides between the read and the write buffer.
struct DrainInputs {
  bool serving_writes = false;  ///< so far
  unsigned reads = 0;           ///< buffered
  unsigned writes = 0;          ///< buffered
  /// A request of the direction has waited for the controller's patience, and none of the other
  /// direction for longer.
  bool reads_overdue = false;
  bool writes_overdue = false;
  /// RD since the direction last changed, or WR that reads have waited for; up to turn_limit().
  unsigned turn = 0;
};

/// Whether writes are served next. A value without state: it decides from the inputs, which count a
/// turn up to turn_limit().
template <class D>
concept IsDrainPolicy = std::copyable<D> && requires(const D& policy, const DrainInputs& inputs) {
  { policy.serve_writes(inputs) } -> std::same_as<bool>;
  { policy.turn_limit() } -> std::same_as<unsigned>;
  /// No RD or WR while one of the other direction, whose row has been opened, still waits for its.
  { D::kFinishesTurns } -> std::convertible_to<bool>;
};

/// Write drain with two watermarks: begins when the write buffer holds more than `high` or there
/// are no reads, ends when it is empty or holds less than `low` and there are reads. An overdue
/// request has its direction served.
struct WatermarkDrain {
  static constexpr bool kFinishesTurns = false;
  unsigned high = 0;
  unsigned low = 0;

  WatermarkDrain() = default;
  explicit WatermarkDrain(const DeviceSpec& device)
      : high(static_cast<unsigned>(std::floor(device.write_high_watermark * device.write_queue))),
        low(static_cast<unsigned>(std::ceil(device.write_low_watermark * device.write_queue))) {}

  [[nodiscard]] unsigned turn_limit() const { return 0; }
  [[nodiscard]] bool serve_writes(const DrainInputs& in) const {
    if (in.reads_overdue || in.writes_overdue) {
      return in.writes_overdue;
    }
    if (!in.serving_writes) {
      return in.writes > high || in.reads == 0;
    }
    return (in.writes >= low && in.writes != 0) || in.reads == 0;
  }
};

/// The same with turns. Reads are served for a batch at least, unless they run out; then writes
/// that are above the high watermark, or overdue, have their turn. It ends at the low watermark
/// (not before the overdue ones are served), and after a batch while reads wait. Neither direction
/// starves the other, and an overdue request never cuts a turn short: a small patience costs no
/// turnarounds.
struct BoundedDrain {
  static constexpr bool kFinishesTurns = true;
  WatermarkDrain watermarks;
  unsigned read_batch = 0;
  unsigned write_batch = 0;

  BoundedDrain() = default;
  explicit BoundedDrain(const DeviceSpec& device)
      : watermarks(device), read_batch(device.read_batch), write_batch(device.write_batch) {}

  [[nodiscard]] unsigned turn_limit() const { return std::max(read_batch, write_batch); }
  [[nodiscard]] bool serve_writes(const DrainInputs& in) const {
    if (in.reads == 0 || in.writes == 0) {
      return in.writes != 0 || (in.reads == 0 && in.serving_writes);
    }
    if (in.serving_writes) {
      return in.turn < write_batch && (in.writes >= watermarks.low || in.writes_overdue);
    }
    return in.turn >= read_batch && (in.writes > watermarks.high || in.writes_overdue);
  }
};

/// The list of drain policies: a controller holds one of them.
using AnyDrainPolicy = std::variant<WatermarkDrain, BoundedDrain>;
static_assert(IsDrainPolicy<WatermarkDrain> && IsDrainPolicy<BoundedDrain>);

}  // namespace metronome::dram
