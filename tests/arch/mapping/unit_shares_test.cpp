// What of vector passes units beside the lanes take, and what is left to the lanes.
#include "arch/mapping/unit_shares.hpp"

#include <gtest/gtest.h>

#include <map>

#include "arch/mapping/job.hpp"
#include "arch/mapping/machine_step.hpp"
#include "machines.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace unit_shares_test {

using trace::OperationClass;

trace::Step resnet_8() {
  return trace::make_trace("resnet-8", "cifar-10", 4,
                           schedule::parse_schedule("static:8,backward=8"), 1,
                           trace::DxScale::prescale_requantize)
      .step();
}

arch::AcceleratorSpec with_units() {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.vector.range_elements_per_lane_cycle = 1;
  machine.vector.quantizer_elements_per_lane_cycle = 1;
  machine.vector.random_numbers_per_lane_cycle = 1;
  return machine;
}

const trace::Assignment kEightBits{{8, 8}, {}};

std::map<std::string, VectorJob> passes(const arch::AcceleratorSpec& machine,
                                        const trace::Assignment& assignment = kEightBits) {
  const MachineStep step = machine_step(resnet_8(), machine);
  std::map<std::string, VectorJob> all;
  for (const MachineOperation& one : step.operations) {
    const Job job = resolve(one, step.tensors, assignment, machine);
    if (const auto* pass = std::get_if<VectorJob>(&job)) {
      all.emplace(one.operation.name, *pass);
    }
  }
  return all;
}

void expect_cost(const VectorJob& job, double adds, double multiplies,
                 const vector::UnitWork& units) {
  EXPECT_DOUBLE_EQ(job.adds_per_element, adds);
  EXPECT_DOUBLE_EQ(job.multiplies_per_element, multiplies);
  EXPECT_EQ(job.units, units);
}

// Expected: the operations of docs/trace.md (workloads/trace/costs.hpp), less 2 comparisons for a
// range and scale, zero point, (noise,) rounding and clamp for codes.
TEST(unit_shares, of_every_kind_of_pass_are_its_ranges_and_roundings) {
  const auto jobs = passes(with_units());
  expect_cost(jobs.at("input.range"), 0, 0, {.ranged = 1});
  expect_cost(jobs.at("conv1.range_weight"), 0, 0, {.ranged = 1});
  expect_cost(jobs.at("conv1.quantize_weight"), 0, 0, {.quantized = 1});
  expect_cost(jobs.at("relu1.quantize"), 0, 0, {.quantized = 1});
  expect_cost(jobs.at("conv1.quantize_error"), 0, 0, {.quantized = 1, .random = 1});
  // Also codes scaled for dX, and the sum of zero-point corrections: one multiply, one add.
  expect_cost(jobs.at("group1_layer0.conv1.quantize_error"), 1, 1, {.quantized = 2, .random = 2});
  // Normalise 1 + 1 x, ReLU 1, and the range.
  expect_cost(jobs.at("bn1.normalize"), 2, 1, {.ranged = 1});
  expect_cost(jobs.at("bn1.statistics"), 2, 1, {});
  expect_cost(jobs.at("bn1.backward_reduce"), 3, 2, {});
  expect_cost(jobs.at("bn1.backward"), 3, 3, {.ranged = 1});
  expect_cost(jobs.at("conv1.update"), 3, 3, {});
}

TEST(unit_shares, stay_on_the_lanes_where_there_is_no_unit) {
  arch::AcceleratorSpec machine = with_units();
  machine.vector.range_elements_per_lane_cycle = 0;
  const auto jobs = passes(machine);
  expect_cost(jobs.at("input.range"), 2, 0, {});
  expect_cost(jobs.at("bn1.normalize"), 4, 1, {});
  expect_cost(jobs.at("relu1.quantize"), 0, 0, {.quantized = 1});
  const auto plain = passes(preset("systolic"));
  expect_cost(plain.at("relu1.quantize"), 3, 1, {});
  machine = with_units();
  machine.vector.quantizer_elements_per_lane_cycle = 0;
  expect_cost(passes(machine).at("conv1.quantize_error"), 4, 1, {.random = 1});
}

TEST(unit_shares, follow_their_pass_into_the_pass_that_writes_and_out_of_the_array) {
  arch::AcceleratorSpec machine = with_units();
  machine.training.range_method = arch::RangeMethod::delayed;
  const auto jobs = passes(machine);
  expect_cost(jobs.at("bn1.normalize"), 2, 1, {.ranged = 1, .quantized = 1});
  machine.training.range_method = arch::RangeMethod::two_pass;
  machine.training.output_path = arch::OutputPath::reductions;
  const MachineStep step = machine_step(resnet_8(), machine);
  for (const MachineOperation& one : step.operations) {
    if (one.operation.name == "fc.forward") {
      const auto job = std::get<MatrixJob>(resolve(one, step.tensors, kEightBits, machine));
      EXPECT_EQ(job.epilogue.cost().operations(), one.fused.adds_per_result);
    }
  }
}

TEST(unit_shares, nothing_is_rounded_where_a_layer_stays_in_fp32) {
  arch::AcceleratorSpec machine = with_units();
  machine.training.range_method = arch::RangeMethod::delayed;
  const trace::Assignment fp32{{0, 0}, {}};
  const auto jobs = passes(machine, fp32);
  EXPECT_EQ(jobs.at("bn1.normalize").units.quantized, 0);
  EXPECT_EQ(jobs.at("bn1.normalize").adds_per_element, 2) << "nor on the lanes";
  EXPECT_EQ(jobs.at("conv1.quantize_weight").elements, 0u);
}

TEST(unit_shares, of_inference_are_roundings_alone) {
  // Ranges of tests are fixed: no pass keeps one.
  trace::Step step = resnet_8();
  std::erase_if(step.operations, [](const trace::Operation& one) {
    for (const std::string& name : one.inputs) {
      if (name.find("error") != std::string::npos) {
        return true;
      }
    }
    return one.name.find("loss") != std::string::npos || one.cls == OperationClass::update;
  });
  std::erase_if(step.tensors,
                [](const trace::Tensor& tensor) { return tensor.role == trace::Role::error; });
  const MachineStep out = machine_step(step, with_units());
  for (const MachineOperation& one : out.operations) {
    if (one.operation.name == "bn1.normalize") {
      EXPECT_EQ(one.shares, UnitShares{});
    }
    if (one.operation.name == "relu1.quantize") {
      EXPECT_EQ(one.shares.quantizer.passages, 1);
    }
  }
}

TEST(unit_shares, of_no_network_are_more_than_its_work) {
  for (const char* model : {"resnet-8", "lstm-2", "transformer-base", "mobilenet-v2"}) {
    const std::string data = std::string(model) == "lstm-2"             ? "ptb"
                             : std::string(model) == "transformer-base" ? "wikitext-103"
                                                                        : "cifar-10";
    const MachineStep step = machine_step(
        trace::make_trace(model, data, 4, schedule::parse_schedule("static:8,backward=8"), 1,
                          trace::DxScale::prescale_requantize)
            .step(),
        with_units());
    for (const MachineOperation& one : step.operations) {
      if (const auto* work = std::get_if<trace::VectorWork>(&one.operation.work)) {
        const UnitShares& s = one.shares;
        EXPECT_LE(s.range.adds + s.quantizer.adds, work->adds_per_element) << one.operation.name;
        EXPECT_LE(s.range.multiplies + s.quantizer.multiplies, work->multiplies_per_element);
      }
    }
  }
}

}  // namespace unit_shares_test
}  // namespace metronome::mapping
