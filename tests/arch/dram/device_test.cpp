#include "arch/dram/device.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "arch/dram/address_map.hpp"
#include "arch/dram/memory.hpp"
#include "sim/base/files.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::dram {
namespace device_test {

using namespace testing;

nlohmann::json harmonised() {
  return nlohmann::json::parse(read_file(std::filesystem::path(metronome::source_dir()) /
                                         "results/reference/dram/harmonised.json"));
}

TEST(device_files, hold_exactly_the_harmonised_parameters) {
  const nlohmann::json all = harmonised();
  for (const auto& [key, d] :
       {std::pair{"DDR4", ddr4()}, std::pair{"LPDDR4", lpddr4()}, std::pair{"HBM2", hbm2()}}) {
    const nlohmann::json& j = all.at(key);
    const std::map<std::string, std::uint64_t> ours{{"tCK_ps", d.clock_period.count()},
                                                    {"BL", d.burst_length},
                                                    {"CL", d.cl},
                                                    {"CWL", d.cwl},
                                                    {"RCD", d.trcd},
                                                    {"RP", d.trp},
                                                    {"RAS", d.tras},
                                                    {"RC", d.trc},
                                                    {"CCD_S", d.tccd_s},
                                                    {"CCD_L", d.tccd_l},
                                                    {"RRD_S", d.trrd_s},
                                                    {"RRD_L", d.trrd_l},
                                                    {"FAW", d.tfaw},
                                                    {"WTR_S", d.twtr_s},
                                                    {"WTR_L", d.twtr_l},
                                                    {"WR", d.twr},
                                                    {"RTP", d.trtp},
                                                    {"RFC", d.trfc},
                                                    {"REFI", d.trefi},
                                                    {"RTW_gap", d.read_to_write_gap},
                                                    {"bg", d.bank_groups},
                                                    {"ba", d.banks_per_group},
                                                    {"rows", d.rows},
                                                    {"cols", d.columns},
                                                    {"width", d.bus_width_bits},
                                                    {"dev", d.chip_width_bits},
                                                    {"B", d.bytes_per_burst().count()},
                                                    {"PPD", d.tppd}};
    for (const auto& [name, value] : ours) {
      EXPECT_EQ(value, j.at(name).get<std::uint64_t>()) << key << " " << name;
    }
    EXPECT_EQ(d.trp_all, j.value("RPAB", d.trp));
    EXPECT_EQ(d.bursts_per_row(), 1u << j.at("cobits").get<unsigned>());
    const nlohmann::json& p = j.at("P");
    const std::map<std::string, double> power{
        {"VDD", d.vdd_v},       {"IDD0", d.idd0_ma},   {"IDD2P", d.idd2p_ma}, {"IDD2N", d.idd2n_ma},
        {"IDD3P", d.idd3p_ma},  {"IDD3N", d.idd3n_ma}, {"IDD4W", d.idd4w_ma}, {"IDD4R", d.idd4r_ma},
        {"IDD5AB", d.idd5b_ma}, {"IDD6x", d.idd6_ma}};
    for (const auto& [name, value] : power) {
      EXPECT_EQ(value, p.at(name).get<double>()) << key << " " << name;
    }
  }
}

TEST(device, initial_values_are_the_ddr4_file) {
  DeviceSpec d = ddr4();
  d.source.clear();
  EXPECT_EQ(d, DeviceSpec{});
}

TEST(device, derived_sizes_and_bandwidth) {
  EXPECT_EQ(ddr4().bytes_per_burst(), Bytes(64));
  EXPECT_EQ(ddr4().capacity_bytes(), Bytes(8ULL << 30));
  EXPECT_EQ(lpddr4().capacity_bytes(), Bytes(1ULL << 30));
  EXPECT_EQ(hbm2().capacity_bytes(), Bytes(512ULL << 20));
  EXPECT_EQ(ddr4().chips(), 8u);
  EXPECT_NEAR(ddr4().peak_bytes_per_second(), 16 / 0.833e-9, 1);
  EXPECT_NEAR(hbm2().peak_bytes_per_second(), 16e9, 1e-3);
  EXPECT_NEAR(lpddr4().peak_bytes_per_second(), 6.4e9, 1e-3);
}

TEST(memory_spec, takes_both_pseudo_channels_of_a_channel) {
  config::Reader reader;
  MemorySpec m;
  const std::string text = "device: {name: x, pseudo_channels: 2}\nchannels: 1\n";
  config::schema_of<MemorySpec>().read(m, config::parse_yaml(text, "m.yaml"), reader, "");
  try {
    reader.finish();
    ADD_FAILURE();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().at(0).text(),
              "m.yaml:2:11: channels: is less than the pseudo channels of one channel (2 of the "
              "device count as channels here)");
  }
  EXPECT_EQ(hbm2().pseudo_channels, 2u);
}

