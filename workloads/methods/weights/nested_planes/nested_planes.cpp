#include "workloads/methods/weights/nested_planes/nested_planes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/reals.hpp"
#include "workloads/methods/weights/form/tanh_grid.hpp"
#include "workloads/methods/weights/nested_planes/nested_code.hpp"
#include "workloads/methods/weights/nested_planes/residual.hpp"

namespace metronome::weights {

template <class T>
NestedPlanes<T>::NestedPlanes(const WeightShape& shape, const NestedSpec& spec,
                              std::span<const T> weights)
    : shape_(shape),
      spec_(spec),
      weights_(weights.begin(), weights.end()),
      gradient_(weights.size()),
      phase_(1),
      frozen_codes_(spec.training == NestedTraining::two_phase ? weights.size() : 0),
      frozen_scale_(1),
      residuals_(frozen_codes_.size()) {
  METRONOME_ASSERT(weights.size() == shape.elements(), "a weight for each element of the shape");
  check_modes(spec.low_bits, spec.high_bits);
  METRONOME_ASSERT(spec.grid == NestedGrid::tanh || spec.training == NestedTraining::scheduled,
                   "grids of ranges have no modes");
  (void)TanhGrid<T>(weights);
}

template <class T>
void NestedPlanes<T>::check(int bits) const {
  require_width(bits, 1, spec_.high_bits, "weights of nested planes");
}

template <class T>
void NestedPlanes<T>::freeze() {
  METRONOME_ASSERT(spec_.training == NestedTraining::two_phase && !frozen(),
                   "planes are frozen once, between the phases of two_phase");
  const std::vector<std::uint16_t> low = nested_codes<T>(weights_, spec_.low_bits);
  residuals_ = residuals_of<T>(weights_, low, spec_.low_bits);
  std::copy(low.begin(), low.end(), frozen_codes_.begin());
  frozen_scale_[0] = mean_magnitude<T>(weights_);
  phase_[0] = T(1);
}

template <class T>
T NestedPlanes<T>::scale() const {
  return frozen() ? frozen_scale_[0] : mean_magnitude<T>(weights_);
}

template <class T>
std::vector<std::uint16_t> NestedPlanes<T>::codes() const {
  if (spec_.grid == NestedGrid::range) {
    const RangeCodes<T> grid(weights_);
    std::vector<std::uint16_t> of_range;
    for (const T weight : weights_) {
      of_range.push_back(grid.code(weight, spec_.high_bits));
    }
    return of_range;
  }
  if (!frozen()) {
    return nested_codes<T>(weights_, spec_.high_bits);
  }
  std::vector<std::uint16_t> codes;
  codes.reserve(residuals_.size());
  for (std::size_t i = 0; i < residuals_.size(); ++i) {
    codes.push_back(code_with_residual(static_cast<std::uint16_t>(frozen_codes_[i]), residuals_[i],
                                       spec_.low_bits, spec_.high_bits));
  }
  return codes;
}

template <class T>
void NestedPlanes<T>::forward(int bits, std::span<T> out) const {
  check(bits);
  METRONOME_ASSERT(out.size() == weights_.size(), "a value for each weight");
  const std::vector<std::uint16_t> all = codes();
  if (spec_.grid == NestedGrid::range) {
    const RangeCodes<T> grid(weights_);
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = grid.value(leading_bits(all[i], spec_.high_bits, bits), bits);
    }
    return;
  }
  const T e = scale();
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = nested_value(leading_bits(all[i], spec_.high_bits, bits), bits, e);
  }
}

template <class T>
void NestedPlanes<T>::clear_gradients() {
  std::fill(gradient_.begin(), gradient_.end(), T(0));
}

template <class T>
void NestedPlanes<T>::add_gradients(int bits, std::span<const T> gradient) {
  check(bits);
  METRONOME_ASSERT(gradient.size() == weights_.size(), "a gradient for each weight");
  const T e = scale();
  if (frozen()) {
    for (std::size_t i = 0; bits > spec_.low_bits && i < gradient.size(); ++i) {
      gradient_[i] += gradient[i] * residual_slope(residuals_[i], spec_.low_bits, e);
    }
    return;
  }
  if (spec_.grid == NestedGrid::range) {  // straight through
    std::transform(gradient.begin(), gradient.end(), gradient_.begin(), gradient_.begin(),
                   std::plus<>());
    return;
  }
  const TanhGrid<T> grid(weights_);
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    gradient_[i] += gradient[i] * nested_slope(e) * grid.slope(weights_[i]);
  }
}

