// The integer kernels against 64-bit arithmetic, exactly, for codes of every width.
#include "workloads/tensor/kernels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "workloads/tensor/planes.hpp"
#include "workloads/tensor/value_kernels.hpp"

namespace metronome::tensor {
namespace kernels_test {

std::vector<KernelSet> sets() {
  std::vector<KernelSet> out;
  for (const KernelSet set : kEnumValues<KernelSet>) {
    if (on_codes(set) && available(set)) {
      out.push_back(set);
    }
  }
  return out;
}

std::vector<std::uint8_t> unsigned_codes(std::size_t n, int bits, const char* name) {
  const RandomStream draws(1, name);
  std::vector<std::uint8_t> codes(n);
  for (std::size_t i = 0; i < n; ++i) {
    codes[i] = static_cast<std::uint8_t>(draws.below(i, std::uint64_t{1} << bits));
  }
  return codes;
}

/// The whole range -2^(bits-1) to 2^(bits-1) - 1, with many extremes.
std::vector<std::int8_t> signed_codes(std::size_t n, int bits, const char* name) {
  std::vector<std::int8_t> codes;
  for (const std::uint8_t code : unsigned_codes(n, bits, name)) {
    codes.push_back(static_cast<std::int8_t>(code - (1 << (bits - 1))));
  }
  return codes;
}

/// Codes as quads of channels.
std::vector<UnsignedQuad> unsigned_quads(std::size_t n, int bits) {
  const auto codes = unsigned_codes(n * kQuad, bits, "x");
  std::vector<UnsignedQuad> quads(n);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    quads[i / kQuad][i % kQuad] = codes[i];
  }
  return quads;
}

std::vector<SignedQuad> signed_quads(std::size_t n, int bits) {
  const auto codes = signed_codes(n * kQuad, bits, "a");
  std::vector<SignedQuad> quads(n);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    quads[i / kQuad][i % kQuad] = codes[i];
  }
  return quads;
}

std::int64_t dot(const SignedQuad& a, const UnsignedQuad& b) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kQuad; ++i) {
    sum += std::int64_t{a[i]} * b[i];
  }
  return sum;
}

constexpr std::size_t kSteps = 37;

/// Steps at any alignment.
std::vector<std::ptrdiff_t> some_offsets() {
  std::vector<std::ptrdiff_t> offsets;
  for (std::size_t s = 0; s < kSteps; ++s) {
    offsets.push_back(static_cast<std::ptrdiff_t>(s * 13 % 475));
  }
  return offsets;
}

template <class Row, class Unit, class Sum>
PanelProduct<Row, Unit, Sum> panel_of(const std::vector<Row>& rows, std::size_t row_count,
                                      const std::vector<Unit>& units, std::size_t vectors,
                                      const std::vector<std::ptrdiff_t>& offsets,
                                      std::vector<Sum>& sums) {
  sums.assign(row_count * kPanelLanes, Sum(-1));
  PanelProduct<Row, Unit, Sum> product;
  product.rows = rows.data();
  product.row_count = row_count;
  for (std::size_t v = 0; v < vectors; ++v) {
    product.lanes[v] = units.data() + v * 161;
  }
  product.vectors = vectors;
  product.offsets = offsets.data();
  product.steps = offsets.size();
  product.sums = sums.data();
  return product;
}

