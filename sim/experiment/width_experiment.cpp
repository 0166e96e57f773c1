#include "sim/experiment/width_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/config/text_rules.hpp"
#include "sim/experiment/kept_files.hpp"
#include "sim/experiment/training.hpp"
#include "sim/experiment/width_tables.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/json_fields.hpp"
#include "workloads/methods/weights/form/rounded_grid.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/width_search.hpp"

namespace metronome::experiment {
namespace {

namespace fs = std::filesystem;
using weights::BlendedSpec;
using weights::CostUnit;

/// What is searched for: bit operations, or a cost of one machine.
struct Objective {
  std::string name;
  CostUnit unit = CostUnit::bit_operations;
  std::size_t machine = 0;
};

std::vector<Objective> objectives_of(const WidthExperimentSpec& spec) {
  std::vector<Objective> all;
  for (const CostUnit unit : spec.costs) {
    if (unit == CostUnit::bit_operations) {
      all.push_back({"bit_operations", unit, 0});
      continue;
    }
    for (std::size_t m = 0; m < spec.accelerators.size(); ++m) {
      all.push_back({fmt::format("{}_{}", spec.accelerators[m].name, enum_name(unit)), unit, m});
    }
  }
  return all;
}

/// One experiment, from tables of costs to trainings of what was found.
class WidthExperiment {
 public:
  WidthExperiment(const WidthExperimentSpec& spec, OutputFolder& out,
                  const ExperimentOptions& options)
      : spec_(spec),
        out_(out),
        options_(options),
        graph_(train::network_of(spec.workload)),
        layers_(train::searched_layers(graph_)) {}

  std::string run() {
    for (std::size_t m = 0; m < spec_.accelerators.size(); ++m) {
      prices_.push_back(complete_table(spec_.accelerators[m]));
    }
    for (std::size_t m = 0; m < spec_.accelerators.size(); ++m) {
      make_table(m);
    }
    for (const std::uint64_t seed : spec_.seeds) {
      for (const int bits : spec_.uniform_bits) {
        add_uniform(seed, fmt::format("uniform_{}", bits), bits, bits);
      }
      for (const std::string& text : spec_.uniform_pairs) {
        const auto [weight_bits, activation_bits] = width_pair(text).value();
        add_uniform(seed, "uniform_" + text, weight_bits, activation_bits);
      }
      for (const Objective& objective : objectives_of(spec_)) {
        add_search(seed, objective);
      }
    }
    add_costs();
    return publish();
  }

 private:
  [[nodiscard]] fs::path table_file(std::size_t machine) const {
    return out_.work() / "costs" / (spec_.accelerators[machine].name + ".csv");
  }
  [[nodiscard]] const BlendedSpec& form() const {
    return std::get<BlendedSpec>(spec_.workload.form);
  }

  [[nodiscard]] WidthCostRequest request() const {
    WidthCostRequest request;
    request.dataset = spec_.workload.dataset;
    request.batch = spec_.batch;
    std::set<int> widths(form().candidates.begin(), form().candidates.end());
    widths.insert(spec_.uniform_bits.begin(), spec_.uniform_bits.end());
    for (const std::string& text : spec_.uniform_pairs) {
      const auto [weight_bits, activation_bits] = width_pair(text).value();
      widths.insert({weight_bits, activation_bits});
    }
    if (spec_.target_bits > 0) {
      widths.insert(spec_.target_bits);
    }
    request.widths = {widths.begin(), widths.end()};
    return request;
  }

  [[nodiscard]] sim::SimulateOptions simulate(const std::string& machine) const {
    sim::SimulateOptions own{
        .mode = spec_.mode, .jobs = options_.jobs, .cache = options_.cache, .progress = {}};
    own.progress = [this, machine](const sim::SimulateProgress& p) {
      if (options_.progress) {
        options_.progress({"costs of " + machine, p.share,
                           fmt::format("{} of {} distinct operations", p.done, p.total), -1});
      }
    };
    return own;
  }

  void make_table(std::size_t m) {
    const arch::AcceleratorSpec& machine = spec_.accelerators[m];
    if (!path_exists(table_file(m))) {
      write_file_durably(table_file(m),
                         weights::width_costs_csv(width_costs(graph_, request(), machine,
                                                              prices_[m], simulate(machine.name))));
    }
    tables_.push_back(weights::read_width_costs(table_file(m)));
  }

  /// Of all searched layers at `bits` x `bits`, in units of their cost at 1 x 1.
  [[nodiscard]] double cost_at(const Objective& objective, int bits) const {
    if (objective.unit == CostUnit::bit_operations) {
      return static_cast<double>(bits) * bits;
    }
    const weights::CostTable table = tables_[objective.machine].table(objective.unit, {bits});
    const std::vector<std::size_t> first(layers_.size(), 0);
    return weights::cost_of(table, {first, first}) /
           tables_[objective.machine].unit_cost(objective.unit);
  }

