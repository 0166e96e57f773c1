#pragma once

#include <cstdint>

#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {

/// Rows of the window tensor (Geometry) that the tiles of a cut read.
struct WindowRows {
  std::uint64_t largest = 0;  ///< by the largest tile
  std::uint64_t all = 0;      ///< by all tiles together
};

/// Elements of the operands that are loaded, re-reads included.
struct LoadedElements {
  std::uint64_t a = 0, b = 0;
  bool operator==(const LoadedElements&) const = default;
};

/// Bits of a tile of results in the output buffer.
struct OutputBits {
  std::uint64_t per_result = 0;
  std::uint64_t per_row = 0;
};
[[nodiscard]] OutputBits output_bits(const MatrixJob& job, const arch::AcceleratorSpec& machine);

/// The sizes of a job that its mappings have in common, so that a search computes them once. Refers
/// to the job.
class JobShape {
 public:
  explicit JobShape(const MatrixJob& job);

  [[nodiscard]] const Geometry& geometry() const { return geometry_; }
  [[nodiscard]] WindowRows window_rows(const SpatialCut& cut) const;
  /// Of one group.
  [[nodiscard]] LoadedElements loaded(const WindowRows& rows, const TileCounts& tiles,
                                      LoopOrder order) const;
  [[nodiscard]] MappingTraffic traffic(const WindowRows& rows, const TileCounts& tiles,
                                       LoopOrder order) const;
  /// `taps`: taps_on_array() of the walk.
  [[nodiscard]] BufferNeed buffer_need(const WindowRows& rows, const array::TileShape& tile,
                                       const BufferSlots& slots, std::uint64_t taps,
                                       const OutputBits& output) const;
  [[nodiscard]] BufferSlots slots(const TileCounts& tiles, LoopOrder order) const;

 private:
  const MatrixJob& job_;
  Geometry geometry_;
  trace::Gemm gemm_;
  std::uint64_t a_exponent_bytes_ = 0, b_exponent_bytes_ = 0;  ///< of a group
};

}  // namespace metronome::mapping
