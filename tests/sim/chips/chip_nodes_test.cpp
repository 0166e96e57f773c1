// Traces of Chakra of each chip, read back by protobuf: the graph of the program, times, sizes.
#include "sim/chips/chip_nodes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/engine/accounting.hpp"
#include "systems.hpp"
#include "tests/sim/export/chakra_reader.hpp"

namespace metronome::chips {
namespace chip_nodes_test {

using exporting::chakra_test::Reader;

struct Exported {
  RunResult run;
  LevelProgram program;
  links::ProgramTimes times;

  Exported(const std::string& schedule, const links::SystemSpec& system, Mode mode) {
    const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
    std::vector<ChipStep> steps;
    const std::vector<trace::Trace> own{chip_trace(trace_of(schedule), system, steps)};
    run = sim::simulate(own, machine, {.mode = Mode::analytic}).front();
    const StepProgram programs(steps[0], machine, system);
    program = programs.level(run, run.levels[0]);
    times = LevelTimer(system, mode).program_times(program);
  }
  [[nodiscard]] std::string file(links::ChipIndex chip) const {
    return exporting::chakra_chip_trace(chip_nodes(run, run.levels[0], program, times, chip));
  }
};

TEST(chip_nodes, have_the_programs_graph_when_protobuf_reads_them) {
  links::SystemSpec system = ring_of(4);
  system.parallel.update = links::UpdateOn::sharded;
  const Exported exported("static:8,backward=8,gradients=8", system, Mode::analytic);
  const links::ChipProgram& tasks = exported.program.program.programs[0];
  const std::size_t collectives = exported.program.exchanges.size();
  const Reader file(exported.file(2));
  ASSERT_EQ(file.size(), 1 + tasks.size() + collectives);
  std::vector<std::set<std::uint64_t>> makers(collectives);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    EXPECT_EQ(file.number(1 + i, "id"), i);
    EXPECT_EQ(file.type(1 + i), 4);
    std::set<std::uint64_t> expected(tasks[i].needs.begin(), tasks[i].needs.end());
    for (const std::uint32_t request : tasks[i].waits) {
      expected.insert(tasks.size() + request);
    }
    const auto data = file.list(1 + i, "data_deps");
    EXPECT_EQ(std::set<std::uint64_t>(data.begin(), data.end()), expected) << i;
    for (const std::uint32_t request : tasks[i].makes) {
      makers[request].insert(i);
    }
  }
  for (std::size_t i = 0; i < collectives; ++i) {
    const std::size_t node = 1 + tasks.size() + i;
    EXPECT_EQ(file.type(node), 7);
    const auto data = file.list(node, "data_deps");
    EXPECT_EQ(std::set<std::uint64_t>(data.begin(), data.end()), makers[i]);
  }
}

TEST(chip_nodes, are_without_circles_and_end_when_the_program_does) {
  const Exported exported("static:8,backward=8,gradients=8", ring_of(4, 0.1), Mode::cycle);
  for (links::ChipIndex chip = 0; chip < 4; ++chip) {
    const auto nodes =
        chip_nodes(exported.run, exported.run.levels[0], exported.program, exported.times, chip);
    Picoseconds last{};
    for (const exporting::ChipNode& node : nodes) {
      EXPECT_GE(node.end, node.begin);
      std::vector<std::uint64_t> before = node.needs;
      if (node.after) {
        before.push_back(*node.after);
      }
      for (const std::uint64_t other : before) {
        EXPECT_GE(node.begin, nodes[other].end) << node.name << " behind " << nodes[other].name;
      }
      last = std::max(last, node.end);
    }
    EXPECT_LE(last, exported.times.total());
  }
}

TEST(chip_nodes, carry_bits_bytes_and_nanoseconds) {
  const Exported exported("static:8,backward=8,gradients=8", ring_of(4), Mode::analytic);
  const Reader file(exported.file(0));
  const std::size_t tasks = exported.program.program.programs[0].size();
  std::set<std::string> bits;
  for (std::size_t i = 0; i < exported.program.exchanges.size(); ++i) {
    auto attributes = file.attributes(1 + tasks + i);
    const links::Payload& payload = exported.program.program.requests[i].payload;
    bits.insert(attributes.at("num_bits"));
    EXPECT_EQ(attributes.at("comm_type"), "int64_val: 0");
    EXPECT_EQ(attributes.at("comm_size"),
              "int64_val: " + std::to_string((payload.elements * payload.wire.bits + 7) / 8));
  }
  EXPECT_EQ(bits, (std::set<std::string>{"uint32_val: 32", "uint32_val: 8"}));
  const auto operations = exported.run.operations_of(exported.run.levels[0]);
  for (std::size_t i = 0; i < tasks; ++i) {
    auto attributes = file.attributes(1 + i);
    const std::uint64_t cycles = operations[i].measure.cycles.total().count();
    EXPECT_EQ(attributes.at("num_ops"), "uint64_val: " + std::to_string(cycles)) << "at 1 GHz";
    EXPECT_EQ(attributes.at("tensor_size"), "uint64_val: 1");
    if (operations[i].a_bits > 0) {
      EXPECT_EQ(
          attributes.at("num_bits"),
          "uint32_val: " + std::to_string(std::max(operations[i].a_bits, operations[i].b_bits)));
    }
  }
}

}  // namespace chip_nodes_test
}  // namespace metronome::chips
