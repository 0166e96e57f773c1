// Choices beside a reference, accuracies beside costs, operations that points share.
#include "sim/sweep/sensitivity.hpp"

#include <gmock/gmock.h>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/sweep/sweep_files.hpp"
#include "sim/sweep/sweep_summary.hpp"
#include "tests/sim/sweep/sweep_fixture.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sweep {
namespace sensitivity_test {

using ::testing::HasSubstr;
using ::testing::Not;

class sensitivity : public SweepFixture {
 protected:
  [[nodiscard]] std::string refusal(const std::string& axes, const std::string& base = "") const {
    try {
      (void)grid_of(load(axes, base), {});
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }
};

const std::string kChoices =
    "  - key: accelerator\n    values: [" + metronome::source_dir() +
    "/configs/arch/plain_dual_serial_512.yaml, " + metronome::source_dir() +
    "/configs/arch/plain_systolic_512.yaml]\n"
    "  - name: choice\n    reference: plain\n    points:\n"
    "      - {label: plain, set: {}}\n"
    "      - {label: one channel, group: memory, set: {accelerator.memory.channels: 1}}\n"
    "      - {label: eight channels, group: memory, set: {accelerator.memory.channels: 8}}\n"
    "      - {label: other words, group: buffers, set: {accelerator.output_buffer.bank_bytes: "
    "64}}\n"
    "      - {label: paths, set: {accelerator.training.input_path: elementwise,\n"
    "                             accelerator.training.output_path: elementwise}}\n";

TEST_F(sensitivity, is_the_span_of_a_group_with_its_reference_and_names_the_ends) {
  const FinishedSweep sweep = run(load(kChoices));
  const auto all = sensitivities(sweep);
  // Two machines, five numbers, the groups memory and choice; no bank has 64 bytes.
  ASSERT_EQ(all.size(), 2u * 5 * 2);
  std::size_t memory = 0;
  for (const Sensitivity& one : all) {
    EXPECT_TRUE(one.group == "memory" || one.group == "choice") << one.group;
    EXPECT_EQ(one.labels[1], "");
    const std::size_t machine = one.labels[0] == "plain_dual_serial_512" ? 0 : 5;
    EXPECT_EQ(one.reference, sweep.results[machine].number(one.number));
    if (one.group != "memory") {
      EXPECT_EQ(one.choices, 1u);
      continue;
    }
    ++memory;
    EXPECT_EQ(one.choices, 2u);
    std::vector<double> values;
    for (std::size_t i = machine; i < machine + 3; ++i) {
      values.push_back(sweep.results[i].number(one.number));
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    EXPECT_EQ(one.least, *least);
    EXPECT_EQ(one.most, *most);
    EXPECT_EQ(one.most_choice,
              sweep.points[static_cast<std::size_t>(most - values.begin())].labels[1]);
    const bool fraction = one.number.ends_with("_fraction");
    EXPECT_DOUBLE_EQ(one.span(), (*most - *least) / (fraction ? 1 : one.reference));
    if (one.number == "cpt_time_s") {
      EXPECT_EQ(one.most_choice, "one channel") << "the slowest";
    }
  }
  EXPECT_EQ(memory, 10u);
}

TEST_F(sensitivity, groups_stand_in_the_order_of_their_spans) {
  const auto all = sensitivities(run(load(kChoices)));
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].number == all[i - 1].number && all[i].labels == all[i - 1].labels) {
      EXPECT_GE(all[i - 1].span(), all[i].span());
    }
  }
}

TEST_F(sensitivity, is_a_table_and_a_part_of_the_summary_where_there_is_a_reference) {
  const FinishedSweep with = run(load(kChoices));
  write_tables(with, folder_ / "with");
  const auto csv = parse_csv(read_file(folder_ / "with" / "sensitivity.csv"));
  ASSERT_EQ(csv.size(), 21u);
  EXPECT_EQ(csv[0][0], "accelerator");
  EXPECT_EQ(csv[0][1], "number");
  const std::string summary = summary_markdown(with);
  EXPECT_THAT(summary, HasSubstr("Which choice moves the result by how much"));
  EXPECT_THAT(summary, HasSubstr("| memory |"));

  const FinishedSweep without = run(load(kTwoAxes));
  write_tables(without, folder_ / "without");
  EXPECT_FALSE(fs::exists(folder_ / "without" / "sensitivity.csv"));
  EXPECT_THAT(summary_markdown(without), Not(HasSubstr("Which choice moves")));
}

