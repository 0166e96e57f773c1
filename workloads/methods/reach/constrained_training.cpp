#include "workloads/methods/reach/constrained_training.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::reach {
namespace {

constexpr Eigen::Index kNumbers = 2;  // inputs and outputs of every target

Vector vector_of(const std::vector<double>& numbers) {
  return Eigen::Map<const Vector>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
}

Vector target_of(TargetFunction target, double a, double b) {
  switch (target) {
    case TargetFunction::squares_and_sines:
      return Eigen::Vector2d(a * a + std::sin(b), b * b + std::sin(a));
  }
  fail_no_enumerator(target);
}

/// The first weights of the trainer for this seed.
ReluNetwork initial_network(const ConstrainedTrainingSpec& spec) {
  nn::Network<double> network(graph_of(spec), trace::DxScale::per_tensor);
  network.initialise(spec.seed);
  ReluNetwork numbers;
  for (const nn::Parameter<double>& parameter : network.parameters()) {
    const auto rows = static_cast<Eigen::Index>(parameter.value->dim(0));
    const auto columns = static_cast<Eigen::Index>(parameter.value->row_size());
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Matrix values = Eigen::Map<const RowMajor>(parameter.value->data(), rows, columns);
    if (parameter.name.ends_with(".weight")) {
      numbers.layers.push_back({values, Vector::Zero(rows)});
    } else {
      numbers.layers.back().bias = values;
    }
  }
  return numbers;
}

/// One training.
class ConstrainedTrainer {
 public:
  ConstrainedTrainer(const ConstrainedTrainingSpec& spec,
                     const std::function<void(double)>& progress)
      : spec_(spec), progress_(progress), problem_(problem_of(spec)) {
    result_.network = initial_network(spec);
    check_problem(result_.network, problem_);
  }

  ConstrainedResult run() {
    for (std::uint64_t i = 0; i < spec_.pretraining_steps; ++i) {
      begin_step();
      const double before = objective_step(result_.network, problem_);
      check_finite(before);
      if (i + 1 == spec_.pretraining_steps) {
        add(StepKind::pretraining, {before, 0, 0, 0, 0}, {});
      }
    }
    for (std::uint64_t i = 0; i < spec_.alternating_steps; ++i) {
      begin_step();
      alternate();
    }
    finish();
    return std::move(result_);
  }

 private:
  void alternate() {
    double mean_square = 0;
    for (std::uint64_t k = 0; k < spec_.objective_steps; ++k) {
      const double before = objective_step(result_.network, problem_);
      mean_square = k == 0 ? before : mean_square;
    }
    constrain(StepKind::alternating, mean_square);
  }

  void constrain(StepKind kind, double mean_square) {
    ProgramCost cost;
    const ConstraintLoss found = constraint_step(result_.network, problem_, cost);
    check_finite(mean_square + found.loss);
    add(kind, {mean_square, found.loss, found.least_v, found.colliding, found.pieces}, cost);
  }

  void finish() {
    for (std::uint64_t i = 0; i < spec_.finishing_steps; ++i) {
      begin_step();
      ProgramCost cost;
      const ConstraintOptions options{spec_.form, spec_.margin};
      if (constraint_loss(result_.network, problem_.input, problem_.unsafe, options, cost)
              .least_v >= 1 + spec_.margin / 2) {
        return;
      }
      constrain(StepKind::finishing,
                mean_square_fit(result_.network, problem_.x, problem_.y).mean_square);
    }
  }

  void begin_step() {
    stop_if_interrupted();
    const std::uint64_t all =
        spec_.pretraining_steps + spec_.alternating_steps + spec_.finishing_steps;
    progress_(static_cast<double>(step_++) / static_cast<double>(std::max<std::uint64_t>(all, 1)));
  }

  void add(StepKind kind, const StepRecord& found, const ProgramCost& cost) {
    result_.steps.push_back({step_ - 1, kind, found, cost});
  }

