#include "workloads/tensor/value_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace metronome::tensor {

template <class T>
void multiply_values_portably(const ValuePanel<T>& p) {
  for (std::size_t r = 0; r < p.row_count; ++r) {
    for (std::size_t v = 0; v < p.vectors; ++v) {
      std::array<T, kLanes> sums{};
      for (std::size_t s = 0; s < p.steps; ++s) {
        const T a = p.rows[s * p.row_count + r];
        const T* x = p.lanes[v] + p.offsets[s];
        for (std::size_t l = 0; l < kLanes; ++l) {
          sums[l] = std::fma(a, x[l], sums[l]);
        }
      }
      std::copy(sums.begin(), sums.end(), p.sums + r * kPanelLanes + v * kLanes);
    }
  }
}

template <class T>
void dot_values_portably(ValueDots<T>& d) {
  for (std::size_t i = 0; i < kDotLeft; ++i) {
    for (std::size_t j = 0; j < kDotRight; ++j) {
      std::array<T, kLanes> sums{};
      for (std::size_t p = 0; p < d.length; p += kLanes) {
        const T* a = d.left[i] + p;
        const T* x = d.right[j] + d.offsets[p / kLanes];
        for (std::size_t l = 0; l < std::min(kLanes, d.length - p); ++l) {
          sums[l] = std::fma(a[l], x[l], sums[l]);
        }
      }
      for (std::size_t half = kLanes / 2; half > 0; half /= 2) {
        for (std::size_t l = 0; l < half; ++l) {
          sums[l] += sums[l + half];
        }
      }
      d.sums[i][j] = sums[0];
    }
  }
}

template void multiply_values_portably<double>(const ValuePanel<double>&);
template void multiply_values_portably<float>(const ValuePanel<float>&);
template void dot_values_portably<double>(ValueDots<double>&);
template void dot_values_portably<float>(ValueDots<float>&);

#if defined(__x86_64__)
namespace {

#define METRONOME_AVX512 __attribute__((target("avx512f")))

template <std::size_t Rows, std::size_t Vectors>
METRONOME_AVX512 void multiply_block(const ValuePanel<float>& p) {
  __m512 sums[Rows][Vectors];
#pragma GCC unroll 9
  for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 3
    for (std::size_t v = 0; v < Vectors; ++v) {
      sums[r][v] = _mm512_setzero_ps();
    }
  }
  const float* row = p.rows;
  for (std::size_t s = 0; s < p.steps; ++s, row += Rows) {
    const std::ptrdiff_t offset = p.offsets[s];
    __m512 x[Vectors];
#pragma GCC unroll 3
    for (std::size_t v = 0; v < Vectors; ++v) {
      x[v] = _mm512_loadu_ps(p.lanes[v] + offset);
    }
#pragma GCC unroll 9
    for (std::size_t r = 0; r < Rows; ++r) {
      const __m512 a = _mm512_set1_ps(row[r]);
#pragma GCC unroll 3
      for (std::size_t v = 0; v < Vectors; ++v) {
        sums[r][v] = _mm512_fmadd_ps(a, x[v], sums[r][v]);
      }
    }
  }
#pragma GCC unroll 9
  for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 3
    for (std::size_t v = 0; v < Vectors; ++v) {
      _mm512_storeu_ps(p.sums + r * kPanelLanes + v * kLanes, sums[r][v]);
    }
  }
}

using Block = void (*)(const ValuePanel<float>&);

template <std::size_t... Rows>
constexpr auto blocks(std::index_sequence<Rows...>) {
  return std::array<std::array<Block, kPanelVectors>, sizeof...(Rows)>{
      {{multiply_block<Rows + 1, 1>, multiply_block<Rows + 1, 2>, multiply_block<Rows + 1, 3>}...}};
}

METRONOME_AVX512 void dot_block(ValueDots<float>& d) {
  __m512 sums[kDotLeft][kDotRight];
#pragma GCC unroll 4
  for (std::size_t i = 0; i < kDotLeft; ++i) {
#pragma GCC unroll 6
    for (std::size_t j = 0; j < kDotRight; ++j) {
      sums[i][j] = _mm512_setzero_ps();
    }
  }
  for (std::size_t p = 0; p < d.length; p += kLanes) {
    const std::size_t left = d.length - p;
    const auto mask = static_cast<__mmask16>(left >= kLanes ? 0xffff : (1u << left) - 1);
    const std::ptrdiff_t offset = d.offsets[p / kLanes];
    __m512 a[kDotLeft];
#pragma GCC unroll 4
    for (std::size_t i = 0; i < kDotLeft; ++i) {
      a[i] = _mm512_maskz_loadu_ps(mask, d.left[i] + p);
    }
#pragma GCC unroll 6
    for (std::size_t j = 0; j < kDotRight; ++j) {
      const __m512 x = _mm512_maskz_loadu_ps(mask, d.right[j] + offset);
#pragma GCC unroll 4
      for (std::size_t i = 0; i < kDotLeft; ++i) {
        sums[i][j] = _mm512_fmadd_ps(a[i], x, sums[i][j]);
      }
    }
  }
#pragma GCC unroll 4
  for (std::size_t i = 0; i < kDotLeft; ++i) {
#pragma GCC unroll 6
    for (std::size_t j = 0; j < kDotRight; ++j) {
      d.sums[i][j] = _mm512_reduce_add_ps(sums[i][j]);
    }
  }
}

bool has_avx512() {
  static const bool has = __builtin_cpu_supports("avx512f") != 0;
  return has;
}

}  // namespace
#endif

template <class T>
void multiply_values(const ValuePanel<T>& panel) {
#if defined(__x86_64__)
  if constexpr (std::is_same_v<T, float>) {
    if (has_avx512()) {
      static constexpr auto kBlocks = blocks(std::make_index_sequence<kBlockRows>{});
      kBlocks[panel.row_count - 1][panel.vectors - 1](panel);
      return;
    }
  }
#endif
  multiply_values_portably(panel);
}

template <class T>
void dot_values(ValueDots<T>& dots) {
#if defined(__x86_64__)
  if constexpr (std::is_same_v<T, float>) {
    if (has_avx512()) {
      dot_block(dots);
      return;
    }
  }
#endif
  dot_values_portably(dots);
}

template void multiply_values<double>(const ValuePanel<double>&);
template void multiply_values<float>(const ValuePanel<float>&);
template void dot_values<double>(ValueDots<double>&);
template void dot_values<float>(ValueDots<float>&);

}  // namespace metronome::tensor
