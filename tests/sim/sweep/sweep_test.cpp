// A whole sweep over a small training: grid, results that survive, tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "sim/report/csv.hpp"
#include "sim/sweep/sweep_files.hpp"
#include "sim/sweep/sweep_summary.hpp"
#include "tests/sim/sweep/sweep_fixture.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sweep {
namespace sweep_test {

using ::testing::HasSubstr;

class Sweep : public SweepFixture {};

TEST_F(Sweep, the_grid_is_the_product_of_its_axes_the_last_one_fastest) {
  const auto points = grid_of(load(kTwoAxes), {});
  ASSERT_EQ(points.size(), 4u);
  EXPECT_EQ(points[1].labels, (std::vector<std::string>{"32", "fast"}));
  EXPECT_EQ(points[1].spec.accelerator.vector.lanes, 32u);
  EXPECT_EQ(points[1].spec.accelerator.memory.channels, 8u);
  EXPECT_EQ(points[2].labels, (std::vector<std::string>{"64", "slow"}));
}

// 512 systolic units have the area of 1 / 2.35 as many groups of 2 x 2 temporal sub-units.
TEST_F(Sweep, machines_are_made_equal_at_each_value_of_the_other_axes) {
  const std::string axes = "  - key: accelerator\n    values: [" + metronome::source_dir() +
                           "/configs/arch/plain_systolic_512.yaml, " + metronome::source_dir() +
                           "/configs/arch/plain_two_in_one_512.yaml]\n"
                           "  - {key: accelerator.clock_hz, values: [5e8, 1e9]}\n";
  const auto plain = grid_of(load(axes), {});
  const SweepSpec spec =
      load(axes + "equal: {measure: peak, to: plain_two_in_one_512, by: array.columns}\n");
  const auto same = grid_of(spec, {});
  const auto wider = grid_of(spec, {{"accelerator.array.rows", "24"}});
  ASSERT_EQ(wider.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(same[i].spec.accelerator, plain[i].spec.accelerator) << "equal already";
    EXPECT_EQ(same[i].key, plain[i].key) << "the result depends on the machine alone";
    const double peak = array::peak_macs_per_cycle(wider[i].spec.accelerator.array, {}) *
                        wider[i].spec.accelerator.clock_hz.count();
    EXPECT_EQ(peak, i % 2 == 0 ? 384e9 : 768e9) << "24 x 16 x 8 tiles, a quarter product each";
    EXPECT_EQ(trace::fact(wider[i].equality, "equal_target"),
              i % 2 == 0 ? "384000000000" : "768000000000");
    EXPECT_EQ(trace::fact(wider[i].equality, "equal_key_value"), i < 2 ? "32" : "16");
    EXPECT_NE(wider[i].key, plain[i].key);
  }
  const auto rows = parse_csv(read_file([&] {
    write_tables(run(spec), folder_ / "tables");
    return folder_ / "tables" / "sweep.csv";
  }()));
  const auto at = std::find(rows[0].begin(), rows[0].end(), "run_equal_reached") - rows[0].begin();
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(std::stod(rows[i + 1].at(static_cast<std::size_t>(at))), i % 2 == 0 ? 256e9 : 512e9);
  }
}

TEST_F(Sweep, an_equality_that_no_axis_or_no_size_gives_is_refused) {
  const std::string machines = "  - key: accelerator\n    values: [" + metronome::source_dir() +
                               "/configs/arch/plain_systolic_512.yaml, " + metronome::source_dir() +
                               "/configs/arch/plain_dual_serial_512.yaml]\n";
  const auto refusal = [&](const std::string& axes, const std::string& equal) -> std::string {
    try {
      (void)grid_of(load(axes + "equal: " + equal + "\n"), {});
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  const std::string good = "{measure: peak, to: plain_systolic_512, by: array.columns}";
  EXPECT_EQ(refusal(machines, good), "");
  EXPECT_THAT(refusal(kTwoAxes, good), HasSubstr("equal: no axis chooses the machines"));
  EXPECT_THAT(refusal(machines, "{measure: peak, to: systolic, by: array.columns}"),
              HasSubstr("`systolic` is no label of the axis `accelerator`"));
  EXPECT_THAT(refusal(machines + "  - {key: accelerator.array.columns, values: [8, 16]}\n", good),
              HasSubstr("by: `array.columns` is what the axis `accelerator.array.columns` sets"));
  EXPECT_THAT(
      refusal(machines, "{measure: peak, to: plain_systolic_512, by: vector.lanes}"),
      HasSubstr("accelerator plain_dual_serial_512: its peak does not grow with `vector.lanes`"));
  EXPECT_THAT(refusal(machines, "{measure: speed, to: plain_systolic_512, by: array.columns}"),
              HasSubstr("equal.measure: `speed` is not a known value"));
}

TEST_F(Sweep, keys_tell_configurations_apart_and_name_equal_ones_alike) {
  const auto points = grid_of(load(kTwoAxes), {});
  const auto again = grid_of(load(kTwoAxes), {});
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(points[i].key, again[i].key);
    EXPECT_EQ(points[i].training_key, points[0].training_key);
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_NE(points[i].key, points[j].key);
    }
  }
}

