#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/experiment/machine_area.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/text_table.hpp"
#include "workloads/trace/deployed.hpp"
#include "workloads/trace/lowering.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/coefficient_facts.hpp"
#include "workloads/train/coefficient_step.hpp"
#include "workloads/train/inference_trace.hpp"

namespace metronome::experiment {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNetwork18 = "networks/resnet_18_cifar.yaml";
constexpr const char* kImages = "cifar-10";
constexpr std::uint64_t kStepBatch = 128;
constexpr double kDensity04 = 0.4;
constexpr int kCodeBits = 4;
constexpr const char* kOfMethod = "method";
constexpr double kAreaRows = 37;  ///< of the table, for the progress
/// 64 codes of 8 bits, two a column of systolic_512.
constexpr const char* kAssembler = "load_path.assembled_bits_per_cycle=512";

/// A machine as it is compared.
struct Sized {
  std::string name;
  arch::AcceleratorSpec spec;
  std::uint64_t rows = 0, columns = 0;  ///< of its array
  double mm2 = 0;
  double core_mm2 = 0;  ///< without the interface of the memory, which is most of all
};

/// Whatever a baseline can make of the area of a method's machine; itself first.
struct Baseline {
  std::string name;
  std::vector<GrownMachine> machines;
};

/// What a program takes on a machine.
struct Spent {
  double seconds = 0, joules = 0, bytes = 0;
};

/// One program on one machine.
struct AreaRow {
  const char* method;
  std::string program;
  std::string weights;
  std::string choice;          ///< which of the baseline's machines this is, and why
  std::size_t candidates = 0;  ///< machines that it was chosen of
  Sized machine;
  Spent spent;
};

/// One program on one of the machines that a baseline can be.
struct Candidate {
  const char* method;
  std::string program;
  Sized machine;
  Spent spent;
};

Sized sized(std::string name, const arch::AcceleratorSpec& spec, const MachineArea& area) {
  const auto [rows, columns] = rows_and_columns(spec.array);
  return {std::move(name), spec, rows, columns, area.total(), area.total() - area.memory_interface};
}

/// Both orders are total, so that the same machine is chosen each time: of equal times (of a
/// program that waits for memory) the one of less energy, and of those the smaller one, which comes
/// first.
bool is_faster(const Candidate& one, const Candidate& other) {
  return std::pair(one.spent.seconds, one.spent.joules) <
         std::pair(other.spent.seconds, other.spent.joules);
}
bool takes_less(const Candidate& one, const Candidate& other) {
  return std::pair(one.spent.joules, one.spent.seconds) <
         std::pair(other.spent.joules, other.spent.seconds);
}

class EqualArea {
 public:
  EqualArea(const fs::path& configs, const ReproduceOptions& options)
      : configs_(configs),
        options_(options),
        graph_(trace::requested_model({.model = model::ModelName((configs / kNetwork18).string()),
                                       .dataset = kImages,
                                       .inference = false})) {}

  void run() {
    dual();
    binary();
    smartdeal();
  }
  [[nodiscard]] const std::vector<AreaRow>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<Candidate>& candidates() const { return candidates_; }

 private:
  [[nodiscard]] fs::path file(const std::string& name) const {
    return configs_ / "arch" / (name + ".yaml");
  }
  [[nodiscard]] Sized machine(const std::string& name, const std::string& called,
                              const std::vector<std::string>& set) const {
    const auto spec = config::load<arch::AcceleratorSpec>(file(name), config::parse_overrides(set));
    return sized(called, spec, machine_area(spec));
  }
  /// What is not larger than a machine that it is compared with.
  [[nodiscard]] Baseline baseline(const std::string& name, const Sized& own) const {
    return {name, machines_within(file(name), own.mm2)};
  }

  [[nodiscard]] Spent spent(const trace::Trace& trace, const arch::AcceleratorSpec& machine) const {
    const EnergyTable table = complete_table(machine);
    sim::SimulateOptions how{.mode = Mode::analytic, .jobs = options_.jobs, .progress = {}};
    how.prices = &table;
    const RunResult run = sim::simulate(std::span(&trace, 1), machine, how).front();
    const report::Cost cost = report::cost_of(run, table).levels.front().per_iteration;
    const Traffic all = cost.total_traffic();
    return {run.seconds(cost.cycles.total()).count(), cost.energy.total().count(),
            static_cast<double>(all.read.count() + all.write.count())};
  }

  void add(const char* method, const std::string& program, const std::string& weights,
           const trace::Trace& trace, const Sized& machine) {
    rows_.push_back({method, program, weights, kOfMethod, 1, machine, spent(trace, machine.spec)});
  }

