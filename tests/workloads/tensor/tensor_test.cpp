#include "workloads/tensor/tensor.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

#include "sim/base/random.hpp"
#include "workloads/tensor/gemm.hpp"
#include "workloads/tensor/planes.hpp"

namespace metronome::tensor {
namespace tensor_test {

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

/// Each element is looked up by its definition.
void expect_taps(const PlaneGeometry& g, std::size_t samples) {
  const auto planes = random_values<double>(samples * g.plane(), "planes");
  AlignedVector<double> read(samples * g.outputs());
  for (std::size_t tap = 0; tap < g.taps(); ++tap) {
    gather_tap(g, planes.data(), samples, tap, read.data());
    for (std::size_t i = 0; i < read.size(); ++i) {
      const std::size_t n = i / g.outputs();
      const std::size_t y =
          i / g.out_width() % g.out_height() * g.y.stride + tap / g.x.kernel * g.y.dilation;
      const std::size_t x = i % g.out_width() * g.x.stride + tap % g.x.kernel * g.x.dilation;
      ASSERT_EQ(read[i], planes[(n * g.y.extent + y) * g.x.extent + x]);
    }
  }
}

TEST(planes, taps_read_what_the_definition_says) {
  expect_taps({{6, 8, 1, 1, 3, 1}, {7, 9, 1, 1, 3, 1}}, 3);
  expect_taps({{3, 5, 1, 1, 3, 1}, {32, 34, 1, 1, 3, 1}}, 2);
  expect_taps({{4, 6, 1, 1, 3, 1}, {8, 10, 1, 1, 3, 1}}, 2);
  expect_taps({{9, 9, 0, 1, 1, 2}, {9, 9, 0, 1, 1, 2}}, 2);
  expect_taps({{7, 11, 2, 1, 5, 3}, {5, 9, 2, 1, 5, 3}}, 2);
  expect_taps({{7, 11, 2, 1, 2, 3, 4}, {5, 9, 2, 1, 4, 1, 2}}, 2);
}

TEST(planes, values_are_placed_at_their_origin_and_spacing_and_nothing_else_is_touched) {
  const PlaneGeometry g{{2, 5, 1, 2, 3, 1}, {3, 7, 1, 2, 3, 1}};
  const std::vector<double> values{1, 2, 3, 4, 5, 6};
  std::vector<double> plane(g.plane(), -1);
  place(g, values.data(), 1, plane.data());
  const std::vector<double> expected{-1, -1, -1, -1, -1, -1, -1,  //
                                     -1, 1,  -1, 2,  -1, 3,  -1,  //
                                     -1, -1, -1, -1, -1, -1, -1,  //
                                     -1, 4,  -1, 5,  -1, 6,  -1,  //
                                     -1, -1, -1, -1, -1, -1, -1};
  EXPECT_EQ(plane, expected);
  // A negative origin leaves the outer values out.
  std::vector<double> inner(1, -1);
  place(PlaneGeometry{{3, 1, -1, 1, 1, 1}, {3, 1, -1, 1, 1, 1}},
        std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9}.data(), 1, inner.data());
  EXPECT_EQ(inner.front(), 5);
}

TEST(planes, a_tap_is_valid_where_it_meets_a_value) {
  // 2x2 values in a border of one; the upper left tap of a 3x3 kernel meets the last output's.
  std::vector<float> taps(9, 0.0f);
  taps[0] = 2;
  std::vector<float> sums(4, 0.0f);
  add_valid_taps({{2, 4, 1, 1, 3, 1}, {2, 4, 1, 1, 3, 1}}, taps.data(), sums.data());
  EXPECT_EQ(sums, (std::vector<float>{0, 0, 0, 2}));
}

}  // namespace tensor_test
}  // namespace metronome::tensor
