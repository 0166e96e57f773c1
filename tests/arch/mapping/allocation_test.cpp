// Tensors of an iteration in DRAM: lives, addresses, and a memory that is too small.
#include "arch/mapping/allocation.hpp"

#include <gtest/gtest.h>

#include "arch/mapping/placement.hpp"
#include "arch/mapping/step_index.hpp"
#include "machines.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::mapping {
namespace allocation_test {

using trace::Role;

constexpr trace::Precision kEightBits{8, 8};

trace::Step resnet_8(std::uint64_t batch) {
  return trace::make_trace("resnet-8", "cifar-10", batch, schedule::parse_schedule("static:8"), 1,
                           trace::DxScale::prescale_requantize)
      .step();
}

Allocation allocated(std::uint64_t batch, const arch::AcceleratorSpec& machine) {
  return allocate(machine_step(resnet_8(batch), machine), {kEightBits, {}}, machine);
}

/// How many pairs share room at different times; none may at the same.
std::size_t shared_rooms(const Allocation& all) {
  std::size_t shared = 0;
  for (std::size_t i = 0; i < all.tensors.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const AllocatedTensor& a = all.tensors[i];
      const AllocatedTensor& b = all.tensors[j];
      const bool in_space = a.address < b.address + b.bytes && b.address < a.address + a.bytes;
      const bool in_time = a.first <= b.last && b.first <= a.last;
      EXPECT_FALSE(in_space && in_time) << a.name << " and " << b.name;
      shared += in_space ? 1 : 0;
    }
  }
  return shared;
}

TEST(allocation, tensors_that_live_at_the_same_time_do_not_overlap) {
  EXPECT_GT(shared_rooms(allocated(128, preset("systolic"))), 20u) << "room must be used again";
}

/// First fit leaves gaps between lives of many lengths, most of all where the batch is cut.
TEST(allocation, a_memory_in_which_first_fit_leaves_no_room_is_filled_by_size) {
  for (const unsigned parts : {1u, 2u, 4u}) {
    arch::AcceleratorSpec machine = preset("systolic");
    machine.training.micro_batches = parts;
    const Allocation loose = allocated(2048, machine);
    const std::uint64_t row = machine.memory.capacity_bytes().count() / machine.memory.device.rows;
    // The most rows that first fit does not fit in.
    machine.memory.device.rows = static_cast<unsigned>((loose.footprint - 1) / row);
    std::uint64_t live = 0;
    for (const std::uint64_t bytes : loose.peak_bytes) {
      live += bytes;
    }
    ASSERT_GT(machine.memory.capacity_bytes().count(), live) << parts << ": nothing to show";
    const Allocation tight = allocated(2048, machine);
    EXPECT_LT(tight.footprint, loose.footprint) << parts;
    EXPECT_GE(tight.footprint, live) << parts;
    EXPECT_LE(tight.footprint, live + live / 4) << parts << ": by size is no optimum either";
    EXPECT_GT(shared_rooms(tight), 20u);
    for (const AllocatedTensor& tensor : tight.tensors) {
      EXPECT_EQ(tensor.address % Placement::alignment(machine), 0u) << tensor.name;
      EXPECT_LE(tensor.address + tensor.bytes, tight.footprint) << tensor.name;
    }
  }
}

TEST(allocation, every_tensor_begins_at_the_first_bank_and_lies_within_the_footprint) {
  const arch::AcceleratorSpec machine = preset("systolic");
  const Allocation all = allocated(128, machine);
  std::uint64_t live_at_peak = 0;
  for (const AllocatedTensor& tensor : all.tensors) {
    EXPECT_EQ(tensor.address % Placement::alignment(machine), 0u) << tensor.name;
    EXPECT_LE(tensor.address + tensor.bytes, all.footprint) << tensor.name;
    live_at_peak += tensor.first <= all.peak && all.peak <= tensor.last ? tensor.bytes : 0;
  }
  std::uint64_t by_role = 0;
  for (const std::uint64_t bytes : all.peak_bytes) {
    by_role += bytes;
  }
  EXPECT_EQ(by_role, live_at_peak);
  EXPECT_GE(all.footprint, live_at_peak);
}

