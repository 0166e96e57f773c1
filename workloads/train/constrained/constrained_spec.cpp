#include "workloads/train/constrained/constrained_spec.hpp"

#include <fmt/format.h>

namespace metronome::reach {
namespace {

Vector vector_of(const std::vector<double>& numbers) {
  return Eigen::Map<const Vector>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
}

using Complain = config::StructSchema<ConstrainedTrainingSpec>::Complain;

void check_box(const std::vector<double>& low, const std::vector<double>& high,
               const std::string& key, const Complain& complain) {
  if (low.size() != high.size() || low.empty()) {
    complain(key + "_low", low.empty() ? "has no number" : "has another number of bounds",
             fmt::format("as many as `{}_high`, one at least", key));
    return;
  }
  for (std::size_t i = 0; i < low.size(); ++i) {
    if (low[i] > high[i]) {
      complain(key + "_low", "is above the upper bound: the box is empty", "the lower bound first");
    }
  }
}

/// Of the target function, and of keys whose place a file takes.
void check_task(const ConstrainedTrainingSpec& spec, const Complain& complain) {
  const ConstrainedTrainingSpec defaults;
  if (spec.data.path.empty()) {
    for (const auto& [bounds, key] :
         {std::pair(&spec.input_low, "input_low"), std::pair(&spec.unsafe_low, "unsafe_low")}) {
      if (bounds->size() != 2) {
        complain(key, "has another number of bounds than the target function",
                 "2 numbers each, or samples of other functions in a file: `data`");
      }
    }
  } else if (spec.samples_per_side != defaults.samples_per_side) {
    complain("samples_per_side", "is of the target function, in whose place stands `data`",
             "leave one of them out");
  }
  if (!spec.network.path.empty() && spec.hidden != defaults.hidden) {
    complain("hidden", "has layers beside those of `network`", "leave one of them out");
  }
}

void check_spec(const ConstrainedTrainingSpec& spec, const Complain& complain) {
  check_box(spec.input_low, spec.input_high, "input", complain);
  check_box(spec.unsafe_low, spec.unsafe_high, "unsafe", complain);
  check_task(spec, complain);
  train::check_optimiser(spec, complain);
  if (spec.steps() == 0) {
    complain("pretraining_steps", "no step is taken: all kinds of steps are 0", "some steps");
  }
}

}  // namespace

Box ConstrainedTrainingSpec::input() const { return {vector_of(input_low), vector_of(input_high)}; }
Box ConstrainedTrainingSpec::unsafe() const {
  return {vector_of(unsafe_low), vector_of(unsafe_high)};
}

}  // namespace metronome::reach

namespace metronome::config {

template <>
const StructSchema<reach::ConstrainedTrainingSpec>& schema_of<reach::ConstrainedTrainingSpec>() {
  using S = reach::ConstrainedTrainingSpec;
  static const auto schema = [] {
    StructSchema<S> table("a training that keeps outputs out of a box");
    table.field("target", &S::target, {.doc = "what is learnt: a function of two numbers to two"})
        .field("data", &S::data,
               {.doc = "a CSV file of samples, in the place of `target`: columns x1, x2, ... of "
                       "inputs and y1, y2, ... of outputs",
                .omit_default = true})
        .field("network", &S::network,
               {.doc = "a network file (YAML or ONNX), in the place of `hidden`: a chain of "
                       "linear, convolution, relu, reshape and dropout layers",
                .omit_default = true})
        .field("hidden", &S::hidden, {.doc = "neurons of each hidden layer", .min = 1, .max = 1000})
        .field("initial_weights", &S::initial_weights,
               {.doc = "weights to start from instead of random ones: an ONNX file, weights.bin, "
                       "or a training's folder with it",
                .omit_default = true})
        .field("input_low", &S::input_low,
               {.doc = "of the inputs for which the constraint holds", .min = -1e6, .max = 1e6})
        .field("input_high", &S::input_high, {.doc = "likewise", .min = -1e6, .max = 1e6})
        .field("unsafe_low", &S::unsafe_low,
               {.doc = "of the box that no output may reach", .min = -1e6, .max = 1e6})
        .field("unsafe_high", &S::unsafe_high, {.doc = "likewise", .min = -1e6, .max = 1e6})
        .field("samples_per_side", &S::samples_per_side,
               {.unit = "samples",
                .doc = "of the grid of inputs at whose cell centres `target` is fitted",
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
        .field("learning_rate", &S::learning_rate, {.doc = "of both", .min = 0, .max = 100});
    train::add_optimiser_fields(table);
    table
        .field("margin", &S::margin,
               {.doc = "by which v is to exceed 1; 0 is the published form, which ends where the "
                       "sets touch",
                .min = 0,
                .max = 100})
        .field("form", &S::form,
               {.doc = "tight: neurons of constant sign carry no constraint; published: all do"})
        .field("most_programs", &S::most_programs,
               {.unit = "programs",
                .doc = "linear programs of a step on the constraint, beyond which the training is "
                       "refused: pieces can be exponentially many",
                .min = 1,
                .max = 1e12})
        .field("schedule", &S::schedule,
               {.doc = "levels at which the trained network is verified; static:0 is FP32"})
        .field("seed", &S::seed,
               {.doc = "of the initial weights", .min = kAnyWhole.min, .max = kAnyWhole.max})
        .field("checkpoint_every", &S::checkpoint_every,
               {.unit = "steps",
                .doc = "between checkpoints; 0: none but where it is interrupted; changes no "
                       "result",
                .min = 0,
                .max = 1e9})
        .validate(reach::check_spec);
    return table;
  }();
  return schema;
}

}  // namespace metronome::config
