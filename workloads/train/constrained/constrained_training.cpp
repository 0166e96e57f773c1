#include "workloads/train/constrained/constrained_training.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/interrupt.hpp"
#include "workloads/methods/reach/chain_graph.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/schedule/driver.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/constrained/constrained_checkpoint.hpp"
#include "workloads/train/initial_weights.hpp"

namespace metronome::reach {
namespace {

void copy_numbers(const std::vector<double>& from, std::span<double> to) {
  std::copy(from.begin(), from.end(), to.begin());
}

Numbers numbers_of(const TrainedChain& chain) {
  Numbers numbers;
  for (const nn::Parameter<double>& parameter : chain.parameters()) {
    numbers.emplace_back(parameter.value->values().begin(), parameter.value->values().end());
  }
  return numbers;
}

Numbers numbers_of(train::OptimiserOf<double>& optimiser) {
  Numbers numbers;
  for (const std::span<double> values : optimiser.buffers()) {
    numbers.emplace_back(values.begin(), values.end());
  }
  return numbers;
}

/// Whether there are as many of each as in another list.
bool same_sizes(const Numbers& a, const Numbers& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& one, const auto& other) { return one.size() == other.size(); });
}

bool all_finite(const Numbers& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](const std::vector<double>& some) {
    return std::all_of(some.begin(), some.end(),
                       [](double x) { return std::isfinite(static_cast<float>(x)); });
  });
}

void give_initial_numbers(const ConstrainedTrainingSpec& spec, const model::Graph& graph,
                          TrainedChain& chain) {
  chain.initialise(spec.seed);
  if (spec.initial_weights.path.empty()) {
    return;
  }
  nn::Network<float> stored(graph, trace::DxScale::per_tensor);
  train::start_from(stored, spec.initial_weights.path.string());
  const auto from = stored.parameters();
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::copy(from[i].value->values().begin(), from[i].value->values().end(),
              chain.parameters()[i].value->data());
  }
}

/// UserError where a schedule is to be told of number formats in the next iteration: some are only
/// in some iterations.
void refuse_more_than_the_loss(const schedule::Driver& driver, const std::string& name) {
  if (driver.wants().any()) {
    throw UserError(fmt::format("schedule {} asks for what number formats do to a network, and a "
                                "training under a constraint has none: it is in FP64",
                                name),
                    "a schedule of bits, such as cpt:3-8,periods=8,backward=8");
  }
}

/// The course of a schedule that the loss drives; of others nothing happens.
class Course {
 public:
  Course(const schedule::Schedule& schedule, std::uint64_t iterations) : name_(schedule.name()) {
    if (schedule.loss_driven() && iterations > 0) {
      driver_.emplace(schedule, iterations);
    }
  }

  /// The loss of the next step on the objective.
  void observe(double loss) {
    if (!driver_) {
      return;
    }
    refuse_more_than_the_loss(*driver_, name_);
    const trace::Assignment assignment = driver_->at(losses_.size());
    if (changes_.empty() || changes_.back().second != assignment) {
      changes_.emplace_back(losses_.size(), assignment);
    }
    losses_.push_back(loss);
    driver_->observe(loss);
  }
  [[nodiscard]] const std::vector<double>& losses() const { return losses_; }
  [[nodiscard]] const auto& changes() const { return changes_; }

 private:
  std::string name_;
  std::optional<schedule::Driver> driver_;
  std::vector<double> losses_;
  std::vector<std::pair<std::uint64_t, trace::Assignment>> changes_;
};

/// One training.
class ConstrainedTrainer {
 public:
  ConstrainedTrainer(const ConstrainedTrainingSpec& spec, const ConstrainedOptions& options)
      : spec_(spec),
        options_(options),
        graph_(graph_of(spec)),
        problem_(problem_of(spec)),
        chain_(graph_),
        steps_(chain_, problem_, train::optimiser_keys(spec), spec.learning_rate),
        course_(schedule_of(spec, graph_), spec.objective_iterations()) {
    give_initial_numbers(spec, graph_, chain_);
    if (!options.checkpoint.empty() && path_exists(options.checkpoint)) {
      restore(options.checkpoint);
    }
    steps_.reread();
  }

  ConstrainedResult run() {
    if (step_ > 0 && options_.resumed) {
      options_.resumed(step_);
    }
    while (!finished_) {
      begin_step();
      finished_ = !take_step() || step_ == spec_.steps();
    }
    keep();
    result_.parameters = numbers_of(chain_);
    result_.network = steps_.network();
    result_.changes = course_.changes();
    return std::move(result_);
  }

