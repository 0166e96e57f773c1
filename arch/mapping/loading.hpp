#pragma once

#include <cstdint>
#include <vector>

#include "arch/mapping/mapping.hpp"

/// Work on operands on their way into the buffers, in closed form. The vector unit does what the
/// next tile step needs while the array multiplies the present one's; whichever takes longer
/// counts. The first step's is done before anything is multiplied. Where the lanes multiply in the
/// array's stead nothing is done beside it.
namespace metronome::mapping {

/// Elements that passed such work, re-reads included; 0 of an operand without.
struct LoadedElements {
  std::uint64_t a = 0, b = 0;
  bool operator==(const LoadedElements&) const = default;
};
/// Of all groups.
[[nodiscard]] LoadedElements loaded_elements(const MatrixJob& job, const Mapping& mapping);

/// Bytes of what is read along with the operands, by stream, of all groups; rounded down.
struct BesideBytes {
  trace::Role role = trace::Role::activation;
  std::uint64_t bytes = 0;
  bool operator==(const BesideBytes&) const = default;
};
[[nodiscard]] std::vector<BesideBytes> beside_bytes(const MatrixJob& job, const Mapping& mapping);

/// Cycles that the vector unit takes for them, less the latencies of its pipeline.
[[nodiscard]] double loading_cycles(const MatrixJob& job, const Mapping& mapping,
                                    const vector::VectorSpec& vector);

/// Cycles of the vector unit that the array waits for, of all groups. From the kinds of tiles
/// (first, inner, ragged or last ones of each dimension) and how often which kind follows which,
/// never tile by tile. Exact where the cut is regular (Geometry::regular) and time does not depend
/// on where a tile lies.
[[nodiscard]] std::uint64_t loading_excess(const MatrixJob& job, const Mapping& mapping,
                                           const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
