// `metronome dram`: its output contracts, and what it says of wrong input.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "process.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace dram_test {

using Json = nlohmann::json;

class DramCommand : public Command {
 protected:
  DramCommand() { write("trace.txt", "R 0x0\nR 0x40\nW 0x80\n"); }
  [[nodiscard]] Ran replay(const std::string& trace, const std::string& more) const {
    return run(std::string("dram --device ") + metronome::source_dir() +
               "/configs/dram/ddr4_2400.yaml --trace " + at(trace).string() + " " + more);
  }
};

std::set<std::string> keys(const Json& json) {
  std::set<std::string> names;
  for (const auto& item : json.items()) {
    names.insert(item.key());
  }
  return names;
}

TEST_F(DramCommand, prints_exactly_the_agreed_fields) {
  const Ran ran = replay("trace.txt", "--commands " + at("commands").string() + " --json");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  EXPECT_EQ(keys(json),
            (std::set<std::string>{"requests", "cycles", "row_hit_rate", "mean_read_latency_cycles",
                                   "bandwidth_gb_per_s", "peak_fraction", "commands", "energy_pj",
                                   "channels", "mean_write_latency_cycles", "forwarded_reads",
                                   "merged_writes", "data_bus", "banks", "recipe"}));
  const std::set<std::string> commands = keys(json["commands"]);
  for (const char* name : {"ACT", "PRE", "PREA", "RD", "WR", "REF"}) {
    EXPECT_EQ(commands.count(name), 1u) << name;
  }
  EXPECT_EQ(json["requests"], 3);
  EXPECT_EQ(json["commands"]["RD"], 2);
  EXPECT_EQ(json["commands"]["WR"], 1);
  EXPECT_TRUE(says(read_file(at("commands")), "ACT"));
}

TEST_F(DramCommand, explains_the_data_bus_and_counts_by_bank) {
  const Ran ran = replay("trace.txt", "--counters " + at("counters.csv").string() + " --json");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  const Json& bus = json["data_bus"];
  EXPECT_EQ(keys(bus), (std::set<std::string>{"clocks", "busy_clocks", "lost_clocks", "lost_share",
                                              "bound_by"}));
  EXPECT_EQ(bus["busy_clocks"], 3 * 4);
  ASSERT_EQ(json["banks"].size(), 16u);
  EXPECT_EQ(json["banks"][4]["RD"], 1);  // mapping RoBaCoBg: the second burst is in group 1
  const std::string counters = read_file(at("counters.csv"));
  EXPECT_TRUE(
      counters.starts_with("rank,bank_group,bank,activates,precharges,reads,writes,row_hits\n"));
  EXPECT_TRUE(says(counters, "\n0,1,0,1,0,1,0,0\n")) << counters;

  const Ran text = replay("trace.txt", "");
  EXPECT_TRUE(says(text.out, "data bus ")) << text.out;
  EXPECT_TRUE(says(text.out, "tRCD")) << text.out;
}

TEST_F(DramCommand, draws_the_bandwidth_over_time) {
  for (const char* name : {"bandwidth.svg", "bandwidth.csv"}) {
    const Ran ran = replay("trace.txt", "--plot " + at(name).string());
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  }
  EXPECT_TRUE(says(read_file(at("bandwidth.svg")), "<svg"));
  const std::string csv = read_file(at("bandwidth.csv"));
  EXPECT_TRUE(says(csv, "time_us") && says(csv, "bandwidth_bytes_per_s")) << csv;
  EXPECT_TRUE(says(csv, "reads") && says(csv, "writes")) << csv;
  const Ran ran = replay("trace.txt", "--plot " + at("bandwidth.pdf").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "ends in .svg or .csv")) << ran.error;
}

