#include "arch/dram/replay.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "arch/dram/controller.hpp"
#include "sim/base/files.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::dram {
namespace replay_test {

using namespace testing;

class trace_file : public ::testing::Test {
 protected:
  trace_file()
      : path_(std::filesystem::temp_directory_path() /
              ("metronome_dram_trace_" +
               std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()))) {}
  ~trace_file() override { std::filesystem::remove(path_); }

  std::vector<std::string> complaints(const std::string& content) {
    write_file_atomically(path_, content);
    try {
      (void)read_trace(path_, ddr4());
    } catch (const UserError& error) {
      std::vector<std::string> out;
      for (const Diagnostic& d : error.diagnostics()) {
        out.push_back(d.text());
      }
      return out;
    }
    return {};
  }

  std::filesystem::path path_;
};

TEST_F(trace_file, reads_lines_with_direction_and_address) {
  write_file_atomically(path_, "R 0x0\nW 0x1aC0\n\nR 0x40\r\nW 0xffffffc0");
  const std::vector<Request> expected{{0, Direction::read},
                                      {0x1ac0, Direction::write},
                                      {0x40, Direction::read},
                                      {0xffffffc0, Direction::write}};
  EXPECT_EQ(read_trace(path_, ddr4()), expected);
}

TEST_F(trace_file, reads_the_lines_of_ramulator_and_of_dramsim3) {
  write_file_atomically(path_, "LD 0x40\nST 128\n0x1000 READ 0\n0x2000 WRITE 500\n");
  const std::vector<Request> expected{{0x40, Direction::read},
                                      {128, Direction::write},
                                      {0x1000, Direction::read},
                                      {0x2000, Direction::write, 500}};
  EXPECT_EQ(read_trace(path_, ddr4()), expected);
  EXPECT_EQ(complaints("0x40 REED\n0x40 READ x\nREAD 0x40 1\nLD 0x40 1\n0x0 READ 1 2\n").size(),
            5u);
}

// The second read arrives at clock 100 000, ten refreshes later: ACT in the clock behind it (a
// refresh is not due there), RD tRCD later, data CL + BL/2 later.
TEST(replay, does_not_offer_a_request_before_it_arrives) {
  const ReplayResult r =
      replay(ddr4(), std::vector<Request>{{0, Direction::read}, {64, Direction::read, 100'000}});
  EXPECT_EQ(r.cycles, Cycles(100'001 + 17 + 17 + 4));
  EXPECT_EQ(r.mean_read_latency_cycles, 39);
}

TEST_F(trace_file, reports_every_wrong_line_with_file_and_line) {
  const auto found = complaints("R 0x0\nX 0x40\nR 0y40\nW 0xzz\nR 0x200000000\nW 0x\n");
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(
      found[0],
      path_.string() +
          ":2:1: `X 0x40` is not a request (`R 0xADDR` or `W 0xADDR`; also `LD ADDR`, `ADDR R`, "
          "`ADDR READ CLOCK`, `CLOCK: read ADDR`, `R CHANNEL,RANK,GROUP,BANK,ROW,COLUMN`)");
  EXPECT_EQ(found[3], path_.string() +
                          ":5:3: address 0x200000000 is beyond the device's capacity (below "
                          "0x200000000, or --wrap)");
}

TEST_F(trace_file, wants_addresses_that_a_burst_begins_at) {
  const auto found = complaints("R 0x40\n  W\t0x41\n0x20 READ 1\n");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0], path_.string() +
                          ":2:5: address 0x41 is not that of a burst (a multiple of the device's "
                          "64 bytes, such as 0x40)");
  EXPECT_EQ(found[1].substr(path_.string().size(), 20), ":3:1: address 0x20 i");
}

TEST_F(trace_file, without_a_request_is_the_users_error) {
  for (const char* content : {"", "\n\n \t\n"}) {
    const auto found = complaints(content);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0], path_.string() +
                            ": there is no request in the trace (`R 0xADDR` or `W 0xADDR` lines)");
  }
}

TEST_F(trace_file, that_ends_within_a_line_or_within_its_gzip_data_is_the_users_error) {
  EXPECT_EQ(complaints("R 0x0\nW 0x").size(), 1u);
  const std::string whole = read_file(std::filesystem::path(metronome::source_dir()) /
                                      "results/reference/dram/DDR4_B_a_seq_rd_ram.cmd.gz");
  for (const std::size_t length : {whole.size() - 1, whole.size() / 2, std::size_t{12}}) {
    const auto found = complaints(whole.substr(0, length));
    ASSERT_EQ(found.size(), 1u) << length;
    EXPECT_NE(found[0].find("damaged gzip data"), std::string::npos) << found[0];
  }
}

TEST_F(trace_file, stops_complaining_after_twenty_lines) {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    text += "nonsense\n";
  }
  EXPECT_EQ(complaints(text).size(), 20u);
}

