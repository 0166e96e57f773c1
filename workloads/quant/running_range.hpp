#pragma once

#include "workloads/quant/affine.hpp"

namespace metronome::quant {

/// The activation range used in evaluation [fu2021code]: after each training batch
///   running = 0.9 * running + 0.1 * batch
/// for zero point and extent, both starting at 0 as in the authors' code.
template <class T>
class RunningRange {
 public:
  static constexpr double kMomentum = 0.1;

  RunningRange() = default;
  RunningRange(T zero_point, T extent) : zero_point_(zero_point), extent_(extent) {}

  void update(const Range<T>& batch) {
    zero_point_ = T(1 - kMomentum) * zero_point_ + T(kMomentum) * batch.low;
    extent_ = T(1 - kMomentum) * extent_ + T(kMomentum) * (batch.high - batch.low);
  }
  [[nodiscard]] Grid<T> grid(int bits) const {
    return grid_of<T>(zero_point_, static_cast<double>(extent_), bits);
  }

  [[nodiscard]] T zero_point() const { return zero_point_; }
  [[nodiscard]] T extent() const { return extent_; }
  bool operator==(const RunningRange&) const = default;

 private:
  T zero_point_ = 0;
  T extent_ = 0;
};

}  // namespace metronome::quant
