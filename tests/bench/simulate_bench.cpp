// Speed of the accelerator simulation: array cycles and DRAM bursts per second of wall time, one
// worker process. The work is a whole training iteration, each distinct operation once.
#include <benchmark/benchmark.h>

#include <cmath>

#include "arch/mapping/job.hpp"
#include "arch/mapping/machine_step.hpp"
#include "arch/mapping/mapping.hpp"
#include "sim/base/random.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/job_runner.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/bench/layer_schedule.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome {
namespace {

arch::AcceleratorSpec machine(const char* name) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/plain_" +
                                             name + "_512.yaml");
}

void simulate_iteration(benchmark::State& state, const char* name) {
  const arch::AcceleratorSpec spec = machine(name);
  const trace::Trace trace =
      trace::make_trace("resnet-8", "fashion-mnist", 128, schedule::parse_schedule("static:8"), 1,
                        trace::DxScale::prescale_requantize);
  double cycles = 0;
  double bytes = 0;
  for (auto _ : state) {
    const auto runs = sim::simulate(std::span(&trace, 1), spec, {.jobs = 1, .progress = {}});
    const Measure total = runs[0].total();
    cycles += static_cast<double>(total.cycles.total().count());
    bytes += static_cast<double>(total.total_traffic().read.count() +
                                 total.total_traffic().write.count());
  }
  state.counters["array_cycles"] = benchmark::Counter(cycles, benchmark::Counter::kIsRate);
  state.counters["dram_bursts"] = benchmark::Counter(bytes / 64, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(simulate_iteration, systolic, "systolic")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(simulate_iteration, dual_serial, "dual_serial")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// A whole run as `simulate` does it: ResNet-50 on ImageNet, batch 256, 90 epochs at 4-8/8 bits and
/// its static baseline; how many iterations there are costs nothing.
void simulate_resnet_50(benchmark::State& state) {
  const arch::AcceleratorSpec spec = machine("dual_serial");
  std::vector<trace::Trace> traces;
  for (const char* schedule : {"cpt:4-8,periods=32,backward=8", "static:8,backward=8"}) {
    traces.push_back(trace::make_trace("resnet-50", "imagenet", 256,
                                       schedule::parse_schedule(schedule), 450'360,
                                       trace::DxScale::prescale_requantize));
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(sim::simulate(traces, spec, {.jobs = 2, .progress = {}}));
  }
}
BENCHMARK(simulate_resnet_50)->Unit(benchmark::kSecond)->UseRealTime();

/// A run in which every iteration has an assignment of its own (layer_schedule.hpp), without the
/// files that it is read from and written to: results/speed.md has those.
void simulate_many_levels(benchmark::State& state, const char* model, std::uint64_t levels) {
  const arch::AcceleratorSpec spec = machine("dual_serial");
  const trace::Trace trace =
      trace::make_trace(model, "cifar-10", 128,
                        schedule::Schedule(schedule::parse_csv_schedule(
                            bench::layer_schedule({model, "cifar-10", levels, 1}), "by seed")),
                        levels, trace::DxScale::prescale_requantize);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        sim::simulate(std::span(&trace, 1), spec, {.jobs = 2, .progress = {}}));
  }
  state.counters["levels"] = static_cast<double>(levels);
}
BENCHMARK_CAPTURE(simulate_many_levels, resnet_74_10000, "resnet-74", 10'000)
    ->Unit(benchmark::kSecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(simulate_many_levels, resnet_20_64000, "resnet-20", 64'000)
    ->Unit(benchmark::kSecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(simulate_many_levels, resnet_20_100000, "resnet-20", 100'000)
    ->Unit(benchmark::kSecond)
    ->UseRealTime();

/// The mapping search, all products of ResNet-18's training step at 4/8 bits; time for one product.
void choose_mapping(benchmark::State& state, const char* name) {
  const arch::AcceleratorSpec spec = machine(name);
  const trace::Trace trace = trace::make_trace("resnet-18", "imagenet", 256,
                                               schedule::parse_schedule("static:4,backward=8"), 1,
                                               trace::DxScale::prescale_requantize);
  const mapping::MachineStep step = mapping::machine_step(trace.step(), spec);
  std::vector<mapping::MatrixJob> jobs;
  for (const mapping::MachineOperation& operation : step.operations) {
    const mapping::Job job =
        mapping::resolve(operation, step.tensors, trace.schedule[0].assignment, spec);
    if (const auto* matrix = std::get_if<mapping::MatrixJob>(&job)) {
      jobs.push_back(*matrix);
    }
  }
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(mapping::best_mapping(jobs[next++ % jobs.size()], spec));
  }
}
BENCHMARK_CAPTURE(choose_mapping, systolic, "systolic")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(choose_mapping, spatial_fusion, "spatial_fusion")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(choose_mapping, dual_serial, "dual_serial")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(choose_mapping, chunked_bfp, "chunked_bfp")->Unit(benchmark::kMillisecond);

/// Distinct products by the closed form, each with the whole search for its mapping, its counts and
/// its joules, as `op --products` runs them: sizes of 2^0 to 2^12, log-uniform, widths of 1 to 8.
void analytic_products(benchmark::State& state, const char* name) {
  const arch::AcceleratorSpec spec = machine(name);
  const EnergyTable table = sim::complete_table(spec);
  const sim::SimulateOptions options{.mode = Mode::analytic, .prices = &table, .progress = {}};
  const sim::AnalyticRunner runner(spec, options);
  const RandomStream random(1, "products");
  std::vector<mapping::MatrixJob> jobs;
  for (std::uint64_t draw = 0; draw < 5 * 100'000; draw += 5) {
    const auto size = [&](std::uint64_t i) {
      return static_cast<std::uint64_t>(std::exp2(12 * random.uniform(draw + i)));
    };
    const auto bits = [&](std::uint64_t i) {
      return 1 + static_cast<int>(8 * random.uniform(draw + i));
    };
    jobs.push_back(mapping::matrix_job(trace::OperationClass::forward,
                                       mapping::convolution_of_gemm({size(0), size(1), size(2)}),
                                       bits(3), bits(4), spec));
  }
  std::size_t next = 0;
  for (auto _ : state) {
    const mapping::MatrixJob& job = jobs[next++ % jobs.size()];
    const Measure measure = sim::measure_of(job, spec, runner.run(job).outcome);
    benchmark::DoNotOptimize(price(measure, table, spec.clock_hz));
  }
  state.counters["products"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(analytic_products, systolic, "systolic")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(analytic_products, spatial_fusion, "spatial_fusion")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(analytic_products, dual_serial, "dual_serial")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(analytic_products, chunked_bfp, "chunked_bfp")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace metronome
