// The code products with AVX-512 VNNI. vpdpbusd multiplies four unsigned by four signed bytes in
// each 32-bit lane and adds the exact sum (without saturation) to the lane.
#include "workloads/tensor/kernels.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include <cstring>

namespace metronome::tensor {
namespace {

#define METRONOME_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

METRONOME_VNNI inline __m512i quad_everywhere(const SignedQuad& quad) {
  int word = 0;
  std::memcpy(&word, quad.data(), sizeof word);
  return _mm512_set1_epi32(word);
}

/// All sums of the block stay in registers: Rows * Vectors + Vectors + 1 <= 32.
template <std::size_t Rows, std::size_t Vectors>
METRONOME_VNNI void multiply_block(const CodePanel& p) {
  __m512i sums[Rows][Vectors];
#pragma GCC unroll 9
  for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 3
    for (std::size_t v = 0; v < Vectors; ++v) {
      sums[r][v] = _mm512_setzero_si512();
    }
  }
  const SignedQuad* row = p.rows;
  for (std::size_t s = 0; s < p.steps; ++s, row += Rows) {
    const std::ptrdiff_t offset = p.offsets[s];
    __m512i x[Vectors];
#pragma GCC unroll 3
    for (std::size_t v = 0; v < Vectors; ++v) {
      x[v] = _mm512_loadu_si512(p.lanes[v] + offset);
    }
#pragma GCC unroll 9
    for (std::size_t r = 0; r < Rows; ++r) {
      const __m512i a = quad_everywhere(row[r]);
#pragma GCC unroll 3
      for (std::size_t v = 0; v < Vectors; ++v) {
        sums[r][v] = _mm512_dpbusd_epi32(sums[r][v], x[v], a);
      }
    }
  }
#pragma GCC unroll 9
  for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 3
    for (std::size_t v = 0; v < Vectors; ++v) {
      _mm512_storeu_si512(p.sums + r * kPanelLanes + v * kLanes, sums[r][v]);
    }
  }
}

using Block = void (*)(const CodePanel&);

template <std::size_t... Rows>
constexpr auto blocks(std::index_sequence<Rows...>) {
  return std::array<std::array<Block, kPanelVectors>, sizeof...(Rows)>{
      {{multiply_block<Rows + 1, 1>, multiply_block<Rows + 1, 2>, multiply_block<Rows + 1, 3>}...}};
}

void multiply(const CodePanel& p) {
  static constexpr auto kBlocks = blocks(std::make_index_sequence<kBlockRows>{});
  kBlocks[p.row_count - 1][p.vectors - 1](p);
}

METRONOME_VNNI void dot(DotTile& tile) {
  __m512i sums[kDotSigned][kDotUnsigned];
#pragma GCC unroll 4
  for (std::size_t i = 0; i < kDotSigned; ++i) {
#pragma GCC unroll 6
    for (std::size_t j = 0; j < kDotUnsigned; ++j) {
      sums[i][j] = _mm512_setzero_si512();
    }
  }
  for (std::size_t p = 0; p < tile.length; p += sizeof(__m512i)) {
    const std::size_t left = tile.length - p;
    const __mmask64 mask = left >= 64 ? ~__mmask64{0} : (__mmask64{1} << left) - 1;
    __m512i a[kDotSigned];
#pragma GCC unroll 4
    for (std::size_t i = 0; i < kDotSigned; ++i) {
      a[i] = _mm512_maskz_loadu_epi8(mask, tile.signed_rows[i] + p);
    }
#pragma GCC unroll 6
    for (std::size_t j = 0; j < kDotUnsigned; ++j) {
      const __m512i x = _mm512_maskz_loadu_epi8(mask, tile.unsigned_rows[j] + p);
#pragma GCC unroll 4
      for (std::size_t i = 0; i < kDotSigned; ++i) {
        sums[i][j] = _mm512_dpbusd_epi32(sums[i][j], x, a[i]);
      }
    }
  }
#pragma GCC unroll 4
  for (std::size_t i = 0; i < kDotSigned; ++i) {
#pragma GCC unroll 6
    for (std::size_t j = 0; j < kDotUnsigned; ++j) {
      tile.sums[i][j] = _mm512_reduce_add_epi32(sums[i][j]);
    }
  }
}

}  // namespace

const CodeKernels kVnniKernels{multiply, dot};

}  // namespace metronome::tensor

#else

namespace metronome::tensor {
const CodeKernels kVnniKernels{};
}  // namespace metronome::tensor

#endif
