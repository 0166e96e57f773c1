// Chips, links and switch as SystemC modules: the same times as the plain queue of events, to the
// picosecond, whatever is under way at one time.
#include "sim/systemc/system_session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "arch/links/collective_run.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "sim/base/random.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace system_session_test {

using links::Algorithm;
using links::SystemProgram;
using links::SystemSpec;
using links::Task;
using links::Topology;

void expect_equal(const links::ProgramTimes& a, const links::ProgramTimes& b) {
  EXPECT_EQ(a.links.done, b.links.done);
  EXPECT_EQ(a.links.began, b.links.began);
  EXPECT_EQ(a.links.link_bytes, b.links.link_bytes);
  EXPECT_EQ(a.links.link_busy, b.links.link_busy);
  EXPECT_EQ(a.links.sent, b.links.sent);
  EXPECT_EQ(a.links.received, b.links.received);
  EXPECT_EQ(a.work, b.work);
  EXPECT_EQ(a.end, b.end);
  EXPECT_EQ(a.begins, b.begins);
}

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : stream_(seed, "system_session") {}
  std::uint64_t below(std::uint64_t n) {
    return std::min<std::uint64_t>(
        n - 1, static_cast<std::uint64_t>(stream_.uniform(i_++) * static_cast<double>(n)));
  }

 private:
  RandomStream stream_;
  std::uint64_t i_ = 0;
};

SystemSpec any_system(Draws& draws, Topology topology, Algorithm algorithm) {
  SystemSpec system;
  system.chips = std::uint64_t{1} << (1 + draws.below(3));
  system.topology = topology;
  system.collectives.algorithm = algorithm;
  if (topology == Topology::torus) {
    system.chips = 8;
    system.dims = {2, 4};
  }
  system.timing = kEnumValues<links::Timing>[draws.below(3)];
  system.link.bandwidth_gb_per_s = 1 + static_cast<double>(draws.below(100));
  system.link.latency_ns = static_cast<double>(draws.below(3)) * 250;  // also none at all
  system.collectives.endpoint_ns = static_cast<double>(draws.below(3));
  system.collectives.chunks = 1 + draws.below(3);
  system.collectives.chunks_in_flight = draws.below(3);
  return system;
}

