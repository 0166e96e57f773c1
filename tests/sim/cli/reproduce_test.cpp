// Committed tables of results/: made again, and equal to what was published.
#include <cmath>
#include <regex>

#include "binary.hpp"
#include "reference_rows.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/number.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace reproduce_test {

std::string committed(const std::string& file) {
  return read_file(metronome::source_dir() + "/results/" + file);
}

class Reproduce : public Command {};

TEST_F(Reproduce, ku_leuven_gives_the_committed_residuals_again) {
  const Ran ran = run("reproduce ku_leuven_28nm --out '" + at("out").string() + "'");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(read_file(at("out") / "residuals.csv"), committed("ku_leuven_28nm/residuals.csv"));
  EXPECT_EQ(read_file(at("out") / "primitives.csv"), committed("ku_leuven_28nm/primitives.csv"));
}

TEST_F(Reproduce,
       ku_leuven_is_fitted_at_8x8_only_and_predicts_the_rest_at_1_ghz_within_11_percent) {
  std::size_t predicted = 0;
  for (const Row& row : reference_rows("../results/ku_leuven_28nm/residuals.csv")) {
    const double published = std::stod(row.at("published_fj_per_mac"));
    const double ours = std::stod(row.at("predicted_fj_per_mac"));
    EXPECT_NEAR(100 * (ours / published - 1), std::stod(row.at("residual_percent")), 0.15);
    if (row.at("precision") == "8x8") {
      EXPECT_EQ(row.at("fitted"), "yes");
      EXPECT_DOUBLE_EQ(ours, published);
      continue;
    }
    EXPECT_EQ(row.at("fitted"), "no");
    // The relaxed corner is predicted worse; it is shown, and no row of an energy table uses it.
    EXPECT_LE(std::abs(ours / published - 1), row.at("clock_ns") == "1.00" ? 0.112 : 0.192)
        << row.at("design") << ' ' << row.at("precision");
    ++predicted;
  }
  EXPECT_EQ(predicted, 2u * 3 * 4);
}

// Network totals of the simulator's stored results [sharma2018simulator].
TEST_F(Reproduce, the_eight_networks_have_the_published_totals) {
  const std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> totals{
      {"AlexNet", {37666491, 6793243}}, {"SVHN", {1317523, 537171}},
      {"CIFAR10", {3293704, 1522120}},  {"LeNet-5", {410352, 185040}},
      {"VGG-7", {2822491, 1790299}},    {"RESNET-18", {49079982, 9541294}},
      {"RNN", {394583, 263511}},        {"LSTM", {337175, 231383}}};
  const std::map<std::string, double> millijoules{
      {"AlexNet", 131.9}, {"SVHN", 4.220},      {"CIFAR10", 11.59}, {"LeNet-5", 1.141},
      {"VGG-7", 9.249},   {"RESNET-18", 169.7}, {"RNN", 1.257},     {"LSTM", 1.080}};
  const auto rows = reference_rows("../results/bitfusion_isca18/networks.csv");
  ASSERT_EQ(rows.size(), totals.size());
  for (const Row& row : rows) {
    const std::string& name = row.at("network");
    EXPECT_EQ(number(row, "simulator_cycles"), totals.at(name).first) << name;
    EXPECT_EQ(number(row, "simulator_stall_cycles"), totals.at(name).second) << name;
    const double energy = std::stod(row.at("simulator_core_uj")) +
                          std::stod(row.at("simulator_sram_uj")) +
                          std::stod(row.at("simulator_dram_uj"));
    EXPECT_NEAR(energy * 1e-3, millijoules.at(name), 1e-3 * millijoules.at(name)) << name;
    const std::uint64_t ours =
        number(row, "our_busy_cycles") + number(row, "our_fill_drain_cycles") +
        number(row, "our_port_stall_cycles") + number(row, "our_memory_stall_cycles");
    EXPECT_EQ(ours, number(row, "our_cycles")) << name;
  }
}

TEST_F(Reproduce, published_points_give_the_committed_comparison_again) {
  const Ran ran = run("reproduce published_points --out '" + at("out").string() + "'");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(read_file(at("out") / "compared.csv"), committed("published_points/compared.csv"));
  EXPECT_EQ(read_file(at("out") / "points.md"), committed("published_points/points.md"));
}

