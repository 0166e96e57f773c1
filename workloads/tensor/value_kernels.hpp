#pragma once

#include <array>
#include <cstddef>

#include "workloads/tensor/panel_product.hpp"

namespace metronome::tensor {

template <class T>
using ValuePanel = PanelProduct<T, T, T>;

/// Every product is added by a fused multiply-add, in the order of the steps: the same bytes on
/// every processor.
template <class T>
void multiply_values(const ValuePanel<T>& panel);

inline constexpr std::size_t kDotLeft = 4;
inline constexpr std::size_t kDotRight = 6;

/// sums[i][j] = sum over p < length of left[i][p] * right[j][offsets[p / kLanes] + p % kLanes],
/// summed by fused multiply-adds in kLanes lanes, which are then added in halves: the same bytes on
/// every processor.
template <class T>
struct ValueDots {
  std::array<const T*, kDotLeft> left{};
  std::array<const T*, kDotRight> right{};
  const std::ptrdiff_t* offsets = nullptr;
  std::size_t length = 0;
  std::array<std::array<T, kDotRight>, kDotLeft> sums{};
};
template <class T>
void dot_values(ValueDots<T>& dots);

/// The same in plain C++, whatever the processor has.
template <class T>
void multiply_values_portably(const ValuePanel<T>& panel);
template <class T>
void dot_values_portably(ValueDots<T>& dots);

}  // namespace metronome::tensor
