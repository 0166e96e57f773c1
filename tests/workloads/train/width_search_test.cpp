// A search of widths through the trainer: what moves, what is found, and what is refused.
#include "workloads/train/width_search.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <numbers>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace width_search_test {

namespace fs = std::filesystem;
using weights::BlendedSpec;

WorkloadSpec small(const weights::SearchSpec& search, std::uint64_t iterations = 12) {
  WorkloadSpec spec;
  spec.model = model::ModelName(metronome::source_dir() + "/configs/networks/ebs_cnn.yaml");
  spec.dataset = "synthetic";
  spec.train_samples = 48;
  spec.test_samples = 16;
  spec.batch = 8;
  spec.iterations = iterations;
  spec.schedule = "static:fp32";
  spec.learning_rate = 0.02;
  spec.learning_rate_drops = {};
  BlendedSpec form;
  form.candidates = {1, 2, 3, 4};
  form.search = search;
  spec.form = form;
  return spec;
}

model::Graph graph_of(const WorkloadSpec& spec) {
  return trace::model_for(spec.model, spec.dataset, trace::optional_data_set_shape(spec.dataset));
}

double mean_bits(const FoundWidths& found) {
  double sum = 0;
  for (const weights::LayerRows* rows : {&found.weight_shares, &found.activation_shares}) {
    for (const std::vector<double>& shares : *rows) {
      for (std::size_t i = 0; i < shares.size(); ++i) {
        sum += shares[i] * found.candidates[i];
      }
    }
  }
  return sum / static_cast<double>(2 * found.layers.size());
}