/// By their first column.
std::map<std::string, std::map<std::string, std::string>> points() {
  std::map<std::string, std::map<std::string, std::string>> rows;
  const auto csv = parse_csv(committed("published_points/compared.csv"));
  for (std::size_t i = 1; i < csv.size(); ++i) {
    for (std::size_t k = 0; k < csv[0].size(); ++k) {
      rows[csv[i][0]][csv[0][k]] = csv[i][k];
    }
  }
  return rows;
}

// 64000 iterations of 128 images, multiply-accumulates of convolutions and classifier by hand:
// 168.22 million an image, three products of 64 bits squared.
TEST_F(Reproduce, bit_operations_of_the_cpt_paper_are_met_where_its_images_are_counted) {
  const auto rows = points();
  const double images = 64000.0 * 128;
  EXPECT_NEAR(std::stod(rows.at("cpt_resnet74_static").at("ours")),
              168.22e6 * 3 * 64 * images * 1e-9, 1e-3 * 2.65e8);
  for (const char* name : {"38", "74", "110", "152", "164"}) {
    EXPECT_NEAR(
        std::stod(rows.at(std::string("cpt_resnet") + name + "_static").at("ours_over_published")),
        1, 0.01)
        << name;
  }
  // The images of 90 epochs over those that the paper counts.
  for (const char* name : {"18", "34", "50"}) {
    for (const char* training : {"_static", "_cpt"}) {
      EXPECT_NEAR(
          std::stod(rows.at(std::string("cpt_resnet") + name + training).at("ours_over_published")),
          450360.0 * 256 / images, 0.02 * 14)
          << name << training;
    }
  }
}

TEST_F(Reproduce, points_name_their_paper_and_machine) {
  const auto rows = points();
  for (const auto& [point, row] : rows) {
    EXPECT_NE(row.at("paper"), "") << point;
    EXPECT_NE(row.at("machine"), "") << point;
  }
  EXPECT_EQ(rows.at("fractrain_time").at("paper"), "FracTrain 2020");
  EXPECT_EQ(rows.at("fractrain_time").at("machine"), "bitfusion");
  EXPECT_EQ(rows.at("fractrain_dfq").at("status"), "none");
  EXPECT_EQ(rows.at("fractrain_dfq").at("ours"), "");
}

/// The numbers with a sign in a text.
std::vector<double> changes(const std::string& text) {
  const std::regex change("[+-][0-9.]+");
  std::vector<double> all;
  for (std::sregex_iterator i(text.begin(), text.end(), change), end; i != end; ++i) {
    all.push_back(std::stod(i->str()));
  }
  return all;
}

// 54 of 192 bits squared: w4 a3, w4 e6 and a3 e6.
TEST_F(Reproduce, causes_of_fractrain_add_up_to_the_difference) {
  const auto rows = points();
  EXPECT_NEAR(std::stod(rows.at("fractrain_bits").at("ours")), 100 - 100 * 54.0 / 192, 1e-3);
  EXPECT_EQ(rows.at("fractrain_bits").at("published"), "77.6");
  for (const char* name : {"fractrain_time", "fractrain_energy"}) {
    const auto& row = rows.at(name);
    const std::string& cause = row.at("cause");
    const std::size_t behind = cause.find("; published less ours ");
    ASSERT_NE(behind, std::string::npos) << cause;
    const double ours = std::stod(row.at("ours"));
    double sum = 71.9;
    for (const double change : changes(cause.substr(0, behind))) {
      sum += change;
    }
    EXPECT_NEAR(sum, ours, 0.0501) << cause;
    const std::vector<double> gap = changes(cause.substr(behind));
    ASSERT_EQ(gap.size(), 2) << cause;
    EXPECT_NEAR(gap[0] + gap[1], std::stod(row.at("published")) - ours, 0.0501) << cause;
    EXPECT_NEAR(gap[0], (77.6 - 71.875) * ours / 71.875, 0.0501) << cause;
  }
}

TEST_F(Reproduce, causes_of_bitfusion_add_up_to_the_ratio) {
  for (const auto& [point, row] : points()) {
    if (!point.starts_with("bitfusion_")) {
      continue;
    }
    const std::vector<double> parts = changes(row.at("cause"));
    EXPECT_GE(parts.size(), 2) << row.at("cause");
    if (point.starts_with("bitfusion_mean")) {
      continue;  // a geometric mean, and arithmetic means of differences
    }
    double percent = 100;
    for (const double part : parts) {
      percent += part;
    }
    EXPECT_NEAR(percent, 100 / (std::stod(row.at("ours")) / std::stod(row.at("published"))), 0.501)
        << row.at("cause");
  }
}