TEST(code_kernels, multiply_panels_exactly_at_every_size_and_width) {
  const auto offsets = some_offsets();
  for (const KernelSet set : sets()) {
    for (int bits = 1; bits <= 8; ++bits) {
      const auto x = unsigned_quads(1024, bits);
      for (std::size_t rows = 1; rows <= kBlockRows; ++rows) {
        const auto a = signed_quads(kSteps * rows, 9 - bits);
        for (std::size_t vectors = 1; vectors <= kPanelVectors; ++vectors) {
          std::vector<std::int32_t> sums;
          const CodePanel product = panel_of(a, rows, x, vectors, offsets, sums);
          code_kernels(set).multiply(product);
          for (std::size_t i = 0; i < rows * vectors * kLanes; ++i) {
            const std::size_t r = i / (vectors * kLanes);
            const std::size_t lane = i % (vectors * kLanes);
            std::int64_t expected = 0;
            for (std::size_t s = 0; s < kSteps; ++s) {
              expected +=
                  dot(a[s * rows + r], product.lanes[lane / kLanes][offsets[s] + lane % kLanes]);
            }
            ASSERT_EQ(sums[r * kPanelLanes + lane], expected) << rows << " rows, lane " << lane;
          }
        }
      }
    }
  }
}

std::vector<float> some_values(std::size_t n, const char* name) {
  const RandomStream draws(2, name);
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    values[i] = static_cast<float>(draws.normal(i));
  }
  return values;
}

TEST(value_kernels, multiply_panels_in_the_order_of_the_steps_whatever_the_processor) {
  const auto offsets = some_offsets();
  const auto x = some_values(1024, "x");
  for (std::size_t rows = 1; rows <= kBlockRows; ++rows) {
    const auto a = some_values(kSteps * rows, "a");
    for (std::size_t vectors = 1; vectors <= kPanelVectors; ++vectors) {
      std::vector<float> sums, portable;
      const ValuePanel<float> product = panel_of(a, rows, x, vectors, offsets, sums);
      multiply_values(product);
      multiply_values_portably<float>(panel_of(a, rows, x, vectors, offsets, portable));
      EXPECT_EQ(sums, portable);
      float expected = 0;
      for (std::size_t s = 0; s < kSteps; ++s) {
        expected = std::fma(a[s * rows + rows - 1], product.lanes[0][offsets[s] + 5], expected);
      }
      EXPECT_EQ(sums[(rows - 1) * kPanelLanes + 5], expected);
    }
  }
}

TEST(value_kernels, sum_dot_products_in_one_order_whatever_the_processor) {
  for (const std::size_t length : {1u, 15u, 16u, 17u, 160u, 333u}) {
    const auto a = some_values(kDotLeft * length, "a");
    const auto x = some_values(kDotRight * 2 * (length + kLanes), "x");
    std::vector<std::ptrdiff_t> offsets;
    for (std::size_t p = 0; p < length; p += kLanes) {
      offsets.push_back(static_cast<std::ptrdiff_t>(2 * p));  // every other register
    }
    ValueDots<float> dots;
    dots.length = length;
    dots.offsets = offsets.data();
    for (std::size_t i = 0; i < kDotLeft; ++i) {
      dots.left[i] = a.data() + i * length;
    }
    for (std::size_t j = 0; j < kDotRight; ++j) {
      dots.right[j] = x.data() + j * 2 * (length + kLanes);
    }
    ValueDots<float> portable = dots;
    dot_values(dots);
    dot_values_portably(portable);
    EXPECT_EQ(dots.sums, portable.sums);
    double expected = 0;
    double size = 0;
    for (std::size_t p = 0; p < length; ++p) {
      const double term = static_cast<double>(dots.left[3][p]) *
                          static_cast<double>(dots.right[5][p / kLanes * 2 * kLanes + p % kLanes]);
      expected += term;
      size += std::abs(term);
    }
    EXPECT_NEAR(static_cast<double>(dots.sums[3][5]), expected,
                static_cast<double>(length) * 0x1p-24 * size);
  }
}