  /// The baseline as it is, and the best that it can be for time and for energy.
  void add(const char* method, const std::string& program, const std::string& weights,
           const trace::Trace& trace, const Baseline& baseline) {
    if (options_.progress) {
      options_.progress(fmt::format("{}: {}, {} of each size (sizes: {})", method, program,
                                    baseline.name, baseline.machines.size()),
                        static_cast<double>(rows_.size()) / kAreaRows);
    }
    std::vector<Candidate> of;
    for (const GrownMachine& machine : baseline.machines) {
      of.push_back({method, program, sized(baseline.name, machine.spec, machine.area),
                    spent(trace, machine.spec)});
    }
    const auto choose = [&](const char* choice, const Candidate& chosen) {
      rows_.push_back({method, program, weights, choice, of.size(), chosen.machine, chosen.spent});
    };
    choose("as it is", of.front());
    choose("fastest", *std::min_element(of.begin(), of.end(), is_faster));
    choose("least energy", *std::min_element(of.begin(), of.end(), takes_less));
    candidates_.insert(candidates_.end(), of.begin(), of.end());
  }

  [[nodiscard]] train::WorkloadSpec spec_of(const std::string& schedule,
                                            weights::FormSpec form) const {
    train::WorkloadSpec spec;
    spec.model = model::ModelName(graph_.name);
    spec.dataset = kImages;
    spec.batch = kStepBatch;
    spec.iterations = 1;
    spec.schedule = schedule;
    spec.form = std::move(form);
    return spec;
  }

  /// Both modes of one stored code, with an assembler, beside models of their own without.
  void dual() {
    const train::WorkloadSpec spec =
        spec_of("static:8,backward=8",
                weights::NestedSpec{.training = weights::NestedTraining::joint_hard});
    const Sized own = machine("systolic_512", "systolic_512, assembler", {kAssembler});
    const Baseline plain = baseline("systolic_512", own);
    for (const char* mode : {"low", "high"}) {
      const auto program = [&](train::WeightLayout layout) {
        return train::inference_trace(
            spec, graph_, {}, {.batch = 1, .iterations = 1, .mode = mode, .layout = layout});
      };
      const std::string name = fmt::format("inference, {} mode", mode);
      add("dual_precision", name, "planes", program(train::WeightLayout::plane_major), own);
      const trace::Trace models = program(train::WeightLayout::separate);
      add("dual_precision", name, "a model of its own", models, plain);
    }
  }

  /// Binary products on lanes made for them, beside words on arrays of the same area. The vector
  /// units of the balanced machines differ by a rule of their own; those of the plain ones are
  /// alike, so that the array alone is compared.
  void binary() {
    const Sized own = machine("plain_binary_overlay_512", "plain_binary_overlay_512", {});
    const std::array words{baseline("plain_systolic_512", own),
                           baseline("plain_spatial_fusion_512", own)};
    const auto program = [&](int bits) {
      return train::inference_trace(
          spec_of(fmt::format("static:{},backward=8", bits), weights::BinarySpec{.bits = bits}),
          graph_, {}, {.batch = 16, .iterations = 1});
    };
    for (const int bits : {1, 2, 4}) {
      const trace::Trace trace = program(bits);
      const std::string name = fmt::format("inference of 16, {0} x {0} bits", bits);
      add("ebs", name, "binary products", trace, own);
      for (const Baseline& of_words : words) {
        add("ebs", name, "words", trace, of_words);
      }
    }
  }

  void smartdeal() {
    const weights::CoefficientSpec form;
    const train::WorkloadSpec spec = spec_of("static:8,backward=8", form);
    const auto phases = schedule::parse_schedule(spec.schedule).phases(1);
    // Weights have one scale a layer: errors are quantized once, as in train::training_trace.
    trace::Step step = trace::lower(graph_, kImages, kStepBatch, trace::DxScale::segmented,
                                    trace::UpdateRule::momentum, trace::CodePlan(phases));
    step.dx_scale = trace::DxScale::prescale_requantize;
    const auto facts = train::facts_of_density(step, form, kDensity04, kCodeBits);
    trace::Trace training;
    training.steps.push_back({trace::kTrainStep, train::coefficient_step(std::move(step), facts)});
    training.schedule_name = spec.schedule;
    training.schedule = phases;
    const trace::Trace inference =
        train::inference_trace(spec, graph_, facts, {.batch = 1, .iterations = 1});
    const trace::Trace dense =
        trace::make_trace(graph_, kImages, kStepBatch, schedule::parse_schedule(spec.schedule), 1,
                          trace::DxScale::prescale_requantize, trace::UpdateRule::momentum);
    model::Graph forward = graph_;
    forward.loss = model::Loss::none;
    trace::Trace deployed =
        trace::make_trace(forward, kImages, 1, schedule::parse_schedule(spec.schedule), 1,
                          trace::DxScale::prescale_requantize, trace::UpdateRule::momentum);
    trace::deploy(deployed.steps.front().step, forward);
    const Sized own =
        machine("systolic_512", "systolic_512, rebuild engine, selector, counters",
                {"load_path.rebuilt_rows_per_cycle=64", "load_path.counters_per_cycle=64",
                 "load_path.skips_zero_rows=true"});
    const Baseline plain = baseline("systolic_512", own);
    const auto compare = [&](const char* name, const trace::Trace& of_form,
                             const trace::Trace& of_codes) {
      add("smartdeal", name, fmt::format("coefficients, density {}", kDensity04), of_form, own);
      add("smartdeal", name, "8 bits", of_codes, plain);
    };
    compare("inference", inference, deployed);
    compare("training iteration of 128", training, dense);
  }