  TrainingOptions training_options(const std::string& name) const {
    TrainingOptions training{.threads = options_.jobs};
    training.manifest = options_.manifest;
    training.progress = [this, name](const train::Progress& p) {
      if (options_.progress) {
        options_.progress({name,
                           static_cast<double>(p.iteration) / static_cast<double>(p.iterations),
                           train::progress_text(p), p.seconds_left});
      }
    };
    return training;
  }

  TrainingOutcome trained(const train::WorkloadSpec& workload, const std::string& name) const {
    const TrainingOutcome outcome = train_part(workload, out_.work() / "training" / name,
                                               folder_of(name), training_options(name));
    if (options_.message) {
      options_.message(fmt::format("{}: {:.2f} %{}", name, 100 * outcome.test_accuracy,
                                   outcome.was_finished ? " (finished earlier)" : ""));
    }
    return outcome;
  }
  [[nodiscard]] fs::path folder_of(const std::string& name) const {
    return out_.work() / "trained" / name;
  }

  /// A training with widths that a schedule file has.
  [[nodiscard]] double retrained(std::uint64_t seed, const std::string& widths) {
    const std::string key = fmt::format("widths-{}-seed{}", content_digest(widths), seed);
    if (const auto known = accuracies_.find(key); known != accuracies_.end()) {
      return known->second;
    }
    const fs::path schedule = out_.work() / "schedules" / (content_digest(widths) + ".csv");
    write_file_durably(schedule, widths);
    train::WorkloadSpec workload = spec_.workload;
    workload.seed = seed;
    workload.schedule = "csv:" + schedule.string();
    workload.form = weights::BinarySpec{.bits = weights::kMostRoundedBits,
                                        .scaled = form().scaled,
                                        .activations = weights::BinaryActivations::clipped,
                                        .first_range = form().first_range};
    workload.iterations = iterations_retrained(spec_);
    return accuracies_[key] = trained(workload, key).test_accuracy;
  }

  void add_uniform(std::uint64_t seed, const std::string& name, int weight_bits,
                   int activation_bits) {
    train::FoundWidths alike;
    alike.layers = layers_;
    alike.candidates = {weight_bits, activation_bits};
    alike.choice = {std::vector<std::size_t>(layers_.size(), 0),
                    std::vector<std::size_t>(layers_.size(), 1)};
    choices_.push_back({seed, name, std::vector<int>(layers_.size(), weight_bits),
                        std::vector<int>(layers_.size(), activation_bits),
                        retrained(seed, train::widths_csv(alike, form().search.error_bits))});
  }

  void add_search(std::uint64_t seed, const Objective& objective) {
    train::WorkloadSpec workload = spec_.workload;
    workload.seed = seed;
    auto& own = std::get<BlendedSpec>(workload.form);
    own.search.cost = objective.unit;
    own.search.costs = objective.unit == CostUnit::bit_operations
                           ? std::string()
                           : table_file(objective.machine).string();
    own.search.machine = objective.unit == CostUnit::bit_operations
                             ? std::string()
                             : spec_.accelerators[objective.machine].name;
    if (spec_.target_bits > 0) {
      own.search.target = cost_at(objective, spec_.target_bits);
    }
    const std::string name = fmt::format("{}-seed{}", objective.name, seed);
    (void)trained(workload, name);
    const fs::path folder = folder_of(name);
    const std::string widths = read_file(folder / "widths.csv");
    WidthChoiceResult choice{seed, objective.name, {}, {}, retrained(seed, widths)};
    const trace::Assignment found =
        schedule::parse_csv_schedule(widths, (folder / "widths.csv").string()).changes[0].second;
    for (const std::string& layer : layers_) {
      choice.weight_bits.push_back(found.of(layer).weight_bits);
      choice.activation_bits.push_back(found.of(layer).activation_bits);
    }
    const std::string file = (folder / "search.json").string();
    const report::Json json = report::parse_json(read_file(file), file);
    choice.search = SearchNumbers{
        json.at("target").get<double>(), json.at("expected_of_mixtures").get<double>(),
        json.at("strongest_candidates").get<double>(), json.at("chosen").get<double>(),
        json.at("cost_at_1x1").get<double>()};
    searches_.push_back(name);
    choices_.push_back(std::move(choice));
  }

  /// Of every choice on every machine.
  void add_costs() {
    std::vector<trace::Assignment> assignments;
    for (const WidthChoiceResult& choice : choices_) {
      assignments.push_back(width_assignment(layers_, choice.weight_bits, choice.activation_bits));
    }
    for (std::size_t m = 0; m < spec_.accelerators.size(); ++m) {
      const std::vector<weights::PairCost> costs =
          network_costs(graph_, request(), assignments, spec_.accelerators[m], prices_[m],
                        simulate(spec_.accelerators[m].name));
      for (std::size_t i = 0; i < choices_.size(); ++i) {
        choices_[i].costs.push_back(costs[i]);
        choices_[i].searched.push_back(sum_of_entries(tables_[m], choices_[i]));
      }
    }
  }

