// Products behind a Hadamard transform wider than their reduction, as a training step has them:
// stepped on codes of the filled tiles they take the clocks of the cycle model in every bin, with
// ideal memory those of the closed form. One session, one process, per case.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "arch/mapping/job.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/stepped.hpp"
#include "tests/sim/systemc/forked.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace fill_platform_test {

using trace::OperationClass;

constexpr const char* kNetwork = R"(name: fill
inputs: [{channels: 3, height: 32, width: 32}]
layers:
  - {name: conv1, kind: convolution, out_channels: 16, kernel: 3, stride: 8, pad: 1}
  - {name: conv2, kind: convolution, out_channels: 24, kernel: 3, stride: 2, pad: 1}
  - {name: flat, kind: reshape}
  - {name: fc, kind: linear, out_features: 10}
)";

trace::Trace training() {
  const auto path = std::filesystem::path(testing::TempDir()) /
                    ("metronome_fill_platform_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << kNetwork;
  trace::Trace made = trace::make_trace(
      path.string(), "cifar-10", 5,
      schedule::parse_schedule("static:mxfp4+forward=mxfp4/rht32+input_gradient=mxfp4/rht32+"
                               "weight_gradient=mxfp4/rht8"),
      1, trace::DxScale::prescale_requantize);
  std::filesystem::remove(path);
  return made;
}

struct Case {
  const char* kind;
  const char* operation;
};

class fill_platform : public testing::TestWithParam<Case> {};

TEST_P(fill_platform, stepped_cycle_and_closed_form_multiply_the_filled_reduction) {
  const auto machine = config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/plain_" + GetParam().kind + "_512.yaml");
  const trace::Trace trace = training();
  std::optional<mapping::MatrixJob> found;
  std::uint64_t unfilled = 0;
  for (const trace::Operation& operation : trace.step().operations) {
    if (operation.name == GetParam().operation) {
      const auto& work = std::get<trace::MatrixWork>(operation.work);
      unfilled = trace::gemm_of(work.convolution, operation.cls).k;
      found = std::get<mapping::MatrixJob>(
          mapping::resolve({operation}, trace.step(), trace.schedule.front().assignment, machine));
    }
  }
  ASSERT_TRUE(found);
  mapping::MatrixJob job = *found;
  EXPECT_GT(trace::gemm_of(job.convolution, job.cls).k, unfilled);
  const auto run = [&](Mode mode) {
    const std::vector<mapping::Job> jobs{job};
    return execute(jobs, machine, {.mode = mode, .memory = MemoryMode::ideal, .progress = {}})
        .front();
  };
  job.fixed_mapping = run(Mode::cycle).mapping;
  const OperationOutcome cycle = run(Mode::cycle).outcome;
  const OperationOutcome closed = run(Mode::analytic).outcome;
  const SteppedResult stepped = execute_stepped(job, machine,
                                                {.codes = {.seed = 5,
                                                           .is_signed = false,
                                                           .a_file = {},
                                                           .b_file = {},
                                                           .a_histogram = {},
                                                           .b_histogram = {}},
                                                 .memory = MemoryMode::ideal});
  EXPECT_TRUE(stepped.exact);
  EXPECT_EQ(stepped.outcome, cycle);
  EXPECT_EQ(stepped.outcome.use, closed.use);
  EXPECT_EQ(stepped.outcome.cycles, closed.cycles);
}

INSTANTIATE_TEST_SUITE_P(
    products, fill_platform,
    testing::Values(Case{"chunked_fp", "conv2.forward"}, Case{"chunked_fp", "conv2.input_gradient"},
                    Case{"chunked_fp", "conv2.weight_gradient"}, Case{"systolic", "conv2.forward"}),
    [](const testing::TestParamInfo<Case>& one) {
      std::string name = std::string(one.param.kind) + "_" + one.param.operation;
      std::replace(name.begin(), name.end(), '.', '_');
      return name;
    });

}  // namespace fill_platform_test
}  // namespace metronome::sim
