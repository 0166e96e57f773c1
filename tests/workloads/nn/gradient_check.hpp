#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "sim/base/random.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

using DTensor = tensor::Tensor<double>;

[[nodiscard]] inline DTensor random_tensor(const tensor::Dims& dims, const std::string& name) {
  const RandomStream stream(11, name);
  DTensor t(dims);
  for (std::size_t i = 0; i < t.size(); ++i) {
    t.data()[i] = stream.normal(i);
  }
  return t;
}

/// <a, b> over all elements.
[[nodiscard]] inline double inner(const DTensor& a, const DTensor& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a.data()[i] * b.data()[i];
  }
  return sum;
}

/// Compares `analytic` with central differences of `loss` by each element of `variable` (every
/// `stride`-th one). Steps of 1e-5 leave an error of some 1e-9 of the gradient's magnitude; deep
/// networks on few samples amplify it.
inline void expect_gradient(DTensor& variable, const DTensor& analytic,
                            const std::function<double()>& loss, std::size_t stride = 1,
                            double tolerance = 1e-6) {
  constexpr double kStep = 1e-5;
  double largest = 1e-3;
  for (const double g : analytic.values()) {
    largest = std::max(largest, std::abs(g));
  }
  for (std::size_t i = 0; i < variable.size(); i += stride) {
    const double kept = variable.data()[i];
    variable.data()[i] = kept + kStep;
    const double above = loss();
    variable.data()[i] = kept - kStep;
    const double below = loss();
    variable.data()[i] = kept;
    ASSERT_NEAR(analytic.data()[i], (above - below) / (2 * kStep), tolerance * largest)
        << "element " << i;
  }
}

}  // namespace metronome::nn
