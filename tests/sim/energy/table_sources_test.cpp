// The energy tables and devices that come with the project cite the bibliography, and every row of
// a table says how uncertain it is.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "sim/base/files.hpp"
#include "sim/energy/energy_table.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome {
namespace table_sources_test {

std::set<std::string> found(const std::string& text, const char* form) {
  const std::regex expression(form);
  std::set<std::string> keys;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
    keys.insert((*at)[1]);
  }
  return keys;
}

const std::set<std::string>& bibliography() {
  static const std::set<std::string> keys = found(
      read_file(metronome::source_dir() + "/docs/bibliography.bib"), R"re(@[a-z]+\{([^,\s]*),)re");
  return keys;
}

void expect_cited(const std::string& source, const std::string& where) {
  const auto keys = found(source, R"re(\[([a-z]+[0-9]{4}[a-z0-9]+)\])re");
  EXPECT_FALSE(keys.empty()) << where << ": " << source;
  for (const std::string& key : keys) {
    EXPECT_TRUE(bibliography().contains(key)) << where << ": " << key;
  }
}

TEST(table_sources, every_row_and_area_cites_the_bibliography_and_names_its_uncertainty) {
  for (const char* name : {"28nm.yaml", "bitfusion_45nm.yaml"}) {
    const auto table = config::load<EnergyTable>(
        std::filesystem::path(metronome::source_dir() + "/configs/energy") / name);
    for (const EnergyRow& row : table.rows) {
      expect_cited(row.source, row.action);
      EXPECT_FALSE(row.uncertain_by.empty()) << row.action;
    }
    for (const AreaRow& area : table.areas) {
      expect_cited(area.source, area.part);
    }
  }
}

TEST(table_sources, every_device_cites_the_bibliography) {
  std::size_t devices = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(metronome::source_dir() + "/configs/dram")) {
    const config::Node device = config::load_yaml(file.path());
    const config::Node* source = device.find("source");
    ASSERT_NE(source, nullptr) << file.path();
    expect_cited(source->scalar, file.path().filename().string());
    ++devices;
  }
  EXPECT_GE(devices, 9u);
}

// Two public derivations of an 8-bit multiply-accumulate: the one of this node and clock is taken,
// and the interval of the row reaches down to the other.
TEST(table_sources, the_interval_of_the_8_bit_product_holds_both_public_derivations) {
  const auto table =
      config::load<EnergyTable>(metronome::source_dir() + "/configs/energy/28nm.yaml");
  const EnergyRow& row = table.rows.at(*table.find({Component::array, "systolic.mac", 8, 8}));
  constexpr double kFixedPeAt45 = 0.203;
  constexpr double kTo28 = 0.531857;
  const Uncertainty interval = table.interval_of(row);
  EXPECT_LT(row.value * interval.low_factor, kFixedPeAt45 * kTo28);
  EXPECT_GT(row.value * interval.low_factor, 0.8 * kFixedPeAt45 * kTo28);
}

}  // namespace table_sources_test
}  // namespace metronome
