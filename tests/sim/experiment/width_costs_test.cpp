// Tables of costs of layers at pairs of widths, and the experiment that searches by them.
#include "sim/experiment/width_costs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <map>

#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "sim/experiment/width_experiment.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/train/form_trace.hpp"
#include "workloads/train/inference_trace.hpp"
#include "workloads/train/width_search.hpp"

namespace metronome::experiment {
namespace width_costs_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using weights::PairCost;

arch::AcceleratorSpec machine_of(const std::string& name) {
  return config::load<arch::AcceleratorSpec>(fs::path(metronome::source_dir()) / "configs/arch" /
                                             (name + ".yaml"));
}

model::Graph graph_of() {
  return trace::model_for(
      model::ModelName(metronome::source_dir() + "/configs/networks/ebs_cnn.yaml"), "fashion-mnist",
      trace::optional_data_set_shape("fashion-mnist"));
}

WidthCostRequest request_of(std::uint64_t batch) {
  WidthCostRequest request;
  request.dataset = "fashion-mnist";
  request.batch = batch;
  return request;
}

const sim::SimulateOptions kAnalytic{.mode = Mode::analytic, .progress = {}};

TEST(width_costs, the_sum_of_entries_is_the_simulated_network_within_five_percent) {
  const model::Graph graph = graph_of();
  const WidthCostRequest request = request_of(8);
  for (const char* name : {"binary_overlay_512", "operand_serial_512", "spatial_fusion_512"}) {
    const arch::AcceleratorSpec machine = machine_of(name);
    const EnergyTable prices = complete_table(machine);
    const weights::WidthCosts table = width_costs(graph, request, machine, prices, kAnalytic);
    ASSERT_EQ(table.layers, (std::vector<std::string>{"conv2", "conv3", "conv4"}));
    const std::vector<int> widest(3, 5);
    const std::vector<std::vector<int>> weights{{5, 5, 5}, {1, 3, 2}, {2, 2, 2}, {4, 1, 5}};
    const std::vector<std::vector<int>> inputs{{5, 5, 5}, {2, 1, 4}, {2, 2, 2}, {1, 5, 3}};
    std::vector<trace::Assignment> assignments;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      assignments.push_back(width_assignment(table.layers, weights[i], inputs[i]));
    }
    const std::vector<PairCost> whole =
        network_costs(graph, request, assignments, machine, prices, kAnalytic);
    const auto sum = [&](std::size_t i, double PairCost::*cost) {
      double all = 0;
      for (std::size_t l = 0; l < 3; ++l) {
        all += table.at(l, static_cast<std::size_t>(weights[i][l] - 1),
                        static_cast<std::size_t>(inputs[i][l] - 1)).*
               cost;
      }
      return all;
    };
    for (std::size_t i = 1; i < weights.size(); ++i) {
      for (double PairCost::*cost :
           {&PairCost::cycles, &PairCost::energy_j, &PairCost::dram_bytes}) {
        // What the layers without widths cost is the same in both.
        const double rest = whole[0].*cost - sum(0, cost);
        ASSERT_GE(rest, 0) << name;
        EXPECT_NEAR((sum(i, cost) + rest) / (whole[i].*cost), 1, 0.05) << name << ' ' << i;
        EXPECT_NEAR(sum(i, cost) / (whole[i].*cost - rest), 1, 0.05) << name << ' ' << i;
      }
    }
  }
}

