// Machines made equal in area, peak or power: what is measured, what is chosen, what is refused,
// and what an experiment shows of it.
#include "sim/experiment/equal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>

#include "arch/array/families.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/machine_area.hpp"
#include "sim/report/csv.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::experiment {
namespace equal_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::vector<std::string>& kFamilies = array::family_names();

std::string arch_file(const std::string& kind) {
  return metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml";
}
arch::AcceleratorSpec machine_of(const std::string& kind,
                                 const std::vector<std::string>& sets = {}) {
  return config::load<arch::AcceleratorSpec>(arch_file(kind), config::parse_overrides(sets));
}
EqualSpec by(EqualMeasure measure, const std::string& key, double tolerance = 0.02) {
  return {measure, "reference", key, tolerance};
}
std::string fact(const EqualMachine& machine, const std::string& name) {
  return trace::fact(machine.facts, name);
}
template <class Act>
std::string error_of(const Act& act) {
  try {
    act();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

// ---- what is measured -------------------------------------------------------------------------

TEST(equal, area_is_that_of_the_area_command_and_peak_counts_the_clock) {
  for (const std::string& kind : kFamilies) {
    const auto machine = machine_of(kind);
    EXPECT_DOUBLE_EQ(measured(EqualMeasure::area, machine), machine_area(machine).total()) << kind;
    EXPECT_DOUBLE_EQ(measured(EqualMeasure::peak, machine), 512e9) << kind;
    EXPECT_DOUBLE_EQ(measured(EqualMeasure::peak, machine_of(kind, {"clock_hz=5e8"})), 256e9);
  }
}

// 28nm.yaml: .496311 pJ a product and .0694835 pJ of clock a unit and cycle; microwatts of a unit,
// a lane with registers and quantizer, the controller and a channel's PHY.
TEST(equal, power_is_array_and_leakage_at_full_utilisation) {
  const auto machine = machine_of("systolic");
  const auto table = sim::complete_table(machine);
  const auto bank = table.find({Component::leakage, "sram_8KiB_32B.leakage", 0, 0});
  ASSERT_TRUE(bank.has_value());
  const double leakage_uw = 512 * 6.17980 + 64 * (143.720 + 0.0681007 + 6.62725 + 2.27885) +
                            1513.86 + 4 * 30000 + 64 * table.rows[*bank].value;
  const double dynamic_pj = 512 * (0.496311 + 0.0694835);
  EXPECT_NEAR(measured(EqualMeasure::power, machine), dynamic_pj * 1e-3 + leakage_uw * 1e-6, 1e-6);
  const auto slow = machine_of("systolic", {"clock_hz=5e8"});
  EXPECT_NEAR(measured(EqualMeasure::power, slow), dynamic_pj * 5e-4 + leakage_uw * 1e-6, 1e-6)
      << "leakage does not follow the clock";
}

// ---- what is chosen ---------------------------------------------------------------------------

// 16 rows of 213.904 um2 a column against 512 x 726.270: 108 columns are 2224 um2 short, 109 are
// 1199 too many.
TEST(equal, a_systolic_array_takes_109_columns_for_the_area_of_512_fusion_units) {
  const auto equal = made_equal(by(EqualMeasure::area, "array.columns"), machine_of("systolic"),
                                machine_of("spatial_fusion"));
  EXPECT_EQ(std::get<array::SystolicSpec>(equal.spec.array).columns, 109u);
  EXPECT_EQ(fact(equal, "equal_key_value"), "109");
  EXPECT_EQ(fact(equal, "equal_measure"), "area_mm2");
  EXPECT_EQ(fact(equal, "equal_to"), "reference");
  EXPECT_EQ(fact(equal, "equal_by"), "array.columns");
  EXPECT_DOUBLE_EQ(std::stod(fact(equal, "equal_reached")), machine_area(equal.spec).total());
  EXPECT_DOUBLE_EQ(std::stod(fact(equal, "equal_target")),
                   machine_area(machine_of("spatial_fusion")).total());
}

TEST(equal, machines_of_equal_peak_stay_as_they_are) {
  for (const std::string& kind : kFamilies) {
    const auto machine = machine_of(kind);
    EXPECT_EQ(
        made_equal(by(EqualMeasure::peak, "array.columns", 0), machine, machine_of("systolic"))
            .spec,
        machine)
        << kind;
  }
}

/// The best of all values of a key from `key` to `most`, the smaller one of two: by trying each.
std::uint64_t best_of_all(const EqualSpec& equal, const std::string& kind, std::uint64_t key,
                          std::uint64_t most, double target) {
  std::uint64_t best = 0;
  double least = 1e300;
  for (; key <= most; ++key) {
    try {
      const auto one = machine_of(kind, {equal.by + "=" + std::to_string(key)});
      const double off = std::abs(measured(equal.measure, one) / target - 1);
      best = off < least ? key : best;
      least = std::min(least, off);
    } catch (const UserError&) {
      // No machine has this value.
    }
  }
  return best;
}

TEST(equal, every_family_takes_the_nearest_value_of_all_whatever_it_had) {
  const auto reference = machine_of("operand_serial", {"array.rows=23"});
  for (const EqualMeasure measure : {EqualMeasure::peak, EqualMeasure::area, EqualMeasure::power}) {
    const double target = measured(measure, reference);
    for (const std::string& kind : kFamilies) {
      const EqualSpec equal = by(measure, "array.columns", 0.5);
      const EqualMachine found = made_equal(equal, machine_of(kind), reference);
      const std::uint64_t key = std::stoull(fact(found, "equal_key_value"));
      ASSERT_LT(key, 64u) << kind;
      // Prices are read anew for each value: where they count, the neighbours are tried alone.
      const bool quick = measure == EqualMeasure::peak;
      const std::uint64_t reach = quick ? 64 : 1;
      EXPECT_EQ(key, best_of_all(equal, kind, key - std::min(key - 1, reach), key + reach, target))
          << kind << ' ' << enum_name(measure);
      for (const char* start : {"array.columns=1", "array.columns=4096"}) {
        if (!quick && kind != "two_in_one") {
          continue;
        }
        EXPECT_EQ(made_equal(equal, machine_of(kind, {start}), reference), found) << kind << start;
      }
      EXPECT_DOUBLE_EQ(std::stod(fact(found, "equal_reached")), measured(measure, found.spec));
    }
  }
}

TEST(equal, values_that_no_machine_has_are_passed_over) {
  const std::vector<std::string> blade{"array.shift_add=per_group", "array.rows=32"};
  // Rows of BitBlade come in groups of 16: 48 is nearer to 53 than 64.
  const EqualMachine found =
      made_equal(by(EqualMeasure::peak, "array.rows", 0.1), machine_of("spatial_fusion", blade),
                 machine_of("spatial_fusion", {"array.rows=53"}));
  EXPECT_EQ(std::get<array::SpatialFusionSpec>(found.spec.array).rows, 48u);
}

TEST(equal, the_machines_of_an_experiment_follow_the_one_that_is_named) {
  const std::vector<arch::AcceleratorSpec> machines{
      machine_of("dual_serial"), machine_of("systolic"), machine_of("two_in_one")};
  const auto equal =
      made_equal({EqualMeasure::power, "plain_systolic_512", "array.columns", 0.2}, machines);
  ASSERT_EQ(equal.size(), 3u);
  EXPECT_EQ(equal[1].spec, machines[1]);
  EXPECT_EQ(fact(equal[1], "equal_reached"), fact(equal[1], "equal_target"));
  EXPECT_EQ(fact(equal[1], "equal_key_value"), "32");
  for (const EqualMachine& one : equal) {
    EXPECT_NEAR(
        measured(EqualMeasure::power, one.spec) / measured(EqualMeasure::power, machines[1]), 1,
        0.2);
  }
  const auto none = made_equal({}, machines);
  for (std::size_t i = 0; i < machines.size(); ++i) {
    EXPECT_EQ(none[i].spec, machines[i]);
    EXPECT_TRUE(none[i].facts.empty());
  }
}

// ---- what is refused --------------------------------------------------------------------------

TEST(equal, unreachable_equality_is_refused_with_the_values_on_both_sides) {
  // 16 or 17 columns of Loom's 128 rows and 16 lanes do 512 or 544 products a cycle, not 528.
  const auto target = machine_of("systolic", {"array.columns=33"});
  const std::string error = error_of([&] {
    (void)made_equal(by(EqualMeasure::peak, "array.columns"), machine_of("dual_serial"), target);
  });
  EXPECT_THAT(
      error, HasSubstr("plain_dual_serial_512: does not come within 2 % of the peak of reference"));
  EXPECT_THAT(error, HasSubstr("528 GMAC/s"));
  EXPECT_THAT(error, HasSubstr("array.columns=16: 512 GMAC/s (-3.03 %)"));
  EXPECT_THAT(error, HasSubstr("array.columns=17: 544 GMAC/s (+3.03 %)"));
  const auto four =
      made_equal(by(EqualMeasure::peak, "array.columns", 0.04), machine_of("dual_serial"), target);
  EXPECT_EQ(fact(four, "equal_key_value"), "16") << "the smaller one of two equally near";
}

TEST(equal, a_target_beyond_the_range_of_the_key_is_refused_with_its_end) {
  const auto large = machine_of("systolic", {"array.rows=4096", "array.columns=4096"});
  EXPECT_THAT(error_of([&] {
                (void)made_equal(by(EqualMeasure::peak, "array.columns"), machine_of("systolic"),
                                 large);
              }),
              HasSubstr("nearest: array.columns=4096: "));
  const auto small = machine_of("systolic", {"array.rows=1", "array.columns=1"});
  EXPECT_THAT(error_of([&] {
                (void)made_equal(by(EqualMeasure::peak, "array.columns"), machine_of("systolic"),
                                 small);
              }),
              HasSubstr("nearest: array.columns=1: "));
}

TEST(equal, keys_that_are_none_are_no_integers_or_do_not_scale_are_refused) {
  const auto error = [](const std::string& key, EqualMeasure measure = EqualMeasure::peak) {
    return error_of([&] {
      (void)made_equal(by(measure, key), machine_of("systolic"), machine_of("dual_serial"));
    });
  };
  EXPECT_THAT(error("array.colums"), HasSubstr("array.columns")) << "the nearest name";
  for (const char* key :
       {"", ".", "array", "array.", "array.kind", "clock_hz", "name", "array.lanes", "energy",
        "array..columns", "training.dx_scale", "array.columns.x"}) {
    EXPECT_THAT(error(key), HasSubstr("has no integer key `" + std::string(key) + "`")) << key;
  }
  EXPECT_THAT(error("vector.lanes"), HasSubstr("its peak does not grow with `vector.lanes`"));
  EXPECT_THAT(error("memory.channels"), HasSubstr("does not grow with"));
  EXPECT_THAT(error("array.operand_bits"), HasSubstr("does not grow with")) << "8 bits are 8 bits";
  EXPECT_THAT(error("memory.channel_interleave_bytes", EqualMeasure::area),
              HasSubstr("its area does not grow with"));
  EXPECT_THAT(error("vector.pipeline_cycles", EqualMeasure::power),
              HasSubstr("does not grow with"));
  EXPECT_EQ(error("memory.channels", EqualMeasure::area), "") << "channels have PHYs";
}

TEST(equal, a_machine_that_is_none_of_them_is_refused_and_all_complaints_come_at_once) {
  const std::vector<arch::AcceleratorSpec> machines{
      machine_of("systolic"), machine_of("dual_serial"), machine_of("operand_serial")};
  EXPECT_THAT(
      error_of([&] {
        (void)made_equal({EqualMeasure::peak, "systolic_51", "array.columns", 0.02}, machines);
      }),
      HasSubstr("plain_systolic_512"));
  const std::string both = error_of([&] {
    (void)made_equal({EqualMeasure::peak, "plain_systolic_512", "array.row", 0.02}, machines);
  });
  EXPECT_THAT(both, HasSubstr("accelerator plain_dual_serial_512"));
  EXPECT_THAT(both, HasSubstr("accelerator plain_operand_serial_512"));
}

// ---- an experiment ----------------------------------------------------------------------------

class equal_experiment : public ::testing::Test {
 protected:
  equal_experiment()
      : folder_(fs::path(::testing::TempDir()) /
                ("metronome_equal_" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~equal_experiment() override { fs::remove_all(folder_); }

  [[nodiscard]] ExperimentSpec load(const std::string& equal) const {
    write_file_atomically(
        folder_ / "e.yaml",
        "name: e\ntrain: false\nmode: analytic\n"
        "workload: {model: resnet-8, dataset: cifar-10, batch: 8, iterations: 64,\n"
        "           schedule: 'cpt:3-8,periods=2,backward=8'}\n"
        "accelerators: [" +
            arch_file("systolic") + ", " + arch_file("two_in_one") + "]\n" + equal);
    return config::load<ExperimentSpec>(folder_ / "e.yaml");
  }
  fs::path run(const ExperimentSpec& spec, const std::string& name, unsigned jobs = 1) const {
    OutputFolder out({.path = folder_ / name,
                      .made_by = "run",
                      .inputs = experiment_inputs(spec),
                      .program = {},
                      .restart = false,
                      .sources = {}});
    ExperimentOptions options;
    options.jobs = jobs;
    run_experiment(spec, out, options);
    return folder_ / name;
  }
  [[nodiscard]] std::string refusal(const std::string& equal) const {
    return error_of([&] { (void)load(equal); });
  }

  fs::path folder_;
};

constexpr const char* kByArea =
    "equal: {measure: area, to: plain_systolic_512, by: array.columns, tolerance: 0.001}\n";

TEST_F(equal_experiment, shows_what_was_reached_in_every_output) {
  const ExperimentSpec spec = load(kByArea);
  const auto equal = made_equal(spec.equal, spec.accelerators);
  const fs::path folder = run(spec, "out");
  const auto rows = parse_csv(read_file(folder / "comparison.csv"));
  const auto column = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), name) -
                                    rows[0].begin());
  };
  for (std::size_t i = 0; i < 2; ++i) {
    const auto cell = [&](const std::string& name) { return rows[i + 1].at(column(name)); };
    EXPECT_EQ(cell("run_equal_measure"), "area_mm2");
    EXPECT_EQ(cell("run_equal_key_value"), fact(equal[i], "equal_key_value"));
    EXPECT_NEAR(std::stod(cell("run_equal_reached")), std::stod(cell("area_mm2")), 1e-6)
        << "the area that the report sums from the ledger";
    EXPECT_NEAR(std::stod(cell("run_equal_reached")) / std::stod(cell("run_equal_target")), 1,
                0.001);
  }
  const std::string key = fact(equal[1], "equal_key_value");
  EXPECT_NE(key, "16") << "it was scaled";
  const fs::path machine = folder / "plain_two_in_one_512";
  EXPECT_THAT(read_file(machine / "summary.json"),
              HasSubstr("\"equal_key_value\": \"" + key + "\""));
  EXPECT_THAT(read_file(machine / "resolved.yaml"), HasSubstr("columns: " + key + "\n"));
  EXPECT_THAT(read_file(folder / "report.html"), HasSubstr("equal reached"));
  EXPECT_THAT(read_file(folder / "comparison.md"), HasSubstr("equal_measure area_mm2"));
  EXPECT_EQ(report::load_run(machine).run.equality, equal[1].facts) << "the ledger keeps it";
}

