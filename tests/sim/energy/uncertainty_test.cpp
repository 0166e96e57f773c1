#include "sim/energy/uncertainty.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/sim/energy/table_fixture.hpp"

namespace metronome {
namespace uncertainty_test {

using ::testing::HasSubstr;

constexpr Hertz kClock{1e9};

/// flex.mac 8x8 and 8x4 share "synthesis"; the adder has "adders" of its own.
EnergyTable table() {
  EnergyTable out = testing::small_table();
  out.uncertainties = {{"synthesis", 0.25, 2, "two of them differ"},
                       {"adders", 0.5, 1.5, "one digit"}};
  out.rows[0].uncertain_by = {"synthesis"};
  out.rows[1].uncertain_by = {"synthesis"};
  out.rows[2].uncertain_by = {"adders"};
  return out;
}

EnergyReport macs(std::uint64_t wide, std::uint64_t narrow, std::uint64_t adds = 0) {
  Measure measure;
  measure.count(Component::array, "flex.mac", wide, 8, 8);
  measure.count(Component::array, "flex.mac", narrow, 8, 4);
  measure.count(Component::vector, "vector.add_fp32", adds);
  return price(measure, table(), kClock);
}

TEST(uncertainty,
     nine_in_ten_samples_of_one_cause_lie_in_its_interval_and_the_median_is_the_value) {
  UncertainPrices prices(Sampling{});
  const EnergyReport energy = macs(1000, 0);
  const double value = energy.total().count();
  const Interval interval = interval_of(prices.energies(energy, table()));
  EXPECT_NEAR(interval.p5 / value, 0.25, 0.25 * 0.04);
  EXPECT_NEAR(interval.p50 / value, 1, 0.03);
  EXPECT_NEAR(interval.p95 / value, 2, 2 * 0.03);
}

TEST(uncertainty, rows_of_one_cause_are_off_together_so_that_a_saving_among_them_is_certain) {
  UncertainPrices prices(Sampling{});
  const auto fixed = prices.energies(macs(1000, 0), table());
  const auto cycling = prices.energies(macs(200, 800), table());
  for (std::size_t i = 0; i < fixed.size(); ++i) {
    ASSERT_NEAR(cycling[i] / fixed[i], 0.6, 1e-12);
  }
}

TEST(uncertainty, causes_of_other_names_are_independent) {
  UncertainPrices prices(Sampling{});
  const auto array = prices.energies(macs(1000, 0), table());
  const auto vector = prices.energies(macs(0, 0, 1000), table());
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < array.size(); ++i) {
    const double x = std::log(array[i] / 1e-9);
    const double y = std::log(vector[i] / 2e-9);
    xy += x * y;
    xx += x * x;
    yy += y * y;
  }
  // Means are not zero, the halves being unlike; that adds 0.3 x 0.2 at most.
  EXPECT_LT(std::abs(xy / std::sqrt(xx * yy)), 0.12);
}

TEST(uncertainty, samples_depend_on_seed_and_name_alone) {
  const EnergyReport energy = macs(10, 20, 30);
  UncertainPrices one(Sampling{});
  UncertainPrices other(Sampling{});
  (void)other.energies(macs(0, 0, 1), table());  // asked for in another order
  EXPECT_EQ(one.energies(energy, table()), other.energies(energy, table()));
  UncertainPrices seeded(Sampling{.seed = 2, .samples = 100});
  EXPECT_EQ(seeded.energies(energy, table()).size(), 100u);
  EXPECT_NE(seeded.energies(energy, table())[0], one.energies(energy, table())[0]);
}

TEST(uncertainty, percentiles_lie_between_neighbours) {
  EXPECT_EQ(interval_of({3, 1, 2}), (Interval{1.1, 2, 2.9}));
  EXPECT_EQ(interval_of({7}), (Interval{7, 7, 7}));
}

TEST(uncertainty, causes_of_one_row_add_as_squares_of_logarithms) {
  EnergyTable both = table();
  both.rows[0].uncertain_by = {"synthesis", "adders"};
  const Uncertainty all = both.interval_of(both.rows[0]);
  EXPECT_NEAR(all.low_factor, std::exp(-std::hypot(std::log(0.25), std::log(0.5))), 1e-12);
  EXPECT_NEAR(all.high_factor, std::exp(std::hypot(std::log(2), std::log(1.5))), 1e-12);
  EXPECT_THAT(all.reason, HasSubstr("two of them differ; one digit"));
}

TEST(uncertainty, a_row_that_names_no_cause_has_that_of_its_provenance_shared_with_its_source) {
  EnergyTable plain = testing::small_table();
  EXPECT_EQ(plain.causes_of(plain.rows[0]), plain.causes_of(plain.rows[1]));
  plain.rows[1].source = "another";
  EXPECT_NE(plain.causes_of(plain.rows[0]), plain.causes_of(plain.rows[1]));
  plain.rows[1].provenance = Provenance::assumed;
  const Uncertainty assumed = plain.interval_of(plain.rows[1]);
  EXPECT_LT(assumed.low_factor, plain.interval_of(plain.rows[0]).low_factor);
  EXPECT_GT(assumed.high_factor, plain.interval_of(plain.rows[0]).high_factor);
  EXPECT_FALSE(assumed.reason.empty());
}

TEST(uncertainty, the_rows_that_decide_come_first_and_stand_alone_at_their_ends) {
  const EnergyReport run = macs(200, 800, 100);
  const EnergyReport baseline = macs(1000, 0, 100);
  const auto energy = row_effects(run, nullptr, table());
  ASSERT_EQ(energy.size(), 3u);
  EXPECT_EQ(energy[0].row, 1u);  // 0.4 nJ of 0.8, x 0.25 to 2
  EXPECT_NEAR(energy[0].low, run.total().count() - 0.4e-9 * 0.75, 1e-21);
  EXPECT_NEAR(energy[0].high, run.total().count() + 0.4e-9, 1e-21);
  for (std::size_t i = 1; i < energy.size(); ++i) {
    EXPECT_GE(energy[i - 1].span(), energy[i].span());
  }
  for (const RowEffect& effect : row_effects(run, &baseline, table())) {
    if (effect.row == 2) {  // equal in both: dearer adders, smaller saving
      EXPECT_GT(effect.low, effect.high);
    }
  }
}

std::vector<std::string> whats(const EnergyTable& table) {
  std::vector<std::string> texts;
  for (const TableFinding& found : check_table(table)) {
    texts.push_back(found.key + ": " + found.what);
  }
  return texts;
}

TEST(uncertainty, names_must_be_there_once_and_say_why) {
  EXPECT_TRUE(whats(table()).empty());
  EnergyTable wrong = table();
  wrong.rows[2].uncertain_by = {"aders"};
  wrong.uncertainties.push_back({"synthesis", 0.5, 2, ""});
  EXPECT_EQ(
      whats(wrong),
      (std::vector<std::string>{
          "uncertainties[2].name: synthesis stands twice", "uncertainties[2].reason: is missing",
          "rows[2].uncertain_by: `aders` is none of the table's uncertainties"}));
}

TEST(uncertainty, the_file_form_reads_back_and_refuses_turned_intervals) {
  const auto read = [](const std::string& text) {
    config::Reader reader;
    EnergyTable again;
    config::schema_of<EnergyTable>().read(again, config::parse_yaml(text, "t.yaml"), reader, "");
    reader.finish();
    return again;
  };
  std::string text = config::resolved_yaml(table());
  EXPECT_EQ(read(text), table());
  text.replace(text.find("low_factor: 0.25"), 16, "low_factor: 1.25");
  EXPECT_THROW((void)read(text), UserError);
}

TEST(provenance, a_row_without_a_source_is_assumed) {
  EnergyTable table = testing::small_table();
  table.rows[2].source.clear();
  EXPECT_EQ(whats(table), std::vector<std::string>{
                              "rows[2].provenance: is not `assumed`, and the row has no source"});
  table.rows[2].provenance = Provenance::assumed;
  table.rows[2].how = "a guess";
  EXPECT_TRUE(whats(table).empty());
}

}  // namespace uncertainty_test
}  // namespace metronome
