#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/experiment/machine_area.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/text_table.hpp"
#include "workloads/methods/feedback/feedback_plan.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::experiment {
namespace feedback_study {
namespace {

using feedback::FeedbackKind;
using trace::Role;

constexpr std::uint64_t kBatch = 128;
/// Of the table beside published figures: the chips' are of one sample at a time.
constexpr std::uint64_t kBatches[]{1, 16, 128};
constexpr const char* kSchedule = "static:8,backward=8";
constexpr const char* kMachines[]{"systolic_512", "dual_serial_512"};
/// Of the crossover: hidden features of AlexNet's fully connected layers, and classes.
constexpr std::uint64_t kFeatures[]{512, 1024, 2048, 4096, 8192};
constexpr std::uint64_t kClasses[]{10, 100, 1000, 3000, 10000};

constexpr const char* kGrids[]{"none", "16 x 64"};  ///< projection arrays

/// A way of training on a machine.
struct Way {
  std::optional<FeedbackKind> kind;  ///< nothing: backpropagation
  std::uint64_t delay = 0;
  bool grid = false;  ///< the machine has a projection array
  std::uint64_t batch = kBatch;
  trace::UpdateRule rule = trace::UpdateRule::momentum;
  bool side_by_side = false;  ///< whatever the rule of errors

  [[nodiscard]] std::string errors() const {
    return kind ? std::string(enum_name(*kind)) : "backpropagation";
  }
};
const std::vector<Way> kWays{{{}, 0, false},
                             {FeedbackKind::product, 0, false},
                             {FeedbackKind::binary, 0, false},
                             {FeedbackKind::binary, 0, true},
                             {FeedbackKind::lfsr, 0, false},
                             {FeedbackKind::lfsr, 0, true},
                             {FeedbackKind::lfsr, 1, false},
                             {FeedbackKind::lfsr, 1, true}};

struct Network {
  std::string name;
  std::uint64_t classes = 10;
  model::Graph graph;
  feedback::FeedbackPlan plan = feedback::plan_of(graph, feedback::Boundary::boundary);

  /// Of the multiply-accumulates of a forward pass, and of the weights, those of fully connected
  /// layers.
  [[nodiscard]] double product_share() const {
    return share([](const model::Graph& g, model::NodeIndex i) { return forward_macs(g, i); });
  }
  [[nodiscard]] double weight_share() const {
    return share([](const model::Graph& g, model::NodeIndex i) { return parameter_count(g, i); });
  }

 private:
  template <class Of>
  [[nodiscard]] double share(const Of& of) const {
    double all = 0, connected = 0;
    for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
      all += static_cast<double>(of(graph, i));
    }
    for (const model::NodeIndex i : plan.layers) {
      connected += static_cast<double>(of(graph, i));
    }
    return connected / all;
  }
};

/// A network's file with other classes, and other features of its hidden fully connected layers (0:
/// its own).
Network network_of(const std::filesystem::path& file, std::uint64_t classes,
                   std::uint64_t features = 0) {
  auto description = config::load<model::NetworkFile>(file);
  for (model::NetworkLayer& layer : description.layers) {
    if (auto* linear = std::get_if<model::Linear>(&layer.layer)) {
      const bool last = &layer == &description.layers.back();
      linear->out_features = last ? classes : features > 0 ? features : linear->out_features;
    }
  }
  return {description.name, classes, graph_of(description, std::nullopt)};
}

/// An iteration.
struct Taken {
  double seconds = 0, one_by_one = 0, joules = 0;
  double read = 0, written = 0, weights = 0, feedback = 0;  ///< bytes across the pins
  double projection = 0;                                    ///< seconds of the pass alone
  double gradients_wait = 0;  ///< seconds in which weight gradients wait for the array
  double footprint = 0;
  double mm2 = 0;
  [[nodiscard]] double bytes() const { return read + written; }
};

void add_overlap(const RunResult& run, Taken& out) {
  for (const OverlappedTurn& turn : run.levels.front().overlap) {
    const OperationResult& one = run.operations[turn.operation];
    if (one.operation == "loss.project") {
      out.projection = run.seconds(turn.alone).count();
    }
    if (one.cls == trace::OperationClass::weight_gradient && turn.unit == WorkUnit::array) {
      out.gradients_wait += run.seconds(turn.wait()).count();
    }
  }
  out.one_by_one = run.seconds(run.levels.front().without_overlap()).count();
}

/// Of five networks in all ways, of the crossover in four, of batches in five.
const double kSimulations =
    static_cast<double>(std::size(kMachines) *
                        (5 * (kWays.size() + 1) + 4 * std::size(kFeatures) * std::size(kClasses) +
                         5 * 2 * std::size(kBatches)));

class FeedbackStudy {
 public:
  FeedbackStudy(const std::filesystem::path& configs, const ReproduceOptions& options)
      : configs_(configs), options_(options) {}

