#include "workloads/methods/weights/coefficients/pruning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome::weights {

template <class T>
std::size_t prune_rows(const WeightShape& shape, double share, std::span<T> weights) {
  METRONOME_ASSERT(weights.size() == shape.elements(), "a weight for each element of the shape");
  const std::size_t rows = shape.inputs * shape.kernel_height;
  const double pruned = std::ceil(share * static_cast<double>(rows));
  if (!(share >= 0 && share < 1) || pruned >= static_cast<double>(rows) + (share == 0 ? 1 : 0)) {
    throw UserError(fmt::format("{} of {} rows of a layer cannot be pruned", share, rows),
                    "a share from 0 to below 1 that leaves at least one row");
  }
  const auto count = static_cast<std::size_t>(pruned);
  std::size_t zeroed = 0;
  for (std::size_t first = 0; first < shape.outputs; first += kPrunedTogether) {
    const std::size_t last = std::min(first + kPrunedTogether, shape.outputs);
    std::vector<double> sums(rows);
    for (std::size_t i = first * shape.row(); i < last * shape.row(); ++i) {
      sums[i % shape.row() / shape.kernel_width] += std::abs(static_cast<double>(weights[i]));
    }
    std::vector<std::size_t> order(rows);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sums[a] < sums[b]; });
    for (std::size_t k = 0; k < count; ++k) {
      for (std::size_t filter = first; filter < last; ++filter) {
        T* row = weights.data() + filter * shape.row() + order[k] * shape.kernel_width;
        std::fill(row, row + shape.kernel_width, T(0));
        ++zeroed;
      }
    }
  }
  return zeroed;
}

template std::size_t prune_rows<float>(const WeightShape&, double, std::span<float>);
template std::size_t prune_rows<double>(const WeightShape&, double, std::span<double>);

}  // namespace metronome::weights
