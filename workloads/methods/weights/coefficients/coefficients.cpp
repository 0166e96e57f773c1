#include "workloads/methods/weights/coefficients/coefficients.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "workloads/methods/weights/coefficients/power_of_two.hpp"
#include "workloads/methods/weights/coefficients/pruning.hpp"
#include "workloads/methods/weights/coefficients/row_groups.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/reals.hpp"

namespace metronome::weights {
namespace {

/// Calls visit(block, basis offset, row, column, weight) for every place that is a weight.
template <class Visit>
void for_each_weight(const BlockLayout& layout, const Visit& visit) {
  for (std::size_t b = 0; b < layout.blocks().size(); ++b) {
    const Block& block = layout.blocks()[b];
    for (std::size_t row = block.first_row; row < block.first_row + block.rows; ++row) {
      for (std::size_t column = 0; column < layout.columns(); ++column) {
        if (const std::size_t at = layout.weight_at(row, column); at != BlockLayout::npos) {
          visit(b * layout.basis_size(), row, column, at);
        }
      }
    }
  }
}

template <class T>
std::vector<T> converted(std::span<const double> from) {
  std::vector<T> to;
  to.reserve(from.size());
  for (const double value : from) {
    to.push_back(static_cast<T>(value));
  }
  return to;
}

}  // namespace

template <class T>
void rebuild(const BlockLayout& layout, std::span<const T> coefficients, std::span<const T> basis,
             std::span<T> out) {
  METRONOME_ASSERT(coefficients.size() == layout.coefficients() &&
                       basis.size() == layout.basis_entries() &&
                       out.size() == layout.shape().elements(),
                   "coefficients, bases and weights are those of the layout");
  const std::size_t n = layout.columns();
  for_each_weight(layout,
                  [&](std::size_t of_basis, std::size_t row, std::size_t column, std::size_t at) {
                    T sum = 0;
                    for (std::size_t k = 0; k < n; ++k) {
                      sum += coefficients[row * n + k] * basis[of_basis + k * n + column];
                    }
                    out[at] = sum;
                  });
}

template <class T>
Coefficients<T>::Coefficients(const WeightShape& shape, const CoefficientSpec& spec,
                              std::span<const T> weights)
    : spec_(spec), layout_(shape), switch_(spec.switching, layout_.coefficients()) {
  METRONOME_ASSERT(weights.size() == shape.elements(), "a weight for each element of the shape");
  decompose_weights(weights);
  coefficient_gradient_.resize(coefficients_.size());
  basis_gradient_.resize(basis_.size());
  if (is_dense()) {
    dense_.assign(weights.begin(), weights.end());
    dense_gradient_.resize(dense_.size());
  }
}

template <class T>
void Coefficients<T>::decompose_weights(std::span<const T> weights) {
  std::vector<double> values(weights.begin(), weights.end());
  if (spec_.pruned_rows != 0) {
    (void)prune_rows<double>(shape(), spec_.pruned_rows, values);
  }
  const LayerDecomposition layer = decompose(layout_, values, spec_.decomposition);
  coefficients_ = converted<T>(layer.coefficients);
  basis_ = converted<T>(layer.basis);
  mask_.resize(coefficients_.size());
  std::transform(coefficients_.begin(), coefficients_.end(), mask_.begin(),
                 [&](T c) { return power_of_two(c, spec_.threshold) != T(0) ? T(1) : T(0); });
  if (std::find(mask_.begin(), mask_.end(), T(1)) == mask_.end()) {
    throw UserError("the threshold of training leaves no coefficient in a layer",
                    "one that is not above the threshold of the decomposition");
  }
}

template <class T>
void Coefficients<T>::end_epoch() {
  if (!is_dense()) {
    switch_.clear_counters();
    return;
  }
  const std::vector<T> weights = dense_;
  decompose_weights(weights);
  rebuild<T>(layout_, rounded_coefficients(), stored_basis(), dense_);
}

template <class T>
void Coefficients<T>::check(int bits) const {
  require_width(bits, 0, ActivationGrid<T>::kMostBits, "rebuilt weights");
}

template <class T>
double Coefficients<T>::threshold_at(int bits) const {
  const CycledRange& cycled = spec_.cycled;
  if (bits == 0 || bits >= cycled.bits) {
    return spec_.threshold;
  }
  double largest = 0;
  for (std::size_t i = 0; i < coefficients_.size(); ++i) {
    largest = std::max(largest, static_cast<double>(mask_[i] * std::abs(coefficients_[i])));
  }
  const double wanted = spec_.threshold * std::exp2(cycled.exponents * (cycled.bits - bits));
  return std::max(spec_.threshold, std::min(wanted, largest));
}

template <class T>
std::vector<T> Coefficients<T>::rounded_coefficients(int bits) const {
  const double threshold = threshold_at(bits);
  std::vector<T> rounded(coefficients_.size());
  for (std::size_t i = 0; i < rounded.size(); ++i) {
    rounded[i] = mask_[i] * power_of_two(coefficients_[i], threshold);
  }
  return rounded;
}

template <class T>
std::vector<T> Coefficients<T>::stored_basis() const {
  std::vector<double> basis(basis_.begin(), basis_.end());
  for (std::size_t at = 0; at < basis.size(); at += layout_.basis_size()) {
    round_basis(spec_.basis_width, std::span(basis).subspan(at, layout_.basis_size()));
  }
  return converted<T>(basis);
}

template <class T>
T Coefficients<T>::bound() const {
  if (is_dense()) {
    return std::abs(*std::max_element(dense_.begin(), dense_.end(),
                                      [](T a, T b) { return std::abs(a) < std::abs(b); }));
  }
  const std::vector<T> c = rounded_coefficients();
  const std::vector<T> basis = stored_basis();
  T largest = 0;
  for (const T value : c) {
    largest = std::max(largest, std::abs(value));
  }
  const std::size_t n = layout_.columns();
  T most = 0;
  for (std::size_t column = 0; column < basis.size() / n; ++column) {
    T sum = 0;
    for (std::size_t k = 0; k < n; ++k) {
      sum += std::abs(basis[column / n * n * n + k * n + column % n]);
    }
    most = std::max(most, sum);
  }
  return largest * most;
}

template <class T>
void Coefficients<T>::forward(int bits, std::span<T> out) const {
  check(bits);
  if (is_dense()) {
    std::copy(dense_.begin(), dense_.end(), out.begin());
  } else {
    rebuild<T>(layout_, rounded_coefficients(bits), stored_basis(), out);
  }
  const T end = bits > 0 ? bound() : T(0);
  if (end > T(0) && std::isfinite(end)) {  // others stay as they are: the training says which layer
    const ActivationGrid<T> grid(bits, end, true);
    std::transform(out.begin(), out.end(), out.begin(), [&](T w) { return grid.value(w); });
  }
}

template <class T>
void Coefficients<T>::clear_gradients() {
  std::fill(coefficient_gradient_.begin(), coefficient_gradient_.end(), T(0));
  std::fill(basis_gradient_.begin(), basis_gradient_.end(), T(0));
  std::fill(dense_gradient_.begin(), dense_gradient_.end(), T(0));
}

template <class T>
void Coefficients<T>::add_gradients(int bits, std::span<const T> gradient) {
  check(bits);
  METRONOME_ASSERT(gradient.size() == shape().elements(), "a gradient for each weight");
  if (is_dense()) {
    std::transform(gradient.begin(), gradient.end(), dense_gradient_.begin(),
                   dense_gradient_.begin(), std::plus<>());
    return;
  }
  const std::vector<T> c = rounded_coefficients(bits);
  const std::vector<T> basis = stored_basis();
  const std::size_t n = layout_.columns();
  for_each_weight(
      layout_, [&](std::size_t of_basis, std::size_t row, std::size_t column, std::size_t at) {
        for (std::size_t k = 0; k < n; ++k) {
          const std::size_t entry = of_basis + k * n + column;
          coefficient_gradient_[row * n + k] += mask_[row * n + k] * gradient[at] * basis[entry];
          basis_gradient_[entry] += c[row * n + k] * gradient[at];
        }
      });
}

template <class T>
std::vector<Trained<T>> Coefficients<T>::trained() {
  if (is_dense()) {
    return {{"weight", dense_, dense_gradient_}};
  }
  std::vector<Trained<T>> all{{"basis", basis_, basis_gradient_}};
  if (spec_.update == CoefficientUpdate::optimizer) {
    all.push_back({"coefficients", coefficients_, coefficient_gradient_});
  }
  return all;
}

template <class T>
void Coefficients<T>::update(const UpdateSettings& settings) {
  rewritten_ = 0;
  if (spec_.update == CoefficientUpdate::bucket_switch) {
    rewritten_ = switch_.step(coefficients_, mask_, coefficient_gradient_, spec_.threshold,
                              settings.learning_rate, settings.weight_decay);
  }
}

template <class T>
std::vector<KeptState<T>> Coefficients<T>::state() {
  std::vector<KeptState<T>> kept{
      {"coefficients", coefficients_}, {"basis", basis_}, {"mask", mask_}};
  if (spec_.update == CoefficientUpdate::bucket_switch) {
    kept.push_back({"counters", switch_.counters()});
    kept.push_back({"velocities", switch_.velocities()});
  }
  if (is_dense()) {
    kept.push_back({"weight", dense_});
  }
  return kept;
}

template <class T>
std::string Coefficients<T>::state_fault() const {
  if (std::any_of(mask_.begin(), mask_.end(), [](T m) { return m != T(0) && m != T(1); })) {
    return "has a mask that neither keeps nor drops a coefficient";
  }
  if (std::find(mask_.begin(), mask_.end(), T(1)) == mask_.end()) {
    return "drops all coefficients";
  }
  const std::span<const T> counters = switch_.counters();
  const bool count = std::all_of(counters.begin(), counters.end(), [&](T c) {
    return c == std::floor(c) && std::abs(c) <= static_cast<T>(spec_.switching.bar);
  });
  return count ? "" : "has a counter beyond its bar";
}

template <class T>
std::optional<int> Coefficients<T>::product_bits(int bits) const {
  return bits == 0 ? std::nullopt : std::optional(bits);
}

template <class T>
StoredCoefficients Coefficients<T>::to_store(int bits) const {
  const bool only_ones = spec_.update == CoefficientUpdate::bucket_switch;
  const std::vector<T> c = rounded_coefficients(only_ones ? 0 : bits);
  const std::vector<T> basis = stored_basis();
  return {shape(), spec_.basis_width, {c.begin(), c.end()}, {basis.begin(), basis.end()}};
}

template <class T>
StoredForm Coefficients<T>::stored(int bits) const {
  check(bits);
  const StoredCoefficients layer = to_store(bits);
  const StreamBits streams =
      container_bits(counts_of(layout_, layer.coefficients), spec_.basis_width);
  // What a level drops of the stored ones is dropped as rows are rebuilt: no product has them.
  const std::vector<T> rounded = rounded_coefficients(bits);
  const std::vector<double> used(rounded.begin(), rounded.end());
  return {{{StreamKind::row_map, Bits(streams.row_map), 1},
           {StreamKind::coefficients, Bits(streams.coefficients), 1},
           {StreamKind::basis, Bits(streams.basis), 1}},
          row_groups(layout_, used)};
}

template <class T>
StoredForm Coefficients<T>::training_state() const {
  if (is_dense()) {
    return {{{StreamKind::master, Bits(kRealBits) * dense_.size(), 1}}};
  }
  const auto masked = static_cast<std::uint64_t>(std::count(mask_.begin(), mask_.end(), T(1)));
  StoredForm kept{{{StreamKind::master, Bits(kRealBits) * basis_.size(), 1}}};
  if (spec_.update == CoefficientUpdate::optimizer) {
    kept.streams.push_back({StreamKind::master, Bits(kRealBits) * masked, 1});
    return kept;
  }
  const auto counter = static_cast<std::uint64_t>(switch_.counter_bits());
  kept.streams.push_back({StreamKind::counters, Bits(counter) * masked, 1});
  if (spec_.switching.momentum > 0) {
    kept.streams.push_back({StreamKind::momentum, Bits(kRealBits) * masked, 1});
  }
  return kept;
}

template <class T>
std::string Coefficients<T>::encode(int bits) const {
  check(bits);
  const CoefficientStreams streams = encode_streams(to_store(bits));
  return streams.row_map + streams.coefficients + streams.basis;
}

template <class T>
std::uint64_t Coefficients<T>::nonzeros(int bits) const {
  const std::vector<T> c = rounded_coefficients(bits);
  return c.size() - static_cast<std::uint64_t>(std::count(c.begin(), c.end(), T(0)));
}

template <class T>
std::uint64_t Coefficients<T>::kept_rows(int bits) const {
  const std::vector<T> c = rounded_coefficients(bits);
  const std::size_t columns = layout_.columns();
  std::uint64_t rows = 0;
  for (std::size_t at = 0; at + columns <= c.size(); at += columns) {
    rows += std::any_of(c.begin() + static_cast<std::ptrdiff_t>(at),
                        c.begin() + static_cast<std::ptrdiff_t>(at + columns),
                        [](T value) { return value != T(0); })
                ? 1
                : 0;
  }
  return rows;
}

template <class T>
std::vector<FormWork> Coefficients<T>::forward_work(int bits) const {
  check(bits);
  std::vector<FormWork> work{{Action::rebuild, kept_rows(bits)},
                             {Action::shift_add, nonzeros(bits) * layout_.columns()}};
  if (bits > 0) {
    work.push_back({Action::quantize, shape().elements()});
  }
  return work;
}

template <class T>
std::vector<FormWork> Coefficients<T>::training_work(int bits) const {
  if (is_dense()) {  // decompositions between epochs are the host's
    check(bits);
    std::vector<FormWork> work;
    if (bits > 0) {
      work = {{Action::range, dense_.size()}, {Action::quantize, dense_.size()}};
    }
    return work;
  }
  std::vector<FormWork> work = forward_work(bits);
  // dC = dW B^T and dB = C^T dW: a row of either is columns x columns multiply-accumulates.
  work.push_back({Action::project, 2 * layout_.coefficients() * layout_.columns()});
  if (spec_.update == CoefficientUpdate::bucket_switch) {
    work.push_back(
        {Action::count, static_cast<std::uint64_t>(std::count(mask_.begin(), mask_.end(), T(1)))});
  }
  return work;
}

#define METRONOME_INSTANTIATE(T)                                                       \
  template class Coefficients<T>;                                                      \
  template void rebuild<T>(const BlockLayout&, std::span<const T>, std::span<const T>, \
                           std::span<T>);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE
static_assert(WeightForm<Coefficients<float>, float> && WeightForm<Coefficients<double>, double>);

}  // namespace metronome::weights
