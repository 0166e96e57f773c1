#pragma once

#include <cstdint>
#include <vector>

#include "arch/mapping/job_shape.hpp"
#include "arch/mapping/mapping.hpp"

/// Work on operands on their way into the buffers, in closed form. The vector unit does what the
/// next tile step needs while the array multiplies the present one's; whichever takes longer
/// counts. The first step's is done before anything is multiplied. Where the lanes multiply in the
/// array's stead nothing is done beside it.
namespace metronome::mapping {

/// Elements that passed such work, of all groups; 0 of an operand without.
[[nodiscard]] LoadedElements loaded_elements(const MatrixJob& job, const Mapping& mapping);

/// Bytes of a stream that is read along with an operand.
struct BesideBytes {
  trace::Role role = trace::Role::activation;
  std::uint64_t bytes = 0;
  bool operator==(const BesideBytes&) const = default;
};

/// Bytes of all that is read along with so many elements of the operands, not rounded.
[[nodiscard]] double bytes_beside(const MatrixJob& job, const LoadedElements& loaded);

/// Cycles that the vector unit takes for so many elements, less the latencies of its pipeline.
[[nodiscard]] double loading_cycles(const MatrixJob& job, const LoadedElements& loaded,
                                    const vector::VectorSpec& vector);

/// Cycles of the vector unit that the array waits for, of all groups. From the kinds of tiles
/// (first, inner, ragged or last ones of each dimension) and how often which kind follows which,
/// never tile by tile. Exact where the cut is regular (Geometry::regular) and time does not depend
/// on where a tile lies.
[[nodiscard]] std::uint64_t loading_excess(const MatrixJob& job, const Mapping& mapping,
                                           const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