  Taken taken(const Network& network, const std::string& name, const Way& way) {
    if (options_.progress) {
      options_.progress(fmt::format("{}, {} classes, {} on {}", network.name, network.classes,
                                    way.errors(), name),
                        static_cast<double>(done_) / kSimulations);
    }
    ++done_;
    const auto machine = config::load<arch::AcceleratorSpec>(
        configs_ / "arch" / (name + ".yaml"),
        config::parse_overrides(way.grid ? std::vector<std::string>{"projection_array.rows=16",
                                                                    "projection_array.columns=64"}
                                         : std::vector<std::string>{}));
    const EnergyTable table = complete_table(machine);
    const trace::Trace trace = trace::make_trace(
        network.graph, "none", way.batch, schedule::parse_schedule(kSchedule), 1,
        machine.training.dx_scale, way.rule,
        way.kind ? feedback::route_of(network.plan, *way.kind, way.delay) : trace::FeedbackRoute{});
    sim::SimulateOptions how{.mode = Mode::analytic, .jobs = options_.jobs, .progress = {}};
    how.prices = &table;
    how.overlap_all = way.side_by_side;
    const RunResult run = sim::simulate(std::span(&trace, 1), machine, how).front();
    const report::Cost cost = report::cost_of(run, table).levels.front().per_iteration;
    Taken out;
    out.seconds = out.one_by_one = run.seconds(cost.cycles.total()).count();
    out.joules = cost.energy.total().count();
    for (const Role role : kEnumValues<Role>) {
      out.read += static_cast<double>(cost.dram[role].read.count());
      out.written += static_cast<double>(cost.dram[role].write.count());
    }
    out.weights = static_cast<double>(cost.dram[Role::weight].read.count());
    out.feedback = static_cast<double>(cost.dram[Role::feedback].read.count());
    for (const OperationResult& one : run.operations) {
      if (one.operation == "loss.project") {
        out.projection = run.seconds(one.measure.cycles.total()).count();
      }
    }
    if (!run.levels.front().overlap.empty()) {
      add_overlap(run, out);
    }
    out.footprint = static_cast<double>(run.levels.front().footprint.count());
    out.mm2 = machine_area(machine).total();
    return out;
  }