std::string complaint_of_memory(const std::string& text) {
  config::Reader reader;
  MemorySpec m;
  config::schema_of<MemorySpec>().read(m, config::parse_yaml(text, "m.yaml"), reader, "");
  try {
    reader.finish();
  } catch (const UserError& error) {
    return error.diagnostics().at(0).what;
  }
  return {};
}

TEST(memory_spec, takes_any_number_of_channels_that_cuts_nothing_apart) {
  for (const unsigned channels : {1u, 3u, 6u, 12u, 1000u}) {
    EXPECT_EQ(complaint_of_memory(fmt::format("device: {{name: x}}\nchannels: {}\n", channels)),
              "");
  }
  EXPECT_EQ(complaint_of_memory("device: {name: x, pseudo_channels: 2}\nchannels: 6\n"), "");
  EXPECT_EQ(complaint_of_memory("device: {name: x, pseudo_channels: 2}\nchannels: 3\n"),
            "cuts the pseudo channels of one channel apart");
  EXPECT_EQ(complaint_of_memory(
                "device: {name: x, rows: 3}\nchannels: 3\nchannel_interleave_bytes: 2097152\n"),
            "does not divide the capacity of a channel");
}

// JESD79-5 takes 0.3 % off, then rounds up to a whole clock.
TEST(device_files, ddr5_has_the_clocks_of_the_standards_rounding) {
  const DeviceSpec d = load_device("ddr5_4800.yaml");
  const auto clocks = [&](unsigned picoseconds) {
    return (picoseconds * 997ULL / d.clock_period.count() + 1000) / 1000;
  };
  for (const auto& [clocks_in_file, least_clocks, picoseconds] :
       std::vector<std::tuple<unsigned, unsigned, unsigned>>{{d.trcd, 0, 16'000},
                                                             {d.trp, 0, 16'000},
                                                             {d.tras, 0, 32'000},
                                                             {d.tccd_l, 8, 5'000},
                                                             {d.tccd_l_write, 32, 20'000},
                                                             {d.trrd_l, 8, 5'000},
                                                             {d.tfaw, 32, 13'333},
                                                             {d.twtr_s, 4, 2'500},
                                                             {d.twtr_l, 16, 10'000},
                                                             {d.twr, 0, 30'000},
                                                             {d.trtp, 12, 7'500},
                                                             {d.trfc, 0, 295'000},
                                                             {d.trfc_bank, 0, 130'000},
                                                             {d.trrefd, 0, 30'000},
                                                             {d.txp, 8, 7'500}}) {
    EXPECT_EQ(clocks_in_file, std::max<std::uint64_t>(least_clocks, clocks(picoseconds)))
        << picoseconds << " ps";
  }
  EXPECT_EQ(d.tccd_l, 12u);
  EXPECT_EQ(d.tccd_l_write, 48u);
}

TEST(device, resolved_form_reads_back_as_the_same_value) {
  config::Reader reader;
  DeviceSpec back;
  config::schema_of<DeviceSpec>().read(
      back, config::parse_yaml(config::resolved_yaml(hbm2()), "f.yaml"), reader, "");
  reader.finish();
  EXPECT_EQ(back, hbm2());
}

std::vector<std::string> complaints(const std::string& text) {
  config::Reader reader;
  DeviceSpec d;
  config::schema_of<DeviceSpec>().read(d, config::parse_yaml(text, "d.yaml"), reader, "");
  try {
    reader.finish();
  } catch (const UserError& error) {
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : error.diagnostics()) {
      out.push_back(diagnostic.text());
    }
    return out;
  }
  return {};
}

TEST(device, several_broken_rules_are_reported_at_once_with_their_lines) {
  const auto found = complaints(
      "name: x\ntrc: 55\ntccd_s: 3\ncolumns: 1000\nmapping: RoBaXxBg\nwrite_low_watermark: 0.9\n");
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found[0],
            "d.yaml:4:10: columns: 1000 is not a power of two (addresses are cut by bits)");
  EXPECT_EQ(found[1], "d.yaml:2:6: trc: 55 is less than 56 (trc >= tras + trp)");
  EXPECT_EQ(found[2],
            "d.yaml:3:9: tccd_s: 3 is less than 4 (tccd_s >= burst_length / beats_per_clock)");
  EXPECT_EQ(found[3],
            "d.yaml:6:22: write_low_watermark: is above the high watermark (low <= high)");
  EXPECT_EQ(found[4], "d.yaml:5:10: mapping: `Xx` is not a field (such as RoBaCoBg or RoCoBa)");
}

TEST(device, unknown_keys_and_values_out_of_range_are_reported_at_once) {
  const auto found = complaints("name: x\ntrcdd: 5\ncl: 0\nread_queue: 65\nvdd_v: much\n");
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0], "d.yaml:2:1: trcdd: unknown key (did you mean `trcd`?)");
  EXPECT_EQ(found[1], "d.yaml:3:5: cl: 0 is out of range (allowed: 1 to 1e6)");
}

// 5 ranks of 64 banks are the least number above 256 that ranks and powers of two make.
TEST(device, has_up_to_256_banks_in_all_ranks) {
  EXPECT_EQ(complaints("name: x\nranks: 5\nbank_groups: 16\nmapping: RoRaBaCoBg\n"),
            (std::vector<std::string>{"d.yaml:3:14: bank_groups: 320 banks are too many (ranks * "
                                      "bank_groups * banks_per_group <= 256)"}));
  for (const char* text : {"ranks: 4\nbank_groups: 16", "ranks: 8\nbank_groups: 8",
                           "ranks: 3\nbank_groups: 16", "ranks: 7\nbank_groups: 8"}) {
    EXPECT_EQ(complaints(std::string("name: x\nmapping: RoRaBaCoBg\n") + text),
              std::vector<std::string>{})
        << text;
  }
  EXPECT_EQ(
      complaints("name: x\nranks: 3\nbank_groups: 6\nmapping: RoRaBaCoBg\n"),
      (std::vector<std::string>{"d.yaml:3:14: bank_groups: 6 is not a power of two (addresses "
                                "are cut by bits)"}));
}

TEST(device, every_rule_has_a_case_that_breaks_it) {
  for (const char* text : {"bus_width_bits: 48",
                           "chip_width_bits: 128",
                           "burst_length: 6",
                           "columns: 4",
                           "bank_groups: 64\nbanks_per_group: 8",
                           "bank_groups: 3",
                           "trc: 40",
                           "tras: 10",
                           "trp_all: 3",
                           "tccd_l: 3",
                           "trrd_l: 1",
                           "tfaw: 1",
                           "twtr_l: 1",
                           "trefi: 1000",
                           "cwl: 40",
                           "mapping: RoBaCo",
                           "mapping: RoBaBgCoRo",
                           "mapping: RoBaBgC",
                           "idd3n_ma: 10",
                           "idd0_ma: 40",
                           "idd4r_ma: 1",
                           "idd4w_ma: 1",
                           "idd5b_ma: 1",
                           "idd5pb_ma: 1",
                           "idd2p_ma: 35",
                           "idd2p_slow_ma: 26",
                           "txp_dll: 4",
                           "txs: 400",
                           "txs_dll: 431",
                           "txp_dll: 0\npower_down_exit: slow",
                           "self_refresh_idle: 100",
                           "state_power: {precharged_mw: 1}",
                           "idd3p_ma: 44",
                           "idd6_ma: 35",
                           "power_down: timeout\nidd2p_ma: 0",
                           "power_down: adaptive\npower_down_rows: keep\nidd3p_ma: 0",
                           "power_down: timeout\nself_refresh_idle: 90000\nidd6_ma: 0",
                           "read_pj_per_bit: 4",
                           "write_pj_per_bit: 4",
                           "vpp: {voltage_v: 2.5, idd0_ma: 1, idd3n_ma: 2}",
                           "vddq: {voltage_v: 1.1, idd2n_ma: 1}",
                           "vddq: {idd4r_ma: 9}\nio_read_mw_per_pin: 1",
                           "channel_interleave_bytes: 100",
                           "pseudo_channels: 3",
                           "rows: 16777216\ncolumns: 1048576\nbus_width_bits: 4096",
                           "channels: 2\nchannel_interleave_bytes: 192",
                           "pseudo_channels: 4\ncolumn_bus_clocks: 2",
                           "ranks: 3",
                           "ranks: 8",
                           "ranks: 2",
                           "ranks: 2\nmapping: RoRaBaCoBg\ncl: 3\ncwl: 12\nread_to_write_gap: 9",
                           "activate_bus_clocks: 5",
                           "column_bus_clocks: 5",
                           "precharge_bus_clocks: 16\ntrp: 15",
                           "trfc: 50",
                           "refresh_mode: per_bank",
                           "refresh_postpone: 9",
                           "banks_per_refresh: 3",
                           "banks_per_refresh: 32",
                           "trfc_bank: 500\ntrrefd: 6\ntpbr2pbr: 6",
                           "trfc_bank: 50\ntrrefd: 6\ntpbr2pbr: 6",
                           "trfc_bank: 100\ntrrefd: 5\ntpbr2pbr: 6",
                           "trfc_bank: 100\ntrrefd: 7\ntpbr2pbr: 6",
                           "trfc_bank: 100\ntrrefd: 6\ntpbr2pbr: 300"}) {
    EXPECT_FALSE(complaints(std::string("name: x\n") + text).empty()) << text;
  }
  EXPECT_TRUE(complaints("name: x").empty());
}

TEST(device, a_price_per_bit_alone_leaves_standby_free) {
  EXPECT_EQ(complaints("name: x\nidd0_ma: 0\nidd2n_ma: 0\nidd2p_ma: 0\nidd3n_ma: 0\nidd3p_ma: 0\n"
                       "idd4r_ma: 0\nidd4w_ma: 0\nidd5b_ma: 0\nidd6_ma: 0\nread_pj_per_bit: 4\n"),
            (std::vector<std::string>{
                "d.yaml:11:18: read_pj_per_bit: has no standby and no refresh in it, which nothing "
                "else gives (state_power beside it)"}));
}

TEST(memory_spec, takes_its_device_from_a_file_and_checks_the_whole) {
  const auto folder = std::filesystem::temp_directory_path() / "metronome_dram_spec";
  const auto device =
      std::filesystem::path(metronome::source_dir()) / "configs/dram/hbm2_2000.yaml";
  write_file_atomically(folder / "m.yaml", "device: " + device.string() + "\nchannels: 8\n");
  const auto m = config::load<MemorySpec>(folder / "m.yaml");
  EXPECT_EQ(m.device, hbm2());
  EXPECT_EQ(m.capacity_bytes(), Bytes(4ULL << 30));
  EXPECT_NEAR(m.peak_bytes_per_second(), 128e9, 1);
  write_file_atomically(folder / "m.yaml", "device: " + device.string() +
                                               "\nchannels: 3\nchannel_interleave_bytes: 16\n");
  try {
    (void)config::load<MemorySpec>(folder / "m.yaml");
    ADD_FAILURE();
  } catch (const UserError& error) {
    ASSERT_EQ(error.diagnostics().size(), 2u);
    EXPECT_EQ(error.diagnostics()[0].line, 2);
    EXPECT_EQ(error.diagnostics()[1].line, 3);
  }
  std::filesystem::remove_all(folder);
}

TEST(address_map, fields_stand_most_significant_first) {
  const AddressMap b(ddr4("RoBaCoBg"));
  // Bursts 0..3: the four bank groups; the next column follows.
  EXPECT_EQ(b.place(1), (AddressMap::Place{0, 4, 0}));
  EXPECT_EQ(b.place(3), (AddressMap::Place{0, 12, 0}));
  EXPECT_EQ(b.place(4), (AddressMap::Place{0, 0, 1}));
  EXPECT_EQ(b.place(4 * 128), (AddressMap::Place{0, 1, 0}));
  EXPECT_EQ(b.place(16 * 128), (AddressMap::Place{1, 0, 0}));
  const AddressMap a(ddr4("RoBaBgCo"));
  EXPECT_EQ(a.place(1), (AddressMap::Place{0, 0, 1}));
  EXPECT_EQ(a.place(128), (AddressMap::Place{0, 4, 0}));
}

TEST(address_map, every_permutation_is_a_bijection) {
  DeviceSpec d = ddr4();
  d.rows = 16;
  d.columns = 64;
  const std::uint64_t bursts = d.capacity_bytes().count() / 64;
  std::vector<std::string> fields{"Ba", "Bg", "Co", "Ro"};
  do {
    d.mapping = fields[0] + fields[1] + fields[2] + fields[3];
    const AddressMap map(d);
    for (std::uint64_t burst = 0; burst < bursts; ++burst) {
      const auto place = map.place(burst);
      ASSERT_LT(place.row, d.rows);
      ASSERT_LT(place.bank, d.banks());
      ASSERT_LT(place.column, d.bursts_per_row());
      ASSERT_EQ(map.burst(place), burst) << d.mapping;
    }
  } while (std::next_permutation(fields.begin(), fields.end()));
}

TEST(address_map, fields_of_width_zero_may_be_left_out) {
  EXPECT_EQ(AddressMap(lpddr4("RoCoBa")).place(9), AddressMap(lpddr4("RoCoBaBg")).place(9));
}

}  // namespace device_test
}  // namespace metronome::dram
