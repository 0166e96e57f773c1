#include "sim/sweep/pareto.hpp"

#include <gtest/gtest.h>

#include "sim/base/random.hpp"

namespace metronome::sweep {
namespace pareto_test {

TEST(pareto, keeps_what_nothing_dominates) {
  //                                            front   front   by both   by one  front
  const std::vector<std::vector<double>> points{{1, 9}, {5, 2}, {6, 9.5}, {5, 3}, {3, 4}};
  EXPECT_EQ(pareto_front(points), (std::vector<bool>{true, true, false, false, true}));
}

TEST(pareto, equal_points_stay_together) {
  EXPECT_EQ(pareto_front({{2, 2}, {2, 2}, {3, 2}}), (std::vector<bool>{true, true, false}));
}

TEST(pareto, points_without_values_are_not_on_it_and_dominate_nothing) {
  EXPECT_EQ(pareto_front({{}, {4, 4}}), (std::vector<bool>{false, true}));
}

TEST(pareto, of_one_objective_is_the_least) {
  EXPECT_EQ(pareto_front({{3}, {1}, {2}}), (std::vector<bool>{false, true, false}));
}

/// By definition: off the front exactly where some front point is no worse everywhere.
TEST(pareto, every_other_point_is_dominated_by_one_on_the_front) {
  const RandomStream stream(7, "pareto");
  std::vector<std::vector<double>> points;
  for (std::uint64_t i = 0; i < 200; ++i) {
    points.push_back({stream.uniform(3 * i), stream.uniform(3 * i + 1), stream.uniform(3 * i + 2)});
  }
  const std::vector<bool> front = pareto_front(points);
  for (std::size_t i = 0; i < points.size(); ++i) {
    bool beaten = false;
    for (std::size_t j = 0; j < points.size(); ++j) {
      beaten = beaten || (j != i && front[j] && points[j][0] <= points[i][0] &&
                          points[j][1] <= points[i][1] && points[j][2] <= points[i][2]);
    }
    EXPECT_NE(front[i], beaten) << i;
  }
}

}  // namespace pareto_test
}  // namespace metronome::sweep
