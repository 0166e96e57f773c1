#pragma once

#include <cstdint>
#include <vector>

#include "arch/mapping/geometry.hpp"
#include "arch/mapping/loading.hpp"
#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {

/// Bytes that an operation's loads and stores move.
struct OperationTraffic {
  std::uint64_t a = 0, b = 0;  ///< with their shared exponents, each time that a tile is loaded
  std::vector<BesideBytes> beside;  ///< read along with a, then with b
  std::uint64_t c = 0;
  std::vector<std::uint64_t> side_inputs, side_outputs;  ///< of each stream of the epilogue
  bool operator==(const OperationTraffic&) const = default;
};

/// In closed form, what the transfers of the operation's program move, to the byte: a tile's row of
/// codes that begins or ends within a byte moves that byte, too, so that two tiles may move the
/// same one.
[[nodiscard]] OperationTraffic traffic_of(const MatrixJob& job, const Mapping& mapping);

/// A stream beside `whole` elements of an operation: what goes with elements `part`, cut into tiles
/// of `tile`.
[[nodiscard]] std::uint64_t bytes_in_tiles(const Stream& stream, std::uint64_t whole,
                                           const Range& part, std::uint64_t tile);

}  // namespace metronome::mapping
