// The weight gradients of layers with few outputs have the bytes of the general path.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "sim/base/random.hpp"
#include "workloads/nn/value_products.hpp"
#include "workloads/tensor/value_kernels.hpp"

namespace metronome::nn {
namespace short_gradient_test {

constexpr std::size_t kParts = 16;

tensor::Tensor<float> random_values(const tensor::Dims& dims, const char* name) {
  const RandomStream draws(3, name);
  tensor::Tensor<float> values(dims);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values.data()[i] = static_cast<float>(draws.normal(i));
  }
  return values;
}

/// One dot product in the documented order of tensor::dot_values().
float dot(const float* left, const std::vector<float>& right) {
  std::vector<std::ptrdiff_t> offsets;
  for (std::size_t p = 0; p < right.size(); p += tensor::kLanes) {
    offsets.push_back(static_cast<std::ptrdiff_t>(p));
  }
  tensor::ValueDots<float> dots;
  dots.left.fill(left);
  dots.right.fill(right.data());
  dots.offsets = offsets.data();
  dots.length = right.size();
  tensor::dot_values_portably(dots);
  return dots.sums[0][0];
}

/// Sixteen parts of the batch, one dot product each, summed in their order.
float expected(const ConvolutionShape& shape, const tensor::Tensor<float>& x,
               const tensor::Tensor<float>& dy, std::size_t o, std::size_t k) {
  const tensor::PlaneGeometry g = shape.input_planes();
  const std::size_t batch = x.dim(1);
  const std::size_t parts = std::min(kParts, batch);
  const std::size_t channel = o / shape.group_outputs() * shape.group_inputs() + k / g.taps();
  float sum = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    std::vector<float> read;
    const std::size_t first = part * batch / parts * g.outputs();
    for (std::size_t p = first; p < (part + 1) * batch / parts * g.outputs(); ++p) {
      read.push_back(x.row(channel)[g.read_by(p) + g.tap_offset(k % g.taps())]);
    }
    const float of_part = 0.0f + dot(dy.row(o) + first, read);
    sum = part == 0 ? of_part : sum + of_part;
  }
  return sum;
}

void expect_equal_bytes(const ConvolutionShape& shape, std::size_t batch, std::size_t threads) {
  const tensor::PlaneGeometry g = shape.input_planes();
  const auto x = random_values({shape.in_channels, batch, g.y.extent, g.x.extent}, "x");
  const auto dy = random_values({shape.out_channels, batch, g.out_height(), g.out_width()}, "dy");
  tensor::Tensor<float> gradient(
      {shape.out_channels, shape.group_inputs(), shape.kernel.height, shape.kernel.width});
  gradient.fill(7);  // what was there before is not added to
  Workspace<float> workspace(threads, tensor::KernelSet::fp32);
  multiply_weight_gradient(shape, x, dy, gradient, workspace);
  for (std::size_t o = 0; o < shape.out_channels; ++o) {
    for (std::size_t k = 0; k < gradient.row_size(); ++k) {
      ASSERT_EQ(gradient.row(o)[k], expected(shape, x, dy, o, k))
          << "batch " << batch << ", output " << o << ", weight " << k;
    }
  }
}

TEST(short_gradient, F6_of_a_fully_connected_layer_has_the_order_of_dot_products) {
  for (const std::size_t batch : {1u, 2u, 15u, 16u, 17u, 33u, 128u, 255u, 256u, 257u, 400u}) {
    for (const std::size_t threads : {1u, 2u}) {
      expect_equal_bytes({.in_channels = 300, .out_channels = 5}, batch, threads);
    }
  }
}

TEST(short_gradient, of_kernels_as_large_as_the_image_groups_and_few_outputs_too) {
  expect_equal_bytes(
      {.in_channels = 3, .in_height = 9, .in_width = 8, .out_channels = 4, .kernel = {9, 8}}, 40,
      2);
  expect_equal_bytes({.in_channels = 6,
                      .in_height = 4,
                      .in_width = 4,
                      .out_channels = 4,
                      .kernel = {3, 3},
                      .groups = 2},
                     32, 1);
  expect_equal_bytes({.in_channels = 2,
                      .in_height = 7,
                      .in_width = 7,
                      .out_channels = 3,
                      .kernel = {3, 3},
                      .stride = {2, 2},
                      .pad = {1, 1},
                      .dilation = {2, 2}},
                     16, 2);
}

}  // namespace short_gradient_test
}  // namespace metronome::nn
