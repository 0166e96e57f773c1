// The projection of direct feedback as a job, its matrices in memory, and the second stash.
#include "arch/mapping/feedback_pass.hpp"

#include <gtest/gtest.h>

#include "arch/mapping/allocation.hpp"
#include "arch/mapping/placement.hpp"
#include "machines.hpp"
#include "sim/base/error.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace feedback_pass_test {

using trace::FeedbackOperand;
using trace::Role;

constexpr std::uint64_t kBatch = 32;
constexpr std::uint64_t kClasses = 10;
constexpr std::uint64_t kNumbers = 64 + 48;
const trace::Assignment kEightBits{{8, 8}, {}};

trace::Step step(FeedbackOperand operand, std::uint64_t delay = 0) {
  const model::Graph graph = model::mlp({64, 48}, {3, 8, 8}, kClasses);
  trace::FeedbackRoute route{{}, kClasses, operand, delay};
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].name.starts_with("relu")) {
      route.nodes.push_back(i);
    }
  }
  return trace::make_trace(graph, "none", kBatch, schedule::parse_schedule("static:8,backward=8"),
                           1, trace::DxScale::prescale_requantize, trace::UpdateRule::momentum,
                           route)
      .step();
}

VectorJob projection(const trace::Step& of, const arch::AcceleratorSpec& machine) {
  const MachineStep all = machine_step(of, machine);
  for (const MachineOperation& one : all.operations) {
    if (one.operation.name == "loss.project") {
      return std::get<VectorJob>(resolve(one, all.tensors, kEightBits, machine));
    }
  }
  throw std::runtime_error("no projection");
}

std::uint64_t feedback_bits(const VectorJob& job) {
  std::uint64_t bits = 0;
  for (const Stream& stream : job.inputs) {
    bits += stream.role == Role::feedback ? stream.elements * stream.bits : 0;
  }
  return bits;
}

TEST(feedback_pass, reads_32_bits_one_bit_or_nothing_of_each_entry) {
  const arch::AcceleratorSpec machine = preset("systolic");
  const std::uint64_t entries = kNumbers * kClasses;
  const VectorJob real = projection(step(FeedbackOperand::real), machine);
  EXPECT_EQ(feedback_bits(real), 32 * entries);
  EXPECT_EQ(real.multiplies_per_element, kClasses);
  EXPECT_EQ(real.units, vector::UnitWork{});
  const VectorJob signs = projection(step(FeedbackOperand::signs), machine);
  EXPECT_EQ(feedback_bits(signs), entries);
  EXPECT_EQ(signs.units.generated, 0);
  const VectorJob generated = projection(step(FeedbackOperand::generated), machine);
  EXPECT_EQ(feedback_bits(generated), 0u);
  EXPECT_DOUBLE_EQ(generated.units.generated * static_cast<double>(generated.elements),
                   static_cast<double>(entries))
      << "each once for all samples";
  for (const VectorJob* job : {&signs, &generated}) {
    EXPECT_EQ(job->elements, kBatch * kNumbers);
    EXPECT_EQ(job->adds_per_element, kClasses) << "on the lanes";
    EXPECT_EQ(job->multiplies_per_element, 0);
  }
}

TEST(feedback_pass, signs_go_to_the_adders_of_a_machine_and_numbers_stay_on_the_lanes) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.vector.feedback_adds_per_lane_cycle = 2;
  for (const FeedbackOperand operand : {FeedbackOperand::signs, FeedbackOperand::generated}) {
    const VectorJob job = projection(step(operand), machine);
    EXPECT_EQ(job.adds_per_element, 0);
    EXPECT_EQ(job.units.signed_adds, kClasses);
  }
  const VectorJob real = projection(step(FeedbackOperand::real), machine);
  EXPECT_EQ(real.adds_per_element, kClasses);
  EXPECT_EQ(real.units.signed_adds, 0);
}

TEST(feedback_pass, a_projection_array_takes_signs_of_all_layers_at_once) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.projection_array = vector::ProjectionArraySpec{.rows = 4, .columns = 32};
  const std::uint64_t passes = machine.projection_array->row_passes(kBatch);
  for (const FeedbackOperand operand : {FeedbackOperand::signs, FeedbackOperand::generated}) {
    const VectorJob job = projection(step(operand), machine);
    EXPECT_EQ(job.adds_per_element, 0);
    EXPECT_EQ(job.units.signed_adds, kClasses) << "energy";
    EXPECT_DOUBLE_EQ(
        job.units.projected * static_cast<double>(job.elements),
        static_cast<double>(machine.projection_array->clocks(kBatch, kNumbers, kClasses)));
    EXPECT_DOUBLE_EQ(job.units.generated * static_cast<double>(job.elements),
                     operand == FeedbackOperand::generated
                         ? static_cast<double>(passes * kNumbers * kClasses)
                         : 0);
  }
  const VectorJob real = projection(step(FeedbackOperand::real), machine);
  EXPECT_EQ(real.units, vector::UnitWork{}) << "numbers need a multiplier: the lanes";
}

