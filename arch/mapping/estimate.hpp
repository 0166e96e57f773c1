#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "arch/mapping/job_shape.hpp"
#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {

/// What a mapping is estimated to take, of one group.
struct Estimate {
  double cycles = 0;
  double bus_bytes = 0;        ///< weighted by the overhead of strides
  double picojoules = 0;       ///< what a mapping decides upon; 0 without weights
  double weighted_cycles = 0;  ///< cycles times traffic_factor()
  bool operator==(const Estimate&) const = default;
};

/// What traffic weighs where time is made least: the 32nd root of the bytes that cross the pins. A
/// mapping that moves twice as many must be 2.2 % quicker, three times as many 3.5 %: time that
/// hides behind the array still costs energy. Of square roots alone, which are equal everywhere.
[[nodiscard]] double traffic_factor(double bytes);

/// What the objective makes least, of estimates.
[[nodiscard]] double score_of(const Estimate& estimate, arch::Objective objective);

/// A way to cut a job into tiles, with the part of the estimate that no walk changes.
struct Tiling {
  SpatialCut cut;
  array::TileShape tile;
  LoopOrder order = LoopOrder::m_outer;
  bool on_bytes = true;       ///< rows that a tile takes in part begin on a byte each
  double bus_bytes = 0;       ///< weighted by the overhead of strides
  double traffic_factor = 1;  ///< of these bytes
  double memory_cycles = 0;   ///< in which the bytes cross the pins and are worked on as they come
  double exposed_cycles = 0;  ///< of the first loads and the last store, which hide behind nothing

  [[nodiscard]] Mapping with(const array::Unrolling& walk) const {
    return {walk, cut, tile, order};
  }
};

/// Estimates the mappings of one job; what they have in common is computed once. Refers to its
/// arguments.
class Estimator {
 public:
  Estimator(const MatrixJob& job, const arch::AcceleratorSpec& machine,
            const MappingWeights& weights);

  /// The tilings of whole channels that fit in the buffers under a walk, in a fixed order, both
  /// loop orders of a tile in turn where they differ. Walks of equal taps_on_array() have the same.
  [[nodiscard]] std::vector<Tiling> tilings(const array::Unrolling& walk) const;
  [[nodiscard]] Tiling tiling(const Mapping& mapping) const;

  /// `use`: what the array takes of one group. Grows with each of its numbers.
  [[nodiscard]] Estimate of(const Tiling& tiling, const array::ArrayUse& use) const;
  [[nodiscard]] Estimate of(const Mapping& mapping) const;

 private:
  /// Of one walk's padding of the reduction.
  struct Padding {
    std::uint64_t taps = 1;  ///< on the array, for each channel
    array::GemmShape gemm;
  };
  /// Bus time for each byte of the operands and the results, in units of a contiguous stream's.
  struct Overheads {
    double a = 1, b = 1, c = 1;
    bool on_bytes = true;
  };
  [[nodiscard]] Padding padding_of(const array::Unrolling& walk) const;
  [[nodiscard]] std::vector<SpatialCut> cuts() const;
  [[nodiscard]] Overheads overheads(const array::TileShape& tile,
                                    const array::GemmShape& gemm) const;
  [[nodiscard]] Tiling complete(Tiling tiling, const Overheads& overheads, const WindowRows& rows,
                                const TileCounts& tiles) const;

  const MatrixJob& job_;
  const arch::AcceleratorSpec& machine_;
  const MappingWeights& weights_;
  JobShape shape_;
  OutputBits output_;
};

/// What a mapped job is estimated to take as a whole: all its groups, and the vector unit's part.
[[nodiscard]] std::uint64_t estimated_cycles(const MatrixJob& job, const Mapping& mapping,
                                             const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
