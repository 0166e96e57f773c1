#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace metronome::sim {

/// A loop of an operation along which a run of it may be cut short, in strides that are alike.
struct CutLoop {
  std::uint64_t strides = 1;
  std::uint64_t steps = 1;   ///< of the tile nest, in a stride
  bool regular = true;       ///< all strides but the first and the last are alike
  std::uint64_t period = 1;  ///< strides after which all streams are at the same byte of a burst
  /// How far streams have moved against each other in the banks after so many strides; 0: not.
  std::function<double(std::uint64_t)> misalignment;
};

/// A run keeps so many strides of a loop, the last one among them, and `measured` ones before that
/// stand for themselves and for all that are left out.
struct LoopCut {
  std::size_t loop = 0;
  std::uint64_t strides = 1;
  std::uint64_t kept = 0;
  std::uint64_t measured = 0;

  [[nodiscard]] std::uint64_t left_out() const { return strides - kept - measured; }
  /// What the run has of the loop.
  [[nodiscard]] double share() const {
    return static_cast<double>(kept + measured) / static_cast<double>(strides);
  }
  bool operator==(const LoopCut&) const = default;
};

/// An operation of so many cycles, on a machine whose memory has so many channels and refreshes
/// every so many cycles.
struct RunLength {
  std::uint64_t cycles = 0;
  std::uint64_t refresh_cycles = 1;
  std::uint64_t channels = 1;
};

/// The cuts, along up to three loops, with which the least is simulated, from the outermost loop to
/// the innermost one; none where that is more than a third of the operation. `loops`: of its nest,
/// likewise.
[[nodiscard]] std::vector<LoopCut> shortest_run(std::span<const CutLoop> loops,
                                                const RunLength& length);

/// What a run with these cuts simulates, as a share of the operation.
[[nodiscard]] double share_of(std::span<const LoopCut> cuts);

}  // namespace metronome::sim
