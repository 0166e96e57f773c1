#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "sim/base/random.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/tensor/tensor.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::nn {

/// Nodes are fewer: the second product of a layer has the layer's id plus this (of an LSTM the
/// recurrent one, of attention the context).
inline constexpr std::uint64_t kSecondProduct = std::uint64_t{1} << 15;

/// An operand of a product as it is quantized: row i of `real`, times factors[i], on grids[i].
template <class T>
struct QuantizedOperand {
  std::uint64_t id = 0;  ///< of the product
  trace::Operand operand = trace::Operand::forward_a;
  int bits = 0;
  const tensor::Tensor<T>* real = nullptr;
  std::span<const quant::Grid<T>> grids{};  ///< one for all rows or one for each
  std::span<const T> factors{};             ///< empty: 1
  const RandomStream* noise = nullptr;      ///< draw i for element i; null: rounded half to even
  /// In the place of all of these, of an operand in a number format: how often each magnitude
  /// occurs (formats::MagnitudeCounts).
  std::span<const std::uint64_t> magnitudes{};
};

/// Is shown every quantized operand of a training pass, on the thread that runs the pass.
template <class T>
using CodeObserver = std::function<void(const QuantizedOperand<T>&)>;

}  // namespace metronome::nn