 private:
  const std::filesystem::path& configs_;
  const ReproduceOptions& options_;
  std::size_t done_ = 0;
};

std::string part(double of, double whole) { return fmt::format("{:.3f}", of / whole); }

/// table.csv, and the same for a terminal.
std::string add_networks(const std::filesystem::path& configs, FeedbackStudy& study,
                         Reproduced& made) {
  std::vector<Network> networks{{"mlp", 10, model::mlp({512, 256}, {3, 32, 32}, 10)}};
  for (const char* file : {"vgg11", "alexnet"}) {
    for (const std::uint64_t classes : {10, 1000}) {
      networks.push_back(network_of(configs / "networks" / (std::string(file) + ".yaml"), classes));
    }
  }
  report::Csv csv({"network",
                   "classes",
                   "fully_connected_mac_fraction",
                   "fully_connected_weight_fraction",
                   "machine",
                   "errors",
                   "delay",
                   "projection_array",
                   "time_s",
                   "one_by_one_time_s",
                   "energy_j",
                   "dram_read_bytes",
                   "dram_write_bytes",
                   "weight_read_bytes",
                   "feedback_bytes",
                   "projection_time_s",
                   "gradients_wait_s",
                   "footprint_bytes",
                   "area_mm2",
                   "relative_time",
                   "relative_energy",
                   "relative_dram_bytes",
                   "relative_weight_read_bytes",
                   "relative_time_side_by_side"});
  report::TextTable text{{{"network", "classes", "machine", "errors", "delay", "projection array",
                           "time", "energy", "DRAM bytes", "weights read", "projection %",
                           "gain of overlap %", "beside BP side by side"}},
                         4};
  for (const Network& network : networks) {
    for (const char* machine : kMachines) {
      std::optional<Taken> base;
      // Backpropagation whose operations overlap, too.
      const Taken graph =
          study.taken(network, machine, {{}, 0, false, kBatch, trace::UpdateRule::momentum, true});
      for (const Way& way : kWays) {
        const Taken own = study.taken(network, machine, way);
        base = base.value_or(own);
        const char* const grid = kGrids[way.grid ? 1 : 0];
        csv.add(network.name)
            .add(network.classes)
            .add(network.product_share())
            .add(network.weight_share())
            .add(machine)
            .add(way.errors())
            .add(way.delay)
            .add(grid);
        for (const double value :
             {own.seconds, own.one_by_one, own.joules, own.read, own.written, own.weights,
              own.feedback, own.projection, own.gradients_wait, own.footprint, own.mm2,
              own.seconds / base->seconds, own.joules / base->joules, own.bytes() / base->bytes(),
              own.weights / base->weights, own.seconds / graph.seconds}) {
          csv.add(value);
        }
        csv.end_row();
        text.rows.push_back({network.name, fmt::format("{}", network.classes), machine,
                             way.errors(), fmt::format("{}", way.delay), grid,
                             part(own.seconds, base->seconds), part(own.joules, base->joules),
                             part(own.bytes(), base->bytes()), part(own.weights, base->weights),
                             fmt::format("{:.1f}", 100 * own.projection / own.one_by_one),
                             fmt::format("{:.1f}", 100 * (1 - own.seconds / own.one_by_one)),
                             own.seconds < own.one_by_one ? part(own.seconds, graph.seconds) : ""});
      }
    }
  }
  made.files["networks.csv"] = csv.text();
  return text.text();
}

/// Between which classes a row of relative times passes 1, on a logarithmic axis.
std::string crossing(const std::vector<double>& relative) {
  for (std::size_t i = 1; i < relative.size(); ++i) {
    if (relative[i - 1] < 1 && relative[i] >= 1) {
      const double x0 = std::log(static_cast<double>(kClasses[i - 1]));
      const double x1 = std::log(static_cast<double>(kClasses[i]));
      const double at = x0 + (x1 - x0) * (1 - relative[i - 1]) / (relative[i] - relative[i - 1]);
      return fmt::format("{:.0f}", std::exp(at));
    }
  }
  return relative.front() >= 1 ? "below 10" : "above 10000";
}

/// A line of the crossover: a machine with or without a projection array, by classes.
struct Line {
  std::vector<double> time, energy, bytes;  ///< relative to backpropagation
};

/// crossover.csv: AlexNet with other fully connected layers.
std::string add_crossover(const std::filesystem::path& configs, FeedbackStudy& study,
                          Reproduced& made) {
  report::Csv csv({"features", "classes", "fully_connected_mac_fraction", "machine", "errors",
                   "projection_array", "relative_time", "relative_energy", "relative_dram_bytes"});
  report::TextTable text{{{"features", "FC products %", "machine", "projection array", "10", "100",
                           "1000", "3000", "10000", "time crosses at", "energy at", "bytes at"}},
                         4};
  for (const std::uint64_t features : kFeatures) {
    std::vector<Network> networks;
    for (const std::uint64_t classes : kClasses) {
      networks.push_back(network_of(configs / "networks" / "alexnet.yaml", classes, features));
    }
    for (const char* machine : kMachines) {
      std::array<Line, 2> lines;  // without and with the array
      for (const Network& network : networks) {
        const Taken plain = study.taken(network, machine, {});
        Way way;
        way.side_by_side = true;
        const Taken graph = study.taken(network, machine, way);
        for (const bool grid : {false, true}) {
          const Taken& base = grid ? graph : plain;  // executed alike
          const Taken own = study.taken(network, machine, {FeedbackKind::lfsr, 0, grid});
          Line& line = lines[grid ? 1 : 0];
          line.time.push_back(own.seconds / base.seconds);
          line.energy.push_back(own.joules / base.joules);
          line.bytes.push_back(own.bytes() / base.bytes());
          csv.add(features).add(network.classes).add(network.product_share()).add(machine);
          csv.add("lfsr").add(kGrids[grid ? 1 : 0]);
          csv.add(line.time.back()).add(line.energy.back()).add(line.bytes.back());
          csv.end_row();
        }
      }
      for (std::size_t grid = 0; grid < lines.size(); ++grid) {
        std::vector<std::string> row{
            fmt::format("{}", features),
            fmt::format("{:.1f} to {:.1f}", 100 * networks.front().product_share(),
                        100 * networks.back().product_share()),
            machine, kGrids[grid]};
        for (const double value : lines[grid].time) {
          row.push_back(fmt::format("{:.3f}", value));
        }
        for (const auto* values : {&lines[grid].time, &lines[grid].energy, &lines[grid].bytes}) {
          row.push_back(crossing(*values));
        }
        text.rows.push_back(std::move(row));
      }
    }
  }
  made.files["crossover.csv"] = csv.text();
  return text.text();
}

/// batches.csv: what a chip that learns sample by sample saves, beside batches.
std::string add_batches(const std::filesystem::path& configs, FeedbackStudy& study,
                        Reproduced& made) {
  const Network network = network_of(configs / "networks" / "alexnet.yaml", 10);
  report::Csv csv({"network", "classes", "machine", "batch", "update", "errors", "delay",
                   "projection_array", "relative_time", "relative_energy", "relative_dram_bytes",
                   "relative_weight_read_bytes", "relative_time_side_by_side"});
  report::TextTable text{
      {{"machine", "batch", "update", "errors", "delay", "projection array", "time", "energy",
        "DRAM bytes", "weights read", "beside BP side by side"}},
      6};
  for (const char* machine : kMachines) {
    for (const std::uint64_t batch : kBatches) {
      for (const trace::UpdateRule rule : {trace::UpdateRule::sgd, trace::UpdateRule::momentum}) {
        const Taken base = study.taken(network, machine, {{}, 0, false, batch, rule});
        const Taken graph = study.taken(network, machine, {{}, 0, false, batch, rule, true});
        for (const auto& [delay, grid] : {std::pair(0, false), {1, false}, {1, true}}) {
          const Way way{FeedbackKind::lfsr, static_cast<std::uint64_t>(delay), grid, batch, rule};
          const Taken own = study.taken(network, machine, way);
          const std::array values{own.seconds / base.seconds, own.joules / base.joules,
                                  own.bytes() / base.bytes(), own.weights / base.weights,
                                  own.seconds / graph.seconds};
          std::vector<std::string> row{
              machine,      fmt::format("{}", batch), std::string(enum_name(rule)),
              way.errors(), fmt::format("{}", delay), kGrids[grid ? 1 : 0]};
          csv.add(network.name).add(network.classes).add(machine).add(batch).add(enum_name(rule));
          csv.add(way.errors()).add(delay).add(kGrids[grid ? 1 : 0]);
          for (const double value : values) {
            csv.add(value);
            row.push_back(fmt::format("{:.3f}", value));
          }
          csv.end_row();
          text.rows.push_back(std::move(row));
        }
      }
    }
  }
  made.files["batches.csv"] = csv.text();
  return text.text();
}

}  // namespace
}  // namespace feedback_study

Reproduced reproduce_feedback(const std::filesystem::path& configs,
                              const ReproduceOptions& options) {
  using namespace feedback_study;
  FeedbackStudy study(configs, options);
  Reproduced made;
  made.text =
      "An iteration of " + std::to_string(kBatch) +
      " samples at static 8 bits, relative to backpropagation on the same machine:\n" +
      add_networks(configs, study, made) +
      "\nAlexNet with other features of its hidden fully connected layers: time of "
      "generated feedback relative to\nbackpropagation by classes (with a projection array: both "
      "side by side), and at how many classes time, energy\nand bytes reach those of "
      "backpropagation:\n" +
      add_crossover(configs, study, made) +
      "\nAlexNet with 10 classes by samples of a batch, relative to backpropagation with the "
      "same update:\n" +
      add_batches(configs, study, made);
  made.files["tables.txt"] = made.text;
  return made;
}

}  // namespace metronome::experiment