  fs::path configs_;
  const ReproduceOptions& options_;
  model::Graph graph_;
  std::vector<AreaRow> rows_;
  std::vector<Candidate> candidates_;
};

/// The first row of a method and program is the method's own; others are its baselines.
const AreaRow& own_row(const std::vector<AreaRow>& rows, const AreaRow& row) {
  return *std::find_if(rows.begin(), rows.end(), [&](const AreaRow& other) {
    return std::string_view(other.method) == row.method && other.program == row.program;
  });
}

std::string candidates_csv(const std::vector<Candidate>& candidates) {
  report::Csv csv({"method", "program", "accelerator", "rows", "columns", "area_mm2", "time_s",
                   "energy_j", "dram_bytes"});
  for (const Candidate& one : candidates) {
    csv.add(one.method).add(one.program).add(one.machine.name);
    csv.add(one.machine.rows).add(one.machine.columns).add(one.machine.mm2);
    csv.add(one.spent.seconds).add(one.spent.joules).add(one.spent.bytes);
    csv.end_row();
  }
  return csv.text();
}

}  // namespace

Reproduced reproduce_equal_area(const fs::path& configs, const ReproduceOptions& options) {
  EqualArea all(configs, options);
  all.run();
  const std::vector<AreaRow>& rows = all.rows();
  report::Csv csv({"method", "program", "weights", "accelerator", "choice", "candidates", "rows",
                   "columns", "area_mm2", "core_area_mm2", "core_area_percent", "time_s",
                   "energy_j", "dram_bytes", "time_core_area_s_mm2", "relative_time",
                   "relative_energy", "relative_time_core_area"});
  report::TextTable text{{{"method", "program", "weights", "machine", "choice", "array", "mm2",
                           "area %", "time (ms)", "energy (mJ)", "time", "energy", "time x area"}},
                         6};
  for (const AreaRow& row : rows) {
    const AreaRow& own = own_row(rows, row);
    const double added = 100 * (row.machine.core_mm2 / own.machine.core_mm2 - 1);
    const double time = row.spent.seconds / own.spent.seconds;
    const double energy = row.spent.joules / own.spent.joules;
    const double product = time * row.machine.core_mm2 / own.machine.core_mm2;
    csv.add(row.method).add(row.program).add(row.weights).add(row.machine.name);
    csv.add(row.choice).add(row.candidates).add(row.machine.rows).add(row.machine.columns);
    csv.add(row.machine.mm2).add(row.machine.core_mm2).add(added);
    csv.add(row.spent.seconds).add(row.spent.joules).add(row.spent.bytes);
    csv.add(row.spent.seconds * row.machine.core_mm2).add(time).add(energy).add(product);
    csv.end_row();
    text.rows.push_back({row.method, row.program, row.weights, row.machine.name, row.choice,
                         fmt::format("{} x {}", row.machine.rows, row.machine.columns),
                         fmt::format("{:.4f}", row.machine.core_mm2), fmt::format("{:+.2f}", added),
                         fmt::format("{:.4g}", 1e3 * row.spent.seconds),
                         fmt::format("{:.4g}", 1e3 * row.spent.joules), fmt::format("{:.3f}", time),
                         fmt::format("{:.3f}", energy), fmt::format("{:.3f}", product)});
  }
  Reproduced made;
  made.files["equal_area.csv"] = csv.text();
  made.files["candidates.csv"] = candidates_csv(all.candidates());
  made.text =
      text.text() +
      "choice: a baseline as it is, and the fastest and the one of least energy of every "
      "machine like it with as many\nrows and columns or more that is not larger than the "
      "machine of the method, the first row of a program\n(candidates.csv has them all). "
      "array: rows x columns. mm2: without the memory's interface, which is the same\nin a "
      "comparison. area %: by how much a baseline is larger than the method's. Time, energy "
      "and time x area\n(those mm2) are over that row's.\n";
  made.files["equal_area.txt"] = made.text;
  return made;
}

}  // namespace metronome::experiment
