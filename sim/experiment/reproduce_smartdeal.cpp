#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/text_table.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/deployed.hpp"
#include "workloads/trace/lowering.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/coefficient_facts.hpp"
#include "workloads/train/coefficient_step.hpp"
#include "workloads/train/inference_trace.hpp"

namespace metronome::experiment {
namespace {

using trace::Role;

/// Of the folder of configurations.
constexpr const char* kModel = "networks/resnet_18_cifar.yaml";
constexpr const char* kDataSet = "cifar-10";
constexpr std::uint64_t kTrainingBatch = 128;
constexpr int kCoefficientBits = 4;
constexpr std::array kDensities{1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1};
/// Weights and what trains them. Coefficients, maps and bases of a training are its masters.
constexpr std::array kState{Role::weight, Role::master, Role::optimizer_state, Role::gradient};
/// At which each unit is taken away.
constexpr double kTakenApart = 0.4;

/// What a machine has besides an engine that rebuilds weights and one that moves counters.
struct Units {
  const char* name;
  bool skips_rows;  ///< its feed leaves out rows that are zero
  bool projects;    ///< gradients are projected as they leave the array
};
constexpr Units kAllUnits{"rows left out, projected on chip", true, true};
constexpr std::array kFewerUnits{Units{"projected on chip", false, true},
                                 Units{"rows left out", true, false},
                                 Units{"neither", false, false}};

/// Without a projection on chip what leaves the array is reduced, no more: the network has nothing
/// else that elementwise work on the way out would join but the bias of its last layer.
arch::AcceleratorSpec machine_with(const std::filesystem::path& configs, const Units& units) {
  return config::load<arch::AcceleratorSpec>(
      configs / "arch" / "systolic_512.yaml",
      config::parse_overrides(
          {"load_path.rebuilt_rows_per_cycle=64", "load_path.counters_per_cycle=64",
           fmt::format("load_path.skips_zero_rows={}", units.skips_rows),
           fmt::format("training.output_path={}", units.projects ? "elementwise" : "reductions")}));
}

/// What is compared with what: an iteration of one batch.
struct Taken {
  double seconds = 0, joules = 0, stall_seconds = 0;
  double macs = 0;          ///< that happen
  double array_joules = 0;  ///< of the array alone
  EnumArray<Role, double> role_bytes{};
  double bytes = 0;         ///< across the pins
  double state_bytes = 0;   ///< of weights, masters, optimizer state and gradients, among them
  double state_joules = 0;  ///< those bytes' share of what memory and the way to it take
};

Taken taken(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
            const EnergyTable& table, unsigned jobs) {
  sim::SimulateOptions how{.mode = Mode::analytic, .jobs = jobs, .progress = {}};
  how.prices = &table;
  const RunResult run = sim::simulate(std::span(&trace, 1), machine, how).front();
  const report::Cost cost = report::cost_of(run, table).levels.front().per_iteration;
  Taken out;
  out.seconds = run.seconds(cost.cycles.total()).count();
  out.stall_seconds = run.seconds(Cycles(cost.cycles[Bin::stall_rebuild])).count();
  out.joules = cost.energy.total().count();
  out.macs = cost.macs;
  out.array_joules = cost.energy.of(Component::array).count();
  for (const auto& [role, name] : kEnumRows<Role>) {
    const Traffic& moved = cost.dram[role];
    const auto bytes = static_cast<double>(moved.read.count() + moved.write.count());
    out.bytes += bytes;
    out.role_bytes[role] = bytes;
    out.state_bytes += std::find(kState.begin(), kState.end(), role) != kState.end() ? bytes : 0;
  }
  const double memory =
      cost.energy.of(Component::dram).count() + cost.energy.of(Component::interconnect).count();
  out.state_joules = out.bytes > 0 ? memory * out.state_bytes / out.bytes : 0;
  return out;
}

/// Training and inference of one form of weights.
struct Both {
  Taken training, inference;
};

/// A program of a schedule on plain codes (FP32: real weights).
trace::Trace plain(const model::Graph& graph, const std::string& schedule, std::uint64_t batch) {
  return trace::make_trace(graph, kDataSet, batch, schedule::parse_schedule(schedule), 1,
                           trace::DxScale::prescale_requantize, trace::UpdateRule::momentum);
}

Both dense(model::Graph graph, const std::string& schedule, const arch::AcceleratorSpec& machine,
           const EnergyTable& table, unsigned jobs) {
  const Taken training = taken(plain(graph, schedule, kTrainingBatch), machine, table, jobs);
  graph.loss = model::Loss::none;
  trace::Trace inference = plain(graph, schedule, 1);
  trace::deploy(inference.steps.front().step, graph);
  return {training, taken(inference, machine, table, jobs)};
}

/// Sums over the layers.
struct Stored {
  double weights = 0, row_map = 0, coefficients = 0, basis = 0;  ///< bits but for the first
  double counters = 0, momentum = 0, masters = 0;                ///< of training, besides
  double reported = 0;                                           ///< by the authors' form
  [[nodiscard]] double container() const { return row_map + coefficients + basis; }
};

Stored stored(const trace::Step& step, const std::vector<train::FormFacts>& facts) {
  using weights::StreamKind;
  Stored sum;
  for (const train::FormFacts& layer : facts) {
    const auto bits = [](const weights::StoredForm& form, StreamKind kind) {
      return static_cast<double>(form.bits(kind).count());
    };
    sum.weights += static_cast<double>(step.tensor(layer.layer + ".weight.codes").elements());
    sum.row_map += bits(layer.stored, StreamKind::row_map);
    sum.coefficients += bits(layer.stored, StreamKind::coefficients);
    sum.basis += bits(layer.stored, StreamKind::basis);
    sum.counters += bits(layer.kept, StreamKind::counters);
    sum.momentum += bits(layer.kept, StreamKind::momentum);
    sum.masters += bits(layer.kept, StreamKind::master);
    double nonzeros = 0, places = 0;
    for (const weights::FormWork& work : layer.forward) {
      nonzeros +=
          work.action == weights::Action::shift_add ? static_cast<double>(work.count) / 3 : 0;
    }
    for (const weights::FormWork& work : layer.training) {
      places += work.action == weights::Action::project ? static_cast<double>(work.count) / 6 : 0;
    }
    sum.reported += nonzeros * kCoefficientBits + places + bits(layer.kept, StreamKind::master) / 4;
  }
  return sum;
}

struct Row {
  Units units;
  double density = 0;
  Stored stored;
  Both taken;
};

Row row_of(const model::Graph& graph, double density, const Units& units,
           const arch::AcceleratorSpec& machine, const EnergyTable& table, unsigned jobs) {
  train::WorkloadSpec spec;
  spec.model = model::ModelName(graph.name);
  spec.dataset = kDataSet;
  spec.batch = kTrainingBatch;
  spec.iterations = 1;
  spec.schedule = "static:8,backward=8";
  spec.form = weights::CoefficientSpec{};
  const auto phases = schedule::parse_schedule(spec.schedule).phases(1);
  // Weights have one scale a layer: errors are quantized once, as in train::training_trace.
  trace::Step step = trace::lower(graph, kDataSet, kTrainingBatch, trace::DxScale::segmented,
                                  trace::UpdateRule::momentum, trace::CodePlan(phases));
  step.dx_scale = trace::DxScale::prescale_requantize;
  const auto facts = train::facts_of_density(step, std::get<weights::CoefficientSpec>(spec.form),
                                             density, kCoefficientBits);
  Row row{.units = units, .density = density, .stored = stored(step, facts), .taken = {}};
  trace::Trace training;
  training.steps.push_back({trace::kTrainStep, train::coefficient_step(std::move(step), facts)});
  training.schedule_name = spec.schedule;
  training.schedule = phases;
  row.taken.training = taken(training, machine, table, jobs);
  row.taken.inference =
      taken(train::inference_trace(spec, graph, facts, {.batch = 1, .iterations = 1}), machine,
            table, jobs);
  return row;
}

void add_row(report::Csv& csv, const std::string& what, const char* units,
             std::optional<double> density, const Stored& stored, const Both& both,
             const Both& real, const Both& eight) {
  const double weights = stored.weights;
  const auto share = [&](double bits) { return weights > 0 ? bits / weights : 0; };
  csv.add(what).add(units).add(density ? fmt::format("{}", *density) : std::string());
  csv.add(share(stored.container())).add(share(stored.reported));
  csv.add(share(stored.row_map)).add(share(stored.coefficients)).add(share(stored.basis));
  csv.add(share(stored.counters)).add(share(stored.momentum)).add(share(stored.masters));
  for (const auto& [own, fp32, int8] :
       {std::array{both.training, real.training, eight.training},
        std::array{both.inference, real.inference, eight.inference}}) {
    csv.add(own.seconds).add(own.joules).add(own.bytes).add(own.state_bytes);
    for (const Role role : kState) {
      csv.add(own.role_bytes[role]);
    }
    csv.add(own.state_joules).add(own.stall_seconds).add(own.macs).add(own.array_joules);
    csv.add(fp32.joules / own.joules).add(int8.joules / own.joules);
    csv.add(fp32.state_joules / own.state_joules).add(int8.state_joules / own.state_joules);
  }
  csv.end_row();
}

std::vector<std::string> columns() {
  std::vector<std::string> names{"weights",
                                 "units",
                                 "density",
                                 "container_bits_per_weight",
                                 "reported_bits_per_weight",
                                 "row_map_bits_per_weight",
                                 "coefficient_bits_per_weight",
                                 "basis_bits_per_weight",
                                 "counter_bits_per_weight",
                                 "momentum_bits_per_weight",
                                 "master_bits_per_weight"};
  for (const std::string of : {"training_", "inference_"}) {
    for (const char* what :
         {"time_s", "energy_j", "dram_bytes", "weight_state_bytes", "weight_bytes", "master_bytes",
          "optimizer_state_bytes", "gradient_bytes", "weight_state_energy_j", "stall_rebuild_s",
          "macs", "array_energy_j", "fp32_energy_ratio", "int8_energy_ratio",
          "fp32_weight_state_energy_ratio", "int8_weight_state_energy_ratio"}) {
      names.push_back(of + what);
    }
  }
  return names;
}

report::Figure figure_of(const std::vector<Row>& rows, const Both& real, const Both& eight) {
  using report::LineStyle;
  const auto flat = [&](const char* name, const char* colour, double value) {
    return report::LineSeries{name, colour, LineStyle::line, true, {{0.1, value}, {1.0, value}}};
  };
  report::LineSeries own{"coefficients", "#1b3a5c", LineStyle::line, false, {}};
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    own.points.emplace_back(row->density, row->taken.training.state_joules);
  }
  report::LineChart chart;
  chart.frame = {.name = "joules_by_density",
                 .title = "Energy of moving weights and what trains them",
                 .value_label = "Energy",
                 .unit = "J",
                 .value_column = "weight_state_energy_j"};
  chart.x_label = "Density of coefficients";
  chart.x_column = "density";
  chart.panels = {{.label = "Energy of an iteration",
                   .unit = "J",
                   .series = {std::move(own), flat("FP32", "#8a2d1f", real.training.state_joules),
                              flat("8 bits", "#3f6a54", eight.training.state_joules)}}};
  std::vector<report::Figure> figures;
  report::append_figure(figures, chart,
                        "Weights, masters, optimizer state and gradients of ResNet-18: their share "
                        "of the energy of memory and the way to it, by bytes.");
  return std::move(figures.front());
}

/// Lines of the text: how many times less than FP32 and than 8 bits.
std::vector<std::string> ratios(const Row& row, const Both& real, const Both& eight) {
  const Taken& train = row.taken.training;
  const Taken& infer = row.taken.inference;
  const double bits = row.stored.container() / row.stored.weights;
  return {fmt::format("{:.1f}", row.density),
          fmt::format("{:.2f}", bits),
          fmt::format("{:.2f}", row.stored.reported / row.stored.weights),
          fmt::format("{:.1f}", 32 / bits),
          fmt::format("{:.2f}", real.training.joules / train.joules),
          fmt::format("{:.2f}", eight.training.joules / train.joules),
          fmt::format("{:.2f}", real.training.state_joules / train.state_joules),
          fmt::format("{:.2f}", real.inference.joules / infer.joules),
          fmt::format("{:.2f}", eight.inference.joules / infer.joules),
          fmt::format("{:.2f}", eight.inference.seconds / infer.seconds),
          row.units.name};
}

constexpr const char* kPublished =
    "\nPublished: storage 10.56, training energy 4.48, inference energy 2.44 times less. Not the "
    "same things:\n"
    "storage   the authors' report counts presence bits, coefficients and bases, at densities "
    "that their\n"
    "          networks reached; the container adds row maps and headers (docs/smartdeal.md)\n"
    "training  ours is all of a step, activations and errors included, on a machine that "
    "computes with 8 bits;\n"
    "          the column of weights' share is what the form changes\n"
    "inference ours has the zeros that its density says, alike in 32 filters as structured pruning "
    "leaves them,\n"
    "          and another array, memory and baseline than the published hardware\n";

/// The densities, and at one of them machines with fewer units.
std::vector<Row> all_rows(const model::Graph& graph, const std::filesystem::path& configs,
                          const ReproduceOptions& options,
                          const std::function<void(const std::string&, double)>& say) {
  std::vector<Row> rows;
  constexpr double kRows = kDensities.size() + kFewerUnits.size();
  const auto add = [&](double density, const Units& units) {
    say(fmt::format("density {}, {}", density, units.name),
        0.2 + 0.8 * static_cast<double>(rows.size()) / kRows);
    const arch::AcceleratorSpec machine = machine_with(configs, units);
    rows.push_back(row_of(graph, density, units, machine, complete_table(machine), options.jobs));
  };
  for (const double density : kDensities) {
    add(density, kAllUnits);
  }
  for (const Units& units : kFewerUnits) {
    add(kTakenApart, units);
  }
  return rows;
}

}  // namespace

