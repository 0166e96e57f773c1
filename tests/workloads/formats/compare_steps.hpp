#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/workloads/formats/compare_blocks.hpp"
#include "workloads/formats/quantized_linear.hpp"

namespace metronome::formats {

/// h = X W1', a = relu(h), y = a W2', mean cross-entropy of softmax(y); no biases.
struct Perceptron {
  Matrix x, w1, w2;
  std::vector<std::uint8_t> labels;
};

/// Draws of both layers.
struct StepDraws {
  LinearDraws first, second;
};

struct StepResult {
  double loss = 0;
  Matrix h, y, dh, dw1, dw2;
};

inline double loss_of(const Matrix& y, const std::vector<std::uint8_t>& labels, Matrix* dy) {
  double loss = 0;
  for (std::size_t row = 0; row < y.rows; ++row) {
    double largest = y.at(row, 0);
    for (std::size_t c = 1; c < y.columns; ++c) {
      largest = std::max(largest, double{y.at(row, c)});
    }
    double sum = 0;
    for (std::size_t c = 0; c < y.columns; ++c) {
      sum += std::exp(y.at(row, c) - largest);
    }
    loss += std::log(sum) + largest - y.at(row, labels.at(row));
    for (std::size_t c = 0; dy != nullptr && c < y.columns; ++c) {
      const double p = std::exp(y.at(row, c) - largest) / sum - (c == labels[row] ? 1 : 0);
      dy->at(row, c) = static_cast<float>(p / static_cast<double>(y.rows));
    }
  }
  return loss / static_cast<double>(y.rows);
}

inline StepResult step_of(const Perceptron& net, const QuantizedLinear& linear,
                          const StepDraws& draws) {
  Matrix h = linear.forward(net.x, net.w1, draws.first);
  Matrix a = h;
  for (float& number : a.values) {
    number = std::max(number, 0.0F);
  }
  Matrix y = linear.forward(a, net.w2, draws.second);
  Matrix dy(y.rows, y.columns);
  const double loss = loss_of(y, net.labels, &dy);
  Matrix dh = linear.input_gradient(dy, net.w2, draws.second);
  for (std::size_t i = 0; i < dh.values.size(); ++i) {
    dh.values[i] = h.values[i] > 0 ? dh.values[i] : 0;
  }
  Matrix dw1 = linear.weight_gradient(dh, net.x, draws.first);
  Matrix dw2 = linear.weight_gradient(dy, a, draws.second);
  return {loss, std::move(h), std::move(y), std::move(dh), std::move(dw1), std::move(dw2)};
}

/// ||a - b|| / ||b||, Frobenius.
inline double distance(const Matrix& a, const Matrix& b) {
  double difference = 0;
  double size = 0;
  for (std::size_t i = 0; i < b.values.size(); ++i) {
    difference += std::pow(double{a.values.at(i)} - double{b.values[i]}, 2);
    size += std::pow(double{b.values[i]}, 2);
  }
  return a.values.size() == b.values.size() && size > 0 ? std::sqrt(difference / size) : INFINITY;
}

inline double norm(const Matrix& a) {
  double size = 0;
  for (const float number : a.values) {
    size += double{number} * number;
  }
  return std::sqrt(size);
}

inline Perceptron perceptron_of(Vectors& vectors) {
  return {vectors.matrix("step_x.f32"), vectors.matrix("step_w1.f32"),
          vectors.matrix("step_w2.f32"), vectors.read<std::uint8_t>("step_t.u8")};
}

/// The random bits of the products that round stochastically.
inline StepDraws step_draws(Vectors& vectors) {
  StepDraws draws;
  draws.second[ProductOperand::input_gradient_dy] = vectors.draws<std::uint16_t>("step_r_dy.u16");
  draws.second[ProductOperand::weight_gradient_dy] = vectors.draws<std::uint16_t>("step_r_dyt.u16");
  draws.first[ProductOperand::weight_gradient_dy] = vectors.draws<std::uint16_t>("step_r_dht.u16");
  return draws;
}

inline Perceptron moved(const Perceptron& net, const StepResult& step, float rate) {
  Perceptron result = net;
  for (std::size_t i = 0; i < result.w1.values.size(); ++i) {
    result.w1.values[i] -= rate * step.dw1.values[i];
  }
  for (std::size_t i = 0; i < result.w2.values.size(); ++i) {
    result.w2.values[i] -= rate * step.dw2.values[i];
  }
  return result;
}

/// Of "loss_after_sgd_lr_0_5": 0.5 and its value.
inline std::pair<float, double> loss_after(const Json& step) {
  const std::string before = "loss_after_sgd_lr_";
  for (const auto& [key, value] : step.items()) {
    if (key.starts_with(before)) {
      std::string rate = key.substr(before.size());
      std::replace(rate.begin(), rate.end(), '_', '.');
      return {std::stof(rate), value.get<double>()};
    }
  }
  throw std::runtime_error("the manifest has no " + before);
}

inline void compare_step(Vectors& vectors, const std::string& name,
                         const LinearOperands& operands) {
  SCOPED_TRACE(name);
  const Perceptron net = perceptron_of(vectors);
  const StepDraws draws = step_draws(vectors);
  const QuantizedLinear linear(operands);
  const StepResult found = step_of(net, linear, draws);
  const Json& step = vectors.manifest().at("step");
  const Json& expected = step.at(name);
  EXPECT_NEAR(found.loss, expected.at("loss").get<double>(), 1e-6);
  const std::vector<std::pair<const char*, const Matrix*>> results{{"h", &found.h},
                                                                   {"y", &found.y},
                                                                   {"dh", &found.dh},
                                                                   {"dw1", &found.dw1},
                                                                   {"dw2", &found.dw2}};
  for (const auto& [tensor, matrix] : results) {
    const Matrix reference = vectors.matrix("step_" + name + "_" + tensor + ".f32");
    EXPECT_LE(distance(*matrix, reference), 1e-4) << tensor;
  }
  const StepResult exactly = step_of(net, QuantizedLinear({}), {});
  EXPECT_NEAR(exactly.loss, step.at("fp64").at("loss").get<double>(), 1e-6);
  EXPECT_NEAR(distance(found.dw1, exactly.dw1), expected.at("rel_error_dw1").get<double>(), 1e-4);
  EXPECT_NEAR(distance(found.dw2, exactly.dw2), expected.at("rel_error_dw2").get<double>(), 1e-4);
  const auto [rate, loss] = loss_after(expected);
  EXPECT_NEAR(step_of(moved(net, found, rate), linear, draws).loss, loss, 1e-6);
}

inline void compare_mxfp8_step(Vectors& vectors) {
  compare_step(vectors, "mxfp8", mxfp8_operands());
}

/// E5M2 for the errors.
inline void compare_hybrid_step(Vectors& vectors) {
  LinearOperands operands = mxfp8_operands();
  operands[ProductOperand::input_gradient_dy].format = Mx{Element::e5m2};
  operands[ProductOperand::weight_gradient_dy].format = Mx{Element::e5m2};
  const StepResult found =
      step_of(perceptron_of(vectors), QuantizedLinear(operands), step_draws(vectors));
  const double expected = vectors.manifest().at("step").at("mxhybrid_loss_dw2_norm");
  EXPECT_NEAR(norm(found.dw2), expected, 1e-4 * expected);
}

inline void compare_nvfp4_step(Vectors& vectors) {
  compare_step(vectors, "nvfp4", nvfp4_operands(hadamard_of(vectors)));
}

}  // namespace metronome::formats
