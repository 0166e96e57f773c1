#pragma once

#include <algorithm>
#include <vector>

#include "workloads/nn/pass.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/tensor/step_memory.hpp"

namespace metronome::nn {

/// The range of each row (channel) of a feature tensor.
template <class T>
[[nodiscard]] tensor::StepVector<quant::Range<T>> channel_ranges(const tensor::Tensor<T>& x,
                                                                 Workspace<T>& workspace) {
  // Rows are cut so that two threads have equal work at three channels too.
  constexpr std::size_t kPiece = 1 << 15;
  const std::size_t rows = x.dim(0);
  const std::size_t pieces = (x.row_size() + kPiece - 1) / kPiece;
  tensor::StepVector<quant::Range<T>> parts(rows * pieces);
  workspace.pool().run(parts.size(), [&](std::size_t task, std::size_t) {
    const std::size_t first = task % pieces * kPiece;
    const std::size_t count = std::min(kPiece, x.row_size() - first);
    parts[task] = quant::range_of(x.row(task / pieces) + first, count);
  });
  tensor::StepVector<quant::Range<T>> ranges(rows);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    ranges[i / pieces].merge(parts[i]);
  }
  return ranges;
}

/// The range of all rows after row i is multiplied by factors[i] >= 0.
template <class T>
[[nodiscard]] quant::Range<T> merged(const tensor::StepVector<quant::Range<T>>& ranges,
                                     const tensor::StepVector<T>& factors) {
  quant::Range<T> all;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    all.merge(ranges[i].scaled(factors[i]));
  }
  return all;
}

}  // namespace metronome::nn
