// What making a code takes follows its own format: random bits, searches for the largest magnitude
// of a block, trials of four over six.
#include "arch/mapping/code_costs.hpp"

#include <gtest/gtest.h>

#include <map>

#include "arch/mapping/chain_judge.hpp"
#include "tests/arch/mapping/machines.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace code_costs_test {

constexpr const char* kModel = "gpt2-small:layers=1,features=64,heads=2,positions=32";

formats::OperandFormat operand(const std::string& text) {
  return formats::read_operand_format(text).value.value();
}

arch::AcceleratorSpec with_units() {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                             "/configs/arch/chunked_fp_512.yaml");
}

std::map<std::string, Job> jobs_of(const std::string& schedule,
                                   const arch::AcceleratorSpec& machine) {
  const trace::Trace trace =
      trace::make_trace(kModel, "synthetic-text", 4, schedule::parse_schedule(schedule), 4,
                        machine.training.dx_scale);
  StepUse use;
  use.assignments.push_back(&trace.schedule.front().assignment);
  const MachineStep step = machine_step(trace.step(), machine, &use);
  std::map<std::string, Job> jobs;
  for (const MachineOperation& operation : step.operations) {
    jobs.emplace(operation.operation.name,
                 resolve(operation, step.tensors, trace.schedule.front().assignment, machine));
  }
  return jobs;
}

/// Random bits that the passes and products of a layer draw in an iteration.
double random_bits(const std::map<std::string, Job>& jobs, const std::string& layer) {
  double bits = 0;
  for (const auto& [name, job] : jobs) {
    if (!name.starts_with(layer)) {
      continue;
    }
    if (const auto* pass = std::get_if<VectorJob>(&job)) {
      bits += 16 * pass->units.random * static_cast<double>(pass->elements);
    } else if (const auto* product = std::get_if<MatrixJob>(&job)) {
      bits += 16 * (product->a_loading.units.random * static_cast<double>(product->a.elements) +
                    product->b_loading.units.random * static_cast<double>(product->b.elements));
    }
  }
  return bits;
}

// dY of fc1 has 64 x 256 elements, of which two copies are made.
TEST(code_costs, random_bits_are_those_of_each_operands_rounding) {
  constexpr double kElements = 64 * 256;
  arch::AcceleratorSpec passes = with_units();
  passes.training.input_path = arch::InputPath::none;
  passes.training.output_path = arch::OutputPath::none;
  for (const arch::AcceleratorSpec& machine : {passes, preset("chunked_fp"), with_units()}) {
    const auto bits = [&](const std::string& schedule) {
      return random_bits(jobs_of(schedule, machine), "layer0.fc1.");
    };
    EXPECT_EQ(bits("static:mxfp8"), 0) << machine.name << ": to nearest even";
    EXPECT_EQ(bits("static:nvfp4+input_gradient.dy=nvfp4+weight_gradient.dy=nvfp4/rht16"), 0)
        << machine.name;
    EXPECT_EQ(bits("static:nvfp4"), 2 * 16 * kElements) << machine.name;
    EXPECT_EQ(bits("static:mxfp4+input_gradient.dy=mxfp4/sr8"), 8 * kElements) << machine.name;
    EXPECT_EQ(bits("static:mxfp4+forward.w=mxfp4/sr4"), 4.0 * 256 * 64)
        << machine.name << ": weights as well";
  }
  // Affine errors as before.
  EXPECT_EQ(random_bits(jobs_of("static:8,backward=8", passes), "layer0.fc1."), 2 * 16 * kElements);
  EXPECT_EQ(random_bits(jobs_of("static:8,backward=8", preset("systolic")), "layer0.fc1."),
            2 * 16 * kElements)
      << "and the scaled copy";
}