TEST_F(sensitivity, a_reference_is_a_label_in_no_group_and_groups_have_one) {
  const auto axis = [](const std::string& reference, const std::string& rest) {
    return "  - name: choice\n" + reference + "    points:\n      - {label: a, " + rest +
           "set: {}}\n      - {label: b, group: g, set: {accelerator.vector.lanes: 32}}\n";
  };
  EXPECT_EQ(refusal(axis("    reference: a\n", "")), "");
  EXPECT_THAT(refusal(axis("    reference: c\n", "")), HasSubstr("`c` is no label of the axis"));
  EXPECT_THAT(refusal(axis("    reference: [a]\n", "")), HasSubstr("must be a label of the axis"));
  EXPECT_THAT(refusal(axis("    reference: a\n", "group: g, ")),
              HasSubstr("the reference is in no group"));
  EXPECT_THAT(refusal(axis("", "")), HasSubstr("groups belong to an axis with a `reference`"));
  EXPECT_THAT(refusal(axis("    reference: a\n", "group: [g], ")), HasSubstr("must be a name"));
  EXPECT_THAT(refusal(axis("    reference: a\n", "") +
                      "  - {key: accelerator.memory.channels, values: [1, 2], reference: 1}\n"),
              HasSubstr("two of them have a reference"));
}

TEST_F(sensitivity, an_axis_is_not_called_as_a_column_of_the_table) {
  for (const char* name : {"point", "fp32_products", "cpt_time_s", "test_accuracy_seeds"}) {
    EXPECT_THAT(refusal(std::string("  - {name: ") + name +
                        ", points: [{label: a, set: {accelerator.vector.lanes: 32}}]}\n"),
                HasSubstr("is a column of sweep.csv"))
        << name;
  }
}

TEST_F(sensitivity, a_sweep_file_keeps_its_references_and_groups) {
  const SweepSpec spec = load(kChoices);
  write_file_atomically(folder_ / "again.yaml", config::resolved_yaml(spec));
  const auto again = config::load<SweepSpec>(folder_ / "again.yaml");
  EXPECT_EQ(again.axes[1].reference, "plain");
  for (std::size_t i = 0; i < spec.axes[1].values.size(); ++i) {
    EXPECT_EQ(again.axes[1].values[i].group, spec.axes[1].values[i].group);
  }
}

// The interval of a saving rests on the prices that move it.
TEST_F(sensitivity, prices_that_move_a_saving_stand_with_both_ends_the_widest_first) {
  const FinishedSweep sweep = run(load(kTwoAxes));
  for (const PointResult& result : sweep.results) {
    ASSERT_EQ(result.prices.size(), 10u);
    const double saving = result.number("energy_saving_fraction");
    for (std::size_t i = 0; i < result.prices.size(); ++i) {
      const PriceRow& row = result.prices[i];
      EXPECT_LE(std::min(row.low_saving, row.high_saving), saving) << row.action;
      EXPECT_GE(std::max(row.low_saving, row.high_saving), saving) << row.action;
      if (i > 0) {
        EXPECT_LE(std::abs(row.high_saving - row.low_saving),
                  std::abs(result.prices[i - 1].high_saving - result.prices[i - 1].low_saving));
      }
    }
  }
  EXPECT_EQ(parse_csv(tornado_csv(sweep)).size(), 41u);
}

