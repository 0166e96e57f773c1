#include "workloads/methods/weights/nested_planes/mode_passes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/base/error.hpp"
#include "workloads/methods/weights/nested_planes/nested_code.hpp"

namespace metronome::weights {
namespace {

/// Softmax in double; not a number where a logit is.
template <class T>
std::vector<double> probabilities(std::span<const T> logits) {
  const auto top = static_cast<double>(*std::max_element(logits.begin(), logits.end()));
  std::vector<double> values;
  double sum = 0;
  for (const T logit : logits) {
    values.push_back(std::exp(static_cast<double>(logit) - top));
    sum += values.back();
  }
  for (double& value : values) {
    value /= sum;
  }
  return values;
}

}  // namespace

void check_modes(int low_bits, int high_bits) {
  if (low_bits < 1 || low_bits >= high_bits || high_bits > kMostNestedBits) {
    throw UserError(
        fmt::format("the modes of {} and {} bits are no low and high one", low_bits, high_bits),
        fmt::format("1 <= low_bits < high_bits <= {}", kMostNestedBits));
  }
}

std::vector<ModePass> mode_passes(NestedTraining training, int low_bits, int high_bits,
                                  bool frozen) {
  check_modes(low_bits, high_bits);
  switch (training) {
    case NestedTraining::two_phase:
      return {{frozen ? high_bits : low_bits, false}};
    case NestedTraining::joint_hard:
      return {{high_bits, false}, {low_bits, false}};
    case NestedTraining::joint_recursive:
      return {{high_bits, false}, {low_bits, true}};
    case NestedTraining::scheduled:
      return {{high_bits, false}};
  }
  fail_no_enumerator(training);
}

template <class T>
double soft_label_loss(std::span<const T> logits, std::span<const T> teacher_logits,
                       std::size_t classes, std::span<T> gradient) {
  METRONOME_ASSERT(classes > 0 && !logits.empty() && logits.size() % classes == 0 &&
                       teacher_logits.size() == logits.size() && gradient.size() == logits.size(),
                   "logits of whole samples have teachers and gradients");
  const auto samples = static_cast<double>(logits.size() / classes);
  double loss = 0;
  for (std::size_t first = 0; first < logits.size(); first += classes) {
    const std::vector<double> answer = probabilities(logits.subspan(first, classes));
    const std::vector<double> teacher = probabilities(teacher_logits.subspan(first, classes));
    const auto row = logits.subspan(first, classes);
    const auto top = static_cast<double>(*std::max_element(row.begin(), row.end()));
    double sum = 0;
    for (const T logit : row) {
      sum += std::exp(static_cast<double>(logit) - top);
    }
    for (std::size_t c = 0; c < classes; ++c) {
      loss -= teacher[c] * (static_cast<double>(row[c]) - top - std::log(sum));
      gradient[first + c] = static_cast<T>((answer[c] - teacher[c]) / samples);
    }
  }
  return loss / samples;
}

template <class T>
double margin_of(std::span<const T> logits) {
  METRONOME_ASSERT(logits.size() > 1, "a margin lies between two classes");
  std::vector<double> values = probabilities(logits);
  std::partial_sort(values.begin(), values.begin() + 2, values.end(), std::greater<>());
  return values[0] - values[1];
}

template <class T>
bool is_uncertain(std::span<const T> logits, double margin) {
  // An answer that is not a number is no answer.
  return !(margin_of(logits) >= margin);
}

#define METRONOME_INSTANTIATE(T)                                                          \
  template double soft_label_loss<T>(std::span<const T>, std::span<const T>, std::size_t, \
                                     std::span<T>);                                       \
  template double margin_of<T>(std::span<const T>);                                       \
  template bool is_uncertain<T>(std::span<const T>, double);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::weights
