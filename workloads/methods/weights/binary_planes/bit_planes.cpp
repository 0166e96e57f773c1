#include "workloads/methods/weights/binary_planes/bit_planes.hpp"

#include <bit>
#include <cstring>

#include "sim/base/error.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/rounded_grid.hpp"

namespace metronome::weights {
namespace {

/// Pairs of words at a time, as the processor counts.
std::int64_t common_ones(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::int64_t count = 0;
  std::size_t i = 0;
  for (; i + 2 <= a.size(); i += 2) {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::memcpy(&x, a.data() + i, sizeof x);
    std::memcpy(&y, b.data() + i, sizeof y);
    count += std::popcount(x & y);
  }
  return i < a.size() ? count + std::popcount(a[i] & b[i]) : count;
}

}  // namespace

BitPlanes::BitPlanes(std::span<const std::int32_t> codes, std::size_t depth, int bits)
    : bits_(bits), rows_(0), depth_(depth) {
  require_width(bits, 1, kMostRoundedBits, "binary planes");
  METRONOME_ASSERT(depth > 0 && codes.size() % depth == 0, "rows of codes are whole");
  rows_ = codes.size() / depth;
  sums_.resize(rows_);
  words_.resize(static_cast<std::size_t>(bits) * rows_ * words_per_row());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    METRONOME_ASSERT(codes[i] >= 0 && codes[i] >> bits == 0, "a code fits its planes");
    const std::size_t r = i / depth;
    const std::size_t k = i % depth;
    sums_[r] += codes[i];
    for (int p = 0; p < bits; ++p) {
      const std::uint32_t bit = static_cast<std::uint32_t>(codes[i]) >> p & 1U;
      words_[(static_cast<std::size_t>(p) * rows_ + r) * words_per_row() + k / 32] |= bit << k % 32;
    }
  }
}

BitPlanes BitPlanes::rows_of(std::size_t first, std::size_t count) const {
  METRONOME_ASSERT(first + count <= rows_, "rows that are there");
  BitPlanes part(bits_, count, depth_);
  for (int p = 0; p < bits_; ++p) {
    for (std::size_t r = first; r < first + count; ++r) {
      const std::span<const std::uint32_t> words = row(p, r);
      part.words_.insert(part.words_.end(), words.begin(), words.end());
    }
  }
  part.sums_.assign(sums_.begin() + static_cast<std::ptrdiff_t>(first),
                    sums_.begin() + static_cast<std::ptrdiff_t>(first + count));
  return part;
}

std::vector<std::int32_t> plane_counts(const BitPlanes& u, int m, const BitPlanes& v, int k) {
  METRONOME_ASSERT(u.depth() == v.depth(), "both operands have the reduction axis");
  std::vector<std::int32_t> counts;
  counts.reserve(u.rows() * v.rows());
  for (std::size_t row = 0; row < u.rows(); ++row) {
    for (std::size_t column = 0; column < v.rows(); ++column) {
      counts.push_back(static_cast<std::int32_t>(common_ones(u.row(m, row), v.row(k, column))));
    }
  }
  return counts;
}

std::vector<std::int64_t> binary_product(const BitPlanes& u, const BitPlanes& v) {
  METRONOME_ASSERT(u.depth() == v.depth(), "both operands have the reduction axis");
  std::vector<std::int64_t> sums;
  sums.reserve(u.rows() * v.rows());
  for (std::size_t row = 0; row < u.rows(); ++row) {
    for (std::size_t column = 0; column < v.rows(); ++column) {
      std::int64_t sum = 0;
      for (int m = 0; m < u.bits(); ++m) {
        for (int k = 0; k < v.bits(); ++k) {
          sum += common_ones(u.row(m, row), v.row(k, column)) << (m + k);
        }
      }
      sums.push_back(sum);
    }
  }
  return sums;
}

}  // namespace metronome::weights
