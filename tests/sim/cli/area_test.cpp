// Areas of machines, and port stalls, as a user sees them.
#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace area_test {

using Json = nlohmann::json;

/// The words of the line that begins with a name.
std::vector<std::string> line_of(const std::string& text, const std::string& name) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name + " ")) {
      std::istringstream words(line);
      return {std::istream_iterator<std::string>(words), {}};
    }
  }
  return {};
}

// 28nm.yaml: a Fusion Unit 726.270 um2, a fixed PE 213.904, a bank 30570.5, a lane 4561.54 with
// registers of 593.319, a quantizer of 210.343 and a packer of 78.8787, the controller 52400, a
// channel's PHY 9.93 mm2.
TEST_F(Command, area_adds_the_rows_of_the_energy_table) {
  const Ran ran = run("area " + arch_file("spatial_fusion") + " " + arch_file("systolic"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const auto fusion = line_of(ran.out, "plain_spatial_fusion_512");
  ASSERT_GE(fusion.size(), 10u) << ran.out;
  EXPECT_EQ(fusion[1], "0.372");  // 512 x 726.270
  EXPECT_EQ(fusion[2], "1.957");  // 64 x 30570.5
  EXPECT_EQ(fusion[3], "0.348");  // 64 x 5444.08
  EXPECT_EQ(fusion[4], "0.052");
  EXPECT_EQ(fusion[5], "39.720");
  EXPECT_EQ(fusion[6], "42.449");
  EXPECT_EQ(fusion[7], "512");
  EXPECT_EQ(line_of(ran.out, "plain_systolic_512")[1], "0.110");  // 512 x 213.904
}

// The PHYs' areas are assumed, and would be most of each sum.
TEST_F(Command, list_archs_prints_areas_without_what_is_assumed_of_memory) {
  const Ran area = run("area " + arch_file("systolic"));
  const auto parts = line_of(area.out, "plain_systolic_512");
  ASSERT_GE(parts.size(), 10u) << area.out;
  double sum = 0;
  for (std::size_t i = 1; i <= 4; ++i) {
    sum += std::stod(parts[i]);
  }
  const Ran list = run("list archs");
  const std::size_t at = list.out.find("plain_systolic_512.yaml");
  ASSERT_NE(at, std::string::npos) << list.out;
  const std::string line = list.out.substr(at, list.out.find('\n', at) - at);
  EXPECT_TRUE(says(line, fmt::format("{:.2f} mm2 without PHYs", sum))) << line;
}

TEST_F(Command, check_finds_banks_outside_of_the_sram_table_with_file_line_and_key) {
  std::string machine = read_file(arch_file("systolic"));
  const std::string bank = "weight_buffer: {banks: 16, bank_bytes: 8192";
  ASSERT_NE(machine.find(bank), std::string::npos);
  machine.replace(machine.find(bank), bank.size(),
                  "weight_buffer: {banks: 16, bank_bytes: 8388608");
  for (const char* folder : {"../energy/", "../dram/"}) {
    for (std::size_t at = machine.find(folder); at != std::string::npos;
         at = machine.find(folder)) {
      machine.replace(at, 3, metronome::source_dir() + "/configs/");
    }
  }
  const std::filesystem::path file = at("wide.yaml");
  write_file_atomically(file, machine);
  const auto line =
      1 + std::count(machine.begin(),
                     machine.begin() + static_cast<std::ptrdiff_t>(machine.find("weight_buffer:")),
                     '\n');
  const Ran ran = run("check '" + file.string() + "'");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.error.find("wide.yaml:" + std::to_string(line) + ":"), std::string::npos)
      << ran.error;
  EXPECT_NE(ran.error.find("weight_buffer.bank_bytes: banks of 32-byte words have from 1024 to "
                           "4194304 bytes in the SRAM table, not 8388608"),
            std::string::npos)
      << ran.error;
  EXPECT_EQ(run("op --arch '" + file.string() + "' --gemm m=8,n=8,k=8 --json").exit_code, 2);
}

TEST_F(Command, area_says_how_many_columns_fill_the_area_of_another_machine) {
  const Ran ran = run("area " + arch_file("systolic") + " " + arch_file("spatial_fusion") +
                      " --equal-to " + arch_file("spatial_fusion"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  // floor(512 x 726.270 / (16 rows x 213.904))
  EXPECT_EQ(line_of(ran.out, "plain_systolic_512").back(), "array.columns=108");
  EXPECT_EQ(line_of(ran.out, "plain_spatial_fusion_512").back(), "array.columns=32");
  EXPECT_EQ(run("area " + arch_file("systolic") + " --target-mm2 0.5").exit_code, 2);
  EXPECT_EQ(
      run("area " + arch_file("systolic") + " --target-mm2 3 --equal-to " + arch_file("systolic"))
          .exit_code,
      2);
}

TEST_F(Command, narrow_ways_into_the_array_stall_all_three_models_alike) {
  const std::string op =
      "op --arch " + arch_file("dual_serial") +
      " --gemm m=48,n=160,k=64 --a-bits 2 --b-bits 3 --ideal-memory --json --set ";
  for (const char* key : {"weight_buffer.transposed_elements_per_cycle=8",
                          "input_buffer.multicast=false", "weight_buffer.port_bits_per_cycle=64"}) {
    std::vector<Json> bins;
    for (const char* mode : {"analytic", "cycle", "stepped"}) {
      const Ran ran = run(op + key + " --mode " + mode);
      ASSERT_EQ(ran.exit_code, 0) << ran.error;
      const Json json = Json::parse(ran.out);
      EXPECT_GT(json["stall_cycles"]["port"], 0) << key;
      bins.push_back({json["cycles"], json["busy_cycles"], json["fill_drain_cycles"],
                      json["stall_cycles"], json["buffer_bits"]});
    }
    EXPECT_EQ(bins[0], bins[1]) << key;
    EXPECT_EQ(bins[0], bins[2]) << key;
  }
}

}  // namespace area_test
}  // namespace metronome::cli
