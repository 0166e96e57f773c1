// Points drawn from a grid, lists of points, and constraints that points must keep.
#include "sim/sweep/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>
#include <set>

#include "sim/base/files.hpp"
#include "sim/experiment/machine_area.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sweep {
namespace sample_test {

namespace fs = std::filesystem;
using Places = std::vector<std::vector<std::size_t>>;
using ::testing::HasSubstr;

Places drawn(SampleMethod method, std::uint64_t count, const std::vector<std::size_t>& sizes,
             std::uint64_t seed = 1) {
  const auto flat = sampled_places({.method = method, .count = count, .seed = seed}, sizes);
  Places places;
  for (std::size_t i = 0; i < flat.size(); i += sizes.size()) {
    const auto begin = flat.begin() + static_cast<std::ptrdiff_t>(i);
    places.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(sizes.size()));
  }
  return places;
}

std::vector<std::size_t> counts_along(const Places& places, std::size_t axis, std::size_t size) {
  std::vector<std::size_t> counts(size);
  for (const auto& place : places) {
    ++counts.at(place[axis]);
  }
  return counts;
}

TEST(sample, a_draw_is_a_function_of_method_count_and_seed_and_stays_on_its_axes) {
  const std::vector<std::size_t> sizes{7, 1, 1000, 3};
  for (const auto& [method, name] : kEnumRows<SampleMethod>) {
    const Places places = drawn(method, 200, sizes);
    EXPECT_EQ(places, drawn(method, 200, sizes)) << name;
    EXPECT_NE(places, drawn(method, 200, sizes, 2)) << name;
    EXPECT_EQ((std::set<std::vector<std::size_t>>(places.begin(), places.end()).size()),
              places.size())
        << name << " draws a point twice";
    EXPECT_GT(places.size(), 150u) << name;
    for (const auto& place : places) {
      for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
        EXPECT_LT(place[axis], sizes[axis]) << name;
      }
    }
  }
}

TEST(sample, fewer_points_are_the_first_of_more_but_for_latin_hypercubes) {
  const std::vector<std::size_t> sizes{100, 100, 100};
  for (const SampleMethod method : {SampleMethod::random, SampleMethod::sobol}) {
    const Places few = drawn(method, 50, sizes);
    const Places many = drawn(method, 80, sizes);
    EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
  }
}

TEST(sample, of_a_small_grid_each_point_comes_once) {
  for (const auto& [method, name] : kEnumRows<SampleMethod>) {
    EXPECT_EQ(drawn(method, 1000, {2, 3}).size(), 6u) << name;
    EXPECT_EQ(drawn(method, 1, {2, 3}).size(), 1u) << name;
  }
}

// Each n-th part of each axis once [mckay1979lhs].
TEST(sample, a_latin_hypercube_takes_each_part_of_each_axis_once) {
  const std::size_t count = 97;
  const Places places =
      drawn(SampleMethod::latin_hypercube, count, {count, count, 10 * count, count});
  ASSERT_EQ(places.size(), count);
  for (const std::size_t axis : {0u, 1u, 3u}) {
    EXPECT_THAT(counts_along(places, axis, count), ::testing::Each(1u));
  }
  std::set<std::size_t> parts;
  for (const auto& place : places) {
    parts.insert(place[2] / 10);
  }
  EXPECT_EQ(parts.size(), count);
}

// Of 2^k points each part of 2^-k of an axis has one, and in the first two dimensions so has each
// box of that area; a shift of binary digits keeps that [joe2008sobol].
TEST(sample, sobol_fills_every_axis_evenly_and_the_first_two_in_boxes) {
  const std::size_t count = 64;
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const Places places =
        drawn(SampleMethod::sobol, count, std::vector<std::size_t>(12, count), seed);
    ASSERT_EQ(places.size(), count);
    for (std::size_t axis = 0; axis < 12; ++axis) {
      const auto counts = counts_along(places, axis, count);
      // The sequence is used from its second point on: at most one part is empty, and one has two.
      EXPECT_LE(std::count(counts.begin(), counts.end(), 0u), 1) << axis;
      EXPECT_LE(*std::max_element(counts.begin(), counts.end()), 2u) << axis;
    }
    for (const std::size_t wide : {2u, 4u, 8u, 16u, 32u}) {
      std::map<std::pair<std::size_t, std::size_t>, int> boxes;
      for (const auto& place : places) {
        ++boxes[{place[0] * wide / count, place[1] * (count / wide) / count}];
      }
      EXPECT_GE(boxes.size(), count - 1) << wide;
    }
  }
}