template <class T>
std::vector<Trained<T>> NestedPlanes<T>::trained() {
  if (frozen()) {
    return {{"residual", residuals_, gradient_}};
  }
  return {{"weight", weights_, gradient_}};
}

template <class T>
std::vector<KeptState<T>> NestedPlanes<T>::state() {
  std::vector<KeptState<T>> kept{{"weight", weights_}};
  if (spec_.training == NestedTraining::two_phase) {
    kept.insert(kept.end(), {{"phase", phase_},
                             {"frozen_codes", frozen_codes_},
                             {"frozen_scale", frozen_scale_},
                             {"residual", residuals_}});
  }
  return kept;
}

template <class T>
std::string NestedPlanes<T>::state_fault() const {
  const auto codes = static_cast<T>(1 << spec_.low_bits);
  const bool are_codes = std::all_of(frozen_codes_.begin(), frozen_codes_.end(), [&](T code) {
    return code >= T(0) && code < codes && code == std::floor(code);
  });
  if (!are_codes) {
    return fmt::format("freezes what is no code of {} bits", spec_.low_bits);
  }
  return phase_[0] == T(0) || phase_[0] == T(1) ? "" : "has a phase that there is not";
}

template <class T>
StoredForm NestedPlanes<T>::stored(int bits) const {
  check(bits);
  return {{{StreamKind::planes, Bits(32 * PlaneMajor::words_per_plane(weights_.size())),
            static_cast<std::uint64_t>(bits)},
           {StreamKind::scales, Bits(kRealBits) * (spec_.grid == NestedGrid::range ? 2U : 1U), 1}}};
}

template <class T>
StoredForm NestedPlanes<T>::switched(int from_bits, int to_bits) const {
  check(from_bits);
  check(to_bits);
  if (to_bits <= from_bits) {
    return {};
  }
  return {{{StreamKind::planes, Bits(32 * PlaneMajor::words_per_plane(weights_.size())),
            static_cast<std::uint64_t>(to_bits - from_bits)}}};
}

template <class T>
StoredForm NestedPlanes<T>::training_state() const {
  return {{{StreamKind::master, Bits(kRealBits) * weights_.size(), 1}}};
}

template <class T>
std::string NestedPlanes<T>::encode(int bits) const {
  check(bits);
  const PlaneMajor planes(codes(), spec_.high_bits);
  std::string out;
  for (int p = 0; p < bits; ++p) {
    for (const std::uint32_t word : planes.plane(p)) {
      put(out, word);
    }
  }
  if (spec_.grid == NestedGrid::range) {
    const RangeCodes<T> grid(weights_);
    const std::array<T, 2> ends{grid.value(0, bits), grid.value((1 << bits) - 1, bits)};
    put_reals(out, std::span<const T>(ends));
    return out;
  }
  const T e = scale();
  put_reals(out, std::span(&e, 1));
  return out;
}

template <class T>
std::vector<FormWork> NestedPlanes<T>::forward_work(int bits) const {
  check(bits);
  // On arrays that take planes this is nothing: which do is a table of docs/weights.md.
  return {{Action::assemble, weights_.size() * static_cast<std::uint64_t>(bits)}};
}

template <class T>
std::vector<FormWork> NestedPlanes<T>::training_work(int bits) const {
  std::vector<FormWork> work = forward_work(bits);
  // Every update moves the weights, their largest tanh and their mean.
  work.push_back({Action::range, weights_.size()});
  work.push_back({Action::quantize, weights_.size()});
  return work;
}

template class NestedPlanes<float>;
template class NestedPlanes<double>;
static_assert(WeightForm<NestedPlanes<float>, float> && WeightForm<NestedPlanes<double>, double>);

}  // namespace metronome::weights
