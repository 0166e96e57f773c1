// What a sweep of a million points holds in memory, and its folder in files: bounds by the point.
#include <fmt/format.h>
#include <sys/resource.h>

#include "sim/base/child_process.hpp"
#include "sim/base/files.hpp"
#include "sim/sweep/points_folder.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "sim/sweep/summary_tables.hpp"
#include "tests/sim/sweep/sweep_fixture.hpp"

namespace metronome::sweep {
namespace sweep_memory_test {

constexpr std::size_t kMillion = 1'000'000;
constexpr double kMib = 1 << 20;

/// The most that this process has held so far.
double peak_bytes() {
  struct rusage usage {};
  EXPECT_EQ(::getrusage(RUSAGE_SELF, &usage), 0);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

/// An axis of a hundred values.
std::string hundred(const std::string& key) {
  std::string text = "  - {key: " + key + ", values: [";
  for (int i = 1; i <= 100; ++i) {
    text += fmt::format("{}{}", i > 1 ? ", " : "", i);
  }
  return text + "]}\n";
}

class sweep_memory : public SweepFixture {
 protected:
  /// `count` lines of points of `spec`, as writers of ours write them, each with other numbers. By
  /// another process: what a simulation holds would hide what is measured.
  void write_lines(const SweepSpec& spec, const Grid& grid, std::size_t count) const {
    ChildProcess child([&] {
      write_lines_here(spec, grid, count);
      return 0;
    });
    ASSERT_EQ(child.wait(), 0);
  }

 private:
  void write_lines_here(const SweepSpec& spec, const Grid& grid, std::size_t count) const {
    PointLine line{.index = 0,
                   .result = run_point(grid.point(0).spec),
                   .training_key = "training",
                   .facts = {{"model", "lenet-5"}}};
    PointsWriter writer(folder_ / "points");
    for (line.index = 0; line.index < count; ++line.index) {
      line.key = fmt::format("{:016x}", line.index);
      for (auto& [name, value] : line.result.numbers) {
        if (name == spec.objectives[0]) {
          value = static_cast<double>(line.index % 997);
        }
      }
      writer.add(point_line(line, true));
    }
  }
};

TEST_F(sweep_memory, a_million_points_are_enumerated_within_64_mib) {
  const SweepSpec spec = load(hundred("accelerator.vector.lanes") + hundred("trace.batch") +
                              hundred("accelerator.memory.channels"));
  const double before = peak_bytes();
  const Grid grid(spec, {});
  ASSERT_EQ(grid.count(), kMillion);
  const PointsFolder points(folder_ / "points", grid.count());
  EXPECT_EQ(points.missing(), kMillion);
  for (std::size_t i = 0; i < kMillion; i += 101) {
    EXPECT_EQ(grid.labels(i).size(), 3U);
  }
  EXPECT_LE(peak_bytes() - before, 32 * kMib) << "beside a program of some 12 MiB";
}

// Of a million points 40 bytes a point while the folder is read, 512 MiB for tables.
TEST_F(sweep_memory, reading_results_and_writing_tables_hold_no_lines) {
  constexpr std::size_t kPoints = 20'000;
  const SweepSpec spec = load(hundred("accelerator.vector.lanes") + hundred("trace.batch") +
                              "  - {key: accelerator.memory.channels, values: [1, 2]}\n");
  const Grid grid(spec, {});
  ASSERT_EQ(grid.count(), kPoints);
  write_lines(spec, grid, kPoints);
  const double line_bytes = static_cast<double>(std::filesystem::file_size(
                                folder_ / "points" / names_in(folder_ / "points").front())) /
                            kPoints;
  EXPECT_LE(line_bytes, kMostSummaryBytes);
  const double before = peak_bytes();
  const PointsFolder points(folder_ / "points", kPoints);
  ASSERT_EQ(points.found(), kPoints);
  constexpr double kBuffers = 4 * kMib;  // of the same size whatever the points are
  EXPECT_LE(peak_bytes() - before, 48 * kPoints + kBuffers);
  (void)write_summary_tables(grid, points, {}, "", folder_);
  EXPECT_GT(std::filesystem::file_size(folder_ / "sweep.csv"), kPoints * 500);
  EXPECT_LE(peak_bytes() - before, 400 * kPoints + kBuffers)
      << "a line has " << line_bytes << " bytes";
}

TEST_F(sweep_memory, a_writer_has_one_file_whatever_the_points_are) {
  const SweepSpec spec = load(hundred("accelerator.vector.lanes"));
  const Grid grid(spec, {});
  write_lines(spec, grid, 50);
  write_lines(spec, grid, 50);
  const PointsFolder points(folder_ / "points", grid.count());
  (void)write_summary_tables(grid, points, {}, "", folder_);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
    files += entry.is_regular_file() ? 1 : 0;
  }
  EXPECT_LE(files, 10U * 2) << "of two writers";
}

}  // namespace sweep_memory_test
}  // namespace metronome::sweep
