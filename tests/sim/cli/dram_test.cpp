// `metronome dram`: its output contracts, and what it says of wrong input.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "binary.hpp"

namespace metronome::cli {
namespace dram_test {

using Json = nlohmann::json;

class DramCommand : public Command {
 protected:
  DramCommand() { write("trace.txt", "R 0x0\nR 0x40\nW 0x80\n"); }
  [[nodiscard]] Ran replay(const std::string& trace, const std::string& more) const {
    return run(std::string("dram --device ") + METRONOME_SOURCE_DIR +
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
                                   "data_bus", "banks", "recipe"}));
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

TEST_F(DramCommand, names_what_is_wrong_with_its_input_and_exits_with_2) {
  write("misaligned", "R 0x40\nR 0x41\n");
  write("beyond", "R 0x200000000\n");
  write("empty", "");
  write("cut", "R 0x40\nW\n");
  write("cut.gz", std::string("\x1f\x8b\x08\0\0\0", 6));
  const std::vector<std::pair<std::string, std::string>> cases{
      {"misaligned", "misaligned:2:3: address 0x41 is not that of a burst"},
      {"beyond", "beyond:1:3: address 0x200000000 is beyond the device's capacity"},
      {"empty", "empty: there is no request in the trace"},
      {"cut", "cut:2:1: `W` is not a request"},
      {"cut.gz", "damaged gzip data"},
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