TEST(code_kernels, sum_dot_products_exactly_at_every_length_and_width) {
  for (const KernelSet set : sets()) {
    for (int bits = 1; bits <= 8; ++bits) {
      for (const std::size_t length : {1u, 3u, 63u, 64u, 65u, 128u, 200u, 5000u}) {
        const auto a = signed_codes(kDotSigned * length, bits, "a");
        const auto x = unsigned_codes(kDotUnsigned * length, 9 - bits, "x");
        DotTile tile;
        tile.length = length;
        for (std::size_t i = 0; i < kDotSigned; ++i) {
          tile.signed_rows[i] = a.data() + i * length;
        }
        for (std::size_t j = 0; j < kDotUnsigned; ++j) {
          tile.unsigned_rows[j] = x.data() + j * length;
        }
        code_kernels(set).dot(tile);
        for (std::size_t i = 0; i < kDotSigned; ++i) {
          for (std::size_t j = 0; j < kDotUnsigned; ++j) {
            std::int64_t expected = 0;
            for (std::size_t p = 0; p < length; ++p) {
              expected += std::int64_t{a[i * length + p]} * x[j * length + p];
            }
            ASSERT_EQ(tile.sums[i][j], expected) << bits << " bits, length " << length;
          }
        }
      }
    }
  }
}

TEST(code_kernels, hold_the_largest_sums_that_the_bound_allows) {
  const std::vector<std::int8_t> a(kMaxCodeSum, -128);
  const std::vector<std::uint8_t> x(kMaxCodeSum + 64, 255);
  const auto expected = static_cast<std::int64_t>(kMaxCodeSum) * -128 * 255;
  for (const KernelSet set : sets()) {
    DotTile tile;
    tile.length = kMaxCodeSum;
    tile.signed_rows.fill(a.data());
    tile.unsigned_rows.fill(x.data());
    code_kernels(set).dot(tile);
    EXPECT_EQ(tile.sums[3][5], expected);
  }
}

struct Case {
  PlaneGeometry geometry;
  std::size_t channels, rows, samples;
};

