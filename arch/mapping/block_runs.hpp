#pragma once

#include "arch/array/codes.hpp"
#include "arch/mapping/mapping.hpp"

/// Blocks with a scale on the lanes. The reduction of a product consists of runs that no block
/// reaches out of (trace::block_run): the channels of each tap; of a weight gradient that reads
/// shifted positions, the samples at each position. What joins products before a scale can come in
/// between (array::Unrolling::joined) then takes one block at a time: each run of a tile is filled
/// up with zeros to whole steps (or whole stationary rows), and so is each block that does not fill
/// them. A product of one run, of blocks that fill the lanes, stays as it is.
namespace metronome::mapping {

/// Elements of the array's reduction for the first `k` of the job's (in `taps` rows for each
/// channel, as array_shape() counts them, no gradient by weights), tile by tile of the mapping.
/// Arrays without scales, and the vector unit, see `k`.
[[nodiscard]] std::uint64_t with_blocks_filled(const MatrixJob& job, const Mapping& mapping,
                                               std::uint64_t taps, std::uint64_t k);

/// The same of the operands: along the reduction, the elements of a tile run by run, and zeros.
[[nodiscard]] array::GemmCodes with_blocks_filled(const MatrixJob& job, const Mapping& mapping,
                                                  std::uint64_t taps, array::GemmCodes codes);

}  // namespace metronome::mapping
