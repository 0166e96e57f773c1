// Window rows against a brute-force walk over pixels and kernel rows.
#include "arch/mapping/geometry.hpp"

#include <gtest/gtest.h>

#include <set>

#include "machines.hpp"

namespace metronome::mapping {
namespace geometry_test {

using trace::OperationClass;

struct Shape {
  MatrixJob job;
  Geometry geometry;
  std::string text;
};

std::vector<Shape> random_shapes() {
  const RandomStream random(5, "geometry");
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  const arch::AcceleratorSpec machine = preset("systolic");
  std::vector<Shape> shapes;
  for (int i = 0; i < 300; ++i) {
    trace::Convolution c = random_convolution(below, 5, 3, 24);
    c.in_channels = below(3);
    c.out_channels = below(3);
    const MatrixJob job = matrix_job(static_cast<OperationClass>(below(3) - 1), c, 8, 8, machine);
    shapes.push_back({job, Geometry(job), job_key(job)});
  }
  return shapes;
}

std::vector<SpatialCut> cuts_of(const Geometry& geometry) {
  std::vector<SpatialCut> cuts;
  for (std::uint64_t images = 1; images <= geometry.anchor().batch; ++images) {
    cuts.push_back({images, 0});
  }
  for (std::uint64_t rows = 1; rows <= geometry.anchor().height; ++rows) {
    if (geometry.anchor().height % rows == 0) {
      cuts.push_back({1, rows});
    }
  }
  return cuts;
}

/// Rows of the window tensor that pixels of an anchor row meet: output row o meets input row
/// o*stride - before + r*dilation for every kernel row r; backwards the same pairs are read the
/// other way.
std::set<std::uint64_t> rows_met(const MatrixJob& job, const Geometry& geometry,
                                 const Range& anchor_rows) {
  const trace::Convolution& c = job.convolution;
  const bool backward = job.cls == OperationClass::input_gradient;
  std::set<std::uint64_t> met;
  for (std::uint64_t row = anchor_rows.begin; row < anchor_rows.end; ++row) {
    const std::uint64_t image = row / geometry.anchor().height;
    const std::uint64_t y = row % geometry.anchor().height;
    for (std::uint64_t o = 0; o < c.out_height(); ++o) {
      for (std::uint64_t r = 0; r < c.kernel.height; ++r) {
        const std::uint64_t padded = o * c.stride.height + r * c.dilation.height;
        if (padded < c.pad.top || padded - c.pad.top >= c.in_height) {
          continue;
        }
        const std::uint64_t i = padded - c.pad.top;
        if ((backward ? i : o) == y) {
          met.insert(image * geometry.window().height + (backward ? o : i));
        }
      }
    }
  }
  return met;
}

TEST(geometry, window_rows_reach_from_the_first_to_the_last_row_that_a_product_meets) {
  for (const Shape& shape : random_shapes()) {
    for (const SpatialCut& cut : cuts_of(shape.geometry)) {
      for (std::uint64_t t = 0; t < shape.geometry.tiles(cut); ++t) {
        const auto met = rows_met(shape.job, shape.geometry, shape.geometry.anchor_rows(cut, t));
        const Range rows = shape.geometry.window_rows(cut, t);
        if (met.empty()) {
          continue;  // stride beyond the kernel: some input rows meet no output row
        }
        // With a stride beyond the kernel, or taps apart, a margin may be read along, never less.
        ASSERT_LE(rows.begin, *met.begin()) << shape.text << " tile " << t;
        ASSERT_GE(rows.end, *met.rbegin() + 1) << shape.text << " tile " << t;
        const model::WindowAxis axis = shape.job.convolution.rows();
        if (axis.stride <= axis.kernel && axis.dilation == 1) {
          ASSERT_EQ(rows, (Range{*met.begin(), *met.rbegin() + 1})) << shape.text << " tile " << t;
        }
      }
    }
  }
}

TEST(geometry, window_rows_lie_inside_the_tensor) {
  for (const Shape& shape : random_shapes()) {
    const std::uint64_t end = shape.geometry.window().batch * shape.geometry.window().height;
    for (const SpatialCut& cut : cuts_of(shape.geometry)) {
      for (std::uint64_t t = 0; t < shape.geometry.tiles(cut); ++t) {
        const Range rows = shape.geometry.window_rows(cut, t);
        ASSERT_LE(rows.begin, rows.end) << shape.text;
        ASSERT_LE(rows.end, end) << shape.text;
      }
    }
  }
}

TEST(geometry, anchor_rows_partition_the_batch) {
  for (const Shape& shape : random_shapes()) {
    const ImageTensor& anchor = shape.geometry.anchor();
    for (const SpatialCut& cut : cuts_of(shape.geometry)) {
      std::uint64_t next = 0;
      for (std::uint64_t t = 0; t < shape.geometry.tiles(cut); ++t) {
        const Range rows = shape.geometry.anchor_rows(cut, t);
        ASSERT_EQ(rows.begin, next) << shape.text;
        ASSERT_GT(rows.size(), 0u) << shape.text;
        ASSERT_LE(rows.size() * anchor.width, shape.geometry.tile_pixels(cut)) << shape.text;
        next = rows.end;
      }
      ASSERT_EQ(next, anchor.batch * anchor.height) << shape.text;
    }
  }
}

TEST(geometry, the_closed_sum_of_window_rows_is_exact_for_regular_cuts) {
  std::size_t regular = 0, irregular = 0;
  for (const Shape& shape : random_shapes()) {
    for (const SpatialCut& cut : cuts_of(shape.geometry)) {
      if (!shape.geometry.regular(cut)) {
        ++irregular;
        continue;
      }
      ++regular;
      std::uint64_t sum = 0;
      for (std::uint64_t t = 0; t < shape.geometry.tiles(cut); ++t) {
        sum += shape.geometry.rows_read(cut, t);
      }
      ASSERT_EQ(shape.geometry.total_window_rows(cut), sum)
          << shape.text << " cut " << cut.images << '/' << cut.rows;
    }
  }
  EXPECT_GT(regular, 500u);
  EXPECT_GT(irregular, 0u);
}

TEST(geometry, transfers_of_whole_channels_are_one_piece_and_of_part_one_per_pixel) {
  const ImageTensor tensor{2, 3, 4, 16, 8};
  const auto whole = image_transfer(tensor, 1000, {1, 3}, {0, 16}, dram::Direction::read);
  EXPECT_EQ(whole.base, 1000u + 1 * 4 * 16);
  EXPECT_EQ(whole.rows * whole.row_bytes, 2u * 4 * 16);
  const auto part = image_transfer(tensor, 1000, {1, 3}, {4, 12}, dram::Direction::read);
  EXPECT_EQ(part, (dram::Transfer{1000 + 64 + 4, 8, 8, 16, dram::Direction::read}));
}

/// Bytes of a list, each of them once.
std::set<std::uint64_t> bytes_of(const std::vector<dram::Transfer>& list) {
  std::set<std::uint64_t> bytes;
  for (const dram::Transfer& t : list) {
    for (std::uint64_t row = 0; row < t.rows; ++row) {
      for (std::uint64_t i = 0; i < t.row_bytes; ++i) {
        EXPECT_TRUE(bytes.insert(t.base + row * t.pitch + i).second) << "read twice";
      }
    }
  }
  return bytes;
}

TEST(geometry, rows_that_no_tap_of_a_strided_convolution_meets_are_not_read) {
  std::size_t skipping = 0;
  for (const Shape& shape : random_shapes()) {
    const Geometry& g = shape.geometry;
    skipping += g.skips_rows() ? 1 : 0;
    const std::uint64_t row = g.window().width * g.window().channels;  // bytes: codes of 8 bits
    for (const SpatialCut& cut : cuts_of(g)) {
      for (std::uint64_t t = 0; g.skips_rows() && t < g.tiles(cut); ++t) {
        std::set<std::uint64_t> wanted;
        for (const std::uint64_t y : rows_met(shape.job, g, g.anchor_rows(cut, t))) {
          for (std::uint64_t i = 0; i < row; ++i) {
            wanted.insert(1000 + y * row + i);
          }
        }
        const auto read = window_transfers(g, cut, t, 1000, {0, g.window().channels});
        ASSERT_EQ(bytes_of(read), wanted) << shape.text << " tile " << t;
        ASSERT_EQ(g.rows_read(cut, t) * row, wanted.size()) << shape.text;
      }
    }
  }
  EXPECT_GT(skipping, 10u);
}

}  // namespace geometry_test
}  // namespace metronome::mapping