TEST_F(Sweep, a_label_is_what_its_point_is_whatever_is_overridden) {
  const SweepSpec spec = load(kTwoAxes);
  for (const char* text : {"accelerator.vector.lanes=16", "accelerator.vector={lanes: 16}",
                           "accelerator.memory.channels=2"}) {
    EXPECT_THROW((void)grid_of(spec, {config::parse_override(text)}), UserError) << text;
  }
  const auto points = grid_of(spec, {config::parse_override("accelerator.clock_hz=5e8")});
  EXPECT_EQ(points[2].spec.accelerator.vector.lanes, 64u);
}

TEST_F(Sweep, what_an_axis_sets_as_a_whole_may_be_changed_in_part_in_every_point) {
  const std::string configs = metronome::source_dir() + "/configs/arch/";
  const std::string machines = "  - {key: accelerator, values: [" + configs +
                               "plain_dual_serial_512.yaml, " + configs +
                               "plain_systolic_512.yaml]}\n";
  const auto all = grid_of(load(machines), {config::parse_override("accelerator.vector.lanes=16")});
  ASSERT_EQ(all.size(), 2u);
  for (const Point& point : all) {
    EXPECT_EQ(point.spec.accelerator.vector.lanes, 16u);
  }
  const auto grid =
      grid_of(load(machines + "  - {key: accelerator.vector.lanes, values: [32, 64]}\n"), {});
  ASSERT_EQ(grid.size(), 4u);
  EXPECT_EQ(grid[3].spec.accelerator.vector.lanes, 64u);
  EXPECT_EQ(grid[3].labels, (std::vector<std::string>{"plain_systolic_512", "64"}));
}

TEST_F(Sweep, axes_have_names_and_keys_of_their_own) {
  for (const char* axes :
       {"  - {key: accelerator.vector.lanes, values: [32]}\n"
        "  - {key: accelerator.vector.lanes, values: [64]}\n",
        "  - {key: accelerator.vector.lanes, values: [32]}\n"
        "  - name: memory\n    points: [{label: a, set: {accelerator.vector.lanes: 64}}]\n",
        "  - name: memory\n    points: [{label: a, set: {accelerator.vector.lanes: 64}}]\n"
        "  - {key: accelerator.vector.lanes, values: [32]}\n",
        "  - {key: accelerator.vector.lanes, values: [32]}\n"
        "  - name: units\n    points: [{label: a, set: {accelerator.vector: {lanes: 64}}}]\n",
        "  - name: a\n    points: [{label: a, set: {accelerator.vector.lanes: 64}}]\n"
        "  - name: a\n    points: [{label: b, set: {accelerator.memory.channels: 1}}]\n"}) {
    EXPECT_THROW((void)load(axes), UserError) << axes;
  }
}

TEST_F(Sweep, a_wrong_value_is_named_with_its_line_in_the_sweep_file) {
  const SweepSpec spec = load("  - {key: accelerator.memory.channel, values: [1, 2]}\n");
  try {
    (void)grid_of(spec, {});
    FAIL() << "accepted";
  } catch (const UserError& error) {
    ASSERT_FALSE(error.diagnostics().empty());
    const Diagnostic& first = error.diagnostics().front();
    EXPECT_THAT(first.file, HasSubstr("sweep.yaml"));
    EXPECT_EQ(first.line, 8);
    EXPECT_THAT(first.hint, HasSubstr("channels"));
  }
}

/// The first complaint about a sweep: "LINE: key: what", or the command's own text in the place of
/// a line.
std::string first_complaint(const SweepSpec& spec,
                            const std::vector<config::Override>& overrides = {}) {
  try {
    (void)grid_of(spec, overrides);
  } catch (const UserError& error) {
    const Diagnostic& first = error.diagnostics().front();
    return (first.line > 0 ? std::to_string(first.line) : first.file) + ": " + first.key + ": " +
           first.what;
  }
  return "";
}

