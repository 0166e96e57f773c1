// Each layer that keeps our array busy for more than a tenth longer than the simulator of BitFusion
// counts is named on the page of results/bitfusion_isca18, with its ratio and why.
#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace bitfusion_tables_test {

constexpr double kMuchBusier = 1.10;
const std::string kFolder = "results/bitfusion_isca18/";

/// A row of the page's table of layers.
struct Named {
  std::string layers;  ///< "ResNet-18 conv2_1_b, conv2_2_b", "AlexNet conv3 (two)"
  std::string ratio, cause;
};

std::string page() {
  return read_file(std::filesystem::path(metronome::source_dir()) / (kFolder + "README.md"));
}

std::vector<Named> named_layers() {
  std::istringstream lines(page());
  std::vector<Named> rows;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    inside = inside ? line.starts_with('|') : line.starts_with("| layer | ratio |");
    static const std::regex cells("\\| (.*) \\| ([0-9.]+) \\| (.*) \\| (.*) \\|");
    std::smatch found;
    if (inside && std::regex_match(line, found, cells)) {
      rows.push_back({found[1], found[2], found[4]});
    }
  }
  return rows;
}

/// Whether a row names a layer of the table: with its network as it writes it, and without the
/// module that it stands in; the two halves of a layer (conv3_a and conv3_b) may be one name.
bool names(const Named& row, const TableRow& layer) {
  const std::string network =
      layer.at("network") == "RESNET-18" ? "ResNet-18" : layer.at("network");
  if (!row.layers.starts_with(network + ' ')) {
    return false;
  }
  const std::string& full = layer.at("layer");
  const std::string name = full.substr(full.find('/') + 1);  // of none: the whole
  std::set<std::string> words;
  static const std::regex word("[A-Za-z0-9_]+");
  const std::string list = row.layers.substr(network.size());
  for (auto at = std::sregex_iterator(list.begin(), list.end(), word); at != std::sregex_iterator();
       ++at) {
    words.insert(at->str());
  }
  const bool in_halves = words.contains("two") || words.contains("four");
  const bool half = name.ends_with("_a") || name.ends_with("_b");
  return words.contains(name) ||
         (in_halves && half && words.contains(name.substr(0, name.size() - 2)));
}

double busy_ratio(const TableRow& layer) {
  return number(layer, "our_busy_cycles") /
         (number(layer, "simulator_cycles") - number(layer, "simulator_stall_cycles"));
}

TEST(bitfusion_tables, layers_that_are_busy_for_more_than_a_tenth_longer_are_named_with_a_cause) {
  const auto layers = table_rows(kFolder + "layers_compared.csv");
  ASSERT_EQ(layers.size(), 61u);
  const auto rows = named_layers();
  ASSERT_GE(rows.size(), 8u);
  std::set<std::string> used;
  std::size_t busier = 0;
  for (const TableRow& layer : layers) {
    const double ratio = busy_ratio(layer);
    std::vector<Named> found;
    for (const Named& row : rows) {
      if (names(row, layer)) {
        found.push_back(row);
      }
    }
    const std::string name = layer.at("network") + ' ' + layer.at("layer");
    if (ratio <= kMuchBusier) {
      EXPECT_TRUE(found.empty()) << name << " is named, but its ratio is " << ratio;
      continue;
    }
    ++busier;
    ASSERT_EQ(found.size(), 1u) << name << " takes " << ratio << " times the busy cycles";
    EXPECT_NEAR(std::stod(found[0].ratio), ratio, 0.005 + 1e-9) << name;
    EXPECT_GE(found[0].cause.size(), 10u) << name;
    used.insert(found[0].layers);
  }
  EXPECT_EQ(used.size(), rows.size()) << "every row is of a layer of the table";
  EXPECT_EQ(busier, 20u);
  EXPECT_NE(page().find("Twenty of the 61 layers"), std::string::npos);
}

}  // namespace bitfusion_tables_test
}  // namespace metronome::claims