TEST(code_costs, blocks_and_delayed_scales_find_their_largest_as_codes_are_made) {
  const vector::VectorSpec units = with_units().vector;
  const vector::VectorSpec lanes = preset("chunked_fp").vector;
  for (const char* text : {"mxfp4", "nvfp4", "bfp8/1x16", "fp8/delayed"}) {
    EXPECT_EQ(code_cost(operand(text), false, units).units.ranged, 1) << text;
    EXPECT_EQ(code_cost(operand(text), false, units).adds, 0) << text;
    EXPECT_EQ(code_cost(operand(text), false, lanes).adds, 2) << text;
  }
  for (const char* text : {"fp8", "bf16", "fp16"}) {
    EXPECT_EQ(code_cost(operand(text), false, units), ElementCost{}) << text;
    EXPECT_EQ(code_cost(operand(text), false, lanes), ElementCost{}) << text;
  }
}

// What writes X of a layer in blocks looks for no range of it: its work is its own, whatever units
// there are.
TEST(code_costs, passes_before_blocks_and_delayed_scales_find_no_range) {
  arch::AcceleratorSpec machine = with_units();
  machine.training.input_path = arch::InputPath::none;
  const auto norm = [&](const std::string& schedule) {
    const auto jobs = jobs_of(schedule, machine);
    return std::get<VectorJob>(jobs.at("layer0.norm1.forward"));
  };
  for (const char* schedule : {"static:mxfp4", "static:fp8_delayed", "static:bf16"}) {
    EXPECT_EQ(norm(schedule).units.ranged, 0) << schedule;
    EXPECT_EQ(norm(schedule).adds_per_element, norm("static:fp32").adds_per_element) << schedule;
  }
  EXPECT_EQ(norm("static:fp8").units.ranged, 1);
  EXPECT_EQ(norm("static:nvfp4").units.ranged, 1);
}

TEST(code_costs, noise_is_added_where_lanes_round_stochastically) {
  const vector::VectorSpec lanes = preset("chunked_fp").vector;
  EXPECT_EQ(code_cost(operand("fp8/sr"), false, lanes).adds, 1);
  EXPECT_EQ(code_cost(operand("fp8/sr"), true, lanes).adds, 0) << "the trace has it of errors";
  EXPECT_EQ(code_cost(operand("fp8"), true, lanes).adds, -1);
  EXPECT_EQ(code_cost(operand("fp8/sr8"), true, lanes).units.random, 0.5);
}

// Codes by both scales; of each the distance: code times scale, less x, squared, added up; and a
// comparison for sixteen.
TEST(code_costs, four_over_six_quantizes_twice_and_compares) {
  const vector::VectorSpec units = with_units().vector;
  const ElementCost plain = code_cost(operand("nvfp4"), false, units);
  const ElementCost nearest = code_cost(operand("nvfp4/4over6"), false, units);
  EXPECT_EQ(nearest.units.quantized, plain.units.quantized + 1);
  EXPECT_EQ(nearest.adds, plain.adds + 4 + 1.0 / 16);
  EXPECT_EQ(nearest.multiplies, plain.multiplies + 4);
  EXPECT_EQ(code_cost(operand("nvfp4/4over6/sr"), false, units).units.quantized, 2)
      << "chosen by codes to nearest, then rounded stochastically";
  const vector::VectorSpec lanes = preset("chunked_fp").vector;
  EXPECT_EQ(code_cost(operand("nvfp4/4over6"), false, lanes).adds,
            code_cost(operand("nvfp4"), false, lanes).adds + 3 + 4 + 1.0 / 16);
  // In a step: more work of the pass that makes codes of X.
  const auto work = [](const std::string& schedule) {
    double quantized = 0;
    for (const auto& [name, job] : jobs_of(schedule, with_units())) {
      if (const auto* pass = std::get_if<VectorJob>(&job)) {
        quantized += pass->units.quantized * static_cast<double>(pass->elements);
      } else if (const auto* product = std::get_if<MatrixJob>(&job)) {
        quantized += product->a_loading.units.quantized * static_cast<double>(product->a.elements);
      }
    }
    return quantized;
  };
  EXPECT_GT(work("static:nvfp4+forward.x=nvfp4/4over6"), work("static:nvfp4"));
}

}  // namespace code_costs_test
}  // namespace metronome::mapping
