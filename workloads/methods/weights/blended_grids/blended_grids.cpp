#include "workloads/methods/weights/blended_grids/blended_grids.hpp"

#include <algorithm>

#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/reals.hpp"
#include "workloads/methods/weights/form/rounded_grid.hpp"
#include "workloads/methods/weights/form/tanh_grid.hpp"

namespace metronome::weights {
namespace {

template <class T>
T inner_product(std::span<const T> a, std::span<const T> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  }
  return static_cast<T>(sum);
}

template <class T>
void add_converted(std::span<const double> from, std::vector<T>& to) {
  METRONOME_ASSERT(from.size() == to.size(), "a gradient for each strength");
  for (std::size_t i = 0; i < from.size(); ++i) {
    to[i] += static_cast<T>(from[i]);
  }
}

/// out = sum over candidates of share times grid
template <class T, class Candidate>
void mix(const std::vector<T>& shares, const Candidate& candidate, std::span<T> out) {
  std::fill(out.begin(), out.end(), T(0));
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const std::vector<T> grid = candidate(i);
    for (std::size_t k = 0; k < out.size(); ++k) {
      out[k] += shares[i] * grid[k];
    }
  }
}

template <class T, class Candidate>
void add_mixture_gradients(const std::vector<T>& shares, const Candidate& candidate,
                           std::span<const T> gradient, const MixtureDraw& draw,
                           std::vector<T>& out) {
  std::vector<T> share_gradients;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    share_gradients.push_back(inner_product<T>(gradient, candidate(i)));
  }
  add_strength_gradients<T>(shares, share_gradients, draw, out);
}

}  // namespace

template <class T>
BlendedGrids<T>::BlendedGrids(const WeightShape& shape, BlendedSpec spec,
                              std::span<const T> weights)
    : shape_(shape),
      spec_(std::move(spec)),
      weights_(weights.begin(), weights.end()),
      weight_gradient_(weights.size()),
      strengths_(spec_.candidates.size(), static_cast<T>(spec_.first_strength)),
      strength_gradient_(strengths_.size()) {
  METRONOME_ASSERT(weights.size() == shape.elements(), "a weight for each element of the shape");
  check_candidates(spec_.candidates);
  (void)TanhGrid<T>(weights);
}

template <class T>
void BlendedGrids<T>::check(int bits) const {
  if (bits != 0) {
    throw UserError("weights that are a mixture of grids cannot follow a schedule of bits",
                    "static:fp32 during the search; the widths that it finds for the training "
                    "behind it");
  }
}

template <class T>
std::vector<T> BlendedGrids<T>::places() const {
  const TanhGrid<T> grid(weights_);
  std::vector<T> places;
  places.reserve(weights_.size());
  for (const T weight : weights_) {
    places.push_back(grid.place(weight));
  }
  return places;
}

template <class T>
std::vector<T> BlendedGrids<T>::candidate(const std::vector<T>& places, std::size_t i) const {
  const int bits = spec_.candidates.at(i);
  const T scale = spec_.scaled ? mean_magnitude<T>(weights_) : T(1);
  std::vector<T> values;
  values.reserve(places.size());
  for (const T place : places) {
    values.push_back(scale * rounded_value<T>(rounded_code(place, bits), bits));
  }
  return values;
}

template <class T>
void BlendedGrids<T>::forward(int bits, std::span<T> out) const {
  check(bits);
  METRONOME_ASSERT(out.size() == weights_.size(), "a value for each weight");
  const std::vector<T> all = places();
  mix(
      shares(), [&](std::size_t i) { return candidate(all, i); }, out);
}

template <class T>
void BlendedGrids<T>::clear_gradients() {
  std::fill(weight_gradient_.begin(), weight_gradient_.end(), T(0));
  std::fill(strength_gradient_.begin(), strength_gradient_.end(), T(0));
}

template <class T>
void BlendedGrids<T>::add_gradients(int bits, std::span<const T> gradient) {
  check(bits);
  METRONOME_ASSERT(gradient.size() == weights_.size(), "a gradient for each weight");
  const TanhGrid<T> grid(weights_);
  const T factor = T(2) * (spec_.scaled ? mean_magnitude<T>(weights_) : T(1));
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    weight_gradient_[i] += gradient[i] * factor * grid.slope(weights_[i]);
  }
  const std::vector<T> all = places();
  add_mixture_gradients(
      shares(), [&](std::size_t i) { return candidate(all, i); }, gradient, draw_,
      strength_gradient_);
}