class accuracies : public sensitivity {
 protected:
  accuracies() {
    write_file_atomically(
        folder_ / "accuracy.csv",
        "run,schedule,dx_scale,seed,iterations,evaluation_bits,test_accuracy_percent\n"
        "cpt,\"cpt:3-8,periods=2,backward=8\",prescale_requantize,1,64,8,80\n"
        "cpt,\"cpt:3-8,periods=2,backward=8\",prescale_requantize,2,64,8,84\n"
        "cpt,\"cpt:3-8,periods=2,backward=8\",prescale_requantize,3,64,8,82\n"
        "one,\"cpt:3-8,periods=2,backward=8\",prescale_requantize,1,64,8,70\n"
        "segmented,\"cpt:3-8,periods=2,backward=8\",segmented,1,64,8,81\n"
        "static8,\"static:8,backward=8\",prescale_requantize,1,64,8,85\n"
        "longer,\"cpt:3-8,periods=2,backward=8\",prescale_requantize,1,65,8,86\n"
        "odd,\"cpt:3-8,periods=2,backward=8\",prescale_requantize,1,64,8,101\n");
  }
  [[nodiscard]] std::string axes(const std::string& run) const {
    return "  - name: accuracy\n    points:\n      - {label: with, set: {trace.accuracy_table: '" +
           (folder_ / "accuracy.csv").string() + "', trace.accuracy_run: " + run +
           "}}\n      - {label: without, set: {accelerator.vector.lanes: 32}}\n";
  }
};

TEST_F(accuracies, of_a_table_stand_beside_the_costs_of_the_same_training_and_a_dash_elsewhere) {
  const FinishedSweep sweep = run(load(axes("cpt")));
  ASSERT_TRUE(sweep.points[0].accuracy);
  EXPECT_EQ(*sweep.points[0].accuracy, (TrainedAccuracy{82, 2, 3}));
  EXPECT_FALSE(sweep.points[1].accuracy);
  const auto csv = parse_csv(sweep_csv(sweep));
  const auto at = static_cast<std::size_t>(
      std::find(csv[0].begin(), csv[0].end(), "test_accuracy_percent") - csv[0].begin());
  ASSERT_LT(at + 2, csv[0].size());
  EXPECT_EQ(csv[1][at], "82");
  EXPECT_EQ(csv[1][at + 1], "2");
  EXPECT_EQ(csv[1][at + 2], "3");
  EXPECT_EQ(csv[2][at], "");
  const std::string summary = summary_markdown(sweep);
  EXPECT_THAT(summary, HasSubstr("82.00 ± 2.00 % (3 seeds)"));
  EXPECT_THAT(summary, HasSubstr("| – |"));
  EXPECT_THAT(summary_markdown(run(load(axes("one")))), HasSubstr("| 70.00 % (one seed) |"));
}

TEST_F(accuracies, of_another_training_are_refused) {
  EXPECT_THAT(refusal(axes("cqt")), HasSubstr("has no run `cqt`"));
  EXPECT_THAT(refusal(axes("cqt")), HasSubstr("did you mean `cpt`?"));
  EXPECT_THAT(refusal(axes("segmented")), HasSubstr("the point has prescale_requantize"));
  EXPECT_THAT(refusal(axes("static8")), HasSubstr("the point has cpt:3-8,periods=2,backward=8"));
  EXPECT_THAT(refusal(axes("longer")), HasSubstr("the point has 64"));
  EXPECT_THAT(refusal(axes("odd")), HasSubstr("test_accuracy_percent"));
  EXPECT_THAT(refusal("  - {key: trace.accuracy_run, values: [cpt]}\n"),
              HasSubstr("belongs to accuracy_table"));
}

TEST_F(accuracies, of_tables_that_say_what_they_are_of_are_of_the_same_model_data_set_and_batch) {
  const auto table = [&](const std::string& of) {
    write_file_atomically(
        folder_ / "accuracy.csv",
        "run,schedule,dx_scale,seed,iterations,evaluation_bits,test_accuracy_percent,run_model,"
        "run_dataset,run_batch,run_seed,run_version\n"
        "cpt,\"cpt:3-8,periods=2,backward=8\",prescale_requantize,1,64,8,80," +
            of + ",1,0.1.0\n");
  };
  table("resnet-8,cifar-10,8");
  EXPECT_EQ(run(load(axes("cpt"))).points[0].accuracy->mean_percent, 80);
  table("resnet-14,cifar-10,8");
  EXPECT_THAT(refusal(axes("cpt")), HasSubstr("run_model: the run `cpt` is another training"));
  table("resnet-8,cifar-100,8");
  EXPECT_THAT(refusal(axes("cpt")), HasSubstr("the point has cifar-10"));
  table("resnet-8,cifar-10,128");
  EXPECT_THAT(refusal(axes("cpt")), HasSubstr("the point has 8"));
}

