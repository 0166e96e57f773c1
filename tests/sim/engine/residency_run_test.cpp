// Whole runs on a machine that sets a part of its output buffer aside for tensors between passes.
#include <gtest/gtest.h>

#include <map>

#include "arch/mapping/machine_step.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace residency_run_test {

using trace::Role;

arch::AcceleratorSpec machine_of(const std::string& kind, const std::string& resident) {
  return config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml",
      config::parse_overrides({"training.resident_bytes=" + resident}));
}

trace::Trace a_trace() {
  return trace::make_trace("resnet-8", "cifar-10", 2, schedule::parse_schedule("static:5"), 1,
                           trace::DxScale::prescale_requantize);
}

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine, Mode mode,
                 MemoryMode memory = MemoryMode::real) {
  return simulate(std::span(&trace, 1), machine,
                  {.mode = mode, .memory = memory, .jobs = 2, .progress = {}})
      .front();
}

/// Bytes by role of named tensors of 16 bits.
EnumArray<Role, std::uint64_t> bytes_of(const trace::Step& step,
                                        const std::vector<std::string>& names) {
  EnumArray<Role, std::uint64_t> sums{};
  for (const std::string& name : names) {
    sums[step.tensor(name).role] += 2 * step.tensor(name).elements();
  }
  return sums;
}

std::uint64_t output_bits(const Measure& measure, const arch::AcceleratorSpec& machine,
                          const char* end) {
  const auto at =
      measure.counts.find({Component::output_buffer, arch::bank_name(machine.output_buffer) + end});
  return at == measure.counts.end() ? 0 : at->second;
}

TEST(residency_run, operations_move_less_by_what_stays_and_the_buffer_is_read_for_it) {
  const trace::Trace trace = a_trace();
  for (const char* family : {"systolic", "dual_serial", "chunked_bfp"}) {
    const arch::AcceleratorSpec without = machine_of(family, "0");
    const arch::AcceleratorSpec with = machine_of(family, "131072");
    std::map<std::string, mapping::MachineOperation> held;
    for (const mapping::MachineOperation& one :
         mapping::machine_step(trace.step(), with).operations) {
      held.emplace(one.operation.name, one);
    }
    for (const Mode mode : {Mode::analytic, Mode::cycle}) {
      const RunResult before = run_of(trace, without, mode);
      const RunResult after = run_of(trace, with, mode);
      const auto plain = before.operations_of(before.levels.front());
      const auto resident = after.operations_of(after.levels.front());
      ASSERT_EQ(plain.size(), resident.size());
      std::size_t spared = 0;
      for (std::size_t i = 0; i < plain.size(); ++i) {
        const OperationResult& now = resident[i];
        const OperationResult& then = plain[i];
        const auto at = held.find(now.operation);
        if (at == held.end()) {
          continue;  // a pass that groups an operand again
        }
        const auto in = bytes_of(trace.step(), at->second.held_inputs);
        const auto out = bytes_of(trace.step(), at->second.held_outputs);
        const bool pass = std::holds_alternative<trace::VectorWork>(at->second.operation.work);
        std::uint64_t in_bits = 0, out_bits = 0;
        for (const Role role : kEnumValues<Role>) {
          const Traffic a = then.measure.dram[role], b = now.measure.dram[role];
          EXPECT_EQ(a.write.count() - b.write.count(), out[role]) << now.operation;
          if (pass) {
            EXPECT_EQ(a.read.count() - b.read.count(), in[role]) << now.operation;
          }
          in_bits += 8 * in[role];
          out_bits += 8 * out[role];
          spared += out[role] > 0 ? 1 : 0;
        }
        if (pass) {
          EXPECT_EQ(output_bits(now.measure, with, ".read_bit") + out_bits,
                    output_bits(then.measure, without, ".read_bit") + in_bits)
              << now.operation << ": read by passes, and no more on the way to memory";
          EXPECT_EQ(output_bits(now.measure, with, ".write_bit"),
                    output_bits(then.measure, without, ".write_bit"))
              << "written to the buffer either way";
        }
      }
      EXPECT_GT(spared, 10u) << family;
      EXPECT_LE(after.levels.front().footprint, before.levels.front().footprint);
      const auto joules = [](const RunResult& run, const arch::AcceleratorSpec& machine) {
        return price(run.total(), complete_table(machine), machine.clock_hz).total().count();
      };
      EXPECT_LT(joules(after, with), joules(before, without)) << family;
    }
  }
}

TEST(residency_run, modes_agree_in_every_bin_with_ideal_memory) {
  const trace::Trace trace = a_trace();
  const arch::AcceleratorSpec machine = machine_of("operand_serial", "131072");
  const RunResult form = run_of(trace, machine, Mode::analytic, MemoryMode::ideal);
  const RunResult cycle = run_of(trace, machine, Mode::cycle, MemoryMode::ideal);
  EXPECT_EQ(cycle.total().cycles, form.total().cycles);
  EXPECT_EQ(cycle.total().dram, form.total().dram);
}

}  // namespace residency_run_test
}  // namespace metronome::sim