  [[nodiscard]] static weights::PairCost sum_of_entries(const weights::WidthCosts& table,
                                                        const WidthChoiceResult& choice) {
    const auto index = [&](int bits) {
      return static_cast<std::size_t>(std::find(table.widths.begin(), table.widths.end(), bits) -
                                      table.widths.begin());
    };
    weights::PairCost sum;
    for (std::size_t l = 0; l < table.layers.size(); ++l) {
      const weights::PairCost& entry =
          table.at(l, index(choice.weight_bits[l]), index(choice.activation_bits[l]));
      sum.bit_operations += entry.bit_operations;
      sum.cycles += entry.cycles;
      sum.energy_j += entry.energy_j;
      sum.dram_bytes += entry.dram_bytes;
    }
    return sum;
  }

  void write_search(const std::string& name) const {
    const fs::path from = folder_of(name);
    const fs::path to = out_.result() / "searches" / name;
    for (const char* file : {"widths.csv", "search.csv", "search.json"}) {
      write_file_atomically(to / file, read_file(from / file));
    }
    if (spec_.periods > 0) {
      const std::string widths = (from / "widths.csv").string();
      write_file_atomically(
          to / "widths_cycled.csv",
          train::cycled_csv(
              schedule::parse_csv_schedule(read_file(widths), widths).changes[0].second,
              spec_.least_bits, spec_.periods, iterations_retrained(spec_)));
    }
  }

  [[nodiscard]] report::Manifest manifest() const {
    report::Manifest manifest = options_.manifest();
    report::Recipe& recipe = manifest.recipe;
    recipe.seed = spec_.seeds.front();
    recipe.inputs["width_experiment"] = content_digest(width_experiment_inputs(spec_));
    for (const arch::AcceleratorSpec& machine : spec_.accelerators) {
      add_inputs(recipe, machine, " " + machine.name);
    }
    return manifest;
  }

  std::string publish() {
    std::vector<std::string> machines;
    for (const arch::AcceleratorSpec& machine : spec_.accelerators) {
      machines.push_back(machine.name);
    }
    out_.clear_result();
    const fs::path& result = out_.result();
    for (std::size_t m = 0; m < machines.size(); ++m) {
      write_file_atomically(result / "costs" / (machines[m] + ".csv"),
                            weights::width_costs_csv(tables_[m]));
    }
    for (const std::string& name : searches_) {
      write_search(name);
    }
    write_file_atomically(result / "searches.csv", searches_csv(choices_));
    write_file_atomically(result / "choices.csv", choices_csv(choices_, machines));
    write_file_atomically(result / "correlation.csv", correlation_csv(tables_));
    if (options_.figures) {
      const std::vector<report::Figure> figures{front_figure(choices_, tables_)};
      report::write_figures(figures, report::draw(figures), result / "figures");
    }
    WidthExperimentSpec kept = spec_;
    kept.workload = with_kept_model(with_absolute_places(kept.workload), result);
    kept.accelerators = with_kept_tables(kept.accelerators, result);
    write_file_atomically(result / "resolved.yaml", config::resolved_yaml(kept));
    const report::Manifest made = manifest();
    write_file_atomically(result / "recipe.json", report::recipe_json(made.recipe));
    write_file_atomically(result / kManifestName, report::manifest_json(made));
    out_.publish();
    return choices_text(choices_, machines);
  }

  const WidthExperimentSpec& spec_;
  OutputFolder& out_;
  const ExperimentOptions& options_;
  model::Graph graph_;
  std::vector<std::string> layers_;
  std::vector<EnergyTable> prices_;
  std::vector<weights::WidthCosts> tables_;
  std::vector<WidthChoiceResult> choices_;
  std::vector<std::string> searches_;
  std::map<std::string, double> accuracies_;  ///< of retrainings, by their names
};

}  // namespace

std::uint64_t iterations_retrained(const WidthExperimentSpec& spec) {
  return spec.retraining_iterations == 0 ? spec.workload.iterations : spec.retraining_iterations;
}

std::string width_experiment_inputs(const WidthExperimentSpec& spec) {
  WidthExperimentSpec nowhere = spec;
  nowhere.workload = train::decisive_keys(spec.workload);
  for (arch::AcceleratorSpec& machine : nowhere.accelerators) {
    machine.energy.path.clear();  // add_machine() has its contents
  }
  InputsText inputs;
  inputs.add_yaml("width_experiment", config::resolved_yaml(nowhere))
      .add_yaml("workload", train::workload_identity(spec.workload))
      .add("kernel_set", tensor::kernel_set_name(spec.workload.kernels));
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    add_machine(inputs, machine);
  }
  return inputs.text();
}

std::string run_width_experiment(const WidthExperimentSpec& spec, OutputFolder& out,
                                 const ExperimentOptions& options) {
  return WidthExperiment(spec, out, options).run();
}

}  // namespace metronome::experiment