 private:
  /// False where none is left to be taken.
  bool take_step() {
    if (step_ < spec_.pretraining_steps) {
      pretrain();
    } else if (step_ < spec_.pretraining_steps + spec_.alternating_steps) {
      alternate();
    } else if (clear()) {
      return false;
    } else {
      constrain(StepKind::finishing,
                mean_square_fit(steps_.network(), problem_.x, problem_.y).mean_square);
    }
    ++step_;
    return true;
  }

  void pretrain() {
    const double before = on_objective();
    if (step_ + 1 == spec_.pretraining_steps) {
      add(StepKind::pretraining, {before, 0, 0, 0, 0}, {});
    }
  }

  void alternate() {
    double mean_square = 0;
    for (std::uint64_t k = 0; k < spec_.objective_steps; ++k) {
      const double before = on_objective();
      mean_square = k == 0 ? before : mean_square;
    }
    constrain(StepKind::alternating, mean_square);
  }

  double on_objective() {
    const double before = steps_.on_objective();
    check_finite(before);
    course_.observe(before);
    return before;
  }

  void constrain(StepKind kind, double mean_square) {
    ProgramCost cost;
    const ConstraintLoss found = steps_.on_constraint(cost);
    check_finite(mean_square + found.loss);
    if (found.pieces == 0) {
      throw UserError(fmt::format("the {} form finds no piece of the network's image at step {}: a "
                                  "neuron of constant sign hides all of them, and the constraint "
                                  "sees nothing",
                                  enum_name(spec_.form), step_),
                      "form: tight, or other initial weights");
    }
    add(kind, {mean_square, found.loss, found.least_v, found.colliding, found.pieces}, cost);
  }

  /// Whether the network is clear of the unsafe box by half the margin.
  [[nodiscard]] bool clear() const {
    ProgramCost cost;
    return constraint_loss(steps_.network(), problem_.input, problem_.unsafe, problem_.constraint,
                           cost)
               .least_v >= 1 + spec_.margin / 2;
  }

  void begin_step() {
    if (interrupt_signal() != 0 ||
        (spec_.checkpoint_every > 0 && step_ % spec_.checkpoint_every == 0)) {
      keep();
    }
    stop_if_interrupted();
    if (options_.progress) {
      options_.progress(static_cast<double>(step_) / static_cast<double>(spec_.steps()));
    }
  }

  void add(StepKind kind, const StepRecord& found, const ProgramCost& cost) {
    result_.steps.push_back({step_, kind, found, cost});
  }

  static void check_finite(double loss) {
    if (!std::isfinite(loss)) {
      throw UserError("training diverged: the loss is not finite", "lower `learning_rate`");
    }
  }

  /// Writes a checkpoint of the steps done, where one is wanted and there is something to keep.
  void keep() {
    ConstrainedCheckpoint checkpoint;
    checkpoint.parameters = numbers_of(chain_);
    checkpoint.objective = numbers_of(steps_.objective());
    checkpoint.constraint = numbers_of(steps_.constraint());
    if (options_.checkpoint.empty() || step_ == 0 || !all_finite(checkpoint.parameters) ||
        !all_finite(checkpoint.objective) || !all_finite(checkpoint.constraint)) {
      return;
    }
    checkpoint.identity = training_identity(spec_);
    checkpoint.step = step_;
    checkpoint.finished = finished_;
    checkpoint.steps = result_.steps;
    checkpoint.losses = course_.losses();
    checkpoint.network = config::resolved_yaml(model::file_of(graph_));
    checkpoint.schedule = spec_.schedule;
    nn::Network<float> network(graph_, trace::DxScale::per_tensor);
    deploy({checkpoint.parameters, steps_.network(), {}, {}}, range_samples(spec_), network);
    checkpoint.weights = train::serialise_weights(train::weights_of(network));
    write_file_durably(options_.checkpoint, serialise_checkpoint(checkpoint));
  }

