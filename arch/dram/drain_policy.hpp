#pragma once

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
};

/// Whether writes are served next. A value without state: it decides from the inputs.
template <class D>
concept IsDrainPolicy = std::copyable<D> && requires(const D& policy, const DrainInputs& inputs) {
  { policy.serve_writes(inputs) } -> std::same_as<bool>;
};

/// Write drain with two watermarks: begins when the write buffer holds more than `high` or there
/// are no reads, ends when it is empty or holds less than `low` and there are reads. An overdue
/// request has its direction served.
struct WatermarkDrain {
  unsigned high = 0;
  unsigned low = 0;

  WatermarkDrain() = default;
  explicit WatermarkDrain(const DeviceSpec& device)
      : high(static_cast<unsigned>(std::floor(device.write_high_watermark * device.write_queue))),
        low(static_cast<unsigned>(std::ceil(device.write_low_watermark * device.write_queue))) {}

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

/// The list of drain policies: a controller holds one of them.
using AnyDrainPolicy = std::variant<WatermarkDrain>;
static_assert(IsDrainPolicy<WatermarkDrain>);

}  // namespace metronome::dram