class width_search : public ::testing::Test {
 protected:
  width_search()
      : folder_(fs::temp_directory_path() / ("metronome_widths_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~width_search() override { fs::remove_all(folder_); }

  /// A table in which layer l costs 10^l times `cost(weight bits, activation bits)`.
  template <class Cost>
  [[nodiscard]] std::string table(const WorkloadSpec& spec, const Cost& cost,
                                  const std::string& network = {}) const {
    const model::Graph graph = graph_of(spec);
    weights::WidthCosts costs{"test",
                              "machine",
                              network.empty() ? network_digest(graph) : network,
                              1,
                              "cycle",
                              searched_layers(graph),
                              {1, 2, 3, 4},
                              {}};
    for (std::size_t l = 0; l < costs.layers.size(); ++l) {
      for (const int w : costs.widths) {
        for (const int a : costs.widths) {
          costs.costs.push_back({1.0 * w * a, cost(w, a), 1e-9 * cost(w, a), 1.0 * w});
        }
      }
    }
    write_file_atomically(folder_ / "costs.csv", weights::width_costs_csv(costs));
    return (folder_ / "costs.csv").string();
  }

  fs::path folder_;
};

TEST_F(width_search, without_a_penalty_there_are_more_bits_than_with_a_large_one_which_meets_one) {
  weights::SearchSpec search;
  search.learning_rate = 0.2;
  search.target = 1;
  search.penalty = 0;
  const FoundWidths free = train(small(search), {}).widths.value();
  search.penalty = 100;
  const FoundWidths held = train(small(search), {}).widths.value();
  EXPECT_GT(mean_bits(free), 2.4) << "the mean of the candidates is 2.5";
  EXPECT_LT(mean_bits(held), 1.5);
  EXPECT_EQ(held.strongest, 1.0) << "one bit each";
  EXPECT_EQ(free.cost, 1.0) << "the choice is repaired to the target all the same";
}

TEST_F(width_search, the_choice_costs_at_most_the_target_and_nearly_as_much) {
  weights::SearchSpec search;
  search.learning_rate = 0.1;
  search.target = 4;
  search.penalty = 5;
  for (const auto mixture :
       {weights::MixtureKind::deterministic, weights::MixtureKind::stochastic}) {
    search.mixture = mixture;
    const FoundWidths found = train(small(search, 24), {}).widths.value();
    EXPECT_LE(found.cost, 4 + 1e-9);
    EXPECT_GT(found.cost, 3.6);
    EXPECT_LE(found.expected, 4.4) << "6.25 at the start; strengths follow the penalty";
  }
}

TEST_F(width_search, what_is_searched_for_decides_what_is_found) {
  weights::SearchSpec search;
  search.learning_rate = 0.1;
  search.target = 4;
  search.penalty = 5;
  const WorkloadSpec operations = small(search);
  search.cost = weights::CostUnit::cycles;
  // Widths are rounded up to 2 and 4, as fused multipliers do; then 3 bits cost what 4 do.
  WorkloadSpec rounded = small(search);
  const auto up = [](int bits) { return bits <= 2 ? 2 : 4; };
  std::get<BlendedSpec>(rounded.form).search.costs =
      table(rounded, [&](int w, int a) { return 1.0 * up(w) * up(a); });
  std::get<BlendedSpec>(rounded.form).search.machine = "test";
  std::get<BlendedSpec>(rounded.form).search.target = 2;
  const FoundWidths one = train(operations, {}).widths.value();
  const FoundWidths other = train(rounded, {}).widths.value();
  EXPECT_EQ(other.machine, "test");
  EXPECT_LE(other.cost, 2 + 1e-9);
  EXPECT_FALSE(one.choice == other.choice);
  for (std::size_t l = 0; l < other.layers.size(); ++l) {
    EXPECT_EQ(other.candidates[other.choice.weights[l]] % 2, 0) << "odd widths give nothing";
    EXPECT_EQ(other.candidates[other.choice.activations[l]] % 2, 0);
  }
}

TEST_F(width_search, a_penalty_weighs_equal_shares_of_the_range_of_any_cost_alike) {
  weights::SearchSpec search;
  search.penalty = 0.2;
  const BlendedSpec form = std::get<BlendedSpec>(small(search).form);
  const double macs[] = {300, 100};
  const auto bits = weights::CostTable::bit_operations(macs, form.candidates);
  const double unit = 400;
  EXPECT_DOUBLE_EQ(penalty_strength(form, {bits, unit, ""}), 0.2);
  // A machine whose costs grow by half a unit where bit operations grow by 15 of them.
  std::vector<double> flat;
  for (std::size_t l = 0; l < bits.layers(); ++l) {
    for (std::size_t i = 0; i < bits.candidates(); ++i) {
      for (std::size_t j = 0; j < bits.candidates(); ++j) {
        flat.push_back(7 * macs[l] + bits.at(l, i, j) / 30);
      }
    }
  }
  const weights::CostTable machine({}, bits.layers(), bits.candidates(), flat);
  EXPECT_NEAR(penalty_strength(form, {machine, unit, "m"}), 0.2 * 30, 1e-9);
  EXPECT_NEAR(penalty_strength(form, {machine, 7 * unit, "m"}), 0.2 * 30 * 7, 1e-9);
  const weights::CostTable level({}, 2, form.candidates.size(),
                                 std::vector<double>(flat.size(), 5.0));
  EXPECT_EQ(penalty_strength(form, {level, unit, "m"}), 0.2) << "nothing to save";
}

TEST_F(width_search, what_is_found_is_a_schedule_that_trains_with_planes) {
  weights::SearchSpec search;
  search.error_bits = 0;
  const WorkloadSpec spec = small(search);
  const FoundWidths found = train(spec, {}).widths.value();
  const std::string file = (folder_ / "widths.csv").string();
  write_file_atomically(file, widths_csv(found, 0));
  WorkloadSpec again = spec;
  again.form = weights::BinarySpec{
      .bits = 4, .scaled = true, .activations = weights::BinaryActivations::clipped};
  again.schedule = "csv:" + file;
  const TrainResult result = train(again, {});
  EXPECT_GT(result.test_accuracy, 0);
  const trace::Assignment trained = result.phases.front().assignment;
  for (std::size_t l = 0; l < found.layers.size(); ++l) {
    EXPECT_EQ(trained.of(found.layers[l]).weight_bits, found.candidates[found.choice.weights[l]]);
    EXPECT_EQ(trained.of(found.layers[l]).activation_bits,
              found.candidates[found.choice.activations[l]]);
  }
}

TEST_F(width_search, cycled_widths_rise_from_the_least_to_what_each_layer_has) {
  trace::Precision narrow(2, 8);
  trace::Precision wide(5, 8);
  wide.weight_bits = 3;
  const trace::Assignment found{wide, {{"a", narrow}, {"b", wide}}};
  const auto spec = schedule::parse_csv_schedule(cycled_csv(found, 1, 2, 40), "c.csv");
  for (std::uint64_t t = 0; t < 40; ++t) {
    const double place = static_cast<double>(t % 20) / 20;
    const double phi = (1 - std::cos(std::numbers::pi * place)) / 2;
    const trace::Assignment at = spec.at(t, 40);
    EXPECT_EQ(at.of("a").weight_bits, std::lrint(1 + phi)) << t;
    EXPECT_EQ(at.of("b").activation_bits, std::lrint(1 + 4 * phi)) << t;
    EXPECT_EQ(at.of("b").weight_bits, std::lrint(1 + 2 * phi)) << t;
    EXPECT_EQ(at.of("b").error_bits, 8);
  }
  const auto uneven = schedule::parse_csv_schedule(cycled_csv(found, 1, 8, 250), "c.csv");
  EXPECT_EQ(uneven.at(249, 250), uneven.at(124, 250)) << "an end of a period";
  EXPECT_EQ(uneven.at(249, 250).of("b").activation_bits, 5) << "no ninth period begins";
  EXPECT_THROW((void)cycled_csv(found, 3, 2, 40), UserError) << "layer a has 2 bits";
  EXPECT_THROW((void)cycled_csv(found, 1, 50, 40), UserError);
}

std::string refusal(const WorkloadSpec& spec) {
  try {
    (void)train(spec, {});
  } catch (const UserError& error) {
    return error.diagnostics().front().text();
  }
  return "";
}

TEST_F(width_search, tables_of_something_else_and_targets_below_everything_are_refused) {
  weights::SearchSpec search;
  search.cost = weights::CostUnit::cycles;
  WorkloadSpec spec = small(search, 2);
  const auto cost = [](int w, int a) { return 1.0 * w * a; };
  const auto with = [&](const std::string& file) {
    WorkloadSpec own = spec;
    std::get<BlendedSpec>(own.form).search.costs = file;
    std::get<BlendedSpec>(own.form).search.machine = "test";
    return own;
  };
  EXPECT_EQ(refusal(with(table(spec, cost))), "");
  const auto of_machine = [&](const std::string& machine) {
    WorkloadSpec own = with(table(spec, cost));
    std::get<BlendedSpec>(own.form).search.machine = machine;
    return refusal(own);
  };
  EXPECT_NE(of_machine("").find("whose costs are meant is not said"), std::string::npos);
  EXPECT_NE(of_machine("").find("weights.search.machine: test"), std::string::npos);
  EXPECT_NE(of_machine("tests").find("of the machine test, the search is for tests"),
            std::string::npos);
  EXPECT_EQ(of_machine("test@machine"), "");
  EXPECT_NE(of_machine("test@0123").find("of the machine test@"), std::string::npos)
      << "another file of this name";
  EXPECT_NE(refusal(with(table(spec, cost, "other"))).find("another network"), std::string::npos);
  WorkloadSpec larger = with(table(spec, cost));
  larger.model = "resnet-8";
  EXPECT_NE(refusal(larger).find("is of the layers"), std::string::npos);
  WorkloadSpec wider = with(table(spec, cost));
  std::get<BlendedSpec>(wider.form).candidates = {2, 6};
  EXPECT_NE(refusal(wider).find("no 6 bits"), std::string::npos);
  WorkloadSpec less = with(table(spec, cost));
  std::get<BlendedSpec>(less.form).search.target = 0.5;
  EXPECT_NE(refusal(less).find("a target of at least 1"), std::string::npos) << refusal(less);
  EXPECT_NE(refusal(with((folder_ / "none.csv").string())), "");
  WorkloadSpec coded = small({}, 2);
  coded.schedule = "static:4,backward=8";
  EXPECT_NE(refusal(coded).find("static:fp32"), std::string::npos);
  WorkloadSpec few = small({}, 2);
  few.train_samples = 12;
  EXPECT_NE(refusal(few).find("two splits"), std::string::npos);
}

}  // namespace width_search_test
}  // namespace metronome::train