// Stripes takes p cycles for 16 products where the baseline takes one each; Loom a * w of 256.
TEST_F(Reproduce, laws_stand_where_nothing_can_be_run_and_say_so) {
  const auto rows = points();
  EXPECT_EQ(std::stod(rows.at("stripes").at("ours")), 16.0 / 8);
  EXPECT_EQ(std::stod(rows.at("loom").at("ours")), 256.0 / 64);
  EXPECT_EQ(std::stod(rows.at("fast").at("ours")), 4);
  EXPECT_EQ(std::stod(rows.at("flexblock").at("ours")), 16);
  for (const char* name : {"stripes", "loom", "fast", "flexblock"}) {
    EXPECT_EQ(rows.at(name).at("status"), "law") << name;
  }
  EXPECT_EQ(rows.at("two_in_one").at("ours"), "");
  EXPECT_EQ(rows.at("fast").at("ours_over_published"), "") << "a range";
}

TEST_F(Reproduce, bitfusion_over_eyeriss_is_the_published_ratio_by_our_cycles) {
  const auto rows = points();
  double logs = 0;
  for (const Row& network : reference_rows("../results/bitfusion_isca18/networks.csv")) {
    logs +=
        std::log(std::stod(network.at("simulator_cycles")) / std::stod(network.at("our_cycles")));
  }
  EXPECT_NEAR(std::stod(rows.at("bitfusion_mean_time").at("ours")), 3.93 * std::exp(logs / 8),
              1e-4);
}

TEST_F(Reproduce, every_point_has_a_cause_or_is_met_within_one_percent) {
  for (const auto& [name, row] : points()) {
    const bool met = !row.at("ours_over_published").empty() &&
                     std::abs(std::stod(row.at("ours_over_published")) - 1) <= 0.01;
    EXPECT_TRUE(met || !row.at("cause").empty()) << name;
    EXPECT_EQ(row.at("ours").empty(), row.at("status") == "none") << name;
  }
}

/// Without the columns that name the program and its recipe.
std::vector<std::vector<std::string>> measured(const std::string& text) {
  auto rows = parse_csv(text);
  std::vector<std::size_t> kept;
  for (std::size_t k = 0; k < rows.at(0).size(); ++k) {
    if (rows[0][k] != "run_version" && rows[0][k] != "run_recipe") {
      kept.push_back(k);
    }
  }
  for (auto& row : rows) {
    std::vector<std::string> cells;
    for (const std::size_t k : kept) {
      cells.push_back(row.at(k));
    }
    row = cells;
  }
  return rows;
}

/// Texts, or numbers as far as libraries of mathematics agree on exponentials.
bool same_cell(const std::string& one, const std::string& other) {
  if (one == other) {
    return true;
  }
  const auto a = read_number<double>(one, kAnyReal).value;
  const auto b = read_number<double>(other, kAnyReal).value;
  return a && b && std::abs(*a - *b) <= 1e-10 * std::max(std::abs(*a), std::abs(*b));
}

// The quickest of the sweeps of `make study`: where a model has changed, the tables are to be made
// again.
TEST_F(Reproduce, a_sweep_of_the_study_gives_its_committed_tables_again) {
  const Ran ran = run("sweep '" + metronome::source_dir() +
                      "/configs/sweeps/fashion_mnist.yaml' --out '" + at("out").string() + "'");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  for (const char* table :
       {"sweep.csv", "levels.csv", "layers.csv", "waterfall.csv", "tornado.csv"}) {
    const auto made = measured(read_file(at("out") / table));
    const auto kept = measured(committed("study/fashion_mnist/" + std::string(table)));
    ASSERT_EQ(made.size(), kept.size()) << table;
    for (std::size_t i = 0; i < made.size(); ++i) {
      ASSERT_EQ(made[i].size(), kept[i].size()) << table;
      for (std::size_t k = 0; k < made[i].size(); ++k) {
        EXPECT_TRUE(same_cell(made[i][k], kept[i][k]))
            << table << ", row " << i << ", " << kept[0][k] << ": " << made[i][k] << " and "
            << kept[i][k] << "; `make study` makes the tables again";
      }
    }
  }
}

TEST_F(Reproduce, an_unknown_table_is_answered_with_the_known_ones) {
  const Ran ran = run("reproduce ku_leuven");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "ku_leuven_28nm")) << ran.error;
}

}  // namespace reproduce_test
}  // namespace metronome::cli