  static void check_finite(double loss) {
    if (!std::isfinite(loss)) {
      throw UserError("training diverged: the loss is not finite", "lower `learning_rate`");
    }
  }

  const ConstrainedTrainingSpec& spec_;
  const std::function<void(double)>& progress_;
  ConstrainedProblem problem_;
  ConstrainedResult result_;
  std::uint64_t step_ = 0;
};

void check_spec(const ConstrainedTrainingSpec& spec,
                const config::StructSchema<ConstrainedTrainingSpec>::Complain& complain) {
  const auto check = [&](const std::vector<double>& low, const std::vector<double>& high,
                         const char* key) {
    if (low.size() != kNumbers || high.size() != kNumbers) {
      complain(key, "has another number of bounds than the target function",
               fmt::format("{} numbers each", kNumbers));
      return;
    }
    for (std::size_t i = 0; i < low.size(); ++i) {
      if (low[i] > high[i]) {
        complain(key, "is above the upper bound: the box is empty", "the lower bound first");
      }
    }
  };
  check(spec.input_low, spec.input_high, "input_low");
  check(spec.unsafe_low, spec.unsafe_high, "unsafe_low");
  if (spec.pretraining_steps + spec.alternating_steps + spec.finishing_steps == 0) {
    complain("pretraining_steps", "no step is taken: all kinds of steps are 0", "some steps");
  }
}

}  // namespace

Box ConstrainedTrainingSpec::input() const { return {vector_of(input_low), vector_of(input_high)}; }
Box ConstrainedTrainingSpec::unsafe() const {
  return {vector_of(unsafe_low), vector_of(unsafe_high)};
}

model::Graph graph_of(const ConstrainedTrainingSpec& spec) {
  model::GraphBuilder builder("constrained", {static_cast<std::size_t>(kNumbers), 1, 1});
  model::NodeIndex x = 0;
  for (std::size_t l = 0; l < spec.hidden.size(); ++l) {
    x = builder.linear(fmt::format("fc{}", l + 1), x,
                       {.out_features = spec.hidden[l], .quantized = true});
    x = builder.relu(fmt::format("relu{}", l + 1), x);
  }
  builder.linear(fmt::format("fc{}", spec.hidden.size() + 1), x,
                 {.out_features = static_cast<std::size_t>(kNumbers), .quantized = true});
  model::Graph graph = builder.graph();
  graph.loss = model::Loss::mse;
  return graph;
}

ConstrainedProblem problem_of(const ConstrainedTrainingSpec& spec) {
  ConstrainedProblem problem{
      {}, {}, spec.input(), spec.unsafe(), spec.learning_rate, {spec.form, spec.margin}};
  const auto side = static_cast<Eigen::Index>(spec.samples_per_side);
  problem.x = Matrix(kNumbers, side * side);
  problem.y = problem.x;
  const Vector extent = problem.input.high - problem.input.low;
  for (Eigen::Index i = 0; i < side * side; ++i) {
    const Eigen::Vector2d cell(static_cast<double>(i / side) + 0.5,
                               static_cast<double>(i % side) + 0.5);
    problem.x.col(i) = problem.input.low + extent.cwiseProduct(cell / static_cast<double>(side));
    problem.y.col(i) = target_of(spec.target, problem.x(0, i), problem.x(1, i));
  }
  return problem;
}

Matrix range_samples(const ConstrainedTrainingSpec& spec) {
  const Matrix x = problem_of(spec).x;
  const Box box = spec.input();
  Matrix all(x.rows(), x.cols() + 4);
  all.leftCols(x.cols()) = x;
  for (Eigen::Index i = 0; i < 4; ++i) {
    all(0, x.cols() + i) = i % 2 == 0 ? box.low[0] : box.high[0];
    all(1, x.cols() + i) = i < 2 ? box.low[1] : box.high[1];
  }
  return all;
}

