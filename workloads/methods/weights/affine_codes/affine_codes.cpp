#include "workloads/methods/weights/affine_codes/affine_codes.hpp"

#include <algorithm>

#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/bit_stream.hpp"
#include "workloads/methods/weights/form/reals.hpp"
#include "workloads/quant/affine.hpp"

namespace metronome::weights {

template <class T>
AffineCodes<T>::AffineCodes(const WeightShape& shape, std::span<const T> weights)
    : shape_(shape), weights_(weights.begin(), weights.end()), gradient_(weights.size()) {
  METRONOME_ASSERT(weights.size() == shape.elements(), "a weight for each element of the shape");
}

template <class T>
void AffineCodes<T>::check(int bits) const {
  require_width(bits, 0, quant::kMaxBits, "weights of affine codes");
}

template <class T>
void AffineCodes<T>::forward(int bits, std::span<T> out) const {
  check(bits);
  METRONOME_ASSERT(out.size() == weights_.size(), "a value for each weight");
  if (bits == 0) {
    std::copy(weights_.begin(), weights_.end(), out.begin());
    return;
  }
  const std::size_t n = shape_.row();
  for (std::size_t at = 0; at < weights_.size(); at += n) {
    const T* row = weights_.data() + at;
    quant::quantize(row, n, quant::grid_of(quant::range_of(row, n), bits), out.data() + at);
  }
}

template <class T>
void AffineCodes<T>::clear_gradients() {
  std::fill(gradient_.begin(), gradient_.end(), T(0));
}

template <class T>
void AffineCodes<T>::add_gradients(int bits, std::span<const T> gradient) {
  check(bits);
  METRONOME_ASSERT(gradient.size() == weights_.size(), "a gradient for each weight");
  std::transform(gradient.begin(), gradient.end(), gradient_.begin(), gradient_.begin(),
                 std::plus<>());
}

template <class T>
std::optional<int> AffineCodes<T>::product_bits(int bits) const {
  return bits == 0 ? std::nullopt : std::optional(bits);
}

template <class T>
StoredForm AffineCodes<T>::stored(int bits) const {
  check(bits);
  if (bits == 0) {
    return {{{StreamKind::codes, Bits(kRealBits) * weights_.size(), 1}}};
  }
  return {{{StreamKind::codes, Bits(static_cast<std::uint64_t>(bits)) * weights_.size(), 1},
           {StreamKind::scales, Bits(2 * kRealBits) * shape_.outputs, 1}}};
}

template <class T>
StoredForm AffineCodes<T>::training_state() const {
  return {{{StreamKind::master, Bits(kRealBits) * weights_.size(), 1}}};
}

template <class T>
std::string AffineCodes<T>::encode(int bits) const {
  check(bits);
  std::string grids;
  if (bits == 0) {
    put_reals<T>(grids, weights_);
    return grids;
  }
  BitWriter codes;
  const std::size_t n = shape_.row();
  std::vector<T> row_codes(n);
  for (std::size_t at = 0; at < weights_.size(); at += n) {
    const T* row = weights_.data() + at;
    const quant::Grid<T> grid = quant::grid_of(quant::range_of(row, n), bits);
    quant::quantize_to_codes(row, n, grid, row_codes.data());
    for (const T code : row_codes) {
      codes.put(static_cast<std::uint32_t>(code), bits);
    }
    const T parts[] = {grid.scale, grid.zero_point};
    put_reals<T>(grids, parts);
  }
  return codes.bytes() + grids;
}

template <class T>
std::vector<FormWork> AffineCodes<T>::forward_work(int bits) const {
  check(bits);
  return {};
}

template <class T>
std::vector<FormWork> AffineCodes<T>::training_work(int bits) const {
  if (bits == 0) {
    return {};
  }
  return {{Action::range, weights_.size()}, {Action::quantize, weights_.size()}};
}

template class AffineCodes<float>;
template class AffineCodes<double>;
static_assert(WeightForm<AffineCodes<float>, float> && WeightForm<AffineCodes<double>, double>);

}  // namespace metronome::weights
