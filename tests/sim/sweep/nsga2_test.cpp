// The search itself, on problems whose fronts are known.
#include "sim/sweep/nsga2.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "sim/base/random.hpp"
#include "sim/sweep/pareto.hpp"

namespace metronome::sweep {
namespace nsga2_test {

using Points = std::vector<std::vector<double>>;

TEST(nsga2, ranks_are_fronts_behind_fronts_and_points_without_numbers_come_last) {
  const std::vector<Objectives> points{{{1, 4}}, {{2, 2}}, {{4, 1}},     {{2, 4}},
                                       {{3, 3}}, {{5, 5}}, std::nullopt, {{1, 4}}};
  EXPECT_EQ(domination_ranks(points), (std::vector<std::size_t>{0, 0, 0, 1, 1, 2, 3, 0}));
  EXPECT_EQ(domination_ranks({std::nullopt, std::nullopt}), (std::vector<std::size_t>{0, 0}));
  EXPECT_TRUE(domination_ranks({}).empty());
}

// (4 - 1) / (4 - 0) + (4 - 1) / (4 - 0), and so on, by hand.
TEST(nsga2, crowding_is_the_span_between_neighbours_of_each_objective) {
  const Points front{{0, 4}, {1, 2}, {2, 1}, {4, 0}};
  const std::vector<double> found = crowding_distances(front);
  EXPECT_EQ(found[0], std::numeric_limits<double>::infinity());
  EXPECT_EQ(found[3], std::numeric_limits<double>::infinity());
  EXPECT_DOUBLE_EQ(found[1], 2.0 / 4 + 3.0 / 4);
  EXPECT_DOUBLE_EQ(found[2], 3.0 / 4 + 2.0 / 4);
}

TEST(nsga2, a_hypervolume_is_that_of_the_boxes_up_to_the_reference) {
  EXPECT_DOUBLE_EQ(hypervolume({{1, 4}, {2, 2}, {4, 1}}, {5, 5}), 4 + 6 + 1);
  EXPECT_DOUBLE_EQ(hypervolume({{1, 4}, {2, 2}, {4, 1}, {3, 3}, {5, 0}}, {5, 5}), 11);
  EXPECT_DOUBLE_EQ(hypervolume({{2}, {3}}, {7}), 5);
  EXPECT_DOUBLE_EQ(hypervolume({}, {5, 5}), 0);
  // Three boxes, by inclusion and exclusion.
  EXPECT_DOUBLE_EQ(hypervolume({{0, 1, 1}, {1, 0, 1}, {1, 1, 0}}, {2, 2, 2}),
                   3 * 2.0 - 3 * 1.0 + 1.0);
}

TEST(nsga2, slices_add_up_to_what_counted_cells_do) {
  const RandomStream draws(3, "test");
  for (std::uint64_t trial = 0; trial < 20; ++trial) {
    Points front;
    for (std::uint64_t i = 0; i < 6; ++i) {
      front.push_back({});
      for (std::uint64_t o = 0; o < 3; ++o) {
        front.back().push_back(static_cast<double>(draws.below(trial * 100 + i * 3 + o, 8)));
      }
    }
    double cells = 0;
    for (int x = 0; x < 8 * 8 * 8; ++x) {
      const std::vector<double> cell{x / 64 + 0.0, x / 8 % 8 + 0.0, x % 8 + 0.0};
      for (const auto& point : front) {
        if (point[0] <= cell[0] && point[1] <= cell[1] && point[2] <= cell[2]) {
          ++cells;
          break;
        }
      }
    }
    EXPECT_DOUBLE_EQ(hypervolume(front, {8, 8, 8}), cells) << trial;
  }
}

TEST(nsga2, places_and_numbers_of_points_are_inverse) {
  const SearchSpace space({3, 1, 5});
  ASSERT_EQ(space.count(), 15u);
  EXPECT_EQ(space.places(14), (std::vector<std::size_t>{2, 0, 4}));
  for (std::size_t i = 0; i < 15; ++i) {
    EXPECT_EQ(space.index(space.places(i)), i);
  }
}

/// Two valleys: less of one objective is more of the other; every seventh point has no numbers.
Objectives problem(const SearchSpace& space, std::size_t point) {
  if (point % 7 == 3) {
    return std::nullopt;
  }
  double one = 0, other = 0;
  for (std::size_t axis = 0; axis < space.sizes().size(); ++axis) {
    const double x = static_cast<double>(space.places(point)[axis]) /
                     static_cast<double>(space.sizes()[axis] - 1);
    one += x * x + 0.3 * std::sin(20 * x);
    other += (x - 1) * (x - 1) + 0.3 * std::cos(17 * x);
  }
  return std::vector<double>{one, other};
}

/// The hypervolume that so many evaluations of the method find.
double found_by_search(const SearchSpace& space, std::uint64_t seed, std::size_t budget,
                       const std::vector<double>& reference) {
  Nsga2 search(space, {.population = 24, .seed = seed});
  Points front;
  std::set<std::size_t> asked;
  while (asked.size() < budget) {
    const auto points = search.ask(budget - asked.size());
    std::vector<Objectives> told;
    for (const std::size_t point : points) {
      EXPECT_TRUE(asked.insert(point).second) << "a point is asked for once";
      told.push_back(problem(space, point));
      if (told.back()) {
        front.push_back(*told.back());
      }
    }
    search.tell(points, told);
  }
  return hypervolume(front, reference);
}

TEST(nsga2, finds_more_than_random_draws_with_as_many_evaluations) {
  const SearchSpace space({8, 8, 8, 8});
  const std::vector<double> reference{6, 6};
  Points whole;
  for (std::size_t i = 0; i < space.count(); ++i) {
    if (const Objectives point = problem(space, i)) {
      whole.push_back(*point);
    }
  }
  Points best;
  const std::vector<bool> front = pareto_front(whole);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (front[i]) {
      best.push_back(whole[i]);
    }
  }
  const double all = hypervolume(best, reference);
  std::vector<double> searched, drawn;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    searched.push_back(found_by_search(space, seed, 410, reference) / all);
    const RandomStream draws(seed, "drawn");
    Points some;
    for (std::size_t i = 0; i < 410; ++i) {
      if (const Objectives point = problem(space, draws.below(i, space.count()))) {
        some.push_back(*point);
      }
    }
    drawn.push_back(hypervolume(some, reference) / all);
  }
  std::sort(searched.begin(), searched.end());
  std::sort(drawn.begin(), drawn.end());
  EXPECT_GT(searched[4], 0.95) << "a tenth of the space, median of ten seeds";
  EXPECT_GT(searched[4], drawn[4]);
}

TEST(nsga2, is_a_function_of_its_seed_and_of_what_it_is_told) {
  const SearchSpace space({6, 5, 4});
  const auto asked = [&](std::uint64_t seed) {
    Nsga2 search(space, {.population = 8, .seed = seed});
    std::vector<std::size_t> all;
    for (;;) {
      const auto points = search.ask(1000);
      if (points.empty()) {
        return all;
      }
      all.insert(all.end(), points.begin(), points.end());
      std::vector<Objectives> told;
      for (const std::size_t point : points) {
        told.push_back(problem(space, point));
      }
      search.tell(points, told);
    }
  };
  const auto one = asked(1);
  EXPECT_EQ(one, asked(1));
  EXPECT_NE(one, asked(2));
  EXPECT_EQ((std::set<std::size_t>(one.begin(), one.end()).size()), 120u)
      << "in the end the whole space, each point once";
}

}  // namespace nsga2_test
}  // namespace metronome::sweep
