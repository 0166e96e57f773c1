// Sums over several chips, as a user asks for them.
#include <nlohmann/json.hpp>

#include "binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace collective_test {

const std::string kSystems = metronome::source_dir() + "/configs/systems/";

TEST_F(Command, collective_says_time_bytes_and_energy) {
  const Ran ran = run("collective " + kSystems + "package_4.yaml --bytes 1048576 --json");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["time_ns"], json["closed_form_ns"]);
  // Two exchanges of quarters over one link each: 2 (2 ns + 262144 / 64 ns).
  EXPECT_DOUBLE_EQ(json["time_ns"].get<double>(), 2 * (2 + 4096.0));
  EXPECT_EQ(json["bytes_sent"], 2 * 3 * 1048576);
  EXPECT_DOUBLE_EQ(json["energy_j"].get<double>(), 8.0 * 6 * 1048576 * 0.6e-12);
}

TEST_F(Command, collective_of_presets_runs_in_every_form) {
  for (const char* preset : {"ring_8", "switch_8", "package_4"}) {
    for (const char* op : {"all-reduce", "reduce-scatter", "all-gather"}) {
      const Ran ran = run("collective " + kSystems + preset + ".yaml --bytes 4096 --op " + op);
      EXPECT_EQ(ran.exit_code, 0) << ran.error;
    }
  }
}

TEST_F(Command, collective_refuses_what_cannot_be_with_its_key) {
  const auto refused = [&](const std::string& arguments, const std::string& text) {
    const Ran ran = run("collective " + kSystems + arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_TRUE(says(ran.error, text)) << ran.error;
  };
  refused("switch_8.yaml --bytes 8 --set system.chips=6", "halving_doubling does not divide 6");
  refused("ring_8.yaml --bytes 8 --set system.link.bandwidth_gb_per_s=0", "bandwidth_gb_per_s");
  refused("ring_8.yaml --bytes 8 --set system.dims=[4,2]", "has no effect on this topology");
  refused("ring_8.yaml --bytes 8 --set system.chips=65536", "messages");
  refused("ring_8.yaml --bytes 8 --op sum", "is no collective operation");
  refused("ring_8.yaml", "--bytes is missing");
}

}  // namespace collective_test
}  // namespace metronome::cli
