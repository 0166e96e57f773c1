#pragma once

#include <cstdint>
#include <vector>

#include "arch/mapping/job.hpp"

namespace metronome::mapping {

/// Results and taps along one axis that meet each other: results `first`, `first` + `step`, ... of
/// the anchor tensor (Geometry), `count` of them, with these taps of the kernel.
struct AxisPhase {
  std::uint64_t first = 0, step = 1, count = 1;
  std::vector<std::uint64_t> taps;
  bool operator==(const AxisPhase&) const = default;
};

/// A product of its own: all results and taps of a job, or, of an input gradient in phases, the
/// results at one position relative to the stride with the taps that lie a multiple of the stride
/// from them. Other taps meet nothing but inserted zeros.
struct StridePhase {
  AxisPhase rows, columns;

  [[nodiscard]] std::uint64_t pixels() const { return rows.count * columns.count; }
  [[nodiscard]] std::uint64_t taps() const { return rows.taps.size() * columns.taps.size(); }
  bool operator==(const StridePhase&) const = default;
};

/// Along each axis.
struct AxisPhases {
  std::vector<AxisPhase> rows, columns;
};

/// The job's products by axis: one, or its phases, by position. Positions without a tap or without
/// a result are left out: no product belongs to them, and results there are zero.
[[nodiscard]] AxisPhases axis_phases(const MatrixJob& job);

/// The job's products, row by row; none where no tap of an input gradient in phases meets a result.
[[nodiscard]] std::vector<StridePhase> phases_of(const MatrixJob& job);

/// The job as one product, inserted zeros and all.
[[nodiscard]] StridePhase whole_product(const MatrixJob& job);

/// The GEMM of a phase, of one group: in whole channels, without the padding of an array.
[[nodiscard]] trace::Gemm gemm_of(const MatrixJob& job, const StridePhase& phase);

/// Multiply-accumulates of all GEMMs of all groups, borders and inserted zeros included.
[[nodiscard]] std::uint64_t products_of(const MatrixJob& job);

/// The same without inserted zeros: the most that can be useful.
[[nodiscard]] std::uint64_t useful_products(const MatrixJob& job);

/// How many of `count` neighbours, counted from a multiple of the stride, are at a position
/// relative to it.
[[nodiscard]] std::uint64_t at_position(std::uint64_t count, std::uint64_t position,
                                        std::uint64_t stride);

/// The whole result of one group, row by row, of the results of its phases; what belongs to none of
/// them is zero.
[[nodiscard]] std::vector<std::int64_t> interleaved(
    const MatrixJob& job, const std::vector<std::vector<std::int64_t>>& by_phase);

}  // namespace metronome::mapping
