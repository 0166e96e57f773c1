// What of an operation's transfers no computing hides, beside what follows from the device and the
// bytes of the first and the last tile.
#include "arch/mapping/exposed_time.hpp"

#include <gtest/gtest.h>

#include "arch/dram/least_time.hpp"
#include "machines.hpp"
#include "sim/base/error.hpp"

namespace metronome::mapping {
namespace exposed_time_test {

/// One DDR4-2400 channel beside an array of 1 GHz.
arch::AcceleratorSpec one_channel() {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.clock_hz = Hertz(1e9);
  machine.memory = {};
  machine.memory.channels = 1;
  return machine;
}

MatrixJob product(std::uint64_t m, std::uint64_t n, std::uint64_t k,
                  const arch::AcceleratorSpec& machine) {
  return matrix_job(trace::OperationClass::forward, convolution_of_gemm({m, n, k}), 8, 8, machine);
}

/// Cycles of 1 ns in so many clocks of 833 ps.
std::uint64_t cycles(std::uint64_t clocks) { return clocks * 833 / 1000; }

TEST(exposed_time, of_one_tile_is_its_loads_and_its_stores) {
  const arch::AcceleratorSpec machine = one_channel();
  const MatrixJob job = product(16, 16, 64, machine);
  const Mapping mapping = best_mapping(job, machine);
  const TileCounts tiles = tile_counts(job, mapping);
  ASSERT_EQ(tiles.m * tiles.n * tiles.k, 1u);
  const ExposedTime ends = exposed_time(job, mapping, machine);
  EXPECT_EQ(ends.first_input_bytes, 16u * 64);
  EXPECT_EQ(ends.first_weight_bytes, 64u * 16);
  // A clock to be accepted, tRCD, CL; a burst of 64 bytes every four clocks.
  EXPECT_EQ(ends.first_load, cycles(1 + 17 + 17 + (16 * 64 + 64 * 16) / 64 * 4));
  EXPECT_EQ(ends.first_access, cycles(1 + 17 + 17));
  EXPECT_EQ(ends.last_store, cycles(1 + 17 + 12 + job.c.bytes().count() / 64 * 4));
}

TEST(exposed_time, of_many_tiles_is_that_of_the_first_and_the_last) {
  for (const char* family : {"systolic", "dual_serial"}) {
    const arch::AcceleratorSpec machine = cramped(family);
    const MatrixJob job = product(300, 130, 250, machine);
    const Mapping mapping = best_mapping(job, machine);
    const Program program = matrix_program(job, mapping, machine);
    ASSERT_GT(program.steps.size(), 8u);
    const ExposedTime ends = exposed_time(job, mapping, machine);
    const auto time = [&](const std::vector<const std::vector<StreamTransfer>*>& lists,
                          dram::Rows rows) {
      std::vector<dram::Transfer> all;
      for (const auto* list : lists) {
        for (const StreamTransfer& one : *list) {
          all.push_back(one.transfer);
        }
      }
      return dram::least_time(machine.memory, all, rows).count() /
             clock_period(machine.clock_hz).count();
    };
    const TileStep& first = program.steps.front();
    EXPECT_EQ(ends.first_load, time({&first.weight_loads, &first.input_loads}, dram::Rows::reset));
    EXPECT_EQ(ends.last_store, time({&program.steps.back().stores}, dram::Rows::open));
    EXPECT_GT(ends.first_load, 0u);
    EXPECT_GT(ends.last_store, 0u);
  }
}

TEST(exposed_time, asks_for_no_memory) {
  arch::AcceleratorSpec machine = one_channel();
  const MatrixJob job = product(512, 256, 512, machine);
  const Mapping mapping = best_mapping(job, machine);
  const ExposedTime ends = exposed_time(job, mapping, machine);
  machine.memory.device.rows = 2;  // of 128 KiB, which the operands are larger than
  EXPECT_THROW((void)matrix_program(job, mapping, machine), UserError);
  EXPECT_EQ(exposed_time(job, mapping, machine), ends);
}

TEST(exposed_time, what_lies_on_chip_is_not_waited_for) {
  const arch::AcceleratorSpec machine = one_channel();
  MatrixJob job = product(16, 16, 64, machine);
  const Mapping mapping = best_mapping(job, machine);
  job.a.held = job.b.held = true;
  const ExposedTime ends = exposed_time(job, mapping, machine);
  EXPECT_EQ(ends.first_load, 0u);
  EXPECT_EQ(ends.first_access, 0u);
  EXPECT_GT(ends.last_store, 0u);
}

TEST(exposed_time, of_passes_is_that_of_their_first_and_last_blocks) {
  arch::AcceleratorSpec machine = one_channel();
  VectorJob job;
  job.elements = 1024;  // whole rows of lanes
  job.adds_per_element = 1;
  job.inputs = {{trace::Role::activation, 1024, 16}};
  job.outputs = {{trace::Role::activation, 1024, 8}};
  EXPECT_EQ(exposed_time(job, machine).first_load, cycles(1 + 17 + 17 + 32 * 4));
  EXPECT_EQ(exposed_time(job, machine).last_store, cycles(1 + 17 + 12 + 16 * 4));
  job.elements = 10'000'000;
  job.inputs.front().elements = job.outputs.front().elements = job.elements;
  const std::uint64_t bytes = 2 * vector_block(job, machine);
  const ExposedTime blocks = exposed_time(job, machine);
  EXPECT_EQ(blocks.first_input_bytes, bytes);
  EXPECT_LT(blocks.last_store, cycles(1 + 17 + 12 + bytes / 2 / 64 * 4)) << "rows may be open";
  job.elements = 0;
  EXPECT_EQ(exposed_time(job, machine), ExposedTime{});
}

}  // namespace exposed_time_test
}  // namespace metronome::mapping