TEST_F(DramCommand, F3_10_requests_without_a_command_are_counted_apart_and_carry_no_bandwidth) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) {
    text += "W 0x0\n";
  }
  write("same.txt", text);
  const Json json = Json::parse(replay("same.txt", "--json").out);
  EXPECT_EQ(json["requests"], 10'000);
  EXPECT_GT(json["merged_writes"], 8'000);
  EXPECT_EQ(json["merged_writes"].get<int>() + json["commands"]["WR"].get<int>(), 10'000);
  EXPECT_LE(json["peak_fraction"], 1.0);
  EXPECT_TRUE(json["mean_read_latency_cycles"].is_null());
  EXPECT_TRUE(json["mean_write_latency_cycles"].is_number());
  EXPECT_TRUE(says(replay("same.txt", "").out, "mean read latency  n/a"));
  EXPECT_TRUE(says(replay("same.txt", "").out, "merged writes"));
}

TEST_F(DramCommand, F3_11_channels_are_replayed) {
  std::string text;
  for (int i = 0; i < 40'000; ++i) {
    text += fmt::format("R {:#x}\n", i * 64);
  }
  write("stream.txt", text);
  const Json one = Json::parse(replay("stream.txt", "--json").out);
  EXPECT_EQ(one["channels"], 1);
  for (const unsigned channels : {8u, 6u}) {
    const Ran ran = replay("stream.txt", fmt::format("--json --set channels={} --commands {}",
                                                     channels, at("all.csv").string()));
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    const Json several = Json::parse(ran.out);
    EXPECT_EQ(several["channels"], channels);
    EXPECT_EQ(several["commands"]["RD"], 40'000);
    EXPECT_EQ(several["banks"].size(), 16u * channels);
    EXPECT_NEAR(one["cycles"].get<double>() / several["cycles"].get<double>(), channels,
                0.06 * channels);
    EXPECT_GT(several["peak_fraction"], 0.85);
    EXPECT_LE(several["peak_fraction"], 1.0);
    const std::string commands = read_file(at("all.csv"));
    EXPECT_TRUE(commands.starts_with("clock,command,channel,rank,bank_group,bank,row,column\n"));
    EXPECT_TRUE(says(commands, fmt::format(",RD,{},", channels - 1)));
  }
  EXPECT_EQ(replay("stream.txt", "--set channels=2 --commands " + at("lines").string()).exit_code,
            2);
}

TEST_F(DramCommand, F3_13_one_write_has_one_end) {
  write("one.txt", "W 0x0\n");
  const Json json = Json::parse(replay("one.txt", "--json").out);
  EXPECT_EQ(json["cycles"], 18 + 12 + 4);
  EXPECT_EQ(json["cycles"], json["data_bus"]["clocks"]);
  EXPECT_EQ(json["mean_write_latency_cycles"], 34);
  const Json theirs = Json::parse(replay("one.txt", "--json --profile ramulator").out);
  EXPECT_EQ(theirs["cycles"], 18) << "the command";
}

TEST_F(DramCommand, F5_3_takes_every_form_of_a_trace) {
  for (const auto& [name, text] :
       std::map<std::string, std::string>{{"decimal", "R 4096\nW 8192\n"},
                                          {"upper", "R 0X1000\nW 0X2000\n"},
                                          {"lower", "r 0x1000\nw 0x2000\n"},
                                          {"comments", "# of a run\nR 0x1000  // first\n\n; \n"},
                                          {"marked", "\xef\xbb\xbfR 0x1000\r\nW 0x2000\r\n"},
                                          {"ramulator1", "0x1000 R\n0x2000 W\n"},
                                          {"dramsys", "0:\tRead\t0x1000\n1:\tWrite\t0x2000\n"},
                                          {"vector", "R 0,0,1,2,3,8\nW 8192,8192\n"}}) {
    write(name, text);
    const Ran ran = replay(name, "--json");
    if (name == "comments") {
      EXPECT_EQ(ran.exit_code, 2) << "a semicolon begins no comment";
      EXPECT_TRUE(says(ran.error, "comments:4:1")) << ran.error;
      continue;
    }
    ASSERT_EQ(ran.exit_code, 0) << name << ran.error;
    EXPECT_EQ(Json::parse(ran.out)["requests"], 2) << name;
  }
  write("escape", "\x1b[31mEVIL\x1b[0m\n");
  const Ran escape = replay("escape", "");
  EXPECT_EQ(escape.exit_code, 2);
  EXPECT_FALSE(says(escape.error, "\x1b[31m")) << escape.error;
  EXPECT_TRUE(says(escape.error, "ADDR READ CLOCK")) << "the hint names the forms";
}

TEST_F(DramCommand, F5_5_takes_standard_input) {
  const Ran ran =
      run(std::string("dram --device ") + metronome::source_dir() +
          "/configs/dram/ddr4_2400.yaml --json --trace - <'" + at("trace.txt").string() + "'");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  Json piped = Json::parse(ran.out);
  Json read = Json::parse(replay("trace.txt", "--json").out);
  EXPECT_EQ(piped["recipe"]["inputs"], read["recipe"]["inputs"]);
  piped.erase("recipe");
  read.erase("recipe");
  EXPECT_EQ(piped, read);
}

/// The most memory that a program which this test has run took up.
long peak_of_children_kib() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_maxrss;
}

// Six bytes kept of each line would show; what is allowed is 64 MiB for 10^8 lines.
TEST_F(DramCommand, F1_5_memory_does_not_grow_with_the_trace_whatever_is_written) {
  constexpr int kLines = 1'500'000;
  {
    std::ofstream long_trace(at("long.txt"));
    std::string text;
    for (int i = 0; i < kLines; ++i) {
      fmt::format_to(std::back_inserter(text), "{} {:#x}\n", i % 7 == 0 ? 'W' : 'R', i * 64L);
      if (text.size() > 100'000 || i + 1 == kLines) {
        long_trace << text;
        text.clear();
      }
    }
  }
  ASSERT_EQ(replay("trace.txt", "").exit_code, 0);
  const long least = peak_of_children_kib();
  ASSERT_EQ(std::system(("gzip -1 -k " + at("long.txt").string()).c_str()), 0);
  const std::string device = metronome::source_dir() + "/configs/dram/ddr4_2400.yaml";
  const std::string all = at("all.csv").string();
  const std::string binary = at("long.bin").string();
  for (const std::string& arguments :
       {"--trace " + at("long.txt").string() + " --convert " + binary,
        "--trace " + at("long.txt").string() + " --set channels=3 --commands " + all,
        "--trace " + at("long.txt.gz").string(), "--trace " + binary,
        "--trace - <'" + at("long.txt.gz").string() + "'"}) {
    const Ran ran = run("dram --device " + device + " " + arguments);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_LT(peak_of_children_kib() - least, 8 << 10) << arguments;
  }
  EXPECT_EQ(fs::file_size(binary), 16u + 8u * kLines);
  EXPECT_GT(fs::file_size(all), 25u * kLines);
}

TEST_F(DramCommand, F5_5_interrupted_in_front_of_a_pipe_leaves_nothing_behind) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
  for (const char* output : {"--commands", "--convert"}) {
    Running running({"dram", "--device", metronome::source_dir() + "/configs/dram/ddr4_2400.yaml",
                     "--trace", "-", output, at("list").string()},
                    at("run"), [&] { ::dup2(pipe[0], STDIN_FILENO); });
    ASSERT_EQ(::write(pipe[1], "R 0x0\n", 6), 6);
    ASSERT_TRUE(running.until(at(".list.new"))) << running.error();
    running.signal(SIGINT);
    EXPECT_EQ(running.wait(), 128 + SIGINT) << running.error();
    EXPECT_FALSE(fs::exists(at(".list.new")));
    EXPECT_FALSE(fs::exists(at("list")));
  }
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST_F(DramCommand, a_wrong_line_at_the_end_leaves_the_old_outputs) {
  write("late", "R 0x0\nR 0x41\n");
  write("old", "old\n");
  for (const char* output : {"--commands ", "--convert "}) {
    EXPECT_EQ(replay("late", output + at("old").string()).exit_code, 2);
    EXPECT_EQ(read_file(at("old")), "old\n");
    EXPECT_FALSE(fs::exists(at(".old.new")));
  }
}

TEST_F(DramCommand, lists_the_same_commands_of_a_trace_in_any_form) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) {
    text += fmt::format("{} {:#x}\n", i % 5 == 0 ? 'W' : 'R', i * 7919L % 100'000 * 64);
  }
  write("form.txt", text);
  ASSERT_EQ(replay("form.txt", "--convert " + at("form.bin").string()).exit_code, 0);
  ASSERT_EQ(std::system(("gzip -k " + at("form.txt").string()).c_str()), 0);
  for (const char* form : {"form.txt", "form.bin", "form.txt.gz"}) {
    const Ran ran =
        replay(form, "--set channels=6 --commands " + at(std::string(form) + ".csv").string());
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_TRUE(read_file(at(std::string(form) + ".csv")) == read_file(at("form.txt.csv"))) << form;
  }
}

TEST_F(DramCommand, replays_systems_that_are_no_powers_of_two) {
  std::string text = "R 11,2,3,3,98303,1016\n";  // the last burst of the last row of the last bank
  for (int i = 0; i < 60'000; ++i) {
    text += fmt::format("R {:#x}\n", i * 64L);
  }
  write("odd.txt", text);
  const std::string system =
      "--json --set channels=12 --set ranks=3 --set rows=98304 --set mapping=RoRaBaCoBg";
  const Ran ran = replay("odd.txt", system);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  EXPECT_EQ(json["commands"]["RD"], 60'001);
  EXPECT_EQ(json["banks"].size(), 12u * 3 * 16);
  EXPECT_EQ(json["banks"].back()["RD"], 1);
  EXPECT_GT(json["peak_fraction"], 0.8);
  EXPECT_EQ(replay("odd.txt", system + " --set rows=98303").exit_code, 2) << "beyond the capacity";
  const Ran far = replay("odd.txt", system + " --set controller_phy_clocks=40");
  EXPECT_EQ(Json::parse(far.out)["cycles"], json["cycles"]);
  EXPECT_NEAR(Json::parse(far.out)["mean_read_latency_cycles"].get<double>(),
              json["mean_read_latency_cycles"].get<double>() + 40, 1e-6);
}

TEST_F(DramCommand, wraps_addresses_where_it_is_asked_to) {
  write("beyond.txt", "R 0x200000040\n");
  EXPECT_EQ(replay("beyond.txt", "").exit_code, 2);
  const Ran ran = replay("beyond.txt", "--wrap --commands " + at("commands").string());
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(read_file(at("commands")).starts_with("1 ACT 1 0 0\n")) << read_file(at("commands"));
}

TEST_F(DramCommand, converts_a_trace_to_the_binary_form_and_replays_that_alike) {
  write("clocked.txt", "0x1000 READ 0\n0x2000 WRITE 700\n0x40 READ 900\n");
  const Ran converted = replay("clocked.txt", "--convert " + at("clocked.bin").string());
  ASSERT_EQ(converted.exit_code, 0) << converted.error;
  EXPECT_EQ(read_file(at("clocked.bin")).size(), 16u + 8 + 16 + 16);
  Json text = Json::parse(replay("clocked.txt", "--json").out);
  Json binary = Json::parse(replay("clocked.bin", "--json").out);
  text.erase("recipe");
  binary.erase("recipe");
  EXPECT_EQ(text, binary);
  write("cut.bin", read_file(at("clocked.bin")).substr(0, 30));
  EXPECT_TRUE(says(replay("cut.bin", "").error, "cut.bin: request 2: the trace ends within it"));
  for (const char* option :
       {"--json", "--profile standard", "--plot x.csv", "--counters x.csv", "--commands x.csv"}) {
    const Ran ran = replay("clocked.txt", "--convert " + at("other.bin").string() + " " + option);
    EXPECT_EQ(ran.exit_code, 2) << option;
    EXPECT_TRUE(says(ran.error, "has no effect beside --convert")) << ran.error;
    EXPECT_FALSE(fs::exists(at("other.bin")));
  }
}

// What is wrong in a long trace is told when it has been read, and the rest of it has been replayed
// by then.
TEST_F(DramCommand, F1_5_what_the_device_does_not_have_is_not_replayed_meanwhile) {
  std::string good;
  for (int i = 0; i < 40'000; ++i) {
    good += fmt::format("R {:#x}\n", i * 64L);
  }
  write("far.txt", "R 0xffffffffffffffc0\nR 0x7fffffffffffffc0\n" + good);
  const auto word = [](std::uint64_t value) {
    std::string bytes;
    for (unsigned i = 0; i < 8; ++i) {
      bytes.push_back(static_cast<char>(value >> 8 * i & 0xff));
    }
    return bytes;
  };
  std::string late = "METRONOME DRAM 1" + word(2) + word(~std::uint64_t{0} >> 1);
  for (std::uint64_t i = 0; i < 40'000; ++i) {
    late += word(i * 256);
  }
  write("late.bin", late);
  for (const char* system : {"", "--set ranks=3 --set mapping=RaRoBaCoBg",
                             "--set ranks=5 --set mapping=RaRoBaCoBg --set channels=3"}) {
    const Ran far = replay("far.txt", system);
    EXPECT_EQ(far.exit_code, 2) << system << far.error;
    EXPECT_TRUE(says(far.error, "far.txt:2:3: address 0x7fffffffffffffc0 is beyond")) << far.error;
    const Ran ran = replay("late.bin", system);
    EXPECT_EQ(ran.exit_code, 2) << system << ran.error;
    EXPECT_TRUE(
        says(ran.error, "late.bin: request 1: clock 9223372036854775807 is beyond all time"))
        << ran.error;
  }
}

/// Lines of a file.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

class DramCommands : public DramCommand {
 protected:
  /// The trace for DRAMPower that examples/drampower/commands.awk makes of a list.
  [[nodiscard]] std::vector<std::string> for_drampower(const std::string& list,
                                                       const std::string& options) const {
    const std::string out = at("drampower.csv").string();
    EXPECT_EQ(std::system(fmt::format("awk {} -f '{}/examples/drampower/commands.awk' '{}' > '{}'",
                                      options, metronome::source_dir(), at(list).string(), out)
                              .c_str()),
              0);
    return lines_of(read_file(out));
  }
};

TEST_F(DramCommands, F5_13_commands_become_those_of_drampower) {
  write("list.csv",
        "clock,command,channel,rank,bank_group,bank,row,column\n"
        "1,ACT,0,0,2,1,7,\n18,RD,0,0,2,1,7,24\n20,RD,1,0,2,1,7,24\n82,PDE,0,0,,,,\n"
        "501,PDX,0,0,,,,\n600,PREA,0,0,,,,\n620,REF,0,0,,,,\n1040,PDE,0,0,,,,\n1100,PDX,0,0,,,,\n"
        "1200,REFpb,0,0,1,3,,\n1500,SRE,0,0,,,,\n9000,SRX,0,0,,,,\n9500,ACT,0,0,2,1,9,\n"
        "9600,WR,0,0,2,1,9,0\n9700,PRE,0,0,2,1,11,\n9800,PDE,0,0,,,,\n");
  EXPECT_EQ(for_drampower("list.csv", "-v generation=4 -v end=9999 -v exit_of_power_down=S"),
            (std::vector<std::string>{
                "1,ACT,9", "18,RD,9", "82,PDN_F_ACT,0", "501,PUP_ACT,0", "600,PREA,0", "620,REF,0",
                "1040,PDN_S_PRE,0", "1100,PUP_PRE,0", "1200,REFB,7", "1500,SREN,0", "9000,SREX,0",
                "9500,ACT,9", "9600,WR,9", "9700,PRE,9", "9800,PDN_S_PRE,0", "9999,END,0"}));
  EXPECT_EQ(
      for_drampower("list.csv", "-v generation=6 -v end=9999 -v bytes=2"),
      (std::vector<std::string>{
          "1,ACT,0,2,1,7,0", "18,RD,0,2,1,7,24,0000", "82,PDEA,0,0,0,0,0", "501,PDXA,0,0,0,0,0",
          "600,PREA,0,0,0,0,0", "620,REFA,0,0,0,0,0", "1040,PDEP,0,0,0,0,0", "1100,PDXP,0,0,0,0,0",
          "1200,REFB,0,1,3,0,0", "1500,SREFEN,0,0,0,0,0", "9000,SREFEX,0,0,0,0,0",
          "9500,ACT,0,2,1,9,0", "9600,WR,0,2,1,9,0,0000", "9700,PRE,0,2,1,11,0",
          "9800,PDEP,0,0,0,0,0", "9999,END,0,0,0,0,0"}));
}

// Every word that a run may list, in the words of DRAMPower 4; and as a test bench reads them.
TEST_F(DramCommands, F5_13_commands_of_a_run_are_read_by_drampower_and_a_test_bench) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += fmt::format("{:#x} {} {}\n", i * 7919L % 4096 * 64, i % 3 == 0 ? "WRITE" : "READ",
                        i / 10 * 9'000L * (1 + i / 200 * 9));
  }
  write("sleepy.txt", text);
  const std::set<std::string> known{"ACT",  "RD",   "WR",        "PRE",     "PREA",
                                    "REF",  "REFB", "PDN_F_ACT", "PUP_ACT", "PUP_PRE",
                                    "SREN", "SREX", "PDN_F_PRE", "END"};
  std::set<std::string> met;
  for (const char* rows : {"keep", "close"}) {
    const std::string policy = fmt::format(
        "--set power_down=timeout --set power_down_rows={} --set self_refresh_idle=60000", rows);
    ASSERT_EQ(replay("sleepy.txt", policy + " --commands " + at("run.csv").string()).exit_code, 0);
    for (const std::string& line : for_drampower("run.csv", "-v generation=4 -v end=9999999")) {
      const std::string word = line.substr(line.find(',') + 1);
      met.insert(word.substr(0, word.find(',')));
    }
    ASSERT_EQ(replay("sleepy.txt", policy + " --commands " + at("run.txt").string()).exit_code, 0);
    const auto lines = lines_of(read_file(at("run.txt")));
    EXPECT_GT(lines.size(), 300u);
    for (const std::string& line : lines) {
      long long clock = 0;
      std::array<char, 8> command{};
      std::array<int, 3> place{};
      EXPECT_EQ(std::sscanf(line.c_str(), "%lld %7s %d %d %d", &clock, command.data(), place.data(),
                            &place[1], &place[2]),
                5)
          << line;
    }
  }
  EXPECT_TRUE(std::includes(known.begin(), known.end(), met.begin(), met.end()));
  EXPECT_GE(met.size(), 12u);
}

TEST_F(DramCommand, names_what_is_wrong_with_its_input_and_exits_with_2) {
  write("misaligned", "R 0x40\nR 0x41\n");
  write("beyond", "R 0x200000000\n");
  write("empty", "");
  write("cut", "R 0x40\nW\n");
  write("cut.gz", std::string("\x1f\x8b\x08\0\0\0", 6));
  write("group", "R 0,0,4,0,0,0\n");
  write("row", "  R 0,0,0,0,65536,0\n");
  write("time", "0x40 READ 1700000000000000000\n");
  const std::vector<std::pair<std::string, std::string>> cases{
      {"misaligned", "misaligned:2:3: address 0x41 is not that of a burst"},
      {"beyond", "beyond:1:3: address 0x200000000 is beyond the device's capacity"},
      {"empty", "empty: there is no request in the trace"},
      {"cut", "cut:2:1: `W` is not a request"},
      {"cut.gz", "damaged gzip data"},
      {"group", "group:1:3: there is no bank group 4, they are 0 to 3"},
      {"row", "row:1:5: there is no row 65536, they are 0 to 65535"},
      {"time",
       "time:1:1: clock 1700000000000000000 is beyond all time (below 1152921504606846976)"},
      {"absent", "no such file"}};
  for (const auto& [trace, complaint] : cases) {
    const Ran ran = replay(trace, "--json");
    EXPECT_EQ(ran.exit_code, 2) << trace;
    EXPECT_TRUE(says(ran.error, complaint)) << ran.error;
    EXPECT_EQ(ran.out, "") << trace;
  }
  for (const auto& [override, complaint] :
       std::vector<std::pair<std::string, std::string>>{{"mapping=RoBaXx", "`Xx`"},
                                                        {"mapping=RoBaCo", "Bg"},
                                                        {"mapping=RoRoBaCoBg", "Ro"},
                                                        {"mapping=", "single value"}}) {
    const Ran ran = replay("trace.txt", "--set " + override);
    EXPECT_EQ(ran.exit_code, 2) << override;
    EXPECT_TRUE(says(ran.error, "mapping") && says(ran.error, complaint)) << ran.error;
  }
  const Ran ran = replay("trace.txt", "--profile ramulater");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "did you mean `ramulator`?")) << ran.error;
}

}  // namespace dram_test
}  // namespace metronome::cli
