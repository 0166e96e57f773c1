#include "workloads/methods/weights/nested_planes/plane_product.hpp"

#include "sim/base/error.hpp"

namespace metronome::weights {

PlaneProduct::PlaneProduct(std::size_t rows, std::span<const std::int32_t> inputs,
                           std::size_t depth)
    : rows_(rows), depth_(depth), inputs_(inputs.begin(), inputs.end()) {
  METRONOME_ASSERT(depth > 0 && inputs.size() % depth == 0, "columns of inputs are whole");
  input_sums_.resize(inputs.size() / depth);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    input_sums_[i / depth] += inputs[i];
  }
  sums_.resize(rows_ * input_sums_.size());
}

void PlaneProduct::refine(const PlaneMajor& planes, int bits) {
  METRONOME_ASSERT(planes.codes() == rows_ * depth_, "a row of codes for each row of the product");
  METRONOME_ASSERT(bits <= planes.bits() && bits >= done_, "planes are added in their order");
  const std::size_t columns = input_sums_.size();
  for (; done_ < bits; ++done_) {
    for (std::size_t row = 0; row < rows_; ++row) {
      for (std::size_t column = 0; column < columns; ++column) {
        std::int64_t sum = 0;
        for (std::size_t k = 0; k < depth_; ++k) {
          sum += planes.bit(done_, row * depth_ + k) ? inputs_[column * depth_ + k] : 0;
        }
        std::int64_t& total = sums_[row * columns + column];
        total = 2 * total + sum;
      }
    }
  }
}

template <class T>
T nested_real(std::int64_t sum, std::int64_t input_sum, int bits, int input_bits, T scale,
              T alpha) {
  const auto whole = std::int64_t{1} << bits;
  const auto steps = (std::int64_t{1} << input_bits) - 1;
  const std::int64_t centred = 2 * sum + (1 - whole) * input_sum;
  return alpha * scale * static_cast<T>(centred) / static_cast<T>(whole * steps);
}

template float nested_real<float>(std::int64_t, std::int64_t, int, int, float, float);
template double nested_real<double>(std::int64_t, std::int64_t, int, int, double, double);

}  // namespace metronome::weights