TEST_F(equal_experiment, gives_the_same_bytes_for_any_number_of_jobs) {
  const ExperimentSpec spec = load(kByArea);
  const fs::path one = run(spec, "one", 1);
  const fs::path three = run(spec, "three", 3);
  for (const char* file : {"comparison.csv", "resolved.yaml", "plain_two_in_one_512/ledger.json"}) {
    EXPECT_EQ(read_file(one / file), read_file(three / file)) << file;
  }
  EXPECT_THAT(read_file(one / "resolved.yaml"), ::testing::Not(HasSubstr(source_dir())))
      << "says nothing of where it was made";
  // resolved.yaml is an experiment with the same machines.
  const auto again = config::load<ExperimentSpec>(one / "resolved.yaml");
  const auto equal = made_equal(again.equal, again.accelerators);
  EXPECT_EQ(equal[1].facts, made_equal(spec.equal, spec.accelerators)[1].facts);
}

TEST_F(equal_experiment, another_equality_is_another_input_and_none_leaves_outputs_as_they_were) {
  const std::string area = experiment_inputs(load(kByArea));
  EXPECT_EQ(area, experiment_inputs(load(kByArea)));
  EXPECT_NE(area, experiment_inputs(load("equal: {measure: area, to: plain_systolic_512, by: "
                                         "array.columns, tolerance: 0.002}\n")))
      << "with the same machines";
  EXPECT_NE(area, experiment_inputs(load("equal: {measure: area, to: plain_two_in_one_512, by: "
                                         "array.columns, tolerance: 0.001}\n")));
  (void)run(load(kByArea), "out");
  EXPECT_THROW(
      (void)run(load("equal: {measure: peak, to: plain_systolic_512, by: array.columns}\n"), "out"),
      UserError)
      << "a finished folder of other inputs is not continued";
  const ExperimentSpec plain = load("");
  EXPECT_THAT(config::resolved_yaml(plain), ::testing::Not(HasSubstr("equal")));
  EXPECT_THAT(read_file(run(plain, "plain") / "comparison.csv"),
              ::testing::Not(HasSubstr("equal")));
}