ConstrainedResult train_constrained(const ConstrainedTrainingSpec& spec,
                                    const std::function<void(double)>& progress) {
  return ConstrainedTrainer(spec, progress).run();
}

void deploy(const ReluNetwork& numbers, const Matrix& samples, nn::Network<float>& network) {
  std::size_t i = 0;
  for (const nn::Parameter<float>& parameter : network.parameters()) {
    const AffineLayer& layer = numbers.layers[i / 2];
    for (std::size_t k = 0; k < parameter.value->size(); ++k) {
      const auto at = static_cast<Eigen::Index>(k);
      const Eigen::Index columns = layer.weight.cols();
      parameter.value->data()[k] = static_cast<float>(
          i % 2 == 0 ? layer.weight(at / columns, at % columns) : layer.bias[at]);
    }
    ++i;
  }
  Matrix read = samples;
  std::size_t l = 0;
  for (const auto& [name, range] : network.ranges()) {
    *range = {static_cast<float>(read.minCoeff()),
              static_cast<float>(read.maxCoeff() - read.minCoeff())};
    const AffineLayer& layer = numbers.layers[l++];
    read = ((layer.weight * read).colwise() + layer.bias).cwiseMax(0);
  }
}

}  // namespace metronome::reach

namespace metronome::config {

template <>
const StructSchema<reach::ConstrainedTrainingSpec>& schema_of<reach::ConstrainedTrainingSpec>() {
  using S = reach::ConstrainedTrainingSpec;
  static const auto schema =
      StructSchema<S>("a training that keeps outputs out of a box")
          .field("target", &S::target, {.doc = "what is learnt: a function of two numbers to two"})
          .field("hidden", &S::hidden,
                 {.doc = "neurons of each hidden layer", .min = 1, .max = 1000})
          .field("input_low", &S::input_low,
                 {.doc = "of the inputs for which the constraint holds", .min = -1e6, .max = 1e6})
          .field("input_high", &S::input_high, {.doc = "likewise", .min = -1e6, .max = 1e6})
          .field("unsafe_low", &S::unsafe_low,
                 {.doc = "of the box that no output may reach", .min = -1e6, .max = 1e6})
          .field("unsafe_high", &S::unsafe_high, {.doc = "likewise", .min = -1e6, .max = 1e6})
          .field("samples_per_side", &S::samples_per_side,
                 {.unit = "samples",
                  .doc = "of the grid of inputs whose cell centres are fitted",
                  .min = 2,
                  .max = 1000})
          .field("pretraining_steps", &S::pretraining_steps,
                 {.unit = "steps", .doc = "on the objective alone", .min = 0, .max = 1e6})
          .field(
              "alternating_steps", &S::alternating_steps,
              {.unit = "steps", .doc = "on the objective and the constraint", .min = 0, .max = 1e6})
          .field("finishing_steps", &S::finishing_steps,
                 {.unit = "steps",
                  .doc = "at most, on the constraint alone, until v is 1 + margin / 2",
                  .min = 0,
                  .max = 1e6})
          .field("objective_steps", &S::objective_steps,
                 {.unit = "steps",
                  .doc = "on the objective before each on the constraint",
                  .min = 1,
                  .max = 1e6})
          .field("learning_rate", &S::learning_rate, {.doc = "of both", .min = 0, .max = 100})
          .field("margin", &S::margin,
                 {.doc = "by which v is to exceed 1; 0 is the published form, which ends where the "
                         "sets touch",
                  .min = 0,
                  .max = 100})
          .field("form", &S::form,
                 {.doc = "tight: neurons of constant sign carry no constraint; published: all do"})
          .field("schedule", &S::schedule,
                 {.doc = "levels at which the trained network is verified; static:0 is FP32"})
          .field("seed", &S::seed,
                 {.doc = "of the initial weights", .min = kAnyWhole.min, .max = kAnyWhole.max})
          .validate(reach::check_spec);
  return schema;
}

}  // namespace metronome::config