/// Tasks of two kinds of chips, and sums and messages between them.
SystemProgram any_program(Draws& draws, const SystemSpec& system) {
  SystemProgram program;
  program.in_flight = draws.below(3);
  const auto sums = static_cast<std::uint32_t>(1 + draws.below(4));
  for (std::uint32_t i = 0; i < sums; ++i) {
    const links::Wire wire{.bits = 8, .codes = draws.below(2) == 0, .block = 64};
    program.requests.push_back(
        {links::Collective::all_reduce, links::Payload(draws.below(100000), wire), {}, {}, {}});
  }
  const links::Transfer message{0, static_cast<links::ChipIndex>(system.chips - 1)};
  program.requests.push_back({links::Collective::all_reduce, Bytes(5000), {}, message, {}});
  for (const bool last : {false, true}) {
    links::ChipProgram tasks;
    for (std::uint32_t i = 0; i < sums; ++i) {
      Task task{.time = Picoseconds(draws.below(5) * 1'000'000)};
      task.makes = {i};
      tasks.push_back(task);
      Task waits{.time = Picoseconds(draws.below(3) * 500'000)};
      waits.waits = {i};
      tasks.push_back(waits);
    }
    (last ? tasks.back().waits : tasks.front().makes).push_back(sums);
    program.programs.push_back(tasks);
  }
  program.program_of_chip.assign(system.chips, 0);
  program.program_of_chip.back() = 1;
  return program;
}

TEST(system_session, gives_the_times_of_the_plain_model_on_every_topology_and_algorithm) {
  std::size_t compared = 0;
  for (const Topology topology : kEnumValues<Topology>) {
    for (const Algorithm algorithm : kEnumValues<Algorithm>) {
      Draws draws(static_cast<std::uint64_t>(topology) * 10 +
                  static_cast<std::uint64_t>(algorithm));
      for (int i = 0; i < 6; ++i) {
        const SystemSpec system = any_system(draws, topology, algorithm);
        if (!links::system_faults(system).empty()) {
          continue;
        }
        SCOPED_TRACE(std::string(enum_name(topology)) + " " + std::string(enum_name(algorithm)) +
                     " " + std::string(enum_name(system.timing)) + " " + std::to_string(i));
        const std::vector<SystemProgram> programs{any_program(draws, system),
                                                  any_program(draws, system)};
        const auto modules = run_programs_apart(system, programs);
        for (std::size_t p = 0; p < programs.size(); ++p) {
          expect_equal(modules[p], links::run_program(system, programs[p]));
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 150u);
}

TEST(system_session, takes_what_astra_sim_takes_in_its_timings) {
  // The collectives of tests/arch/links/data [astrasim2023repository] on rings and switches.
  const std::map<std::string, std::pair<Topology, Algorithm>> cases{
      {"ring", {Topology::ring, Algorithm::ring}},
      {"switch ring", {Topology::central_switch, Algorithm::ring}},
      {"ring halving-doubling", {Topology::ring, Algorithm::halving_doubling}},
      {"switch halving-doubling", {Topology::central_switch, Algorithm::halving_doubling}},
      {"switch direct", {Topology::central_switch, Algorithm::direct}},
      {"fully-connected direct", {Topology::fully_connected, Algorithm::direct}},
      {"switch double-binary-tree", {Topology::central_switch, Algorithm::tree}},
      {"torus", {Topology::torus, Algorithm::torus}}};
  const auto table =
      parse_csv(read_file(metronome::source_dir() + "/tests/arch/links/data/astra_sim.csv"));
  std::size_t checked = 0;
  for (std::size_t r = 1; r < table.size(); ++r) {
    const auto at = [&](const char* column) {
      const auto found = std::find(table[0].begin(), table[0].end(), column);
      return table[r].at(static_cast<std::size_t>(found - table[0].begin()));
    };
    if (at("set") != "collective" || at("sim_ns") == "FAIL") {
      continue;
    }
    SystemSpec system;
    std::tie(system.topology, system.collectives.algorithm) = cases.at(at("case"));
    system.chips = std::stoull(at("chips"));
    if (const std::size_t x = at("shape").find('x'); x != std::string::npos) {
      system.dims = {std::stoull(at("shape").substr(x + 1)), std::stoull(at("shape"))};
    }
    system.link.bandwidth_gb_per_s = std::stod(at("bw_GiBps"));
    system.link.latency_ns = std::stod(at("latency_ns"));
    system.collectives.chunks = std::stoull(at("chunks"));
    system.collectives.endpoint_ns = std::stod(at("endpoint_delay_ns"));
    system.timing = at("backend") == "congestion-aware" ? links::Timing::astra_sim_aware
                                                        : links::Timing::astra_sim_unaware;
    const std::vector<SystemProgram> programs{{{{}},
                                               {},
                                               {{*enum_from_name<links::Collective>(at("op")),
                                                 Bytes(std::stoull(at("bytes"))),
                                                 {},
                                                 {},
                                                 {}}},
                                               1}};
    const Picoseconds end = run_programs_apart(system, programs).front().links.end(0);
    EXPECT_NEAR(static_cast<double>(end.count()) / 1000, std::stod(at("sim_ns")), 1.0)
        << at("case") << " " << at("op") << " " << at("backend") << " " << at("bytes");
    ++checked;
  }
  EXPECT_EQ(checked, 366u);
}

TEST(system_session, takes_what_the_closed_form_says) {
  for (const Topology topology :
       {Topology::ring, Topology::central_switch, Topology::fully_connected}) {
    SystemSpec system;
    system.topology = topology;
    const auto form = links::closed_form(system, links::Collective::all_reduce, Bytes(1 << 20));
    ASSERT_TRUE(form);
    const std::vector<SystemProgram> programs{
        {{{}}, {}, {{links::Collective::all_reduce, Bytes(1 << 20), {}, {}, {}}}, 1}};
    EXPECT_EQ(run_programs_apart(system, programs).front().links.end(0), *form);
  }
}

TEST(system_session, many_messages_to_one_link_at_one_time_are_served_by_their_senders) {
  // Seven chips send to the eighth through a switch at the same time.
  SystemSpec system;
  system.topology = Topology::central_switch;
  SystemProgram program;
  program.programs = {{}};
  for (links::ChipIndex chip = 0; chip < 7; ++chip) {
    program.requests.push_back(
        {links::Collective::all_reduce, Bytes(50000), {}, links::Transfer{chip, 7}, {}});
  }
  const std::vector<SystemProgram> programs{program};
  const links::ProgramTimes times = run_programs_apart(system, programs).front();
  expect_equal(times, links::run_program(system, program));
  for (std::size_t i = 0; i < 7; ++i) {  // 50000 bytes take a microsecond, two links half of one
    EXPECT_EQ(times.links.done[i][7].count(), 2'000'000 + i * 1'000'000);
  }
}

}  // namespace system_session_test
}  // namespace metronome::sim
