#pragma once

#include <cstdint>
#include <vector>

#include "arch/mapping/geometry.hpp"
#include "arch/mapping/loading.hpp"
#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {

/// What an operation's loads and stores move, in units (bytes, bursts).
struct OperationTraffic {
  std::uint64_t a = 0, b = 0;  ///< with their shared exponents, each time that a tile is loaded
  std::vector<MovedBeside> beside;  ///< read along with a, then with b
  std::uint64_t c = 0;
  std::vector<std::uint64_t> side_inputs, side_outputs;  ///< of each stream of the epilogue
  bool operator==(const OperationTraffic&) const = default;
};

/// In closed form, what the transfers of the operation's program touch, each for itself: in units
/// of a byte what they ask for, in units of a burst the bursts that move it. A tile's row of codes
/// that begins or ends within a unit moves all of it, so that two tiles may move the same one, and
/// a row that is shorter than a burst moves one or two. Exact for a memory whose tensors are placed
/// as matrix_program() places them: from a burst of their own on.
[[nodiscard]] OperationTraffic traffic_of(const MatrixJob& job, const Mapping& mapping,
                                          Bytes unit = Bytes(1));

/// A stream beside `whole` elements of an operation: what goes with elements `part`, cut into tiles
/// of `tile`; in the same units.
[[nodiscard]] std::uint64_t touched_in_tiles(const Stream& stream, std::uint64_t whole,
                                             const Range& part, std::uint64_t tile,
                                             Bytes unit = Bytes(1));

}  // namespace metronome::mapping
