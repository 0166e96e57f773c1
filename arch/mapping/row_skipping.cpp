#include "arch/mapping/row_skipping.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace metronome::mapping {
namespace {

__extension__ using Wide = unsigned __int128;

/// Filters that share a feed, in the widest walk that can leave rows out; 0: there is none.
std::uint64_t filters_of_feed(const array::ArraySpec& array, const array::Operands& operands) {
  std::uint64_t filters = 0;
  for (const array::Unrolling& walk : array::unrollings(array, operands)) {
    if (!streams_filters(walk)) {
      filters = std::max(filters, walk.transposed ? walk.rows : walk.columns);
    }
  }
  return filters;
}

/// Of a tile of `k`.
std::uint64_t fed_of_tile(const MatrixJob& job, std::uint64_t k) {
  const Wide scaled = static_cast<Wide>(k) * job.kept_rows;
  return static_cast<std::uint64_t>((scaled + job.all_rows - 1) / job.all_rows);
}

/// The elements of the reduction that are fed, in order.
std::vector<std::uint64_t> fed_elements(const MatrixJob& job, const Mapping& mapping,
                                        std::uint64_t reduction) {
  std::vector<std::uint64_t> fed;
  for (std::uint64_t first = 0; first < reduction; first += mapping.tile.k) {
    const std::uint64_t size = std::min(mapping.tile.k, reduction - first);
    const std::uint64_t kept = fed_of_tile(job, size);
    for (std::uint64_t i = 0; i < size; ++i) {
      if ((i + 1) * kept / size > i * kept / size) {
        fed.push_back(first + i);
      }
    }
  }
  return fed;
}

}  // namespace

void skip_zero_rows(MatrixJob& job, const LoadedOperand& weights,
                    const arch::AcceleratorSpec& machine) {
  const bool whole = !machine.load_path.skips_zero_rows || weights.kept_rows.empty() ||
                     job.cls != trace::OperationClass::forward || job.transposed ||
                     job.convolution.groups != 1 || job.executor != Executor::array ||
                     job.operands.scale_group > 0;
  const std::uint64_t sharing = whole ? 0 : filters_of_feed(machine.array, job.operands);
  if (sharing == 0) {
    return;
  }
  const std::size_t at = std::min<std::size_t>(
      static_cast<std::size_t>(std::bit_width(sharing - 1)), weights.kept_rows.size() - 1);
  const std::uint64_t kept = std::max<std::uint64_t>(weights.kept_rows[at], 1);
  const std::uint64_t all =
      weights.filter_rows * ceil_div(job.convolution.out_channels, std::uint64_t{1} << at);
  if (kept < all) {
    job.kept_rows = kept;
    job.all_rows = all;
  }
}

std::uint64_t kept_products(const MatrixJob& job, const Mapping* mapping, std::uint64_t macs) {
  if (job.all_rows == 0) {
    return macs;
  }
  const std::uint64_t all = mapping == nullptr ? trace::gemm_of(job.convolution, job.cls).k
                                               : array_shape(job, mapping->unrolling).k;
  const std::uint64_t fed =
      mapping == nullptr ? fed_of_tile(job, all) : fed_reduction(job, *mapping, all);
  return static_cast<std::uint64_t>((static_cast<Wide>(macs) * fed + all - 1) / all);
}

std::uint64_t fed_reduction(const MatrixJob& job, const Mapping& mapping, std::uint64_t k) {
  if (job.all_rows == 0) {
    return k;
  }
  const std::uint64_t tile = mapping.tile.k;
  return k / tile * fed_of_tile(job, tile) + fed_of_tile(job, k % tile);
}

array::GemmCodes without_left_rows(const MatrixJob& job, const Mapping& mapping,
                                   array::GemmCodes codes) {
  if (job.all_rows == 0) {
    return codes;
  }
  METRONOME_ASSERT(codes.a.zero_point == 0 && codes.b.zero_point == 0,
                   "what is left out is zero where codes lie around zero");
  const std::vector<std::uint64_t> fed = fed_elements(job, mapping, codes.a.columns);
  array::GemmCodes out = codes;
  out.a.mask = {};  // what is no code is 0
  out.a.columns = out.b.rows = fed.size();
  out.a.codes.clear();
  out.b.codes.clear();
  for (std::uint64_t row = 0; row < codes.a.rows; ++row) {
    for (const std::uint64_t element : fed) {
      out.a.codes.push_back(codes.a.at(row, element));
    }
  }
  for (const std::uint64_t element : fed) {
    for (std::uint64_t column = 0; column < codes.b.columns; ++column) {
      out.b.codes.push_back(codes.b.at(element, column));
    }
  }
  return out;
}

void clear_left_rows(const MatrixJob& job, const Mapping& mapping, array::CodeMatrix& weights) {
  if (job.all_rows == 0) {
    return;
  }
  const std::vector<std::uint64_t> fed = fed_elements(job, mapping, weights.rows);
  for (std::uint64_t row = 0; row < weights.rows; ++row) {
    if (!std::binary_search(fed.begin(), fed.end(), row)) {
      for (std::uint64_t column = 0; column < weights.columns; ++column) {
        weights.codes[row * weights.columns + column] = 0;
      }
    }
  }
}

}  // namespace metronome::mapping