TEST(sample, random_draws_are_spread_over_every_axis) {
  const Places places = drawn(SampleMethod::random, 4000, {4, 1000, 1000});
  for (const std::size_t n : counts_along(places, 0, 4)) {
    EXPECT_NEAR(static_cast<double>(n), 1000, 140);  // five standard deviations
  }
}

class DrawnSweep : public ::testing::Test {
 protected:
  DrawnSweep()
      : folder_(fs::path(::testing::TempDir()) /
                (std::string("drawn_") +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
  }
  ~DrawnSweep() override { fs::remove_all(folder_); }

  [[nodiscard]] std::vector<Point> points(const std::string& rest) const {
    return grid_of(spec(rest), {});
  }
  [[nodiscard]] SweepSpec spec(const std::string& rest) const {
    write_file_atomically(
        folder_ / "sweep.yaml",
        "name: drawn\nbase:\n  mode: analytic\n  accelerator: " + metronome::source_dir() +
            "/configs/arch/plain_systolic_512.yaml\n"
            "  trace: {model: lenet-5, dataset: mnist, batch: 2, iterations: 8,\n"
            "          schedule: 'static:4,backward=8'}\n" +
            rest);
    return config::load<SweepSpec>(folder_ / "sweep.yaml");
  }
  [[nodiscard]] std::string refusal(const std::string& rest) const {
    try {
      (void)points(rest);
    } catch (const UserError& error) {
      return error.what();
    }
    return "none";
  }

  fs::path folder_;
};

constexpr const char* kAxes =
    "axes:\n  - {key: accelerator.vector.lanes, values: [16, 32, 64, 128]}\n"
    "  - {key: accelerator.memory.channels, values: [1, 2, 4, 8]}\n";

TEST_F(DrawnSweep, has_points_of_the_grid_each_once_and_what_its_labels_say) {
  const auto some = points(std::string(kAxes) + "sample: {method: sobol, count: 8, seed: 5}\n");
  EXPECT_EQ(some.size(), 8u);
  std::set<std::string> keys;
  for (const Point& point : some) {
    keys.insert(point.key);
    EXPECT_EQ(point.labels[0], std::to_string(point.spec.accelerator.vector.lanes));
    EXPECT_EQ(point.labels[1], std::to_string(point.spec.accelerator.memory.channels));
  }
  EXPECT_EQ(keys.size(), 8u);
  EXPECT_EQ(points(std::string(kAxes) + "sample: {count: 5000}\n").size(), 16u);
}

TEST_F(DrawnSweep, a_grid_too_large_to_be_run_may_be_drawn_from) {
  std::string values = "1";
  for (int i = 2; i <= 400; ++i) {
    values += ", " + std::to_string(i);
  }
  std::string axes = "axes:\n";
  for (const char* key :
       {"vector.lanes", "training.update_engine_weights_per_cycle", "training.switch_cycles"}) {
    axes += std::string("  - {key: accelerator.") + key + ", values: [" + values + "]}\n";
  }
  EXPECT_THAT(refusal(axes), HasSubstr("has 64000000 points"));
  EXPECT_EQ(points(axes + "sample: {method: latin_hypercube, count: 50}\n").size(), 50u);
}

TEST_F(DrawnSweep, takes_its_points_from_a_list) {
  write_file_atomically(folder_ / "designs.csv",
                        "label,accelerator.array.rows,accelerator.array.columns\n"
                        "square,16,16\nwide,8,64\n,64,8\n");
  const auto three = points("axes:\n  - {name: design, file: designs.csv}\n");
  ASSERT_EQ(three.size(), 3u);
  EXPECT_EQ(three[1].labels, std::vector<std::string>{"wide"});
  EXPECT_EQ(three[2].labels, std::vector<std::string>{"64 8"});
  EXPECT_EQ(three[1].key,
            points("axes:\n  - {name: design, points: [{label: x, set: "
                   "{accelerator.array.rows: 8, accelerator.array.columns: 64}}]}\n")[0]
                .key);
  write_file_atomically(folder_ / "wrong.csv", "accelerator.array.rws\n16\n");
  EXPECT_THAT(refusal("axes:\n  - {name: design, file: wrong.csv}\n"), HasSubstr("`rows`"));
  write_file_atomically(folder_ / "twice.csv", "label,accelerator.array.rows\na,16\na,32\n");
  EXPECT_THAT(refusal("axes:\n  - {name: design, file: twice.csv}\n"),
              HasSubstr("`a` stands twice"));
  write_file_atomically(folder_ / "empty.csv", "accelerator.array.rows\n");
  EXPECT_THAT(refusal("axes:\n  - {name: design, file: empty.csv}\n"), HasSubstr("has no rows"));
  EXPECT_THAT(refusal("axes:\n  - {name: design, file: absent.csv}\n"), HasSubstr("no such file"));
}

TEST_F(DrawnSweep, points_of_which_a_constraint_does_not_hold_are_infeasible_and_not_run) {
  const SweepSpec sweep = spec(std::string(kAxes) +
                               "constraints:\n"
                               "  - {left: accelerator.vector.lanes, is: '>=', right: "
                               "accelerator.array.columns}\n"
                               "  - {left: 8, is: '>', right: accelerator.memory.channels}\n"
                               "  - {left: accelerator.name, is: =, right: plain_systolic_512}\n");
  const auto grid = grid_of(sweep, {});
  ASSERT_EQ(grid.size(), 16u);
  const std::uint64_t columns = 32;  // of the machine's file
  for (const Point& point : grid) {
    const bool holds = point.spec.accelerator.vector.lanes >= columns &&
                       point.spec.accelerator.memory.channels < 8;
    EXPECT_EQ(point.refused.empty(), holds) << point.refused;
  }
  EXPECT_EQ(grid[0].refused,
            "constraint accelerator.vector.lanes >= accelerator.array.columns does not hold: 16 "
            "against 32");
  const Grid whole(sweep, {});
  PointsFolder results(folder_ / "points", whole.count());
  run_missing(whole, results, {.jobs = 2, .progress = {}});
  ASSERT_EQ(results.missing(), 0u);
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const PointResult result = results.line(i).result;
    EXPECT_EQ(result.message, grid[i].refused);
    EXPECT_EQ(result.numbers.empty(), !grid[i].refused.empty());
  }
  EXPECT_EQ(results.by_status()[PointStatus::infeasible], 7u);
  EXPECT_EQ(results.by_status()[PointStatus::done], 9u);
}

