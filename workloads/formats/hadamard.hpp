#pragma once

#include <vector>

#include "sim/base/random.hpp"
#include "workloads/formats/matrix.hpp"

namespace metronome::formats {

/// The random Hadamard transform of tiles along the reduction: x diag(signs) H / sqrt(n), n the
/// tile, H of Sylvester's construction. Of both operands of a product it leaves the product as it
/// is, and spreads single large numbers over their tile.
class HadamardTransform {
 public:
  /// Signs +1 and -1 of a tile; a power of two of them.
  explicit HadamardTransform(std::vector<int> signs);
  /// One for all trainings, tiles of 16 [nvidia2025te].
  [[nodiscard]] static HadamardTransform fixed();
  /// Drawn: signs of the first draws of a stream.
  [[nodiscard]] static HadamardTransform drawn(std::size_t tile, const RandomStream& stream);

  [[nodiscard]] std::size_t tile() const { return signs_.size(); }
  [[nodiscard]] const std::vector<int>& signs() const { return signs_; }
  /// Each number is rounded once to FP32. A last tile that is not full is filled with zeros: the
  /// result has whole tiles.
  [[nodiscard]] Matrix apply(MatrixView matrix) const;

  bool operator==(const HadamardTransform&) const = default;

 private:
  std::vector<int> signs_;
};

}  // namespace metronome::formats
