#include "workloads/tensor/tensor.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

#include "sim/base/random.hpp"
#include "workloads/tensor/gemm.hpp"
#include "workloads/tensor/patches.hpp"

namespace metronome::tensor {
namespace {

template <class T>
AlignedVector<T> random_values(std::size_t n, const char* name) {
  const RandomStream stream(7, name);
  AlignedVector<T> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    values[i] = static_cast<T>(2 * stream.uniform(i) - 1);
  }
  return values;
}

TEST(tensor, features_hold_each_channel_of_the_batch_in_one_row) {
  std::vector<double> images(2 * 3 * 2 * 2);
  std::iota(images.begin(), images.end(), 0);
  const Tensor<double> features = features_of_images<double>(images, 2, 3, 2, 2);
  EXPECT_EQ(features.dims(), (Dims{3, 2, 2, 2}));
  const std::vector<double> second_channel(features.row(1), features.row(1) + 8);
  EXPECT_EQ(second_channel, (std::vector<double>{4, 5, 6, 7, 16, 17, 18, 19}));
  const AlignedVector<double> back = images_of_features(features);
  EXPECT_TRUE(std::equal(back.begin(), back.end(), images.begin(), images.end()));
}

TEST(tensor, storage_starts_at_a_cache_line) {
  const Tensor<float> t({3, 5, 7, 1});
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(t.data()) % 64, 0u);
  EXPECT_EQ(t.row_size(), 35u);
}

/// C = op(A) op(B) by its definition, element (i, j) of a stored matrix at i * stride + j.
double entry(const AlignedVector<double>& m, std::size_t stride, bool transposed, std::size_t i,
             std::size_t j) {
  return transposed ? m[j * stride + i] : m[i * stride + j];
}

TEST(gemm, equals_the_definition_for_every_transposition_inside_larger_matrices) {
  constexpr std::size_t kM = 19, kN = 23, kK = 31, kStride = 40;
  const auto a = random_values<double>(kStride * kStride, "a");
  const auto b = random_values<double>(kStride * kStride, "b");
  for (int mode = 0; mode < 8; ++mode) {
    const bool ta = (mode & 1) != 0;
    const bool tb = (mode & 2) != 0;
    const bool accumulate = (mode & 4) != 0;
    auto c = random_values<double>(kM * kStride, "c");
    const auto before = c;
    gemm<double>({a.data(), ta ? kK : kM, ta ? kM : kK, kStride},
                 ta ? Transpose::yes : Transpose::no,
                 {b.data(), tb ? kN : kK, tb ? kK : kN, kStride},
                 tb ? Transpose::yes : Transpose::no, {c.data(), kM, kN, kStride}, accumulate);
    for (std::size_t i = 0; i < kM * kStride; ++i) {
      const std::size_t row = i / kStride;
      const std::size_t col = i % kStride;
      double expected = accumulate || col >= kN ? before[i] : 0;
      for (std::size_t k = 0; col < kN && k < kK; ++k) {
        expected += entry(a, kStride, ta, row, k) * entry(b, kStride, tb, k, col);
      }
      ASSERT_NEAR(c[i], expected, 1e-13) << "mode " << mode;
    }
  }
}

TEST(gemm, the_kernel_set_has_a_name) { EXPECT_FALSE(kernel_set().empty()); }

/// <gather(x), p> for all p decides gather; each patch element is looked up by its definition.
void expect_patches(const PatchGeometry& g, std::size_t samples) {
  const std::size_t plane = g.padded_height * g.padded_width;
  const auto image = random_values<double>(g.channels * samples * plane, "image");
  const std::size_t columns = samples * g.out_height() * g.out_width();
  AlignedVector<double> patches(g.patch() * columns);
  gather_patches(g, image.data(), samples * plane, samples, patches.data());
  std::size_t at = 0;
  for (std::size_t row = 0; row < g.patch(); ++row) {
    const std::size_t c = row / (g.kernel * g.kernel);
    const std::size_t ky = row / g.kernel % g.kernel;
    const std::size_t kx = row % g.kernel;
    for (std::size_t column = 0; column < columns; ++column, ++at) {
      const std::size_t n = column / (g.out_height() * g.out_width());
      const std::size_t y = column / g.out_width() % g.out_height() * g.stride + ky;
      const std::size_t x = column % g.out_width() * g.stride + kx;
      ASSERT_EQ(patches[at], image[((c * samples + n) * g.padded_height + y) * g.padded_width + x]);
    }
  }
}

/// <gather(x), p> = <x, scatter(p)> for random x and p.
void expect_adjoint(const PatchGeometry& g, std::size_t samples) {
  const std::size_t plane = g.padded_height * g.padded_width;
  const auto image = random_values<double>(g.channels * samples * plane, "image");
  const std::size_t columns = samples * g.out_height() * g.out_width();
  const auto p = random_values<double>(g.patch() * columns, "patches");
  AlignedVector<double> gathered(p.size());
  gather_patches(g, image.data(), samples * plane, samples, gathered.data());
  AlignedVector<double> scattered(image.size(), 0.0);
  scatter_patches(g, p.data(), samples, scattered.data(), samples * plane);
  const double left = std::inner_product(p.begin(), p.end(), gathered.begin(), 0.0);
  const double right = std::inner_product(image.begin(), image.end(), scattered.begin(), 0.0);
  EXPECT_NEAR(left, right, 1e-10);
}

TEST(patches, gather_is_the_definition_and_scatter_its_adjoint) {
  for (const PatchGeometry& g : {PatchGeometry{3, 34, 34, 3, 1}, PatchGeometry{4, 18, 18, 3, 2},
                                 PatchGeometry{2, 9, 11, 5, 1}, PatchGeometry{5, 8, 8, 1, 2},
                                 PatchGeometry{1, 10, 10, 3, 1}, PatchGeometry{2, 7, 7, 2, 3}}) {
    expect_patches(g, 2);
    expect_adjoint(g, 3);
  }
}

}  // namespace
}  // namespace metronome::tensor