// What `metronome trace --inference` makes of a training with widths that were found.
TEST(width_costs, the_sum_of_entries_is_the_inference_of_a_network_with_found_widths) {
  train::WorkloadSpec spec;
  spec.model = model::ModelName(metronome::source_dir() + "/configs/networks/ebs_cnn.yaml");
  spec.batch = 8;
  spec.form = weights::BinarySpec{.bits = 5, .activations = weights::BinaryActivations::clipped};
  const fs::path folder =
      fs::path(::testing::TempDir()) / ("metronome_found_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const std::vector<int> weight_bits{5, 3, 1};
  const std::vector<int> activation_bits{2, 4, 3};
  train::FoundWidths found;
  found.layers = {"conv2", "conv3", "conv4"};
  found.candidates = {1, 2, 3, 4, 5};
  found.choice = {{4, 2, 0}, {1, 3, 2}};
  write_file_atomically(folder / "widths.csv", train::widths_csv(found, 8));
  spec.schedule = "csv:" + (folder / "widths.csv").string();
  const model::Graph graph = graph_of();
  for (const char* name : {"binary_overlay_512", "operand_serial_512", "spatial_fusion_512"}) {
    arch::AcceleratorSpec machine = machine_of(name);
    machine.training.range_method = arch::RangeMethod::delayed;
    machine.training.input_path = arch::InputPath::none;
    const EnergyTable prices = complete_table(machine);
    const weights::WidthCosts table = width_costs(graph, request_of(8), machine, prices, kAnalytic);
    const std::vector<trace::Trace> traces{
        train::inference_trace(spec, graph, {}, {.batch = 8, .iterations = 1})};
    sim::SimulateOptions how = kAnalytic;
    how.prices = &prices;
    const RunResult run = std::move(sim::simulate(traces, machine, how).front());
    const report::Cost whole = report::cost_of(run, prices).levels.front().per_iteration;
    const auto traffic = whole.total_traffic();
    const std::vector<int> widest(3, 5);
    const PairCost at_widest =
        network_costs(graph, request_of(8), {width_assignment(found.layers, widest, widest)},
                      machine, prices, kAnalytic)
            .front();
    const auto agree = [&](double PairCost::*cost, double simulated) {
      double sum = 0;
      double of_widest = 0;
      for (std::size_t l = 0; l < 3; ++l) {
        sum += table.at(l, static_cast<std::size_t>(weight_bits[l] - 1),
                        static_cast<std::size_t>(activation_bits[l] - 1)).*
               cost;
        of_widest += table.at(l, 4, 4).*cost;
      }
      const double rest = at_widest.*cost - of_widest;  // of layers without widths
      EXPECT_NEAR(sum / (simulated - rest), 1, 0.05) << name;
    };
    agree(&PairCost::cycles, static_cast<double>(whole.cycles.total().count()));
    agree(&PairCost::energy_j, whole.energy.total().count());
    agree(&PairCost::dram_bytes, static_cast<double>((traffic.read + traffic.write).count()));
  }
  fs::remove_all(folder);
}

TEST(width_costs, fewer_bits_are_fewer_bytes_where_codes_are_packed_as_they_are_stored) {
  const model::Graph graph = graph_of();
  arch::AcceleratorSpec overlay = machine_of("binary_overlay_512");
  overlay.training.range_method = arch::RangeMethod::delayed;
  overlay.training.input_path = arch::InputPath::none;
  const weights::WidthCosts planes =
      width_costs(graph, request_of(8), overlay, complete_table(overlay), kAnalytic);
  const arch::AcceleratorSpec fusion = machine_of("spatial_fusion_512");
  const weights::WidthCosts fused =
      width_costs(graph, request_of(8), fusion, complete_table(fusion), kAnalytic);
  for (std::size_t l = 0; l < 3; ++l) {
    for (std::size_t i = 1; i < 5; ++i) {
      // Codes are packed as they are stored, weights and activations. A width may have another
      // mapping, chosen by time and energy, that reads somewhat more: mapping_properties' 1 %.
      EXPECT_GT(planes.at(l, i, 2).dram_bytes, 0.99 * planes.at(l, i - 1, 2).dram_bytes) << l;
      EXPECT_GT(planes.at(l, 2, i).dram_bytes, 0.99 * planes.at(l, 2, i - 1).dram_bytes) << l;
    }
    EXPECT_GT(planes.at(l, 4, 2).dram_bytes, planes.at(l, 0, 2).dram_bytes) << l;
    EXPECT_GT(planes.at(l, 2, 4).dram_bytes, planes.at(l, 2, 0).dram_bytes) << l;
    EXPECT_EQ(fused.at(l, 2, 2).bit_operations, planes.at(l, 2, 2).bit_operations);
    EXPECT_DOUBLE_EQ(planes.at(l, 4, 3).bit_operations / planes.at(l, 0, 0).bit_operations, 20);
  }
}

TEST(width_costs, tables_do_not_depend_on_jobs_and_know_machine_and_network) {
  const model::Graph graph = graph_of();
  arch::AcceleratorSpec machine = machine_of("binary_overlay_512");
  const EnergyTable prices = complete_table(machine);
  sim::SimulateOptions two = kAnalytic;
  two.jobs = 2;
  const weights::WidthCosts one = width_costs(graph, request_of(2), machine, prices, kAnalytic);
  EXPECT_EQ(one, width_costs(graph, request_of(2), machine, prices, two));
  const std::string digest = machine_digest(machine);
  EXPECT_EQ(one.machine_digest, digest);
  machine.clock_hz = Hertz(2 * machine.clock_hz.count());
  EXPECT_NE(machine_digest(machine), digest);
  model::Graph other = graph;
  other.nodes.pop_back();
  EXPECT_NE(train::network_digest(other), one.network_digest);
}

TEST(width_costs, products_of_a_search_run_at_the_bits_of_real_numbers) {
  train::WorkloadSpec spec;
  spec.model = model::ModelName(metronome::source_dir() + "/configs/networks/ebs_cnn.yaml");
  spec.batch = 8;
  spec.iterations = 4;
  spec.schedule = "static:fp32";
  spec.form = weights::BlendedSpec{};
  const std::vector<trace::Trace> traces{
      train::training_trace(spec, graph_of(), schedule::parse_schedule(spec.schedule))};
  const arch::AcceleratorSpec machine = machine_of("binary_overlay_512");
  const RunResult run = std::move(sim::simulate(traces, machine, kAnalytic).front());
  std::size_t products = 0;
  std::size_t strengths = 0;
  for (const OperationResult& operation : run.operations) {
    if (operation.cls == trace::OperationClass::forward) {
      EXPECT_GE(operation.a_bits, 16) << operation.operation;
      EXPECT_GE(operation.b_bits, 16) << operation.operation;
      ++products;
    }
    strengths += operation.operation.find("strengths") != std::string::npos;
  }
  EXPECT_EQ(products, 2u * 5) << "four convolutions and a linear layer, twice";
  EXPECT_GT(strengths, 0u);
}

TEST(width_costs, ranks_of_equal_values_are_their_mean) {
  EXPECT_DOUBLE_EQ(rank_correlation({1, 2, 3}, {10, 20, 30}), 1);
  EXPECT_DOUBLE_EQ(rank_correlation({1, 2, 3}, {3, 2, 1}), -1);
  EXPECT_DOUBLE_EQ(rank_correlation({1, 2, 3}, {7, 7, 7}), 0);
  // Ranks 0, 1.5, 1.5, 3 and 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5).
  EXPECT_NEAR(rank_correlation({1, 2, 2, 3}, {1, 2, 3, 4}), 4.5 / std::sqrt(4.5 * 5), 1e-12);
}

class width_experiment : public ::testing::Test {
 protected:
  width_experiment()
      : folder_(fs::path(::testing::TempDir()) / ("metronome_ebs_" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~width_experiment() override { fs::remove_all(folder_); }

  [[nodiscard]] WidthExperimentSpec load(const std::string& more = {}) const {
    const std::string source = metronome::source_dir();
    write_file_atomically(
        folder_ / "e.yaml",
        "name: e\nmode: analytic\nworkload:\n  {model: " + source +
            "/configs/networks/ebs_cnn.yaml, dataset: synthetic, train_samples: 32,\n"
            "   test_samples: 8, batch: 8, iterations: 4, learning_rate: 0.02,\n"
            "   schedule: 'static:fp32', weights: {kind: blended, candidates: [1, 2, 3]}}\n"
            "accelerators: [" +
            source + "/configs/arch/binary_overlay_512.yaml, " + source +
            "/configs/arch/spatial_fusion_512.yaml]\n" + more);
    return config::load<WidthExperimentSpec>(folder_ / "e.yaml");
  }
  [[nodiscard]] std::string refusal(const std::string& more) const {
    try {
      (void)load(more);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }
  std::map<std::string, std::string> run(const WidthExperimentSpec& spec, const std::string& name,
                                         unsigned jobs) {
    OutputFolder out({.path = folder_ / name,
                      .made_by = "run",
                      .inputs = width_experiment_inputs(spec),
                      .program = {},
                      .restart = false,
                      .sources = {}});
    ExperimentOptions options;
    options.jobs = jobs;
    said_ = run_width_experiment(spec, out, options);
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / name)) {
      const std::string file = fs::relative(entry.path(), folder_ / name).string();
      if (entry.is_regular_file() && file != kManifestName && !file.starts_with(".")) {
        files[file] = read_file(entry.path());
      }
    }
    return files;
  }

  fs::path folder_;
  std::string said_;
};

TEST_F(width_experiment, searches_trains_and_compares_with_equal_bytes_for_any_jobs) {
  const WidthExperimentSpec spec = load(
      "costs: [bit_operations, cycles]\nuniform_bits: [1, 2]\nuniform_pairs: [3x2]\nperiods: 2\n");
  const auto files = run(spec, "one", 1);
  EXPECT_EQ(files, run(spec, "two", 2));
  const auto rows = parse_csv(files.at("choices.csv"));
  ASSERT_EQ(rows.size(), 1u + 2 * (3 + 3)) << "machines times uniform and searched widths";
  EXPECT_EQ(rows[3][1], "uniform_3x2");
  EXPECT_EQ(rows[3][2], "3x2 3x2 3x2");
  const auto searches = parse_csv(files.at("searches.csv"));
  ASSERT_EQ(searches.size(), 4u);
  for (std::size_t i = 1; i < searches.size(); ++i) {
    const double target = std::stod(searches[i][4]);
    EXPECT_LE(std::stod(searches[i][7]), target * (1 + 1e-9)) << searches[i][1];
  }
  EXPECT_EQ(searches[1][4], "4") << "2 x 2 bits in bit operations";
  const auto found = schedule::parse_csv_schedule(
      files.at("searches/bit_operations-seed1/widths_cycled.csv"), "w.csv");
  EXPECT_EQ(found.changes.front().second.of("conv3").weight_bits, 1);
  EXPECT_EQ(parse_csv(files.at("correlation.csv")).size(), 1u + 2 * 3);
  // A panel for each machine, with the rank correlation in its label.
  EXPECT_THAT(files.at("figures/pareto_cycles.csv"), HasSubstr("spatial_fusion_512 (rank 0."));
  EXPECT_THAT(files.at("figures/pareto_cycles.csv"), HasSubstr("Pareto front"));
  EXPECT_THAT(said_, HasSubstr("uniform_2"));
  EXPECT_EQ(weights::parse_width_costs(files.at("costs/binary_overlay_512.csv"), "c").layers.size(),
            3u);
}

TEST_F(width_experiment, what_cannot_be_is_refused_where_it_stands) {
  EXPECT_EQ(refusal(""), "");
  EXPECT_THAT(refusal("target_bits: 5\n"), HasSubstr("5 bits are no candidate"));
  EXPECT_THAT(refusal("costs: []\n"), HasSubstr("costs"));
  EXPECT_THAT(refusal("costs: [cycles, cycles]\n"), HasSubstr("twice"));
  EXPECT_THAT(refusal("seeds: [1, 1]\n"), HasSubstr("twice"));
  EXPECT_THAT(refusal("periods: 2\nleast_bits: 2\n"), HasSubstr("at most 1"));
  EXPECT_THAT(refusal("uniform_pairs: [3x]\n"), HasSubstr("`3x` is no pair"));
  EXPECT_THAT(refusal("uniform_pairs: [3x99]\n"), HasSubstr("no pair"));
  EXPECT_THAT(refusal("uniform_pairs: [3x2, 3x2]\n"), HasSubstr("3x2 is there twice"));
  EXPECT_THAT(refusal("uniform_bits: [2]\nuniform_pairs: [2x2]\n"), HasSubstr("twice"));
  EXPECT_THAT(refusal("periods: 5\n"), HasSubstr("5 do not fit into 4 iterations"));
  EXPECT_EQ(refusal("periods: 5\nretraining_iterations: 5\n"), "");
  write_file_atomically(folder_ / "f.yaml",
                        "name: f\nworkload: {dataset: synthetic, schedule: 'static:fp32', weights: "
                        "blended}\ncosts: [energy]\n");
  try {
    (void)config::load<WidthExperimentSpec>(folder_ / "f.yaml");
    ADD_FAILURE() << "widths without a machine";
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr("are those of a machine, and there is none"));
  }
}

}  // namespace width_costs_test
}  // namespace metronome::experiment