TEST_F(Sweep, what_is_wrong_with_a_training_is_named_where_it_is_set) {
  const std::string lanes = "  - {key: accelerator.vector.lanes, values: [32, 64]}\n";
  EXPECT_THAT(
      first_complaint(load(lanes + "  - {key: trace.model, values: [resnet-8, resnet-9]}\n")),
      HasSubstr("9: trace.model: "));
  EXPECT_THAT(first_complaint(load(lanes + "  - name: model\n    points:\n"
                                           "      - {label: a, set: {trace.model: resnet-20}}\n"
                                           "      - label: b\n        set:\n"
                                           "          trace.model: lstm\n")),
              HasSubstr("14: trace.model: "))
      << "a network of texts with images";
  const SweepSpec spec = load(lanes);
  EXPECT_THAT(first_complaint(spec, {config::parse_override("trace.model=resnet-9")}),
              HasSubstr("--set trace.model=resnet-9: trace.model: "));
  EXPECT_THAT(
      first_complaint(spec, {config::parse_override("trace.schedule='cpt:3-8,periods=65'")}),
      HasSubstr("trace.schedule: a run of 64 iterations cannot hold 65 precision periods"));
  const std::string head = "name: x\nbase:\n  accelerator: " + metronome::source_dir() +
                           "/configs/arch/plain_dual_serial_512.yaml\n";
  const std::string axes = "axes: [{key: mode, values: [analytic]}]\n";
  write_file_atomically(folder_ / "sweep.yaml",
                        head + "  trace:\n    dataset: mnist\n    model: resnet-9\n" + axes);
  EXPECT_THAT(first_complaint(config::load<SweepSpec>(folder_ / "sweep.yaml")),
              HasSubstr("6: base.trace.model: "));
  write_file_atomically(folder_ / "sweep.yaml",
                        head +
                            "  trace:\n    model: lenet-5\n    dataset: mnist\n"
                            "    iterations: 4\n    schedule: cpt:3-8,periods=5\n" +
                            axes);
  EXPECT_THAT(first_complaint(config::load<SweepSpec>(folder_ / "sweep.yaml")),
              HasSubstr("8: base.trace.schedule: a run of 4 iterations"));
}

TEST_F(Sweep, complaints_of_all_points_come_at_once) {
  const SweepSpec spec = load("  - {key: accelerator.vector.lanes, values: [0, 64, many]}\n");
  try {
    (void)grid_of(spec, {});
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().size(), 2u);
  }
}

TEST_F(Sweep, an_unknown_objective_is_refused_with_the_nearest_name) {
  write_file_atomically(folder_ / "sweep.yaml",
                        "name: x\nbase: {}\naxes: [{key: mode, values: [cycle]}]\n"
                        "objectives: [cpt_tim_s]\n");
  try {
    (void)config::load<SweepSpec>(folder_ / "sweep.yaml");
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr("cpt_time_s"));
  }
}

TEST_F(Sweep, any_number_of_jobs_gives_the_same_bytes) {
  const SweepSpec spec = load(kTwoAxes);
  const std::string one = sweep_csv(run(spec, 1));
  EXPECT_EQ(sweep_csv(run(spec, 3)), one);
}

TEST_F(Sweep, more_bandwidth_is_never_slower) {
  const FinishedSweep sweep = run(load(kTwoAxes));
  for (const std::size_t slow : {0u, 2u}) {
    EXPECT_LE(sweep.results[slow + 1].number("cpt_time_s"),
              sweep.results[slow].number("cpt_time_s"));
  }
}

TEST_F(Sweep, steps_of_each_waterfall_sum_to_achieved_minus_ideal) {
  for (const PointResult& result : run(load(kTwoAxes)).results) {
    ASSERT_EQ(result.waterfalls.size(), 2u);
    for (const auto& [saving, waterfall] : result.waterfalls) {
      double sum = waterfall.ideal;
      for (const report::WaterfallStep& step : waterfall.steps) {
        sum += step.change;
      }
      EXPECT_NEAR(sum, waterfall.achieved, 1e-12) << saving;
      EXPECT_EQ(waterfall.ideal, result.number("ideal_saving_fraction"));
    }
    EXPECT_NEAR(result.waterfalls[0].waterfall.achieved, result.number("cycle_saving_fraction"),
                1e-12);
    EXPECT_NEAR(result.waterfalls[1].waterfall.achieved, result.number("energy_saving_fraction"),
                1e-12);
  }
}