template <class T>
void BlendedGrids<T>::add_cost_gradients(std::span<const double> gradient) {
  add_converted(gradient, strength_gradient_);
}

template <class T>
std::vector<Trained<T>> BlendedGrids<T>::trained() {
  return {{"weight", weights_, weight_gradient_}, {"strengths", strengths_, strength_gradient_}};
}

template <class T>
std::vector<KeptState<T>> BlendedGrids<T>::state() {
  return {{"weight", weights_}, {"strengths", strengths_}};
}

template <class T>
StoredForm BlendedGrids<T>::stored(int bits) const {
  check(bits);
  return {{{StreamKind::codes, Bits(kRealBits) * weights_.size(), 1}}};
}

template <class T>
StoredForm BlendedGrids<T>::training_state() const {
  return {{{StreamKind::master, Bits(kRealBits) * weights_.size(), 1},
           {StreamKind::strengths, Bits(kRealBits) * strengths_.size(), 1}}};
}

template <class T>
std::string BlendedGrids<T>::encode(int bits) const {
  std::vector<T> values(weights_.size());
  forward(bits, values);
  std::string out;
  put_reals<T>(out, values);
  return out;
}

template <class T>
std::vector<FormWork> BlendedGrids<T>::forward_work(int bits) const {
  check(bits);
  const std::uint64_t all = weights_.size() * strengths_.size();
  return {{Action::range, weights_.size()}, {Action::quantize, all}, {Action::blend, all}};
}

template <class T>
std::vector<FormWork> BlendedGrids<T>::training_work(int bits) const {
  std::vector<FormWork> work = forward_work(bits);
  // <dW^, Q_i> of every candidate.
  work.push_back({Action::blend, weights_.size() * strengths_.size()});
  return work;
}

template <class T>
BlendedActivations<T>::BlendedActivations(BlendedSpec spec, T alpha, bool is_signed)
    : spec_(std::move(spec)),
      signed_(is_signed),
      strengths_(spec_.candidates.size(), static_cast<T>(spec_.first_strength)),
      strength_gradient_(strengths_.size()),
      alpha_{alpha},
      alpha_gradient_(1) {
  check_candidates(spec_.candidates);
  (void)ActivationGrid<T>(spec_.candidates.front(), alpha, is_signed);
}

template <class T>
std::vector<T> BlendedActivations<T>::candidate(std::span<const T> x, std::size_t i) const {
  const ActivationGrid<T> grid(spec_.candidates.at(i), alpha_[0], signed_);
  std::vector<T> values;
  values.reserve(x.size());
  for (const T value : x) {
    values.push_back(grid.value(value));
  }
  return values;
}

template <class T>
void BlendedActivations<T>::forward(std::span<const T> x, std::span<T> out) const {
  METRONOME_ASSERT(out.size() == x.size(), "a value for each input");
  mix(
      shares(), [&](std::size_t i) { return candidate(x, i); }, out);
}

template <class T>
void BlendedActivations<T>::clear_gradients() {
  std::fill(strength_gradient_.begin(), strength_gradient_.end(), T(0));
  alpha_gradient_[0] = 0;
}

template <class T>
void BlendedActivations<T>::backward(std::span<const T> x, std::span<const T> gradient,
                                     std::span<T> dx) {
  METRONOME_ASSERT(x.size() == gradient.size() && x.size() == dx.size(), "an error for each input");
  add_mixture_gradients(
      shares(), [&](std::size_t i) { return candidate(x, i); }, gradient, draw_,
      strength_gradient_);
  // The ends of all candidates are the same.
  const ActivationGrid<T> grid(spec_.candidates.front(), alpha_[0], signed_);
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += static_cast<double>(gradient[i]) * static_cast<double>(grid.alpha_slope(x[i]));
    dx[i] = grid.passes(x[i]) ? gradient[i] : T(0);
  }
  alpha_gradient_[0] += static_cast<T>(sum);
}

template <class T>
void BlendedActivations<T>::add_cost_gradients(std::span<const double> gradient) {
  add_converted(gradient, strength_gradient_);
}

template <class T>
std::vector<Trained<T>> BlendedActivations<T>::trained() {
  return {{"strengths", strengths_, strength_gradient_}, {"alpha", alpha_, alpha_gradient_}};
}

template class BlendedGrids<float>;
template class BlendedGrids<double>;
template class BlendedActivations<float>;
template class BlendedActivations<double>;
static_assert(WeightForm<BlendedGrids<float>, float> && WeightForm<BlendedGrids<double>, double>);

}  // namespace metronome::weights