TEST_F(DrawnSweep, the_area_of_a_constraint_is_that_of_the_whole_machine) {
  const auto grid = points(kAxes);
  const double area = experiment::machine_area(grid[5].spec.accelerator).total();
  const auto with =
      points(std::string(kAxes) + "constraints:\n  - {left: machine_area_mm2, is: <=, right: " +
             number_text(area) + "}\n");
  for (std::size_t i = 0; i < grid.size(); ++i) {
    EXPECT_EQ(with[i].refused.empty(),
              experiment::machine_area(grid[i].spec.accelerator).total() <= area);
    EXPECT_EQ(with[i].key, grid[i].key) << "a constraint changes no result";
  }
}

TEST_F(DrawnSweep, what_is_written_wrongly_is_answered_with_what_is_right) {
  const std::string axes = kAxes;
  EXPECT_THAT(refusal(axes + "sample: {method: sobl, count: 4}\n"), HasSubstr("`sobol`"));
  EXPECT_THAT(refusal(axes + "sample: {method: sobol}\n"), HasSubstr("count"));
  EXPECT_THAT(refusal(axes + "sample: {count: -1}\n"), HasSubstr("sample.count"));
  EXPECT_THAT(refusal(axes + "constraints: [{left: accelerator.rows, is: '<', right: 2}]\n"),
              HasSubstr("is no number and no key of a point"));
  EXPECT_THAT(refusal(axes + "constraints: [{left: accelerator.rows, is: '<', right: 2}]\n"),
              HasSubstr("sweep.yaml"));
  EXPECT_THAT(refusal(axes + "constraints: [{left: accelerator.name, is: '<', right: 2}]\n"),
              HasSubstr("has no size"));
  EXPECT_THAT(refusal(axes + "constraints: [{left: nothing, is: '=', right: something}]\n"),
              HasSubstr("is no number and no key"));
  EXPECT_THAT(
      refusal(axes + "constraints: [{left: accelerator.nam, is: '=', right: accelerator.name}]\n"),
      HasSubstr("`accelerator.nam` is no number and no key"));
  EXPECT_THAT(refusal(axes + "constraints: [{left: 1, is: '!=', right: 2}]\n"),
              HasSubstr("constraints[0].is"));
  EXPECT_THAT(refusal(axes + "constraints: [{left: 1, right: 2}]\n"), HasSubstr("is"));
  EXPECT_THAT(refusal("axes:\n  - key: accelerator\n    values: [" + metronome::source_dir() +
                      "/configs/arch/plain_systolic_512.yaml]\n"
                      "sample: {count: 1}\n"
                      "equal: {measure: area, to: plain_systolic_512, by: array.columns}\n"),
              HasSubstr("needs the whole grid"));
}

}  // namespace sample_test
}  // namespace metronome::sweep