Reproduced reproduce_smartdeal(const std::filesystem::path& configs,
                               const ReproduceOptions& options) {
  const arch::AcceleratorSpec machine = machine_with(configs, kAllUnits);
  const EnergyTable table = complete_table(machine);
  const auto say = [&](const std::string& what, double share) {
    if (options.progress) {
      options.progress(what, share);
    }
  };
  const model::Graph graph =
      trace::requested_model({.model = model::ModelName((configs / kModel).string()),
                              .dataset = kDataSet,
                              .inference = false});
  say("FP32", 0);
  const Both real = dense(graph, "static:fp32", machine, table, options.jobs);
  say("8 bits", 0.1);
  const Both eight = dense(graph, "static:8,backward=8", machine, table, options.jobs);
  std::vector<Row> rows = all_rows(graph, configs, options, say);
  report::Csv csv(columns());
  add_row(csv, "fp32", kAllUnits.name, {}, {}, real, real, eight);
  add_row(csv, "int8", kAllUnits.name, {}, {}, eight, real, eight);
  report::TextTable text{
      {{"density", "bits", "reported", "FP32 over it", "training FP32/it", "8 bits/it",
        "weights' share", "inference FP32/it", "8 bits/it", "time 8 bits/it", "units"}},
      0};
  for (const Row& row : rows) {
    add_row(csv, "coefficients", row.units.name, row.density, row.stored, row.taken, real, eight);
    text.rows.push_back(ratios(row, real, eight));
  }
  Reproduced made;
  made.files["densities.csv"] = csv.text();
  rows.resize(kDensities.size());
  const std::vector<report::Figure> figures{figure_of(rows, real, eight)};
  const std::vector<std::string> drawn = report::draw(figures);
  made.files["joules_by_density.csv"] = figures.front().csv;
  if (!drawn.front().empty()) {
    made.files["joules_by_density.svg"] = drawn.front();
  }
  made.text = text.text() + kPublished;
  made.files["densities.txt"] = made.text;
  return made;
}

}  // namespace metronome::experiment