  void restore(const std::filesystem::path& file) {
    ConstrainedCheckpoint checkpoint = parse_constrained_checkpoint(read_file(file), file.string());
    const bool fits = checkpoint.identity == training_identity(spec_) &&
                      checkpoint.step <= spec_.steps() &&
                      same_sizes(checkpoint.parameters, numbers_of(chain_)) &&
                      same_sizes(checkpoint.objective, numbers_of(steps_.objective())) &&
                      same_sizes(checkpoint.constraint, numbers_of(steps_.constraint()));
    if (!fits) {
      throw UserError(Diagnostic{file.string(),
                                 0,
                                 0,
                                 {},
                                 "checkpoint: is of another training",
                                 "remove it to start anew"});
    }
    for (std::size_t i = 0; i < checkpoint.parameters.size(); ++i) {
      copy_numbers(checkpoint.parameters[i], chain_.parameters()[i].value->values());
    }
    step_ = checkpoint.step;
    finished_ = checkpoint.finished || step_ == spec_.steps();
    const std::uint64_t pretrained = std::min(step_, spec_.pretraining_steps);
    const std::uint64_t alternated = std::min(step_ - pretrained, spec_.alternating_steps);
    restore_optimiser(steps_.objective(), checkpoint.objective,
                      pretrained + alternated * spec_.objective_steps);
    restore_optimiser(steps_.constraint(), checkpoint.constraint, step_ - pretrained);
    result_.steps = std::move(checkpoint.steps);
    for (const double loss : checkpoint.losses) {
      course_.observe(loss);  // the schedule goes the same way again
    }
  }

  static void restore_optimiser(train::OptimiserOf<double>& optimiser, const Numbers& numbers,
                                std::uint64_t steps) {
    const auto to = optimiser.buffers();
    for (std::size_t i = 0; i < to.size(); ++i) {
      copy_numbers(numbers[i], to[i]);
    }
    optimiser.set_steps(steps);
  }

  const ConstrainedTrainingSpec& spec_;
  const ConstrainedOptions& options_;
  model::Graph graph_;
  ConstrainedProblem problem_;
  TrainedChain chain_;
  ConstrainedSteps steps_;
  Course course_;
  ConstrainedResult result_;
  std::uint64_t step_ = 0;
  bool finished_ = false;
};

}  // namespace

namespace {

/// What is deployed is in single precision, and a training may have left its range.
void refuse_overflow(const std::string& name, std::span<const float> values) {
  if (!std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); })) {
    throw UserError(fmt::format("training diverged: `{}` does not fit single precision", name),
                    "lower `learning_rate` or `margin`");
  }
}

}  // namespace

schedule::Schedule schedule_of(const ConstrainedTrainingSpec& spec, const model::Graph& graph) {
  schedule::Schedule schedule =
      schedule::parse_schedule(spec.schedule).bound(trace::format_layers(graph));
  const auto iterations = std::max<std::uint64_t>(spec.objective_iterations(), 1);
  if (schedule.loss_driven()) {
    refuse_more_than_the_loss(schedule::Driver(schedule, iterations), schedule.name());
  }
  return schedule;
}

ConstrainedResult train_constrained(const ConstrainedTrainingSpec& spec,
                                    const ConstrainedOptions& options) {
  return ConstrainedTrainer(spec, options).run();
}

void deploy(const ConstrainedResult& result, const Matrix& samples, nn::Network<float>& network) {
  const auto parameters = network.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    std::transform(result.parameters[i].begin(), result.parameters[i].end(),
                   parameters[i].value->data(), [](double x) { return static_cast<float>(x); });
  }
  const auto ranges = network.ranges();
  auto range = ranges.begin();
  Matrix read = samples;
  std::size_t l = 0;
  for (model::NodeIndex i = 1; i < network.graph().nodes.size(); ++i) {
    const bool first_relu =
        l == 0 && std::holds_alternative<model::Relu>(network.graph().nodes[i].layer);
    const bool product = product_of<float>(network.layer(i)).convolution != nullptr;
    if (product && range != ranges.end() &&
        range->name.starts_with(network.graph().nodes[i].name + ".")) {
      *range->range = {static_cast<float>(read.minCoeff()),
                       static_cast<float>(read.maxCoeff() - read.minCoeff())};
      ++range;
    }
    if (product || first_relu) {
      read = result.network.layers[l++].evaluate(read);
    }
  }
  for (const auto& parameter : parameters) {
    refuse_overflow(parameter.name, parameter.value->values());
  }
  for (const auto& one : ranges) {
    const std::array<float, 2> ends{one.range->zero_point(), one.range->extent()};
    refuse_overflow(one.name, ends);
  }
}

}  // namespace metronome::reach
