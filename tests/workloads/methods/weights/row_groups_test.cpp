// Rows of coefficients that groups of filters need: what a feed of so many filters can leave out.
#include "workloads/methods/weights/coefficients/row_groups.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/workloads/methods/weights/sample.hpp"
#include "workloads/methods/weights/coefficients/coefficients.hpp"
#include "workloads/methods/weights/coefficients/pruning.hpp"

namespace metronome::weights {
namespace row_groups_test {

using Kept = std::vector<std::uint64_t>;

TEST(row_groups, a_group_keeps_what_any_of_its_filters_keeps) {
  const BlockLayout layout({3, 2, 2, 2});  // four rows of two
  std::vector<double> c(layout.coefficients(), 0.0);
  const auto set = [&](std::size_t filter, std::size_t row) {
    c[(filter * 4 + row) * 2 + 1] = 0.5;
  };
  set(0, 0);
  set(0, 3);
  set(1, 3);
  set(2, 1);
  const RowGroups groups = row_groups(layout, c);
  EXPECT_EQ(groups.filter_rows, 4u);
  EXPECT_EQ(groups.kept, (Kept{4, 3, 3})) << "2 + 1 + 1; {0, 3} + {1}; {0, 1, 3}";
}

TEST(row_groups, rows_of_padding_do_not_count) {
  const BlockLayout layout({1, 1280});  // three blocks of 143 rows of three
  ASSERT_EQ(layout.rows(), 429u);
  const RowGroups groups = row_groups(layout, std::vector<double>(layout.coefficients(), 1.0));
  EXPECT_EQ(groups.filter_rows, 427u);
  EXPECT_EQ(groups.kept, Kept{427});
}

TEST(row_groups, structured_pruning_leaves_whole_rows_out_of_32_filters) {
  const WeightShape shape{64, 16, 3, 3};
  const BlockLayout layout(shape);
  auto weights = normal_values<double>(shape.elements(), 1);
  const std::uint64_t pruned = prune_rows<double>(shape, 0.5, weights) / 64;
  EXPECT_EQ(pruned, 24u);
  // Zeroed rows of weights are rows without coefficients (coefficients_test.cpp).
  const RowGroups groups = row_groups(layout, weights);
  EXPECT_EQ(Kept(groups.kept.begin(), groups.kept.begin() + 6),
            (Kept{24 * 64, 24 * 32, 24 * 16, 24 * 8, 24 * 4, 24 * 2}));
  EXPECT_GT(groups.kept.back(), 24u) << "both groups together";
  EXPECT_LE(groups.kept.back(), 48u);
  const RowGroups expected = row_groups_of_pruned(layout, 24);
  EXPECT_EQ(Kept(expected.kept.begin(), expected.kept.begin() + 6),
            Kept(groups.kept.begin(), groups.kept.begin() + 6));
  EXPECT_EQ(expected.kept.back(), 36u) << "a half, and half of the other half";
}

TEST(row_groups, scattered_zeros_leave_nothing_out_of_many_filters) {
  const WeightShape shape{64, 16, 3, 3};
  const BlockLayout layout(shape);
  auto c = normal_values<double>(shape.elements(), 2);
  for (std::size_t row = 0; row < layout.rows(); ++row) {
    if (row * 2654435761U % 64 >= 32) {  // half of the rows, unlike from filter to filter
      std::fill_n(c.begin() + static_cast<std::ptrdiff_t>(3 * row), 3, 0.0);
    }
  }
  const RowGroups groups = row_groups(layout, c);
  const std::uint64_t all = layout.rows();
  EXPECT_LT(groups.kept[0], all * 6 / 10);
  EXPECT_GE(groups.kept[5], 2 * 48u) << "32 columns: every row is some filter's";
}

TEST(row_groups, a_form_says_of_its_coefficients_what_groups_keep) {
  const WeightShape shape{33, 4, 3, 3};
  CoefficientSpec spec;
  spec.pruned_rows = 0.5;
  const auto weights = normal_values<double>(shape.elements(), 3);
  const Coefficients<double> form(shape, spec, weights);
  const RowGroups groups = form.stored(8).rows;
  EXPECT_EQ(groups, row_groups(form.layout(), form.to_store().coefficients));
  EXPECT_EQ(groups.filter_rows, 12u);
  EXPECT_EQ(groups.kept.size(), 7u) << "1, 2, 4, 8, 16, 32 and all 33";
  EXPECT_EQ(groups.kept[5], 6u + 6u);
}

TEST(row_groups, full_density_keeps_every_row) {
  const BlockLayout layout({100, 64, 3, 3});
  const RowGroups groups = row_groups_of_pruned(layout, 192);
  EXPECT_EQ(groups.kept.front(), 100 * 192u);
  EXPECT_EQ(groups.kept.back(), 192u);
}

}  // namespace row_groups_test
}  // namespace metronome::weights
