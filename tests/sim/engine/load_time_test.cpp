// Loads of planes and tables (switches of precision, and what a network is filled with): the closed
// form beside the command-level memory, over devices, channels and numbers of pieces.
#include <gtest/gtest.h>

#include "arch/mapping/program.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/job_runner.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace load_time_test {

using mapping::VectorJob;
using trace::Role;

arch::AcceleratorSpec machine_of(const std::string& device, unsigned channels) {
  arch::AcceleratorSpec machine = config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/dual_serial_512.yaml");
  dram::DeviceSpec own =
      config::load<dram::DeviceSpec>(metronome::source_dir() + "/configs/dram/" + device + ".yaml");
  machine.memory.device = own;
  machine.memory.channels = channels;
  return machine;
}

/// So many pieces of a role, of different sizes.
VectorJob load_of(std::uint64_t pieces, std::uint64_t bytes, Role role) {
  VectorJob job;
  job.cls = trace::OperationClass::load;
  for (std::uint64_t i = 0; i < pieces; ++i) {
    job.inputs.push_back({role, 8 * (bytes * (1 + i % 5) / 3 + 1), 1});
    job.elements += job.inputs.back().elements;
  }
  return job;
}

std::uint64_t bytes_of(const VectorJob& job) {
  std::uint64_t bytes = 0;
  for (const mapping::Stream& stream : job.inputs) {
    bytes += stream.bytes().count();
  }
  return bytes;
}

TEST(load_time, of_a_switch_agrees_over_devices_channels_and_pieces) {
  for (const char* device : {"lpddr4_3200", "ddr4_2400", "ddr5_4800", "hbm2_2000", "gddr6_14000"}) {
    for (const unsigned channels : {1u, 3u, 8u}) {
      const arch::AcceleratorSpec machine = machine_of(device, channels);
      std::vector<mapping::Job> jobs;
      for (const std::uint64_t pieces : {1u, 9u, 63u, 200u}) {
        for (const std::uint64_t bytes : {40u, 700u, 6000u}) {
          jobs.push_back(load_of(pieces, bytes, Role::weight));
        }
      }
      SimulateOptions options;
      const std::vector<JobResult> simulated = run_jobs(jobs, machine, options);
      for (std::size_t i = 0; i < jobs.size(); ++i) {
        const auto& job = std::get<VectorJob>(jobs[i]);
        SCOPED_TRACE(std::string(device) + ", " + std::to_string(channels) + " channels, " +
                     std::to_string(job.inputs.size()) + " pieces, " +
                     std::to_string(bytes_of(job)) + " bytes");
        const OperationOutcome closed = analytic_outcome(job, machine);
        const OperationOutcome& real = simulated[i].outcome;
        ASSERT_EQ(closed.traffic, real.traffic);
        ASSERT_EQ(closed.traffic[Role::weight].read.count(), bytes_of(job));
        const auto of = [](const OperationOutcome& one) {
          return static_cast<double>(one.cycles[Bin::idle_switch]);
        };
        ASSERT_EQ(real.cycles.total().count(), real.cycles[Bin::idle_switch]);
        ASSERT_LE(of(closed), of(real));
        ASSERT_GT(of(closed), 0.95 * of(real) - 8);
      }
    }
  }
}

// Roles are apart in the ledger, so that each is a transfer; the next waits for no one's end.
TEST(load_time, pieces_of_a_role_that_lie_side_by_side_are_one_transfer) {
  const arch::AcceleratorSpec machine = machine_of("lpddr4_3200", 2);
  VectorJob job = load_of(5, 500, Role::weight);
  const VectorJob tables = load_of(2, 64, Role::master);
  job.inputs.insert(job.inputs.begin() + 2, tables.inputs.begin(), tables.inputs.end());
  const mapping::Program program = mapping::vector_program(job, machine);
  ASSERT_EQ(program.steps.size(), 3u);
  std::uint64_t next = 0;
  for (const mapping::TileStep& step : program.steps) {
    ASSERT_EQ(step.input_loads.size(), 1u);
    EXPECT_EQ(step.input_loads[0].transfer.base, next);
    next = step.input_loads[0].transfer.end();
    EXPECT_TRUE(step.stores.empty());
  }
  EXPECT_EQ(next, bytes_of(job));
  // Where an allocation has them apart, each is one.
  std::vector<std::uint64_t> apart;
  for (std::size_t i = 0; i < job.inputs.size(); ++i) {
    apart.push_back(i << 20);
  }
  const mapping::Program spread = mapping::vector_program(job, machine, apart);
  ASSERT_EQ(spread.steps.size(), job.inputs.size());
  for (std::size_t i = 0; i < apart.size(); ++i) {
    EXPECT_EQ(spread.steps[i].input_loads[0].transfer.base, apart[i]);
    EXPECT_EQ(spread.steps[i].input_loads[0].transfer.row_bytes, job.inputs[i].bytes().count());
  }
}

}  // namespace load_time_test
}  // namespace metronome::sim
