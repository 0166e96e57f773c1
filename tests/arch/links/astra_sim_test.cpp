// Every row of data/astra_sim.csv: times of collectives that ASTRA-sim's analytical back ends gave
// [astrasim2023repository], in the timing of that simulator.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "arch/links/collective_run.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::links {
namespace astra_sim_test {

using Row = std::map<std::string, std::string>;

std::vector<Row> rows() {
  const auto table =
      parse_csv(read_file(metronome::source_dir() + "/tests/arch/links/data/astra_sim.csv"));
  std::vector<Row> all;
  for (std::size_t i = 1; i < table.size(); ++i) {
    for (std::size_t c = 0; c < table[i].size(); ++c) {
      all.resize(i);
      all[i - 1][table[0][c]] = table[i][c];
    }
  }
  return all;
}

std::uint64_t number(const Row& row, const std::string& column) {
  return std::stoull(row.at(column));
}

/// The system of a row of a collective, without its algorithm.
SystemSpec system_of(const Row& row) {
  SystemSpec system;
  system.chips = number(row, "chips");
  system.link.bandwidth_gb_per_s = std::stod(row.at("bw_GiBps"));
  system.link.latency_ns = std::stod(row.at("latency_ns"));
  system.collectives.chunks = number(row, "chunks");
  system.collectives.endpoint_ns = std::stod(row.at("endpoint_delay_ns"));
  system.timing =
      row.at("backend") == "congestion-aware" ? Timing::astra_sim_aware : Timing::astra_sim_unaware;
  return system;
}

bool set_algorithm(SystemSpec& system, const Row& row) {
  const std::string& name = row.at("case");
  const std::string& shape = row.at("shape");
  if (const std::size_t x = shape.find('x'); x != std::string::npos) {
    system.topology = Topology::torus;
    system.dims = {std::stoull(shape.substr(x + 1)), std::stoull(shape.substr(0, x))};
    system.collectives.algorithm = Algorithm::torus;
    return name == "torus";
  }
  const std::map<std::string, std::pair<Topology, Algorithm>> known{
      {"ring", {Topology::ring, Algorithm::ring}},
      {"switch ring", {Topology::central_switch, Algorithm::ring}},
      {"ring halving-doubling", {Topology::ring, Algorithm::halving_doubling}},
      {"switch halving-doubling", {Topology::central_switch, Algorithm::halving_doubling}},
      {"switch direct", {Topology::central_switch, Algorithm::direct}},
      {"fully-connected direct", {Topology::fully_connected, Algorithm::direct}},
      {"switch double-binary-tree", {Topology::central_switch, Algorithm::tree}}};
  const auto found = known.find(name);
  if (found == known.end()) {
    return false;
  }
  std::tie(system.topology, system.collectives.algorithm) = found->second;
  return true;
}

std::uint64_t simulated_ns(const SystemSpec& system, Collective collective, std::uint64_t bytes) {
  const CollectiveTimes times = run_collectives(system, {{collective, Bytes(bytes), {}}});
  EXPECT_EQ(times.end(0).count() % 1000, 0u);
  return times.end(0).count() / 1000;
}

TEST(astra_sim, collectives_take_what_they_take_there) {
  std::size_t checked = 0;
  for (const Row& row : rows()) {
    SystemSpec system;
    if (row.at("set") != "collective" || row.at("sim_ns") == "FAIL") {
      continue;
    }
    system = system_of(row);
    ASSERT_TRUE(set_algorithm(system, row)) << row.at("case");
    SCOPED_TRACE(row.at("case") + " " + row.at("op") + " " + row.at("backend") + " " +
                 row.at("shape") + " " + row.at("bytes") + " " + row.at("chunks"));
    const auto collective = enum_from_name<Collective>(row.at("op"));
    ASSERT_TRUE(collective);
    const std::uint64_t bytes = number(row, "bytes");
    const std::uint64_t ns = simulated_ns(system, *collective, bytes);
    EXPECT_NEAR(static_cast<double>(ns), std::stod(row.at("sim_ns")), 1.0);
    if (const auto form = closed_form(system, *collective, Bytes(bytes))) {
      EXPECT_EQ(form->count() / 1000, ns);
    }
    ++checked;
  }
  EXPECT_EQ(checked, 366u);
}

TEST(astra_sim, data_parallel_steps_overlap_as_there) {
  // Forward 100 us; backward 40, 80, 60, 30; gradients of 2^16, 2^18, 2^20 and 2^12 numbers, in the
  // order in which the backward pass makes them; update 10.
  const std::uint64_t backward[] = {40, 80, 60, 30};
  const std::uint64_t gradients[] = {1 << 16, 1 << 18, 1 << 20, 1 << 12};
  std::size_t checked = 0;
  for (const Row& row : rows()) {
    const bool overlap = row.at("case") == "dp4 overlap";
    if (!overlap && row.at("case") != "dp4 no overlap") {
      continue;
    }
    SystemSpec system = system_of(row);
    system.collectives.chunks = 1;
    const std::uint64_t bits = std::stoull(row.at("note"));
    std::vector<Request> requests;
    std::uint64_t made = 100'000'000;
    for (std::size_t i = 0; i < 4; ++i) {
      made += backward[i] * 1'000'000;
    }
    std::uint64_t ready = 100'000'000;
    for (std::size_t i = 0; i < 4; ++i) {
      ready += backward[i] * 1'000'000;
      requests.push_back(
          {Collective::all_reduce, Bytes(gradients[i] * bits / 8),
           std::vector<Picoseconds>(system.chips, Picoseconds(overlap ? ready : made))});
    }
    const CollectiveTimes times = run_collectives(system, requests);
    const std::uint64_t end = std::max(times.end(3).count(), made) / 1000 + 10'000;
    EXPECT_NEAR(static_cast<double>(end), std::stod(row.at("sim_ns")), 1.0) << row.at("note");
    ++checked;
  }
  EXPECT_EQ(checked, 32u);
}

TEST(astra_sim, variants_take_what_they_take_there) {
  std::size_t checked = 0;
  for (const Row& row : rows()) {
    const std::string& name = row.at("case");
    if (row.at("set") != "variant" && row.at("set") != "upstream") {
      continue;
    }
    SCOPED_TRACE(name);
    const std::uint64_t bytes = number(row, "bytes");
    if (row.at("sim_ns") == "FAIL") {  // there it hangs or crashes
      SystemSpec six;
      six.chips = 6;
      six.topology = Topology::central_switch;
      six.timing = Timing::astra_sim_unaware;
      six.collectives.algorithm = Algorithm::halving_doubling;
      EXPECT_THROW((void)simulated_ns(six, Collective::all_reduce, bytes), UserError);
      six.collectives.algorithm = Algorithm::tree;
      EXPECT_GT(simulated_ns(six, Collective::all_reduce, bytes), 0u);
      ++checked;
      continue;
    }
    SystemSpec system;
    system.link.bandwidth_gb_per_s = std::stod(row.at("bw_GiBps"));
    system.link.latency_ns = std::stod(row.at("latency_ns"));
    system.chips = number(row, "chips");
    system.collectives.chunks = number(row, "chunks");
    system.collectives.endpoint_ns = std::stod(row.at("endpoint_delay_ns"));
    system.timing = row.at("backend") == "congestion-aware" ? Timing::astra_sim_aware
                                                            : Timing::astra_sim_unaware;
    const auto ring_of = [&](std::uint64_t chips) { system.chips = chips; };
    if (name.starts_with("ring local-mem-bw=")) {
      system.collectives.reduction_gb_per_s = std::stod(name.substr(name.find('=') + 1));
    } else if (name.starts_with("ring splits 8, active ")) {
      system.collectives.chunks_in_flight = std::stoull(name.substr(name.rfind(' ') + 1));
    } else if (name.starts_with("tests/rt_template")) {
      system.collectives.reduction_gb_per_s = 50;
      system.collectives.chunks_in_flight = 1;
    } else if (name.find("[True, False]") != std::string::npos) {
      ring_of(4);
    } else if (name.find("[False, True]") != std::string::npos) {
      ring_of(2);
    } else if (name.find("[True, True]") != std::string::npos ||
               name.find("localBWAware") != std::string::npos) {
      const std::uint64_t x = name.find("4x4") != std::string::npos ? 4 : 4;
      system.topology = Topology::torus;
      system.dims = {system.chips / x, x};
      system.collectives.algorithm = Algorithm::torus;
    } else if (name.starts_with("comm groups of 4")) {  // a ring of its own, on either topology
      system.topology = name.ends_with("switch 8") ? Topology::central_switch : Topology::ring;
      ring_of(4);
    } else if (name.starts_with("comm pairs (pg_name) on torus")) {
      ring_of(2);
    } else if (name.starts_with("comm pairs (pg_name) on switch")) {
      system.topology = Topology::central_switch;
      ring_of(2);
    } else if (name.find("4 hops apart") != std::string::npos) {  // four links' latency a message
      ring_of(2);
      system.link.latency_ns *= 4;
    } else if (name.starts_with("ring reduce-scatter(S)")) {
      const CollectiveTimes both =
          run_collectives(system, {{Collective::reduce_scatter, Bytes(bytes), {}},
                                   {Collective::all_gather, Bytes(bytes / system.chips), {}}});
      EXPECT_NEAR(static_cast<double>(both.end(1).count()) / 1000, std::stod(row.at("sim_ns")), 1);
      ++checked;
      continue;
    } else {
      // The baseline optimization of a torus: whole sums along rows, then along columns.
      EXPECT_NE(name.find("collective-optimization=baseline"), std::string::npos);
      SystemSpec four = system;
      four.chips = 4;
      EXPECT_NEAR(2.0 * static_cast<double>(simulated_ns(four, Collective::all_reduce, bytes)),
                  std::stod(row.at("sim_ns")), 1.0);
      ++checked;
      continue;
    }
    EXPECT_NEAR(static_cast<double>(simulated_ns(system, Collective::all_reduce, bytes)),
                std::stod(row.at("sim_ns")), 1.0);
    ++checked;
  }
  EXPECT_EQ(checked, 23u);
}

/// One row says that the congestion-aware back end refuses a torus; here one takes no less time
/// than where every message has each link to itself.
TEST(astra_sim, a_torus_with_congestion_runs_where_it_is_refused_there) {
  std::size_t checked = 0;
  for (const Row& row : rows()) {
    if (row.at("set") != "collective" || row.at("sim_ns") != "FAIL") {
      continue;
    }
    SystemSpec system = system_of(row);
    EXPECT_FALSE(set_algorithm(system, row)) << "its case is no other row's";
    const std::uint64_t bytes = number(row, "bytes");
    const std::uint64_t aware = simulated_ns(system, Collective::all_reduce, bytes);
    system.timing = Timing::astra_sim_unaware;
    EXPECT_GE(aware, simulated_ns(system, Collective::all_reduce, bytes));
    ++checked;
  }
  EXPECT_EQ(checked, 1u);
}

/// So that no row is left out: the tests of this file count what they check; the errors of sums are
/// checked in gradient_sums_test.cpp, what tells of traces in replay_test.cpp.
TEST(astra_sim, every_row_belongs_to_a_test) {
  std::map<std::string, std::size_t> found;
  for (const Row& row : rows()) {
    const std::string& op = row.at("op");
    const bool of_traces = op == "duration" || op == "attrs";
    ++found[of_traces ? "of traces" : row.at("set")];
  }
  const std::map<std::string, std::size_t> checked{
      {"collective", 366 + 1}, {"trace", 32 + 3 + 2 + 6}, {"variant", 22},
      {"upstream", 1},         {"of traces", 5},          {"quantised sum", 45}};
  EXPECT_EQ(found, checked);
}

TEST(astra_sim, large_messages_on_a_switch_are_stored_and_forwarded_as_there) {
  std::size_t checked = 0;
  for (const Row& row : rows()) {
    const std::string& name = row.at("case");
    if (!name.starts_with("issue 296")) {
      continue;
    }
    SystemSpec system = system_of(row);
    system.topology = Topology::central_switch;
    system.collectives.chunks_in_flight = 1;
    system.collectives.algorithm = name.ends_with("direct")            ? Algorithm::direct
                                   : name.ends_with("halvingDoubling") ? Algorithm::halving_doubling
                                                                       : Algorithm::ring;
    EXPECT_NEAR(
        static_cast<double>(simulated_ns(system, Collective::all_reduce, number(row, "bytes"))),
        std::stod(row.at("sim_ns")), 1.0)
        << name;
    ++checked;
  }
  EXPECT_EQ(checked, 3u);
}

/// The end of a program there and here, within a nanosecond.
void expect_end(const Row& row, const SystemSpec& system, const SystemProgram& program) {
  const ProgramTimes times = run_program(system, program);
  EXPECT_NEAR(static_cast<double>(times.total().count()) / 1000, std::stod(row.at("sim_ns")), 1.0)
      << row.at("case");
}

TEST(astra_sim, work_behind_one_of_two_sums_ends_by_their_order_as_there) {
  // Work of 10 us, then sums of 16 MiB and 1 KiB, and 100 us of work that waits for the smaller
  // one.
  std::size_t checked = 0;
  for (const Row& row : rows()) {
    if (row.at("op") != "order") {
      continue;
    }
    const bool small_first = row.at("case").find("small first") != std::string::npos;
    SystemProgram program;
    for (const bool small : {small_first, !small_first}) {
      program.requests.push_back(
          {Collective::all_reduce, Bytes(small ? 1 << 10 : 1 << 24), {}, {}});
    }
    Task before{.time = Picoseconds(10'000'000)};
    before.makes = {0, 1};
    Task work{.time = Picoseconds(100'000'000)};
    work.waits = {small_first ? 0u : 1u};
    program.programs = {{before, work}};
    expect_end(row, system_of(row), program);
    ++checked;
  }
  EXPECT_EQ(checked, 2u);
}

TEST(astra_sim, a_pipeline_forward_takes_what_it_takes_there) {
  std::size_t checked = 0;
  for (const Row& row : rows()) {
    if (row.at("op") != "pipeline") {
      continue;
    }
    SystemSpec system = system_of(row);
    const std::uint64_t micro_batches = system.collectives.chunks;
    system.collectives.chunks = 1;
    SystemProgram program;
    for (ChipIndex stage = 0; stage < 4; ++stage) {
      program.program_of_chip.push_back(stage);
      ChipProgram& tasks = program.programs.emplace_back();
      for (std::uint64_t m = 0; m < micro_batches; ++m) {
        Task work{.time = Picoseconds(50'000'000)};
        if (stage > 0) {
          work.waits = {static_cast<std::uint32_t>((stage - 1) * micro_batches + m)};
        }
        if (stage < 3) {
          work.makes = {static_cast<std::uint32_t>(stage * micro_batches + m)};
          program.requests.push_back({Collective::all_reduce,
                                      Bytes(number(row, "bytes")),
                                      {},
                                      Transfer{stage, stage + 1}});
        }
        tasks.push_back(work);
      }
    }
    expect_end(row, system, program);
    ++checked;
  }
  EXPECT_EQ(checked, 6u);
}

TEST(astra_sim, data_parallel_programs_overlap_as_there) {
  std::size_t checked = 0;
  for (const Row& row : rows()) {
    const bool overlap = row.at("case") == "dp4 overlap";
    if (!overlap && row.at("case") != "dp4 no overlap") {
      continue;
    }
    const std::uint64_t bits = std::stoull(row.at("note"));
    const auto task = [](std::uint64_t us) { return Task{.time = Picoseconds(us * 1'000'000)}; };
    SystemProgram program;
    ChipProgram tasks{task(100), task(40), task(80), task(60), task(30), task(10)};
    const std::uint64_t gradients[] = {1 << 16, 1 << 18, 1 << 20, 1 << 12};
    for (std::uint32_t i = 0; i < 4; ++i) {
      program.requests.push_back({Collective::all_reduce, Bytes(gradients[i] * bits / 8), {}, {}});
      tasks[overlap ? i + 1 : 4].makes.push_back(i);
      tasks[5].waits.push_back(i);
    }
    program.programs = {tasks};
    SystemSpec system = system_of(row);
    system.collectives.chunks = 1;
    expect_end(row, system, program);
    ++checked;
  }
  EXPECT_EQ(checked, 32u);
}

}  // namespace astra_sim_test
}  // namespace metronome::links
