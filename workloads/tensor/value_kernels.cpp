#include "workloads/tensor/value_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "workloads/tensor/vector_kernels.hpp"

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

template <class T>
void multiply_values(const ValuePanel<T>& panel) {
  if constexpr (std::is_same_v<T, float>) {
    if (const VectorKernels* const kernels = widest_kernels()) {
      kernels->multiply(panel);
      return;
    }
  }
  multiply_values_portably(panel);
}

template <class T>
void dot_values(ValueDots<T>& dots) {
  if constexpr (std::is_same_v<T, float>) {
    if (const VectorKernels* const kernels = widest_kernels()) {
      kernels->dot(dots);
      return;
    }
  }
  dot_values_portably(dots);
}

template void multiply_values<double>(const ValuePanel<double>&);
template void multiply_values<float>(const ValuePanel<float>&);
template void dot_values<double>(ValueDots<double>&);
template void dot_values<float>(ValueDots<float>&);

}  // namespace metronome::tensor