/// Codes of maps in planes, walked over in panels, equal the convolution by its definition, where
/// what lies outside the map has the code of the border.
TEST(code_kernels, convolve_planes_exactly_over_strides_borders_and_ragged_shapes) {
  constexpr std::uint8_t kBorder = 3;
  const std::vector<Case> cases{{{{6, 8, 1, 1, 3, 1}, {6, 8, 1, 1, 3, 1}}, 3, 5, 3},
                                {{{5, 7, 1, 1, 3, 1}, {32, 34, 1, 1, 3, 1}}, 16, 16, 2},
                                {{{7, 11, 2, 1, 5, 2}, {9, 13, 2, 1, 5, 2}}, 5, 9, 2},
                                {{{4, 4, 0, 1, 1, 1}, {4, 4, 0, 1, 1, 1}}, 9, 17, 5},
                                {{{4, 10, 1, 2, 3, 1}, {4, 10, 1, 2, 3, 1}}, 6, 3, 2},
                                {{{1, 1, 0, 1, 1, 1}, {1, 1, 0, 1, 1, 1}}, 7, 8, 50},
                                {{{3, 1, -1, 1, 1, 1}, {3, 1, -1, 1, 1, 1}}, 4, 2, 3},
                                {{{5, 9, 1, 1, 2, 1, 3}, {6, 8, 1, 1, 3, 2, 2}}, 5, 6, 3},
                                {{{4, 9, 2, 2, 1, 1}, {5, 16, 0, 3, 4, 1}}, 6, 3, 2}};
  for (const KernelSet set : sets()) {
    for (const Case& c : cases) {
      for (int bits = 1; bits <= 8; ++bits) {
        const PlaneGeometry& g = c.geometry;
        const auto values = unsigned_codes(c.channels * c.samples * g.values(), bits, "values");
        const auto weights = signed_codes(c.rows * c.channels * g.taps(), bits, "weights");
        std::vector<std::uint8_t> planes(c.channels * c.samples * g.plane(), kBorder);
        const std::size_t stride = c.samples * g.plane();
        const std::size_t channel_quads = (c.channels + kQuad - 1) / kQuad;
        PanelWalk<UnsignedQuad> walk(g, channel_quads, stride, c.samples);
        std::vector<UnsignedQuad> quads(channel_quads * stride);
        for (std::size_t i = 0; i < c.channels; ++i) {
          place(g, values.data() + i * c.samples * g.values(), c.samples,
                planes.data() + i * stride);
        }
        for (std::size_t i = 0; i < c.channels; i += kQuad) {
          interleave(planes.data() + i * stride, stride, std::min(kQuad, c.channels - i), stride,
                     quads.data() + i / kQuad * stride);
        }
        const auto code_at = [&](std::size_t channel, std::size_t n, std::size_t y, std::size_t x) {
          // Which value lies there, if any.
          const auto met = [](const PlaneAxis& axis, std::size_t at) {
            const std::ptrdiff_t from = static_cast<std::ptrdiff_t>(at) - axis.origin;
            const auto step = static_cast<std::ptrdiff_t>(axis.spacing);
            const bool value = from >= 0 && from % step == 0 &&
                               from / step < static_cast<std::ptrdiff_t>(axis.values);
            return value ? std::optional(static_cast<std::size_t>(from / step)) : std::nullopt;
          };
          const auto row = met(g.y, y);
          const auto column = met(g.x, x);
          return row && column
                     ? values[(channel * c.samples + n) * g.values() + *row * g.x.values + *column]
                     : kBorder;
        };
        std::size_t seen = 0;
        walk.run(code_kernels(set).multiply,
                 pack_codes(weights.data(), c.rows, c.channels, g.taps(), true), quads.data(),
                 [&](const PanelSums<std::int32_t>& panel) {
                   for (std::size_t j = 0; j < panel.count; ++j) {
                     const std::size_t n = (panel.first + j) / g.outputs();
                     const std::size_t y = (panel.first + j) % g.outputs() / g.out_width();
                     const std::size_t x = (panel.first + j) % g.out_width();
                     for (std::size_t r = 0; r < panel.row_count; ++r, ++seen) {
                       std::int64_t sum = 0;
                       std::int64_t ones = 0;
                       for (std::size_t k = 0; k < c.channels * g.taps(); ++k) {
                         const std::size_t tap = k % g.taps();
                         const std::int64_t code = code_at(
                             k / g.taps(), n, y * g.y.stride + tap / g.x.kernel * g.y.dilation,
                             x * g.x.stride + tap % g.x.kernel * g.x.dilation);
                         const std::size_t row = panel.first_row + r;
                         sum += code * weights[row * c.channels * g.taps() + k];
                         ones += code;
                       }
                       ASSERT_EQ(panel.sums[r * kPanelLanes + j], sum);
                       ASSERT_EQ(panel.ones[j], ones);
                     }
                   }
                 });
        EXPECT_EQ(seen, c.rows * c.samples * g.outputs());
      }
    }
  }
}

TEST(code_kernels, are_named_by_what_results_depend_on) {
  EXPECT_NE(kernel_set_name(KernelSet::fp32), kernel_set_name(KernelSet::portable));
  // The last of those that there are, which is the widest.
  KernelSet widest = KernelSet::fp32;
  for (const KernelSet set :
       {KernelSet::neon, KernelSet::avx2, KernelSet::avx512, KernelSet::vnni}) {
    widest = available(set) ? set : widest;
  }
  EXPECT_EQ(kernel_set_name(KernelSet::automatic), kernel_set_name(widest));
}

TEST(code_kernels, of_a_vector_unit_that_is_not_there_are_refused_by_name) {
  for (const KernelSet set : kEnumValues<KernelSet>) {
    if (available(set)) {
      EXPECT_NO_THROW((void)resolved(set));
      continue;
    }
    try {
      (void)resolved(set);
      ADD_FAILURE() << enum_name(set);
    } catch (const UserError& e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("`kernels: " + std::string(enum_name(set)) + "`"));
    }
  }
}

}  // namespace kernels_test
}  // namespace metronome::tensor
