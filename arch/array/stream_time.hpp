#pragma once

#include <cstdint>

namespace metronome::array {

/// Clocks of the stream of one pass: those in which the mean lane multiplies, and the rest, in
/// which it waits for the slowest.
struct StreamClocks {
  std::uint64_t busy = 0;
  std::uint64_t synchronisation = 0;
  [[nodiscard]] std::uint64_t total() const { return busy + synchronisation; }
  bool operator==(const StreamClocks&) const = default;
};

/// An output-stationary pass: a block of x and y, and its place in the GEMM.
struct PassBlock {
  std::uint64_t rows = 1, columns = 1, length = 1;  ///< of x, of y, of k
  std::uint64_t x = 0, y = 0, k = 0;
  std::uint64_t stride_phase = 0;  ///< of Tile: whose GEMM it is
};

/// How long a pass streams where that depends on the values of the operands.
class StreamTime {
 public:
  virtual ~StreamTime() = default;
  [[nodiscard]] virtual StreamClocks clocks(const PassBlock& block) const = 0;
  /// Whether passes of equal size may take different times.
  [[nodiscard]] virtual bool by_place() const = 0;
};

}  // namespace metronome::array