TEST_F(Sweep, levels_sum_to_the_run) {
  const FinishedSweep sweep = run(load(kTwoAxes));
  const PointResult& result = sweep.results[0];
  double time = 0;
  double iterations = 0;
  for (const LevelRow& level : result.levels) {
    time += level.training == "cpt" ? level.time_s : 0;
    iterations += level.training == "cpt" ? level.iterations : 0;
  }
  EXPECT_EQ(iterations, 64);
  // Switches of precision belong to the run and to no level.
  const double switches =
      result.number("cpt_idle_switch_cycles") / sweep.points[0].spec.accelerator.clock_hz.count();
  EXPECT_NEAR(time + switches, result.number("cpt_time_s"), 1e-9 * time);
}

TEST_F(Sweep, levels_hold_all_multiplications_of_a_training_in_fp32_too) {
  const FinishedSweep sweep = run(load(kTwoAxes));
  for (const PointResult& result : sweep.results) {
    double macs = 0;
    for (const LevelRow& level : result.levels) {
      macs += level.training == "static" ? level.macs : 0;
    }
    EXPECT_GT(result.number("fp32_mac_fraction"), 0);
    EXPECT_NEAR(
        result.number("static_energy_j") / macs * 1e12 / result.number("static_energy_per_mac_pj"),
        1, 1e-9);
  }
}

TEST_F(Sweep, a_machine_that_cannot_be_priced_is_a_row_and_not_the_end) {
  const FinishedSweep sweep =
      run(load("  - {key: accelerator.output_buffer.bank_bytes, values: [64, 8192]}\n"));
  EXPECT_THAT(sweep.results[0].message,
              HasSubstr("sram_64B_32B: banks of 32-byte words have from 1024"));
  const auto csv = parse_csv(sweep_csv(sweep));
  ASSERT_EQ(csv.size(), 3u);
  EXPECT_EQ(csv[1][2], "unpriced");
  EXPECT_EQ(csv[1][4], "false");
  EXPECT_EQ(csv[2][2], "ok");
}

TEST_F(Sweep, tables_name_every_point_and_mark_the_front) {
  const FinishedSweep sweep = run(load(kTwoAxes));
  const auto csv = parse_csv(sweep_csv(sweep));
  ASSERT_EQ(csv.size(), 5u);
  EXPECT_EQ(csv[0][1], "accelerator.vector.lanes");
  EXPECT_EQ(csv[0][5], "pareto");
  std::size_t front = 0;
  for (std::size_t i = 1; i < csv.size(); ++i) {
    EXPECT_EQ(csv[i].size(), csv[0].size());
    front += csv[i][5] == "true" ? 1 : 0;
  }
  EXPECT_GE(front, 1u);
  const std::string latex = latex_table(sweep);
  EXPECT_THAT(latex, HasSubstr("accelerator.vector.lanes"));
  // Six lines of head, four points, a rule between the two values of the first axis, two at the
  // end and one that explains the marks.
  EXPECT_EQ(std::count(latex.begin(), latex.end(), '\n'), 14);
}

TEST_F(Sweep, writes_tables_and_figures) {
  write_tables(run(load(kTwoAxes)), folder_ / "out");
  for (const char* file :
       {"sweep.csv", "levels.csv", "layers.csv", "waterfall.csv", "sweep.tex", "sweep.md",
        "figures/savings.svg", "figures/pareto.svg", "figures/roofline.svg",
        "figures/waterfall_cycles_32.svg", "figures/waterfall_energy_64.svg"}) {
    EXPECT_TRUE(fs::exists(folder_ / "out" / file)) << file;
  }
}

TEST_F(Sweep, layers_hold_all_the_time_and_energy_of_a_training) {
  const FinishedSweep sweep =
      run(load("  - {key: accelerator.vector.lanes, values: [32, 64]}\n"), 2);
  for (const PointResult& result : sweep.results) {
    double fixed = 0, cpt = 0, joules = 0, products = 0;
    for (const LayerRow& layer : result.layers) {
      fixed += layer.static_whole_time_s;
      cpt += layer.cpt_whole_time_s;
      joules += layer.static_whole_energy_j;
      products += layer.layers;
      EXPECT_LE(layer.static_product_time_s, layer.static_whole_time_s) << layer.shape;
    }
    EXPECT_EQ(products, 10);  // 7 convolutions, 2 shortcuts, the classifier
    EXPECT_NEAR(fixed / result.number("static_time_s"), 1, 1e-12);
    EXPECT_NEAR(joules / result.number("static_energy_j"), 1, 1e-9);
    // The cycling run also changes precision: 11 switches of 1000 cycles.
    EXPECT_NEAR(cpt + 11e-6, result.number("cpt_time_s"), 1e-9);
    const auto share = result.number("bit_independent_time_fraction");
    EXPECT_GT(share, 0.1);
    EXPECT_LT(share, 0.9);
  }
}

