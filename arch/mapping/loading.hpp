#pragma once

#include <cstdint>
#include <vector>

#include "arch/mapping/job_shape.hpp"
#include "arch/mapping/mapping.hpp"

/// Work on operands on their way into the buffers, in closed form. The vector unit and the engines
/// of the load path, side by side, do what the next tile step needs while the array multiplies the
/// present one's; whichever takes longer counts. The first step's is done before anything is
/// multiplied. Where the lanes multiply in the array's stead nothing is done beside it.
namespace metronome::mapping {

/// Elements that passed such work, of all groups; 0 of an operand without.
[[nodiscard]] LoadedElements loaded_elements(const MatrixJob& job, const Mapping& mapping);

/// What is read of a stream along with an operand: bytes, or bursts.
struct MovedBeside {
  trace::Role role = trace::Role::activation;
  std::uint64_t moved = 0;
  bool operator==(const MovedBeside&) const = default;
};

/// Bytes of all that is read along with so many elements of the operands, not rounded.
[[nodiscard]] double bytes_beside(const MatrixJob& job, const LoadedElements& loaded);

/// Cycles that the vector unit or an engine takes for so many elements, whichever is slower, less
/// the latencies of the unit's pipeline.
[[nodiscard]] double loading_cycles(const MatrixJob& job, const LoadedElements& loaded,
                                    const arch::AcceleratorSpec& machine);

/// Cycles that an engine of the load path takes for so many elements of an operand.
[[nodiscard]] std::uint64_t engine_cycles(const std::optional<MadeOperand>& made,
                                          std::uint64_t elements,
                                          const arch::LoadPathSpec& load_path);

/// What the array waits for: the vector unit, and, where it is the later, an engine.
struct LoadingExcess {
  std::uint64_t vector = 0;
  std::uint64_t engine = 0;
  bool operator==(const LoadingExcess&) const = default;
  LoadingExcess& operator+=(const LoadingExcess& other) {
    vector += other.vector;
    engine += other.engine;
    return *this;
  }
};
[[nodiscard]] inline LoadingExcess operator*(std::uint64_t times, const LoadingExcess& excess) {
  return {times * excess.vector, times * excess.engine};
}

/// Cycles that the array waits for work on operands, of all groups. From the kinds of tiles
/// (first, inner, ragged or last ones of each dimension) and how often which kind follows which,
/// never tile by tile. Exact where the cut is regular (Geometry::regular) and time does not depend
/// on where a tile lies.
[[nodiscard]] LoadingExcess loading_excess(const MatrixJob& job, const Mapping& mapping,
                                           const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