TEST_F(accuracies, of_trainings_that_diverged_are_left_out) {
  const std::string head = "run,schedule,dx_scale,seed,iterations,test_accuracy_percent\n";
  const std::string row = "cpt,\"cpt:3-8,periods=2,backward=8\",prescale_requantize,1,64,";
  write_file_atomically(folder_ / "accuracy.csv", head + row + "80\n" + row + "\n");
  EXPECT_EQ(run(load(axes("cpt"))).points[0].accuracy, (TrainedAccuracy{80, 0, 1}));
  write_file_atomically(folder_ / "accuracy.csv", head + row + "\n");
  EXPECT_THAT(refusal(axes("cpt")), HasSubstr("no training of the run `cpt` has an accuracy"));
}

TEST_F(accuracies, of_tables_without_a_column_are_refused) {
  write_file_atomically(folder_ / "accuracy.csv", "run,schedule\ncpt,static:8\n");
  EXPECT_THAT(refusal(axes("cpt")), HasSubstr("has no column `dx_scale`"));
}

TEST_F(accuracies, are_no_part_of_what_is_simulated_but_of_what_the_tables_are_made_from) {
  const auto with = grid_of(load(axes("cpt")), {}).front();
  const auto other = grid_of(load(axes("one")), {}).front();
  auto without = with;
  without.accuracy.reset();
  EXPECT_EQ(with.key, other.key);
  EXPECT_NE(inputs_text(with), inputs_text(other));
  EXPECT_EQ(inputs_text(without), without.key);
}

// Points whose layers are the same distinct operations on one machine.
TEST_F(sensitivity, operations_that_a_point_before_it_has_simulated_change_no_result) {
  const SweepSpec spec = load(
      "  - {key: trace.model, values: [resnet-8, resnet-14]}\n"
      "  - {key: accelerator.memory.channels, values: [2, 4]}\n");
  auto points = grid_of(spec, {{"mode", "cycle"}});
  PointMemory memory;
  std::vector<std::size_t> kept;
  for (const Point& point : points) {
    EXPECT_EQ(point_line({.result = run_point(point.spec, nullptr, memory)}, false),
              point_line({.result = run_point(point.spec)}, false));
    kept.push_back(memory.journal().size());
  }
  EXPECT_LT(kept[2] - kept[1], kept[0] / 10) << "resnet-14 has nearly all of resnet-8's";
  EXPECT_GT(kept[1], kept[0]) << "but not those of another machine";
}

// In closed form points that differ in prices share both runs, those that differ in one schedule
// the run of the other; those of another machine none.
TEST_F(sensitivity, runs_that_points_share_change_no_result) {
  const SweepSpec spec = load(
      "  - {key: accelerator.vector.lanes, values: [32, 64]}\n"
      "  - {key: accelerator.technology.voltage_v, values: [0.85, 0.9]}\n"
      "  - {key: trace.batch, values: [4, 8]}\n"
      "  - {key: trace.schedule, values: ['cpt:3-8,periods=2,backward=8', 'static:4,backward=8']}\n"
      "  - {key: trace.baseline_schedule, values: ['static:8,backward=8', "
      "'static:6,backward=8']}\n");
  PointMemory memory;
  std::set<std::string> lines;
  for (const Point& point : grid_of(spec, {})) {
    const std::string line = point_line({.result = run_point(point.spec, nullptr, memory)}, false);
    EXPECT_EQ(line, point_line({.result = run_point(point.spec)}, false));
    lines.insert(line);
  }
  EXPECT_EQ(lines.size(), 32u);
}

}  // namespace sensitivity_test
}  // namespace metronome::sweep