TEST(allocation, lives_span_from_the_first_write_to_the_last_use) {
  const arch::AcceleratorSpec machine = preset("systolic");
  const MachineStep step = machine_step(resnet_8(8), machine);
  const Allocation all = allocate(step, {kEightBits, {}}, machine);
  const StepIndex uses(step.operations);
  for (const AllocatedTensor& tensor : all.tensors) {
    if (tensor.role == Role::master || tensor.role == Role::optimizer_state) {
      EXPECT_TRUE(tensor.persists) << tensor.name;
      EXPECT_EQ(tensor.last, step.operations.size() - 1) << tensor.name;
    } else if (!tensor.persists) {
      EXPECT_EQ(tensor.first, uses.writers(tensor.name).front()) << tensor.name;
      EXPECT_GE(tensor.last, tensor.first) << tensor.name;
    }
  }
  // Convolution outputs wait for batch norm's backward pass, in reverse order.
  const auto at = [&](const std::string& name) { return all.tensors[all.index.at(name)]; };
  EXPECT_LT(at("conv1.output").first, at("group1_layer0.conv1.output").first);
  EXPECT_GT(at("conv1.output").last, at("group1_layer0.conv1.output").last);
}

TEST(allocation, bytes_are_those_of_the_precision_and_the_stored_width) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.storage.stash_bits = 24;
  const Allocation all = allocate(machine_step(resnet_8(8), machine), {{5, 7}, {}}, machine);
  const auto bytes = [&](const std::string& name) { return all.tensors[all.index.at(name)].bytes; };
  EXPECT_EQ(bytes("conv1.output"), 8u * 32 * 32 * 16 * 24 / 8);
  EXPECT_EQ(bytes("relu1.codes"), 8u * 32 * 32 * 16 * 5 / 8);
  EXPECT_EQ(bytes("group1_layer0.conv1.error_codes"), 8u * 32 * 32 * 16 * 7 / 8);
  EXPECT_EQ(bytes("relu1.mask"), 8u * 32 * 32 * 16 / 8);
}

std::string refusal(const arch::AcceleratorSpec& machine, std::uint64_t batch) {
  try {
    (void)allocated(batch, machine);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(allocation, a_memory_that_is_too_small_is_refused_naming_what_lives_and_what_to_change) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.memory.channels = 1;  // 8 GiB
  const std::string text = refusal(machine, 32768);
  for (const char* part :
       {"resnet-8", "batch 32768", "8 GiB", "stash", "activation", "memory.channels",
        "training.micro_batches", "training.stash=recompute", "batch of about"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << ": " << text;
  }
  EXPECT_EQ(refusal(machine, 1024), "");
}

/// Parts of a batch are equal.
TEST(allocation, as_many_parts_are_proposed_as_divide_the_batch) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.memory.channels = 1;  // 8 GiB
  const std::string text = refusal(machine, 32768);
  const std::string key = "training.micro_batches=";
  const auto parts = std::stoull(text.substr(text.find(key) + key.size()));
  EXPECT_EQ(32768 % parts, 0u) << text;
  machine.training.micro_batches = static_cast<unsigned>(parts);
  EXPECT_EQ(refusal(machine, 32768), "");
}

TEST(allocation, F7_a_batch_below_one_sample_is_not_proposed) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.memory.channels = 1;
  machine.memory.device.rows = 8;  // 1 MiB
  const std::string text = refusal(machine, 2);
  EXPECT_EQ(text.find("batch of about"), std::string::npos) << text;
  EXPECT_NE(text.find("even one sample at a time is too much"), std::string::npos) << text;
  EXPECT_NE(text.find("training.stash=recompute"), std::string::npos) << text;
}

TEST(allocation, what_the_refusal_proposes_helps) {
  arch::AcceleratorSpec machine = preset("systolic");
  // Large enough that aligning small tensors to rows of all banks does not count.
  const std::uint64_t whole = allocated(2048, machine).footprint;
  machine.training.micro_batches = 4;
  const std::uint64_t parts = allocated(2048, machine).footprint;
  EXPECT_LT(parts, whole / 3);
  machine.training.micro_batches = 1;
  machine.training.stash = arch::Stash::recompute;
  EXPECT_LT(allocated(2048, machine).footprint, whole);
  machine.training.stash = arch::Stash::keep;
  machine.storage.stash_bits = 8;
  EXPECT_LT(allocated(2048, machine).footprint, whole);
}

}  // namespace allocation_test
}  // namespace metronome::mapping
