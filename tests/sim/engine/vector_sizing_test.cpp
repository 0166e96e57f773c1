// The rule of docs/machines.md for the number of vector lanes, computed for each machine that says
// it follows it.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <filesystem>

#include "arch/mapping/patches.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/job_runner.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace vector_sizing_test {

/// Of all cycles, those in which the array may wait for the vector unit.
constexpr double kMostWaiting = 0.10;

const trace::Trace& resnet_20() {
  static const trace::Trace trace = trace::make_trace(
      "resnet-20", "cifar-10", 128, schedule::parse_schedule("static:8,backward=8"), 1,
      trace::DxScale::prescale_requantize);
  return trace;
}

/// Of all codes of a width, each as likely as the others.
array::TermShares uniform_terms(const array::TermSerialSpec& spec, int bits) {
  array::CodeMatrix all{1, std::uint64_t{1} << bits, bits, false, 0, {}};
  for (std::uint64_t code = 0; code < all.columns; ++code) {
    all.codes.push_back(static_cast<std::int32_t>(code));
  }
  return array::term_shares(spec, all);
}

mapping::Job job_of(const mapping::MachineOperation& one, const trace::Step& tensors,
                    const arch::AcceleratorSpec& machine) {
  mapping::Job job = mapping::resolve(one, tensors, trace::Assignment{{8, 8}, {}}, machine);
  const auto* terms = std::get_if<array::TermSerialSpec>(&machine.array);
  if (auto* product = std::get_if<mapping::MatrixJob>(&job);
      product != nullptr && terms != nullptr) {
    mapping::set_terms(*product, uniform_terms(*terms, 8), uniform_terms(*terms, 8));
  }
  return job;
}

/// The share of cycles in which the array waits for the vector unit.
double waiting_share(const arch::AcceleratorSpec& machine) {
  const mapping::MachineStep step = mapping::machine_step(resnet_20().step(), machine);
  std::vector<mapping::Job> jobs;
  for (const mapping::MachineOperation& one : step.operations) {
    jobs.push_back(job_of(one, step.tensors, machine));
  }
  const auto results =
      execute(jobs, machine, {.mode = Mode::analytic, .memory = MemoryMode::ideal, .progress = {}});
  Attribution all;
  for (const auto& result : results) {
    all += result.outcome.cycles;
  }
  const std::uint64_t waiting =
      all[Bin::idle_vector] + all[Bin::idle_quantize] + all[Bin::idle_update];
  return static_cast<double>(waiting) / static_cast<double>(all.total().count());
}

/// The least power of two of lanes, 32 or more, that keeps the rule.
std::uint64_t lanes_by_rule(arch::AcceleratorSpec machine) {
  for (machine.vector.lanes = 32; waiting_share(machine) > kMostWaiting;
       machine.vector.lanes *= 2) {
    EXPECT_LT(machine.vector.lanes, 65536u);
  }
  return machine.vector.lanes;
}

void expect_rule(const arch::AcceleratorSpec& machine) {
  const vector::VectorSpec& v = machine.vector;
  EXPECT_TRUE(std::has_single_bit(v.lanes)) << machine.name;
  for (const double rate :
       {v.range_elements_per_lane_cycle, v.quantizer_elements_per_lane_cycle,
        v.random_numbers_per_lane_cycle, v.transposer_elements_per_lane_cycle}) {
    EXPECT_EQ(rate, 1) << machine.name;
  }
  EXPECT_LE(waiting_share(machine), kMostWaiting) << machine.name;
  arch::AcceleratorSpec half = machine;
  half.vector.lanes /= 2;
  EXPECT_GT(waiting_share(half), kMostWaiting) << machine.name << " has more lanes than needed";
}

TEST(vector_sizing, every_machine_that_claims_the_rule_follows_it) {
  std::size_t files = 0;
  const std::string folder = metronome::source_dir() + "/configs/arch";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    ++files;
    const auto machine = config::load<arch::AcceleratorSpec>(entry.path());
    if (machine.vector.sizing == vector::Sizing::by_rule) {
      expect_rule(machine);
    }
  }
  EXPECT_GT(files, 15u);
}

arch::AcceleratorSpec with_units(const std::string& kind) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                     "/configs/arch/plain_" + kind + "_512.yaml");
  machine.vector.range_elements_per_lane_cycle = 1;
  machine.vector.quantizer_elements_per_lane_cycle = 1;
  machine.vector.random_numbers_per_lane_cycle = 1;
  machine.vector.transposer_elements_per_lane_cycle = 1;
  return machine;
}

TEST(vector_sizing, the_rule_gives_lanes_that_keep_the_share_with_work_on_both_paths_or_without) {
  for (const char* kind : {"systolic", "dual_serial"}) {
    for (const bool paths : {false, true}) {
      arch::AcceleratorSpec machine = with_units(kind);
      if (paths) {
        machine.training.output_path = arch::OutputPath::elementwise;
        machine.training.input_path = arch::InputPath::elementwise;
      }
      machine.vector.lanes = lanes_by_rule(machine);
      expect_rule(machine);
      RecordProperty(std::string(kind) + (paths ? "_paths" : "_passes"),
                     std::to_string(machine.vector.lanes));
    }
  }
}

TEST(vector_sizing, the_plain_machines_do_not_keep_it) {
  for (const char* kind : {"systolic", "dual_serial"}) {
    const auto machine = config::load<arch::AcceleratorSpec>(
        metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml");
    EXPECT_EQ(machine.vector.sizing, vector::Sizing::chosen);
    EXPECT_GT(waiting_share(machine), kMostWaiting) << kind;
  }
}

}  // namespace vector_sizing_test
}  // namespace metronome::sim
