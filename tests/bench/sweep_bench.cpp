// Points of a sweep a second, on one processor: ResNet-18 on ImageNet's shapes, batch 16, six
// levels of bits against static 8, no cache of operations. What a point shares with the one before
// it is what differs between the rows.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "sim/base/files.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome {
namespace {

/// A sweep over one axis, whose values are written one after the other.
sweep::SweepSpec sweep_over(const std::string& mode, const std::string& key,
                            const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) {
    list += (list.empty() ? "" : ", ") + value;
  }
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / fmt::format("sweep_bench_{}_{}.yaml", mode, key);
  write_file_atomically(
      file,
      fmt::format("name: bench\nbase:\n  mode: {}\n"
                  "  accelerator: {}/configs/arch/plain_systolic_512.yaml\n"
                  "  trace: {{model: resnet-18, dataset: imagenet, batch: 16, iterations: 1000, "
                  "schedule: 'cpt:3-8,periods=2,backward=8', baseline_schedule: "
                  "'static:8,backward=8'}}\naxes: [{{key: {}, values: [{}]}}]\n",
                  mode, metronome::source_dir(), key, list));
  const auto sweep = config::load<sweep::SweepSpec>(file);
  remove_file(file);
  return sweep;
}

std::vector<std::string> prices() {
  std::vector<std::string> all;
  for (int i = 0; i < 50; ++i) {
    all.push_back(fmt::format("{:.4f}", 0.851 + 0.0009 * i));
  }
  return all;
}

std::vector<std::string> schedules() {
  std::vector<std::string> all;
  for (int periods = 1; periods <= 16; ++periods) {
    for (int low = 3; low <= 5; ++low) {
      all.push_back(fmt::format("'cpt:{}-8,periods={},backward=8'", low, periods));
    }
  }
  return all;
}

std::vector<std::string> baselines() {
  std::vector<std::string> all;
  for (int forward = 3; forward <= 8; ++forward) {
    for (int backward = 4; backward <= 8; ++backward) {
      all.push_back(fmt::format("'static:{},backward={}'", forward, backward));
    }
  }
  return all;
}

std::vector<std::string> columns() { return {"16", "20", "24", "28", "36", "40", "44", "48"}; }

std::vector<std::string> many_columns() {
  std::vector<std::string> all;
  for (int i = 0; i < 64; ++i) {
    all.push_back(fmt::format("{}", 8 + i));
  }
  return all;
}

/// `fresh`: a point finds nothing of those before it, as one of a new machine.
void sweep_points(benchmark::State& state, const char* mode, const char* key,
                  std::vector<std::string> (*values)(), bool fresh) {
  const sweep::SweepSpec sweep = sweep_over(mode, key, values());
  const std::vector<sweep::Point> points = sweep::grid_of(sweep, {});
  auto memory = std::make_unique<sweep::PointMemory>();
  std::size_t next = 0;
  for (auto _ : state) {
    if (fresh) {
      memory = std::make_unique<sweep::PointMemory>();
    }
    const sweep::PointResult result =
        sweep::run_point(points[next++ % points.size()].spec, nullptr, *memory);
    if (result.status != sweep::PointStatus::done) {
      state.SkipWithError(result.message.c_str());
      return;
    }
  }
  state.counters["points"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

std::filesystem::path fresh_folder() {
  const auto folder = std::filesystem::temp_directory_path() / "sweep_bench_points";
  remove_folder(folder);
  return folder;
}

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// `speedup`: of two jobs over one. `efficiency`: of two jobs beside two sweeps of half the points
/// each at the same time, which is what this processor has to give (two threads of one core are not
/// two cores).
void sweep_on_two_cores(benchmark::State& state) {
  const sweep::SweepSpec sweep =
      sweep_over("analytic", "accelerator.array.columns", many_columns());
  const sweep::Grid grid(sweep, {});
  double one = 0;
  double two = 0;
  double apart = 0;
  for (auto _ : state) {
    const auto run = [&](unsigned jobs) {
      sweep::PointsFolder points(fresh_folder(), grid.count());
      return seconds_of(
          [&] { run_missing(grid, points, {.jobs = jobs, .summary = true, .progress = {}}); });
    };
    one += run(1);
    const double together = run(2);
    two += together;
    const auto folder = fresh_folder();
    apart += seconds_of([&] {
      run_workers(
          2,
          [&](unsigned worker, const SendResult&) {
            sweep::PointsFolder points(folder, grid.count());
            run_missing(grid, points,
                        {.jobs = 1, .shard = {worker, 2}, .summary = true, .progress = {}});
          },
          [](unsigned, std::string_view) {});
    });
    state.SetIterationTime(together);
  }
  remove_folder(fresh_folder());
  state.counters["speedup"] = one / two;
  state.counters["efficiency"] = apart / two;
}
BENCHMARK(sweep_on_two_cores)->Unit(benchmark::kMillisecond)->UseManualTime();

BENCHMARK_CAPTURE(sweep_points, prices, "analytic", "accelerator.technology.voltage_v", prices,
                  false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep_points, schedules, "analytic", "trace.schedule", schedules, false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep_points, baselines, "analytic", "trace.baseline_schedule", baselines, false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep_points, machines, "analytic", "accelerator.array.columns", columns, true)
    ->Unit(benchmark::kMillisecond);
// Its operations run in a process of their own, whose time is not that of this one.
BENCHMARK_CAPTURE(sweep_points, machines_cycle_by_cycle, "cycle", "accelerator.array.columns",
                  columns, true)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace metronome
