#include "arch/mapping/block_runs.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "arch/mapping/geometry.hpp"

namespace metronome::mapping {
namespace {

/// So many runs of one length.
struct Runs {
  std::uint64_t count = 1, length = 0;
};

/// Those of a tile of `k`.
Runs runs_in(const MatrixJob& job, const Mapping& mapping, std::uint64_t taps, std::uint64_t k) {
  if (!job.is_weight_gradient()) {
    return {taps, exact_div(k, taps)};
  }
  const std::uint64_t reduction = trace::gemm_of(job.convolution, job.cls).k;
  if (job.operands.block_run >= reduction) {
    return {1, k};
  }
  const ImageTensor anchor = Geometry(job).anchor();
  const std::uint64_t pixels = mapping.cut.rows > 0 ? k : anchor.height * anchor.width;
  return {pixels, exact_div(k, pixels)};
}

bool fills(const MatrixJob& job) {
  return job.executor == Executor::array && job.operands.scale_group > 0 &&
         job.operands.block_run > 0;
}

/// A run as the lanes have it, one of so many.
std::uint64_t filled(const array::Operands& operands, const array::Unrolling& walk,
                     const Runs& runs) {
  const std::uint64_t group = operands.scale_group;
  const std::uint64_t joined = walk.joined_elements();
  const std::uint64_t rest = runs.length % group;
  return runs.length / group * round_up(group, joined) +
         (runs.count > 1 ? round_up(rest, joined) : rest);
}

std::uint64_t filled_tile(const MatrixJob& job, const Mapping& mapping, std::uint64_t taps,
                          std::uint64_t k) {
  if (k == 0) {
    return 0;
  }
  const Runs runs = runs_in(job, mapping, taps, k);
  return runs.count * filled(job.operands, mapping.unrolling, runs);
}

/// Which element of the job's reduction each of the array's is; none: a zero.
using Order = std::vector<std::optional<std::uint64_t>>;

/// Behind `first` elements, those of a tile of `k`.
void append_tile(const MatrixJob& job, const Mapping& mapping, std::uint64_t taps,
                 std::uint64_t first, std::uint64_t k, Order& order) {
  const Runs runs = runs_in(job, mapping, taps, k);
  const std::uint64_t group = job.operands.scale_group;
  const std::uint64_t block = round_up(group, mapping.unrolling.joined_elements());
  // Of a channel the taps lie side by side, of a sample the positions.
  for (std::uint64_t run = 0; run < runs.count; ++run) {
    const std::size_t begin = order.size();
    for (std::uint64_t at = 0; at < runs.length; ++at) {
      order.resize(begin + at / group * block + at % group);
      order.emplace_back(first + at * runs.count + run);
    }
    order.resize(begin + filled(job.operands, mapping.unrolling, runs));
  }
}

array::CodeMatrix columns_in(const Order& order, const array::CodeMatrix& matrix) {
  array::CodeMatrix out = matrix;
  out.mask = {};  // what is no code is 0
  out.columns = order.size();
  out.codes.assign(out.rows * out.columns, 0);
  for (std::uint64_t row = 0; row < out.rows; ++row) {
    for (std::uint64_t column = 0; column < out.columns; ++column) {
      if (order[column]) {
        out.codes[row * out.columns + column] = matrix.at(row, *order[column]);
      }
    }
  }
  return out;
}

array::CodeMatrix rows_in(const Order& order, const array::CodeMatrix& matrix) {
  array::CodeMatrix out = matrix;
  out.mask = {};
  out.rows = order.size();
  out.codes.assign(out.rows * out.columns, 0);
  for (std::uint64_t row = 0; row < out.rows; ++row) {
    for (std::uint64_t column = 0; order[row] && column < out.columns; ++column) {
      out.codes[row * out.columns + column] = matrix.at(*order[row], column);
    }
  }
  return out;
}

/// Of a tile in `taps` rows for each channel.
std::uint64_t tile_of(const MatrixJob& job, const Mapping& mapping, std::uint64_t taps) {
  return job.is_weight_gradient() || !job.phases
             ? mapping.tile.k
             : mapping.tile.k / taps_on_array(job, mapping.unrolling) * taps;
}

}  // namespace

std::uint64_t with_blocks_filled(const MatrixJob& job, const Mapping& mapping, std::uint64_t taps,
                                 std::uint64_t k) {
  if (!fills(job)) {
    return k;
  }
  const std::uint64_t tile = tile_of(job, mapping, taps);
  return k / tile * filled_tile(job, mapping, taps, tile) +
         filled_tile(job, mapping, taps, k % tile);
}

array::GemmCodes with_blocks_filled(const MatrixJob& job, const Mapping& mapping,
                                    std::uint64_t taps, array::GemmCodes codes) {
  if (!fills(job)) {
    return codes;
  }
  const std::uint64_t tile = tile_of(job, mapping, taps);
  Order order;
  for (std::uint64_t first = 0; first < codes.a.columns; first += tile) {
    append_tile(job, mapping, taps, first, std::min(tile, codes.a.columns - first), order);
  }
  return {columns_in(order, codes.a), rows_in(order, codes.b)};
}

}  // namespace metronome::mapping
