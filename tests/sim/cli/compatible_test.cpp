// Other simulators' own figures, row by row, through `metronome op` and the compatibility files.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "binary.hpp"
#include "reference_rows.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace compatible_test {

using Json = nlohmann::json;

std::string compat_file(const std::string& name) {
  return metronome::source_dir() + "/configs/arch/compat/" + name + ".yaml";
}

std::uint64_t stalls(const Json& json) {
  std::uint64_t sum = 0;
  for (const auto& [reason, cycles] : json.at("stall_cycles").items()) {
    sum += cycles.get<std::uint64_t>();
  }
  return sum;
}

class Compatible : public Command, public ::testing::WithParamInterface<Row> {};

// ---- the simulator published with BitFusion -------------------------------------------------

using BitFusionRow = Compatible;

std::string bitfusion_arguments(const Row& row) {
  const std::uint64_t side = (number(row, "O") - 1) * number(row, "S") + number(row, "K");
  const bool connected = row.at("K") == "1" && row.at("O") == "1";
  const std::string layer =
      connected ? fmt::format("--gemm m={},k={},n={}", row.at("B"), row.at("IC"), row.at("OC"))
                : fmt::format("--conv n={},c={},h={},w={},o={},k={},stride={}", row.at("B"),
                              row.at("IC"), side, side, row.at("OC"), row.at("K"), row.at("S"));
  return fmt::format("op --arch '{}' {} --a-bits {} --b-bits {} --json --set array.im2col={}",
                     compat_file("bitfusion_isca18"), layer, row.at("act_bits"), row.at("wgt_bits"),
                     row.at("im2col") == "1");
}

TEST_P(BitFusionRow, is_reproduced) {
  const Row& row = GetParam();
  const Ran ran = run(bitfusion_arguments(row));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  EXPECT_EQ(json["mode"], "bitfusion");
  EXPECT_EQ(json["cycles"], number(row, "cycles"));
  EXPECT_EQ(stalls(json), number(row, "stall_cycles"));
  EXPECT_EQ(json["busy_cycles"].get<std::uint64_t>() + stalls(json), number(row, "cycles"));
  EXPECT_EQ(json["dram_bytes"]["read"], number(row, "dram_rd_bits") / 8);
  EXPECT_EQ(json["dram_bytes"]["write"], number(row, "dram_wr_bits") / 8);
  const Json& buffers = json["buffer_bits"];
  EXPECT_EQ(buffers["weight_read"], number(row, "wbuf_rd_bits"));
  EXPECT_EQ(buffers["weight_write"], number(row, "wbuf_wr_bits"));
  EXPECT_EQ(buffers["input_read"], number(row, "ibuf_rd_bits"));
  EXPECT_EQ(buffers["input_write"], number(row, "ibuf_wr_bits"));
  EXPECT_EQ(buffers["output_read"], number(row, "obuf_rd_bits"));
  EXPECT_EQ(buffers["output_write"], number(row, "obuf_wr_bits"));
  EXPECT_TRUE(says(ran.error, row.at("loop_order") + ", " + row.at("tile"))) << ran.error;

  const Json& energy = json["energy_pj"];
  const auto nanojoules = [&](const char* component) {
    return energy[component].get<double>() * 1e-3;
  };
  const double core = std::stod(row.at("E_core_nJ"));
  const double sram = std::stod(row.at("E_sram_nJ"));
  const double dram = std::stod(row.at("E_dram_nJ"));
  // The table has one decimal: a twentieth of a nanojoule is lost in the smallest layers.
  constexpr double kPrinted = 0.05;
  EXPECT_NEAR(nanojoules("array"), core, 1e-3 * core + kPrinted);
  EXPECT_NEAR(
      nanojoules("input_buffer") + nanojoules("weight_buffer") + nanojoules("output_buffer"), sram,
      1e-3 * sram + kPrinted);
  EXPECT_NEAR(nanojoules("dram"), dram, 1e-3 * dram);
  EXPECT_NEAR(nanojoules("total"), core + sram + dram, 1e-3 * (core + sram + dram));
}

