#pragma once

#include "arch/array/codes.hpp"
#include "arch/mapping/mapping.hpp"

/// Arrays whose feed leaves out rows of a forward product's reduction in which no filter of those
/// that share the feed has a coefficient (arch::LoadPathSpec::skips_zero_rows). Which filters share
/// it is a property of the machine: as many as the widest of its walks takes in one pass. Walks
/// that stream filters past activations that stay in the array cannot leave out an activation for
/// some of them; products whose rows are not all kept are not walked so.
namespace metronome::mapping {

/// Gives a forward product the share of its reduction that the feed keeps, from the rows that its
/// weights are rebuilt from. Products in groups, transposed ones, those of the vector unit and
/// those of blocks with scales stay whole, as do gradients: an input gradient's reduction is the
/// filters, and a weight gradient needs every row for its projection.
void skip_zero_rows(MatrixJob& job, const LoadedOperand& weights,
                    const arch::AcceleratorSpec& machine);

/// Whether filters stream past operands that stay.
[[nodiscard]] inline bool streams_filters(const array::Unrolling& walk) {
  return walk.kind == array::Unrolling::Kind::stationary_operand && walk.transposed;
}

/// Of so many multiply-accumulates, those that happen: the share of the reduction that is fed, tile
/// by tile of the mapping (fed_reduction); without one, of the reduction as one tile.
[[nodiscard]] std::uint64_t kept_products(const MatrixJob& job, const Mapping* mapping,
                                          std::uint64_t macs);

/// Elements of the first `k` of the job's reduction that the array is fed, tile by tile of the
/// mapping: of each tile the share that is kept, rounded up.
[[nodiscard]] std::uint64_t fed_reduction(const MatrixJob& job, const Mapping& mapping,
                                          std::uint64_t k);

/// The operands without what the feed leaves out. Which elements these are is not in the job; those
/// that are kept lie evenly in a tile.
[[nodiscard]] array::GemmCodes without_left_rows(const MatrixJob& job, const Mapping& mapping,
                                                 array::GemmCodes codes);
/// Zeroes those elements in the tensor of weights (patches.hpp).
void clear_left_rows(const MatrixJob& job, const Mapping& mapping, array::CodeMatrix& weights);

}  // namespace metronome::mapping
