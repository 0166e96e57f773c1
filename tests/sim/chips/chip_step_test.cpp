// What one chip executes of a step that several share.
#include "sim/chips/chip_step.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "systems.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::chips {
namespace chip_step_test {

using trace::Operation;
using trace::OperationClass;

std::size_t place_of(const trace::Step& step, const std::string& name) {
  for (std::size_t i = 0; i < step.operations.size(); ++i) {
    if (step.operations[i].name == name) {
      return i;
    }
  }
  ADD_FAILURE() << "no operation " << name;
  return 0;
}

std::uint64_t macs_of(const trace::Step& step) {
  std::uint64_t sum = 0;
  for (const Operation& operation : step.operations) {
    if (const auto* work = std::get_if<trace::MatrixWork>(&operation.work)) {
      sum += trace::useful_macs(*work).count();
    }
  }
  return sum;
}

std::uint64_t elements_of(const trace::Step& step, trace::Role role) {
  std::uint64_t sum = 0;
  for (const trace::Tensor& tensor : step.tensors) {
    sum += tensor.role == role ? tensor.elements() : 0;
  }
  return sum;
}

TEST(chip_step, has_its_part_of_the_samples_and_all_weights) {
  const trace::Trace trace = trace_of("static:8,backward=8");
  const ChipStep chip = chip_step(trace.step(), ring_of(4));
  EXPECT_EQ(chip.step.batch, 4u);
  EXPECT_EQ(4 * macs_of(chip.step), macs_of(trace.step()));
  EXPECT_EQ(4 * chip.step.forward_macs.count(), trace.step().forward_macs.count());
  EXPECT_EQ(elements_of(chip.step, trace::Role::optimizer_state),
            elements_of(trace.step(), trace::Role::optimizer_state));
  EXPECT_EQ(4 * elements_of(chip.step, trace::Role::error),
            elements_of(trace.step(), trace::Role::error));
}

TEST(chip_step, has_all_samples_where_each_chip_has_a_batch) {
  links::SystemSpec system = ring_of(5);
  system.parallel.batch = links::BatchOf::each;
  const trace::Trace trace = trace_of("static:8,backward=8");
  const ChipStep chip = chip_step(trace.step(), system);
  EXPECT_EQ(chip.step.batch, 16u);
  EXPECT_EQ(macs_of(chip.step), macs_of(trace.step()));
  EXPECT_FALSE(chip.gradients.empty());
}

TEST(chip_step, of_one_chip_is_the_step) {
  const trace::Trace trace = trace_of("static:8,backward=8");
  const ChipStep chip = chip_step(trace.step(), ring_of(1));
  EXPECT_EQ(chip.step, trace.step());
  EXPECT_TRUE(chip.gradients.empty());
}

TEST(chip_step, sums_every_gradient_that_an_update_reads_once_and_updates_read_the_sums) {
  const trace::Trace trace = trace_of("static:8,backward=8");
  const ChipStep chip = chip_step(trace.step(), ring_of(4));
  std::uint64_t parameters = 0, summed = 0;
  for (const Operation& operation : trace.step().operations) {
    if (operation.cls == OperationClass::update) {
      parameters += std::get<trace::VectorWork>(operation.work).elements;
    }
  }
  for (const GradientSum& sum : chip.gradients) {
    summed += sum.elements;
    const std::size_t take = place_of(chip.step, sum.gradient + ".take_sum");
    const auto& work = std::get<trace::VectorWork>(chip.step.operations[take].work);
    EXPECT_EQ(work.elements, sum.elements);
    EXPECT_DOUBLE_EQ(work.adds_per_element, 3.0 / 4);
    for (const Operation& operation : chip.step.operations) {
      if (operation.cls == OperationClass::update) {
        EXPECT_EQ(std::count(operation.inputs.begin(), operation.inputs.end(), sum.gradient), 0);
      }
    }
  }
  EXPECT_EQ(summed, parameters);
}

TEST(chip_step, updates_come_last_in_the_order_in_which_gradients_are_made) {
  const ChipStep chip = chip_step(trace_of("static:8,backward=8").step(), ring_of(4));
  ASSERT_GT(chip.gradients.size(), 2u);
  EXPECT_EQ(chip.gradients.front().layer, "fc");
  EXPECT_EQ(chip.gradients.back().gradient, "conv1.weight.gradient");
  const std::size_t last_product = place_of(chip.step, "conv1.weight_gradient");
  std::size_t before = last_product;
  for (const GradientSum& sum : chip.gradients) {
    const std::size_t take = place_of(chip.step, sum.gradient + ".take_sum");
    EXPECT_GT(take, before);
    before = take;
  }
  EXPECT_LT(place_of(chip.step, "fc.update"), place_of(chip.step, "conv1.update"));
}

TEST(chip_step, gradients_become_codes_where_they_are_made) {
  const ChipStep chip = chip_step(trace_of("static:8,backward=8,gradients=8").step(), ring_of(4));
  std::size_t codes = 0;
  for (const GradientSum& sum : chip.gradients) {
    if (!sum.real.empty()) {
      ++codes;
      const std::size_t product = place_of(chip.step, sum.layer + ".weight_gradient");
      EXPECT_EQ(place_of(chip.step, sum.layer + ".weight.range_gradient"), product + 1);
      EXPECT_EQ(place_of(chip.step, sum.layer + ".weight.quantize_gradient"), product + 2);
    }
  }
  EXPECT_GT(codes, 5u);
}

TEST(chip_step, a_sharded_update_is_a_part_of_it_with_its_optimizer_state) {
  links::SystemSpec system = ring_of(4);
  system.parallel.update = links::UpdateOn::sharded;
  const trace::Trace trace = trace_of("static:8,backward=8");
  const ChipStep chip = chip_step(trace.step(), system);
  std::uint64_t state = 0;
  for (const trace::Tensor& tensor : trace.step().tensors) {
    if (tensor.role == trace::Role::optimizer_state) {
      state += (tensor.elements() + 3) / 4;
    }
  }
  EXPECT_EQ(elements_of(chip.step, trace::Role::optimizer_state), state);
  const Operation& update = chip.step.operations[place_of(chip.step, "conv1.update")];
  EXPECT_EQ(std::get<trace::VectorWork>(update.work).elements, 3u * 3 * 3 * 16 / 4);
  const Operation& gather = chip.step.operations[place_of(chip.step, "conv1.weight.master.gather")];
  EXPECT_EQ(gather.outputs, std::vector<std::string>{"conv1.weight.master"});
  EXPECT_GT(place_of(chip.step, gather.name), place_of(chip.step, "conv1.update"));
}

TEST(chip_step, the_host_has_new_masters_whole_before_it_makes_others_of_them) {
  links::SystemSpec system = ring_of(4);
  const trace::Trace trace = with_projection(trace_of("static:8,backward=8"));
  for (const links::UpdateOn update : kEnumValues<links::UpdateOn>) {
    system.parallel.update = update;
    const ChipStep chip = chip_step(trace.step(), system);
    const std::size_t host = place_of(chip.step, "project");
    EXPECT_GT(host, place_of(chip.step, "conv1.update"));
    if (update == links::UpdateOn::sharded) {
      EXPECT_GT(host, place_of(chip.step, "conv1.weight.master.gather"));
    }
    const SystemRun run = run_on(trace, system);  // the gathering is a pass of its own
    EXPECT_EQ(run.levels[0].sent, run.levels[0].received);
  }
}

TEST(chip_step, synchronised_statistics_are_sums_of_two_numbers_a_channel_in_both_passes) {
  links::SystemSpec system = ring_of(4);
  system.parallel.batch_norm = links::NormStatistics::synchronised;
  const trace::Trace trace = trace_of("static:8,backward=8");
  const ChipStep local = chip_step(trace.step(), ring_of(4));
  const ChipStep chip = chip_step(trace.step(), system);
  ASSERT_FALSE(chip.norms.empty());
  std::map<std::string, std::size_t> passes;
  for (const NormSum& norm : chip.norms) {
    ++passes[norm.layer];
    EXPECT_EQ(norm.elements % 32, 0u);
  }
  for (const auto& [layer, count] : passes) {
    EXPECT_EQ(count, 2u) << layer;
  }
  EXPECT_EQ(local.norms.size(), 0u);
  EXPECT_EQ(chip.gradients.size() + passes.size(), local.gradients.size())
      << "the sums of the backward pass are the gradients of scale and shift";
}

void expect_refused(std::uint64_t chips, const std::string& what, const std::string& hint) {
  try {
    (void)chip_step(trace_of("static:8,backward=8").step(), ring_of(chips));
    FAIL() << chips;
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find(what), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find(hint), std::string::npos) << error.what();
  }
}

TEST(chip_step, refuses_more_chips_than_samples_and_unequal_parts) {
  expect_refused(32, "32 chips share a batch of 16 samples", "a chip for each sample");
  expect_refused(6, "6 chips do not share a batch of 16 equally", "4 chips, or a batch of 18");
}

TEST(chip_step, refuses_updates_that_come_an_iteration_late) {
  trace::Step late =
      trace::make_trace("resnet-8", "synthetic", 16, schedule::parse_schedule("static:8"), 1,
                        trace::DxScale::prescale_requantize)
          .step();
  late.delay = 1;
  for (const std::uint64_t chips : {1, 4}) {
    links::SystemSpec system;
    system.chips = chips;
    try {
      (void)chip_step(late, system);
      ADD_FAILURE() << chips;
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find("delayed is not shared by chips"),
                std::string::npos);
    }
  }
}

}  // namespace chip_step_test
}  // namespace metronome::chips