TEST(feedback_pass, matrices_come_again_for_samples_whose_errors_do_not_fit) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.input_buffer.banks = 1;
  machine.input_buffer.bank_bytes = Bytes(512);  // half of it: 256 of the 640 bytes of the error
  const std::uint64_t entries = kNumbers * kClasses;
  EXPECT_EQ(feedback_bits(projection(step(FeedbackOperand::signs), machine)), 3 * entries);
  const VectorJob generated = projection(step(FeedbackOperand::generated), machine);
  EXPECT_DOUBLE_EQ(generated.units.generated * static_cast<double>(generated.elements),
                   static_cast<double>(3 * entries));
}

TEST(feedback_pass, what_is_generated_has_no_room_in_memory) {
  const arch::AcceleratorSpec machine = preset("systolic");
  const auto allocated = [&](FeedbackOperand operand) {
    return allocate(machine_step(step(operand), machine), kEightBits, machine);
  };
  const std::uint64_t unit = Placement::alignment(machine);
  const std::uint64_t none = allocated(FeedbackOperand::generated).footprint;
  EXPECT_EQ(allocated(FeedbackOperand::signs).footprint,
            none + round_up<std::uint64_t>(64 * kClasses / 8, unit) +
                round_up<std::uint64_t>(48 * kClasses / 8, unit));
}

TEST(feedback_pass, a_delay_keeps_what_the_forward_pass_leaves_for_the_backward_pass_twice) {
  for (const arch::Stash stash : kEnumValues<arch::Stash>) {
    arch::AcceleratorSpec machine = preset("systolic");
    machine.training.stash = stash;
    const MachineStep at_once = machine_step(step(FeedbackOperand::signs), machine);
    const MachineStep late = machine_step(step(FeedbackOperand::signs, 1), machine);
    const Allocation one = allocate(at_once, kEightBits, machine);
    std::size_t backward = at_once.operations.size();
    for (std::size_t i = at_once.operations.size(); i-- > 0;) {
      backward = at_once.operations[i].operation.name.starts_with("loss.softmax") ? i : backward;
    }
    ASSERT_LT(backward, at_once.operations.size());
    std::uint64_t kept = 0;
    for (const AllocatedTensor& tensor : one.tensors) {
      if (!tensor.persists && tensor.first < backward && tensor.last >= backward) {
        kept += round_up(tensor.bytes, Placement::alignment(machine));
      }
    }
    EXPECT_GT(kept, kBatch * (64 + 48)) << "codes of activations at least";
    EXPECT_EQ(allocate(late, kEightBits, machine).footprint, one.footprint + kept);
    StepPrecisions precisions(late, {});
    EXPECT_EQ(Footprints(late, machine).of(precisions.numbers(kEightBits), precisions),
              one.footprint + kept);
  }
}

TEST(feedback_pass, a_delayed_step_is_not_cut_into_micro_batches) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.training.micro_batches = 4;
  EXPECT_NO_THROW((void)machine_step(step(FeedbackOperand::signs), machine));
  try {
    (void)machine_step(step(FeedbackOperand::signs, 1), machine);
    FAIL() << "cut it";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("training.micro_batches"), std::string::npos);
  }
}

TEST(feedback_pass, parts_of_a_batch_read_the_same_matrices_once_each) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.training.micro_batches = 4;
  const MachineStep all = machine_step(step(FeedbackOperand::signs), machine);
  std::size_t projections = 0;
  for (const MachineOperation& one : all.operations) {
    if (one.operation.name.starts_with("loss.project")) {
      ++projections;
      const auto job = std::get<VectorJob>(resolve(one, all.tensors, kEightBits, machine));
      EXPECT_EQ(feedback_bits(job), kNumbers * kClasses);
      EXPECT_EQ(job.elements, kBatch / 4 * kNumbers);
    }
  }
  EXPECT_EQ(projections, 4u);
}

}  // namespace feedback_pass_test
}  // namespace metronome::mapping
