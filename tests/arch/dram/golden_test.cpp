// Command traces of Ramulator 2.1 [luo2023ramulator] (FR-FCFS) for the first 3000 requests of a
// pattern, same device: the `ramulator` profile must give every command at the same clock.
#include <gtest/gtest.h>

#include <ostream>
#include <sstream>

#include "sim/base/files.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::dram {
namespace golden_test {

using namespace testing;

struct Golden {
  std::string file;
  std::string device;
  std::string mapping;
  std::string pattern;
};
std::ostream& operator<<(std::ostream& out, const Golden& g) { return out << g.file; }

std::vector<Request> make(const DeviceSpec& device, const std::string& pattern) {
  constexpr std::size_t kRequests = 3000;
  if (pattern == "stride") {
    return row_stride(device, kRequests);
  }
  if (pattern == "random") {
    return random(device, kRequests, false);
  }
  return sequential(device, kRequests, pattern == "write" ? Direction::write : Direction::read);
}

class golden_commands : public ::testing::TestWithParam<Golden> {};

TEST_P(golden_commands, equal_those_of_the_reference_simulator) {
  const Golden& golden = GetParam();
  DeviceSpec device = load_device(golden.device);
  device.mapping = golden.mapping;
  std::vector<CommandRecord> commands;
  const ReplayOptions options{.profile = Profile::ramulator, .commands = &commands};
  (void)replay(device, make(device, golden.pattern), options);
  const std::string expected =
      read_maybe_gzip(std::filesystem::path(metronome::source_dir()) / "results/reference/dram" /
                      (golden.file + "_ram.cmd.gz"));
  std::string text;
  append_commands_text(device, commands, text);
  std::istringstream ours(text);
  std::istringstream theirs(expected);
  std::string our_line;
  std::string their_line;
  for (int line = 1; std::getline(theirs, their_line); ++line) {
    ASSERT_TRUE(std::getline(ours, our_line)) << "ends before line " << line;
    ASSERT_EQ(our_line, their_line) << "line " << line;
  }
  EXPECT_FALSE(std::getline(ours, our_line)) << "goes on with " << our_line;
}

INSTANTIATE_TEST_SUITE_P(
    reference, golden_commands,
    ::testing::Values(Golden{"DDR4_A_a_seq_rd", "ddr4_2400.yaml", "RoBaBgCo", "read"},
                      Golden{"DDR4_A_b_seq_wr", "ddr4_2400.yaml", "RoBaBgCo", "write"},
                      Golden{"DDR4_A_d_stride", "ddr4_2400.yaml", "RoBaBgCo", "stride"},
                      Golden{"DDR4_A_e_rand_rd", "ddr4_2400.yaml", "RoBaBgCo", "random"},
                      Golden{"DDR4_B_a_seq_rd", "ddr4_2400.yaml", "RoBaCoBg", "read"},
                      Golden{"DDR4_B_b_seq_wr", "ddr4_2400.yaml", "RoBaCoBg", "write"},
                      Golden{"DDR4_B_d_stride", "ddr4_2400.yaml", "RoBaCoBg", "stride"},
                      Golden{"DDR4_B_e_rand_rd", "ddr4_2400.yaml", "RoBaCoBg", "random"},
                      Golden{"LPDDR4_B_a_seq_rd", "lpddr4_3200.yaml", "RoCoBa", "read"},
                      Golden{"LPDDR4_B_d_stride", "lpddr4_3200.yaml", "RoCoBa", "stride"}),
    [](const auto& instance) { return instance.param.file; });

}  // namespace golden_test
}  // namespace metronome::dram
