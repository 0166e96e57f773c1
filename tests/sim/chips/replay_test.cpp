// Chakra traces read for their communication: what is exported takes the same times when it is
// read, and what is damaged, unequal or stuck is refused.
#include "sim/chips/replay.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "arch/links/collective_run.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/chips/chip_nodes.hpp"
#include "sim/export/chakra_message.hpp"
#include "sim/systemc/system_session.hpp"
#include "systems.hpp"

namespace metronome::chips {
namespace replay_test {

using namespace exporting::chakra;

/// A data-parallel level and the traces of its chips.
struct Exported {
  links::SystemSpec system;
  links::ProgramTimes times;
  std::vector<ChipTrace> traces;

  Exported(const std::string& schedule, const links::SystemSpec& on) : system(on) {
    const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
    std::vector<ChipStep> steps;
    const std::vector<trace::Trace> own{chip_trace(trace_of(schedule), system, steps)};
    const RunResult run = sim::simulate(own, machine, {.mode = Mode::analytic}).front();
    const StepProgram programs(steps[0], machine, system);
    const LevelProgram program = programs.level(run, run.levels[0]);
    times = links::run_program(system, program.program);
    for (links::ChipIndex chip = 0; chip < system.chips; ++chip) {
      const std::string bytes =
          exporting::chakra_chip_trace(chip_nodes(run, run.levels[0], program, times, chip));
      traces.push_back(
          {"level0." + std::to_string(chip) + ".et", exporting::read_chakra(bytes, "level0.et")});
    }
  }
};

TEST(replay, takes_the_times_of_what_was_exported) {
  for (const char* schedule : {"static:8,backward=8", "static:8,backward=8,gradients=4"}) {
    for (const double speed : {0.2, 50.0}) {
      for (const links::UpdateOn update : kEnumValues<links::UpdateOn>) {
        links::SystemSpec system = ring_of(4, speed);
        system.parallel.update = update;
        const Exported exported(schedule, system);
        const ReplayProgram replay = replay_program(exported.traces, system);
        const links::ProgramTimes times = links::run_program(system, replay.program);
        EXPECT_EQ(times.total(), exported.times.total());
        EXPECT_EQ(times.work, exported.times.work);
        EXPECT_EQ(times.links.sent, exported.times.links.sent);
        EXPECT_EQ(times.links.received, times.links.sent);
        EXPECT_EQ(times.links.link_busy, exported.times.links.link_busy);
        EXPECT_EQ(times.links.done, exported.times.links.done);
      }
    }
  }
}

/// A file of nodes in the making.
class Nodes {
 public:
  explicit Nodes(std::string bytes = metadata()) : bytes_(std::move(bytes)) {}
  Nodes& compute(std::uint64_t id, std::uint64_t microseconds,
                 const std::vector<std::uint64_t>& needs = {}) {
    Message node = begin(id, kComputeNode, needs);
    node.number(kNodeDuration, microseconds);
    return end(node);
  }
  /// As `export` writes them: whole microseconds, nanoseconds beside them.
  Nodes& exported(std::uint64_t id, std::uint64_t nanoseconds) {
    Message node = begin(id, kComputeNode, {});
    node.number(kNodeDuration, nanoseconds / 1000);
    int64_attribute(node, "num_ops", nanoseconds);
    int64_attribute(node, "tensor_size", 1);
    attribute(node, "duration_ns", [&](Message& exact) {
      exact.real(kAttributeDouble, static_cast<double>(nanoseconds));
    });
    return end(node);
  }
  Nodes& sum(std::uint64_t id, std::uint64_t bytes, const std::vector<std::uint64_t>& needs = {},
             std::uint64_t type = 0) {
    Message node = begin(id, kCollectiveNode, needs);
    int64_attribute(node, "comm_type", type);
    int64_attribute(node, "comm_size", bytes);
    return end(node);
  }
  Nodes& sum_with(std::uint64_t id, std::uint64_t bytes, const std::vector<const char*>& more) {
    Message node = begin(id, kCollectiveNode, {});
    int64_attribute(node, "comm_type", 0);
    int64_attribute(node, "comm_size", bytes);
    for (const char* name : more) {
      int64_attribute(node, name, 8);
    }
    return end(node);
  }
  Nodes& message(std::uint64_t id, bool sends, std::uint64_t from, std::uint64_t to,
                 std::uint64_t bytes, const std::vector<std::uint64_t>& needs = {}) {
    Message node = begin(id, sends ? kSendNode : kReceiveNode, needs);
    int64_attribute(node, "comm_src", from);
    int64_attribute(node, "comm_dst", to);
    int64_attribute(node, "comm_size", bytes);
    return end(node);
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  static Message begin(std::uint64_t id, std::uint64_t type,
                       const std::vector<std::uint64_t>& needs) {
    Message node;
    node.number(kNodeId, id);
    node.text(kNodeName, "n" + std::to_string(id));
    node.number(kNodeType, type);
    node.numbers(kNodeData, needs);
    return node;
  }
  Nodes& end(const Message& node) {
    bytes_ += node.delimited();
    return *this;
  }
  std::string bytes_;
};

std::vector<ChipTrace> traces_of(const std::vector<Nodes>& chips) {
  std::vector<ChipTrace> traces;
  for (const Nodes& nodes : chips) {
    const std::string file = "t." + std::to_string(traces.size()) + ".et";
    traces.push_back({file, exporting::read_chakra(nodes.bytes(), file)});
  }
  return traces;
}

links::ProgramTimes replayed(const std::vector<Nodes>& chips, const links::SystemSpec& system) {
  return links::run_program(system, replay_program(traces_of(chips), system).program);
}

/// The form of the notes: done_i = max(done_(i-1), ready_i) + AR_i; end = max(done, backward) +
/// update. In hexadecimal digits of the notes, a compute node and a collective.
TEST(replay, reads_the_smallest_files_and_overlaps_as_the_recurrence_says) {
  const std::string smallest(
      "\x07\x0a\x05"
      "0.0.4"
      "\x19\x08\x01\x12\x01"
      "b\x18\x04\x38\x07\x52\x0e\x0a\x09is_cpu_op\xd8\x01\x00"
      "\x47\x08\x02\x12\x01"
      "g\x18\x07\x2a\x01\x01\x52\x0e\x0a\x09is_cpu_op\xd8\x01\x00\x52\x0d\x0a\x09"
      "comm_type\x48\x00\x52\x0e\x0a\x09"
      "comm_size\x48\x80\x08\x52\x0c\x0a\x08num_bits\x58\x08",
      8 + 26 + 72);
  const auto nodes = exporting::read_chakra(smallest, "smallest.et");
  ASSERT_EQ(nodes.size(), 2u);
  EXPECT_EQ(nodes[0].duration.count(), 7'000'000u);
  EXPECT_EQ(nodes[1].sum.bytes, 1024u);
  EXPECT_EQ(nodes[1].sum.bits, 8u);
  EXPECT_EQ(nodes[1].needs, (std::vector<std::size_t>{0}));

  const links::SystemSpec system = ring_of(8);
  const std::uint64_t times[] = {40, 80, 60, 30};
  const std::uint64_t sizes[] = {1 << 18, 1 << 20, 1 << 22, 1 << 12};
  Nodes chip;
  chip.compute(0, 100);
  std::uint64_t ready = 100'000'000, done = 0;
  std::vector<std::uint64_t> sums;
  for (std::uint64_t i = 0; i < 4; ++i) {
    chip.compute(1 + i, times[i], {i});
    chip.sum(10 + i, sizes[i], {1 + i});
    sums.push_back(10 + i);
    ready += times[i] * 1'000'000;
    const auto alone =
        links::run_collectives(system, {{links::Collective::all_reduce, Bytes(sizes[i]), {}, {}}});
    done = std::max(done, ready) + alone.end(0).count();
  }
  chip.compute(20, 10, sums);
  const links::ProgramTimes all = replayed(std::vector<Nodes>(8, chip), system);
  EXPECT_EQ(all.total().count(), std::max(done, ready) + 10'000'000);
}

/// Rows of ASTRA-sim's measured times that are about traces (tests/arch/links/data/astra_sim.csv).
TEST(replay, traces_take_what_they_take_in_astra_sim) {
  const auto table =
      parse_csv(read_file(metronome::source_dir() + "/tests/arch/links/data/astra_sim.csv"));
  const auto column = [&](const char* name) {
    const auto found = std::find(table[0].begin(), table[0].end(), name);
    return static_cast<std::size_t>(found - table[0].begin());
  };
  std::size_t checked = 0;
  for (const auto& row : table) {
    const std::string& name = row[column("case")];
    const std::string& op = row[column("op")];
    if (op != "duration" && op != "attrs") {
      continue;
    }
    links::SystemSpec system = ring_of(std::stoull(row[column("chips")]));
    system.timing = links::Timing::astra_sim_unaware;
    system.collectives.endpoint_ns = std::stod(row[column("endpoint_delay_ns")]);
    Nodes chip;
    if (op == "attrs") {  // of our own and of nobody's; they are ignored
      chip.sum_with(1, std::stoull(row[column("bytes")]), {"num_bits", "metronome_energy_pj"});
    } else if (name.starts_with("roofline num_ops=")) {
      chip.exported(1, std::stoull(name.substr(name.find('=') + 1)));
    } else {
      ASSERT_EQ(name, "100 chained compute nodes duration_micros=0");
      chip.compute(0, 0);
      for (std::uint64_t i = 1; i < 100; ++i) {
        chip.compute(i, 0, {i - 1});
      }
    }
    const links::ProgramTimes times = replayed(std::vector<Nodes>(system.chips, chip), system);
    EXPECT_NEAR(1e-3 * static_cast<double>(times.total().count()), std::stod(row[column("sim_ns")]),
                1.0)
        << name;
    ++checked;
  }
  EXPECT_EQ(checked, 5u);
}

TEST(replay, messages_and_sums_run_beside_what_computes) {
  const links::SystemSpec system = ring_of(2);
  Nodes first, second;
  first.compute(1, 5).message(2, true, 0, 1, 1000, {1}).compute(3, 50, {1}).sum(4, 4096, {3});
  second.message(1, false, 0, 1, 1000).compute(2, 20, {1}).compute(3, 7).sum(4, 4096, {2});
  const links::ProgramTimes times = replayed({first, second}, system);
  const std::uint64_t message = 500'000 + 20'000;  // 500 ns and 1000 bytes at 50 GB/s
  EXPECT_EQ(times.links.done[1][1].count(), 5'000'000 + message);
  EXPECT_EQ(times.begins[1][1].count(), 7'000'000u) << "the chip did what it could meanwhile";
  EXPECT_EQ(times.links.sent.count(), 1000u + 2 * 4096);
  EXPECT_EQ(times.work[0].count(), 55'000'000u);
}

TEST(replay, modules_take_the_same_times) {
  links::SystemSpec system = ring_of(4, 2);
  system.parallel.in_flight = 2;
  Nodes chip;
  chip.compute(1, 3).sum(2, 50'000, {1}).compute(3, 4, {1}).sum(4, 9'000, {3}).sum(5, 700, {2});
  chip.compute(6, 2, {4, 5});
  const ReplayProgram replay = replay_program(traces_of(std::vector<Nodes>(4, chip)), system);
  const links::ProgramTimes events = links::run_program(system, replay.program);
  const links::ProgramTimes modules = sim::run_programs_apart(system, {&replay.program, 1}).front();
  EXPECT_EQ(events.begins, modules.begins);
  EXPECT_EQ(events.links.done, modules.links.done);
}

std::string refusal(const std::vector<Nodes>& chips, std::uint64_t count = 2) {
  try {
    (void)replayed(chips, ring_of(count));
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(replay, traces_that_do_not_fit_each_other_are_refused_by_file_and_node) {
  const auto says = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  const Nodes sum = Nodes().sum(1, 100);
  EXPECT_EQ(refusal({sum, sum}), "");
  says(refusal({sum}), "2 chips, but 1 traces");
  says(refusal({sum, Nodes().sum(1, 101)}), "t.1.et");
  says(refusal({sum, Nodes().sum(1, 101)}), "of 101 bytes, in t.0.et it is all-reduce of 100");
  says(refusal({sum, Nodes().sum(1, 100).sum(2, 100)}), "has 2 collectives");
  says(refusal({sum, Nodes().sum(1, 100, {}, 7)}), "reduce-scatter");
  says(refusal({Nodes().message(1, true, 0, 1, 8), Nodes().message(1, false, 0, 1, 9)}),
       "receives 9 bytes, but chip 0 sends 8");
  says(refusal({Nodes().message(1, true, 0, 1, 8), Nodes()}), "does not receive");
  says(refusal({Nodes(), Nodes().message(1, false, 0, 1, 9)}), "nobody sends");
  says(refusal({Nodes().message(1, true, 1, 0, 8), Nodes()}), "chips 0 to 1");
  says(refusal({Nodes().message(1, true, 0, 7, 8), Nodes()}), "chips 0 to 1");
  // The first chip sends behind the sum, which the second begins behind the message.
  says(refusal({Nodes().sum(1, 100).message(2, true, 0, 1, 8, {1}),
                Nodes().message(1, false, 0, 1, 8).sum(2, 100, {1})}),
       "waits for what waits for it");
}

std::string misread(const std::string& bytes) {
  try {
    (void)exporting::read_chakra(bytes, "bad.et");
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(replay, damaged_files_are_refused_with_their_name) {
  const auto says = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
    EXPECT_NE(text.find("bad.et"), std::string::npos) << text;
  };
  says(misread(""), "is empty");
  says(misread("hello"), "ends too early");
  says(misread(Nodes("").compute(1, 1).bytes()), "version of Chakra's schema");
  says(misread(Nodes().compute(1, 1).compute(1, 2).bytes()), "node 1 twice");
  says(misread(Nodes().compute(1, 1, {9}).bytes()), "node 9, which is not there");
  says(misread(Nodes().compute(1, 1, {2}).compute(2, 1, {1}).bytes()), "waits for itself");
  says(misread(Nodes().sum(1, 10, {}, 5).bytes()), "broadcast, which is not simulated");
  says(misread(Nodes().sum(1, 10, {}, 77).bytes()), "collective 77");
  says(misread(Nodes().sum(1, ~0ULL).bytes()), "negative `comm_size`");
  says(misread(Nodes().sum(1, 1ULL << 60).bytes()), "comm_size");
  says(misread(Nodes().compute(1, ~0ULL).bytes()), "takes no time that can be simulated");
  const std::string whole = Nodes().compute(1, 1).sum(2, 100, {1}).bytes();
  std::size_t refused = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    refused += misread(whole.substr(0, length)).empty() ? 0 : 1;
  }
  EXPECT_EQ(refused, whole.size() - 2) << "but at the ends of two messages";
}

}  // namespace replay_test
}  // namespace metronome::chips