TEST_F(equal_experiment, bad_values_are_refused_with_their_place) {
  const auto with = [&](const std::string& text) { return refusal("equal: " + text + "\n"); };
  EXPECT_THAT(with("{measure: volume, to: plain_systolic_512, by: array.columns}"),
              HasSubstr("e.yaml:7:18: equal.measure: `volume` is not a known value"));
  EXPECT_THAT(with("{measure: area, by: array.columns}"), HasSubstr("equal.to: is missing"));
  EXPECT_THAT(with("{measure: area, to: plain_systolic_512}"), HasSubstr("equal.by: is missing"));
  EXPECT_THAT(with("{}"), HasSubstr("equal.measure: is missing"));
  EXPECT_THAT(with("area"), HasSubstr("equal: no such file"));
  EXPECT_THAT(with("{measure: area, to: '', by: array.columns}"), HasSubstr("equal.to: is empty"));
  for (const char* tolerance : {"-0.1", "0.6", "nan", "2 %", "[0.1]"}) {
    EXPECT_THAT(with("{measure: area, to: plain_systolic_512, by: array.columns, tolerance: '" +
                     std::string(tolerance) + "'}"),
                HasSubstr("equal.tolerance"))
        << tolerance;
  }
  EXPECT_THAT(with("{measure: area, to: loom, by: array.columns}"),
              HasSubstr("e.yaml:7:8: equal: `loom` is none of the machines"));
  EXPECT_THAT(with("{measure: area, to: plain_systolic_512, by: columns}"),
              HasSubstr("accelerator plain_two_in_one_512: has no integer key `columns`"));
  EXPECT_THAT(with("{measure: peak, to: plain_systolic_512, by: array.columns, tolerances: 0.1}"),
              HasSubstr("equal.tolerances: unknown key"));
  EXPECT_EQ(with("{measure: peak, to: plain_systolic_512, by: array.columns, tolerance: 0}"), "");
}

}  // namespace equal_test
}  // namespace metronome::experiment