TEST_F(Sweep, a_machine_without_precision_keeps_all_of_its_time) {
  const FinishedSweep sweep =
      run(load("  - key: accelerator\n    values: [" + metronome::source_dir() +
               "/configs/arch/plain_systolic_512.yaml]\n"));
  EXPECT_NEAR(sweep.results[0].number("bit_independent_time_fraction"), 1, 0.02);
  EXPECT_EQ(sweep.results[0].arithmetic, "integers");
}

TEST_F(Sweep, machines_whose_time_depends_on_values_borrow_statistics_and_the_tables_say_so) {
  const std::string axes = "  - key: accelerator\n    values: [" + metronome::source_dir() +
                           "/configs/arch/plain_term_serial_512.yaml, " + metronome::source_dir() +
                           "/configs/arch/plain_chunked_bfp_512.yaml]\n";
  const FinishedSweep without = run(load(axes));
  EXPECT_THAT(without.results[0].message, HasSubstr("no value statistics"));
  EXPECT_EQ(without.results[1].arithmetic, "block floating point");

  const std::vector<config::Override> statistics{
      {"trace.statistics",
       metronome::source_dir() + "/results/statistics/fashion_mnist_resnet8_cpt"}};
  const FinishedSweep sweep = run(load(axes), 1, statistics);
  ASSERT_EQ(sweep.results[0].message, "");
  EXPECT_THAT(sweep.results[0].value_statistics, HasSubstr("borrowed from resnet-8"));
  EXPECT_THAT(latex_table(sweep), HasSubstr("dagger"));
  const std::string markdown = summary_markdown(sweep);
  EXPECT_THAT(markdown, HasSubstr("plain_term_serial_512 †"));
  EXPECT_THAT(markdown, HasSubstr("plain_chunked_bfp_512 ‡"));
  EXPECT_THAT(markdown, HasSubstr("borrowed from resnet-8 on fashion-mnist"));

  // Of two axes the columns of the matrices are marked.
  const std::string both = summary_markdown(
      run(load("  - {key: trace.model, values: [resnet-8]}\n" + axes), 1, statistics));
  EXPECT_THAT(both,
              HasSubstr("| trace.model | plain_term_serial_512 † | plain_chunked_bfp_512 ‡ |\n"));
  // Where the statistics lie is no part of a machine that does not read them.
  EXPECT_EQ(sweep.points[1].key, without.points[1].key);
  EXPECT_NE(sweep.points[0].key, without.points[0].key);
}

TEST_F(Sweep, where_files_lie_is_no_part_of_a_point) {
  SweepSpec spec = load("  - {key: accelerator.vector.lanes, values: [32]}\n");
  const auto here = grid_of(spec, {});
  fs::create_directories(folder_ / "elsewhere");
  const fs::path table = here[0].spec.accelerator.energy.path;
  fs::copy_file(table, folder_ / "elsewhere" / "table.yaml");
  fs::copy_file(table.parent_path() / "sram_cacti7.csv", folder_ / "elsewhere" / "sram_cacti7.csv");
  const auto there =
      grid_of(spec, {{"accelerator.energy", (folder_ / "elsewhere" / "table.yaml").string()}});
  EXPECT_NE(here[0].spec.accelerator.energy, there[0].spec.accelerator.energy);
  EXPECT_EQ(here[0].key, there[0].key);
}

TEST_F(Sweep, every_sweep_that_comes_with_the_project_can_be_read) {
  std::size_t read = 0;
  for (const auto& file : fs::directory_iterator(metronome::source_dir() + "/configs/sweeps")) {
    const auto spec = config::load<SweepSpec>(file.path());
    EXPECT_EQ(spec.name, file.path().stem().string());
    if (spec.name != "fashion_mnist") {  // reads traces that `make learning` trains
      EXPECT_FALSE(grid_of(spec, {}).empty());
    }
    ++read;
  }
  EXPECT_GE(read, 5u);
}

}  // namespace sweep_test
}  // namespace metronome::sweep