TEST_F(trace_file, that_is_absent_is_the_users_error) {
  EXPECT_THROW((void)read_trace("/nonexistent/trace", ddr4()), UserError);
}

TEST(replay, of_nothing_is_zero) {
  const ReplayResult r = replay(ddr4(), {});
  EXPECT_EQ(r.cycles, Cycles(0));
  EXPECT_EQ(r.energy.total().count(), 0);
}

TEST(replay, rejects_addresses_beyond_the_capacity) {
  const std::vector<Request> requests{{0, Direction::read}, {8ULL << 30, Direction::read}};
  EXPECT_THROW((void)replay(ddr4(), requests), UserError);
}

TEST(replay, json_has_exactly_the_promised_fields_in_order) {
  const DeviceSpec d = ddr4();
  const ReplayResult r = replay(d, random(d, 2'000, true));
  const auto json = nlohmann::ordered_json::parse(to_json(r));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) {
    keys.push_back(key);
  }
  EXPECT_EQ(keys, (std::vector<std::string>{
                      "requests", "cycles", "row_hit_rate", "mean_read_latency_cycles",
                      "bandwidth_gb_per_s", "peak_fraction", "commands", "energy_pj", "channels",
                      "mean_write_latency_cycles", "forwarded_reads", "merged_writes"}));
  std::vector<std::string> commands;
  for (const auto& [key, value] : json["commands"].items()) {
    commands.push_back(key);
  }
  EXPECT_EQ(commands, (std::vector<std::string>{"ACT", "PRE", "PREA", "RD", "WR", "REF"}));
  EXPECT_EQ(json["requests"], 2'000);
  EXPECT_EQ(json["cycles"], r.cycles.count());
  EXPECT_EQ(json["energy_pj"]["total"], r.energy.total().count());
}

TEST(replay, json_names_bank_refreshes_and_supplies_where_there_are_several) {
  DeviceSpec d = lpddr4();
  d.refresh_mode = RefreshMode::per_bank;
  const ReplayResult r = replay(d, random(d, 2'000, true));
  const auto json = nlohmann::ordered_json::parse(to_json(r));
  EXPECT_EQ(json["commands"]["REF"], 0);
  EXPECT_EQ(json["commands"]["REFpb"], r.counts.bank_refreshes);
  EXPECT_GT(r.counts.bank_refreshes, 0u);
  const auto& supplies = json["energy_by_supply_pj"];
  EXPECT_NEAR(supplies["vdd"].get<double>() + supplies["vpp"].get<double>() +
                  supplies["vddq"].get<double>(),
              r.energy.total().count(), 1e-6 * r.energy.total().count());
}

// Bank groups are numbered through the ranks; PREA and REF name the rank by its first.
TEST(replay, command_lines_tell_ranks_apart) {
  DeviceSpec d = ddr4("RaRoBaCoBg");
  d.ranks = 2;
  const std::vector<CommandRecord> commands{{1, Command::activate, 0, 5},
                                            {2, Command::activate, 16, 5},
                                            {90, Command::precharge_all, 16, 0},
                                            {110, Command::refresh, 16, 0}};
  std::string text;
  append_commands_text(d, commands, text);
  EXPECT_EQ(text, "1 ACT 0 0 5\n2 ACT 4 0 5\n90 PREA 4 -1 -1\n110 REF 4 -1 -1\n");
}

TEST(replay, counts_agree_with_the_observed_commands_and_conserve_requests) {
  for (const DeviceSpec& d : {ddr4(), lpddr4(), hbm2()}) {
    for (const Profile profile : {Profile::standard, Profile::ramulator}) {
      const auto requests = random(d, 5'000, true);
      std::vector<CommandRecord> commands;
      const ReplayResult r = replay(d, requests, {.profile = profile, .commands = &commands});
      EnumArray<Command, std::uint64_t> seen;
      for (const CommandRecord& c : commands) {
        ++seen[c.command];
      }
      EXPECT_EQ(seen[Command::activate], r.counts.activates);
      EXPECT_EQ(seen[Command::precharge], r.counts.precharges);
      EXPECT_EQ(seen[Command::precharge_all], r.counts.precharge_alls);
      EXPECT_EQ(seen[Command::read], r.counts.reads);
      EXPECT_EQ(seen[Command::write], r.counts.writes);
      EXPECT_EQ(seen[Command::refresh], r.counts.refreshes);
      EXPECT_EQ(
          r.counts.reads + r.counts.writes + r.counts.forwarded_reads + r.counts.coalesced_writes,
          requests.size());
    }
  }
}

TEST(replay, residency_fills_the_run) {
  const DeviceSpec d = ddr4();
  const ReplayResult r = replay(d, random(d, 20'000, false));
  EXPECT_EQ(r.counts.active_cycles + r.counts.precharged_cycles + r.counts.refresh_cycles,
            r.cycles.count());
  EXPECT_EQ(r.counts.refresh_cycles, r.counts.refreshes * d.trfc);
}

TEST(replay, observing_the_commands_changes_nothing) {
  const DeviceSpec d = ddr4();
  const auto requests = random(d, 5'000, true);
  std::vector<CommandRecord> commands;
  EXPECT_EQ(to_json(replay(d, requests)), to_json(replay(d, requests, {.commands = &commands})));
}

// 74 requests that live-lock a published simulator: reads of addresses whose writes fill the
// buffer.
TEST(replay, reads_of_buffered_writes_with_a_full_write_buffer_finish) {
  const DeviceSpec d = ddr4();
  std::vector<Request> requests;
  for (std::uint64_t i = 0; i < 37; ++i) {
    requests.push_back({i * 131072, Direction::write});
  }
  for (std::uint64_t i = 0; i < 37; ++i) {
    requests.push_back({i * 131072, Direction::read});
  }
  for (const Profile profile : {Profile::standard, Profile::ramulator}) {
    const ReplayResult r = replay(d, requests, {.profile = profile});
    EXPECT_EQ(r.counts.writes, 37u);
    EXPECT_EQ(r.counts.reads + r.counts.forwarded_reads, 37u);
  }
}

/// A source that has requests, which are held up, and never gives them.
struct StuckPort {
  const BurstRequest* poll(Clock, const Controller&) { return nullptr; }
  void accepted() {}
  Clock next_offer(Clock, const Controller&) { return kNever; }
  bool waiting(Clock) const { return true; }
  void done(const Outcome&) {}
  void command(const CommandRecord&) {}
};

TEST(watchdog, no_progress_dumps_the_state_and_throws) {
  for (const bool refresh : {true, false}) {
    Controller controller(ddr4(), policies_of(ddr4(), Profile::standard, refresh));
    StuckPort port;
    controller.wake(1);
    try {
      for (int i = 0; i < 200'000; ++i) {
        controller.visit(port);
      }
      ADD_FAILURE();
    } catch (const InternalError& error) {
      EXPECT_NE(std::string(error.what()).find("makes no progress\nclock "), std::string::npos);
    }
  }
}

/// Takes one read of bank 3 and then claims to be held up for ever.
struct OneReadPort : StuckPort {
  BurstRequest request{77, 9, 3, Direction::read, 0};
  bool given = false;
  const BurstRequest* poll(Clock, const Controller&) { return given ? nullptr : &request; }
  void accepted() { given = true; }
};

TEST(watchdog, dumps_ranks_banks_and_every_waiting_request) {
  DeviceSpec d = ddr4("RoRaBaCoBg");
  d.ranks = 2;
  Controller controller(d, policies_of(d, Profile::standard, true));
  OneReadPort port;
  controller.wake(1);
  controller.visit(port);
  const std::string text = controller.dump(1);
  EXPECT_NE(text.find("rank 1: refresh of banks 0xffff0000 allowed from 14040, forced from 14040"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("bank 3: row 9, ACT 57 RD 18 WR 18 PRE 40"), std::string::npos) << text;
  EXPECT_NE(text.find("active read: burst 0x4d, bank 3, row 9, since 0"), std::string::npos);
  EXPECT_NE(text.find("bank 31: closed"), std::string::npos) << text;
}

// Idle time costs two visits for each refresh, streaming two for each burst at most.
struct CountingPort : StuckPort {
  bool waiting(Clock) const { return false; }
};

TEST(controller, does_not_tick_through_idle_time) {
  Controller controller(ddr4(), policies_of(ddr4(), Profile::standard, true));
  CountingPort port;
  int visits = 0;
  for (; controller.next() < 9360 * 1000; ++visits) {
    controller.visit(port);
  }
  EXPECT_LE(visits, 2 * 1000);
}

}  // namespace replay_test
}  // namespace metronome::dram
