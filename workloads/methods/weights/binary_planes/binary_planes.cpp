#include "workloads/methods/weights/binary_planes/binary_planes.hpp"

#include <algorithm>

#include "workloads/methods/weights/form/reals.hpp"
#include "workloads/methods/weights/form/rounded_grid.hpp"
#include "workloads/methods/weights/form/tanh_grid.hpp"

namespace metronome::weights {

template <class T>
BinaryPlanes<T>::BinaryPlanes(const WeightShape& shape, const BinarySpec& spec,
                              std::span<const T> weights)
    : shape_(shape),
      spec_(spec),
      weights_(weights.begin(), weights.end()),
      gradient_(weights.size()) {
  METRONOME_ASSERT(weights.size() == shape.elements(), "a weight for each element of the shape");
  require_width(spec.bits, 1, kMostRoundedBits, "binary planes");
  (void)TanhGrid<T>(weights);
}

template <class T>
void BinaryPlanes<T>::check(int bits) const {
  require_width(bits, 1, spec_.bits, "weights of a layer with found bits");
}

template <class T>
T BinaryPlanes<T>::scale() const {
  return spec_.scaled ? mean_magnitude<T>(weights_) : T(1);
}

template <class T>
void BinaryPlanes<T>::forward(int bits, std::span<T> out) const {
  check(bits);
  METRONOME_ASSERT(out.size() == weights_.size(), "a value for each weight");
  const TanhGrid<T> grid(weights_);
  const T factor = scale();
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = factor * rounded_value<T>(rounded_code(grid.place(weights_[i]), bits), bits);
  }
}

template <class T>
void BinaryPlanes<T>::clear_gradients() {
  std::fill(gradient_.begin(), gradient_.end(), T(0));
}

template <class T>
void BinaryPlanes<T>::add_gradients(int bits, std::span<const T> gradient) {
  check(bits);
  METRONOME_ASSERT(gradient.size() == weights_.size(), "a gradient for each weight");
  const TanhGrid<T> grid(weights_);
  const T factor = T(2) * scale();
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    gradient_[i] += gradient[i] * factor * grid.slope(weights_[i]);
  }
}

template <class T>
BitPlanes BinaryPlanes<T>::planes(int bits) const {
  check(bits);
  const TanhGrid<T> grid(weights_);
  std::vector<std::int32_t> codes;
  codes.reserve(weights_.size());
  for (const T weight : weights_) {
    codes.push_back(rounded_code(grid.place(weight), bits));
  }
  return BitPlanes(codes, shape_.row(), bits);
}

template <class T>
StoredForm BinaryPlanes<T>::stored(int bits) const {
  check(bits);
  StoredForm form{
      {{StreamKind::planes, Bits(32 * BitPlanes::words_per_row(shape_.row())) * shape_.outputs,
        static_cast<std::uint64_t>(bits)}}};
  if (spec_.scaled) {
    form.streams.push_back({StreamKind::scales, Bits(kRealBits), 1});
  }
  return form;
}

template <class T>
StoredForm BinaryPlanes<T>::training_state() const {
  return {{{StreamKind::master, Bits(kRealBits) * weights_.size(), 1}}};
}

template <class T>
std::string BinaryPlanes<T>::encode(int bits) const {
  std::string out;
  for (const BitPlanes all = planes(bits); const std::uint32_t word : all.words()) {
    put(out, word);
  }
  if (spec_.scaled) {
    const T factor = scale();
    put_reals(out, std::span(&factor, 1));
  }
  return out;
}

template <class T>
std::vector<FormWork> BinaryPlanes<T>::forward_work(int bits) const {
  check(bits);
  return {{Action::assemble, weights_.size() * static_cast<std::uint64_t>(bits)}};
}

template <class T>
std::vector<FormWork> BinaryPlanes<T>::training_work(int bits) const {
  std::vector<FormWork> work = forward_work(bits);
  work.push_back({Action::range, weights_.size()});
  work.push_back({Action::quantize, weights_.size()});
  return work;
}

template <class T>
std::vector<T> binary_reals(const BitPlanes& u, T scale, const BitPlanes& v,
                            const ActivationGrid<T>& grid) {
  const std::vector<std::int64_t> sums = binary_product(u, v);
  const T n = static_cast<T>((1 << u.bits()) - 1);
  const T depth = static_cast<T>(u.depth());
  std::vector<T> reals;
  reals.reserve(sums.size());
  for (std::size_t row = 0; row < u.rows(); ++row) {
    const T of_row = grid.origin() * (T(2) * static_cast<T>(u.sums()[row]) / n - depth);
    for (std::size_t column = 0; column < v.rows(); ++column) {
      const T product = T(2) * static_cast<T>(sums[row * v.rows() + column]) / n;
      reals.push_back(scale *
                      (grid.step() * (product - static_cast<T>(v.sums()[column])) + of_row));
    }
  }
  return reals;
}

template class BinaryPlanes<float>;
template class BinaryPlanes<double>;
static_assert(WeightForm<BinaryPlanes<float>, float> && WeightForm<BinaryPlanes<double>, double>);
template std::vector<float> binary_reals<float>(const BitPlanes&, float, const BitPlanes&,
                                                const ActivationGrid<float>&);
template std::vector<double> binary_reals<double>(const BitPlanes&, double, const BitPlanes&,
                                                  const ActivationGrid<double>&);

}  // namespace metronome::weights