std::string layer_name(const ::testing::TestParamInfo<Row>& info) {
  std::string name = info.param.at("net") + "_" + info.param.at("layer");
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(c); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(
    bitfusion, BitFusionRow,
    ::testing::ValuesIn(reference_rows("../results/reference/bitfusion_layers.csv")), layer_name);

class BitFusionCommand : public Command {};

/// GEMMs run on that simulator [sharma2018simulator]: equal widths of both operands.
TEST_F(BitFusionCommand, gemms_in_its_four_widths_are_reproduced) {
  struct Point {
    const char* gemm;
    int bits;
    std::uint64_t cycles, stalls;
    double nanojoules;
  };
  const char* tall = "m=16,k=4096,n=4096";
  const char* cube = "m=1024,k=1024,n=1024";
  const std::vector<Point> points{
      {tall, 8, 789164, 264876, 2575376}, {tall, 4, 394583, 263511, 1256873},
      {tall, 3, 306860, 175788, 982038},  {tall, 2, 197291, 164523, 621401},
      {cube, 8, 2098561, 1409, 5369583},  {cube, 6, 2097692, 540, 6178726},
      {cube, 4, 720897, 196609, 2561529}, {cube, 3, 628054, 103766, 2205403},
      {cube, 2, 447831, 316759, 1503264}};
  for (const Point& p : points) {
    const Ran ran = run(fmt::format("op --arch '{}' --gemm {} --a-bits {} --b-bits {} --json",
                                    compat_file("bitfusion_isca18"), p.gemm, p.bits, p.bits));
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    const Json json = Json::parse(ran.out);
    EXPECT_EQ(json["cycles"], p.cycles) << p.gemm << ' ' << p.bits;
    EXPECT_EQ(stalls(json), p.stalls) << p.gemm << ' ' << p.bits;
    EXPECT_NEAR(json["energy_pj"]["total"].get<double>() * 1e-3, p.nanojoules, 1e-3 * p.nanojoules);
  }
}

TEST_F(BitFusionCommand, all_46_rows_of_the_reference_are_tested) {
  EXPECT_EQ(reference_rows("../results/reference/bitfusion_layers.csv").size(), 46u);
}

TEST_F(BitFusionCommand, refuses_what_that_simulator_cannot_run) {
  const std::string op = "op --arch '" + compat_file("bitfusion_isca18") + "' --json ";
  const Ran wide = run(op + "--gemm m=16,n=64,k=64 --a-bits 16");
  EXPECT_EQ(wide.exit_code, 2);
  EXPECT_TRUE(says(wide.error, "16 bits")) << wide.error;
  const Ran backward = run(op + "--conv n=1,c=16,h=10,w=10,o=16,k=3 --class weight_gradient");
  EXPECT_EQ(backward.exit_code, 2);
  EXPECT_TRUE(says(backward.error, "forward")) << backward.error;
  const Ran oblong = run(op + "--conv n=1,c=16,h=10,w=12,o=16,k=3");
  EXPECT_EQ(oblong.exit_code, 2);
  const Ran tiny = run(op +
                       "--gemm m=16,n=64,k=64 --set output_buffer.bank_bytes=64 "
                       "--set output_buffer.banks=1 "
                       "--set output_buffer.port_bits_per_cycle=32");
  EXPECT_EQ(tiny.exit_code, 2);
  EXPECT_TRUE(says(tiny.error, "output_buffer")) << tiny.error;
}

TEST_F(BitFusionCommand, is_off_unless_the_file_asks_for_it) {
  const Ran ran = run("op --arch '" + compat_file("bitfusion_isca18") +
                      "' --gemm m=16,n=64,k=64 --json --set array.bitfusion_counting=false");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(Json::parse(ran.out)["mode"], "cycle");
}

// ---- SCALE-Sim ------------------------------------------------------------------------------

using ScaleSimRow = Compatible;

std::string scalesim_arguments(const Row& row) {
  std::string layer = fmt::format("--gemm m={},n={},k={}", row.at("M"), row.at("N"), row.at("K"));
  if (row.at("kind") == "conv") {
    // height x width x kernel x kernel x channels x filters x stride
    const std::vector<std::string> s = cells(row.at("spec"), 'x');
    layer = fmt::format("--conv n=1,h={},w={},k={},c={},o={},stride={}", s[0], s[1], s[2], s[4],
                        s[5], s[6]);
  }
  return fmt::format(
      "op --arch '{}' {} --json --set array.rows={} --set array.columns={} --set "
      "array.dataflow={}",
      compat_file("scalesim"), layer, row.at("array_rows"), row.at("array_cols"),
      row.at("dataflow"));
}

TEST_P(ScaleSimRow, is_reproduced) {
  const Row& row = GetParam();
  const Ran ran = run(scalesim_arguments(row));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  EXPECT_EQ(json["mode"], "scalesim");
  EXPECT_EQ(json["cycles"], number(row, "calc_compute_cycles"));
  EXPECT_EQ(json["macs"], number(row, "macs"));
  EXPECT_EQ(json["buffer_bits"]["input_read"], 8 * number(row, "sram_ifmap_reads"));
  EXPECT_EQ(json["buffer_bits"]["weight_read"], 8 * number(row, "sram_filter_reads"));
  EXPECT_EQ(json["buffer_bits"]["output_write"], 32 * number(row, "sram_ofmap_writes"));
}

std::string shape_name(const ::testing::TestParamInfo<Row>& info) {
  return info.param.at("shape") + "_" + info.param.at("dataflow");
}

INSTANTIATE_TEST_SUITE_P(scalesim, ScaleSimRow,
                         ::testing::ValuesIn(reference_rows("../results/reference/scalesim.csv")),
                         shape_name);

}  // namespace compatible_test
}  // namespace metronome::cli
