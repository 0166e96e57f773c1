#include "workloads/train/workload.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/schedule/driver.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/train/form_modes.hpp"

namespace metronome::train {
namespace {

using Complain = config::StructSchema<WorkloadSpec>::Complain;

/// What `action` complains about, as complaints about `key`.
template <class Action>
void complain_if_wrong(const std::string& key, const Complain& complain, const Action& action) {
  try {
    action();
  } catch (const UserError& error) {
    for (const Diagnostic& diagnostic : error.diagnostics()) {
      complain(key, diagnostic.what, diagnostic.hint);
    }
  }
}

void check_names(const WorkloadSpec& spec, const Complain& complain) {
  std::optional<trace::DataShape> data;
  bool known = false;
  complain_if_wrong("dataset", complain, [&] {
    data = trace::optional_data_set_shape(spec.dataset);
    known = true;
  });
  complain_if_wrong("model", complain, [&] {
    if (known) {
      (void)network_of(spec, data);
    } else if (!spec.model.is_file()) {  // the name can be checked at least
      (void)model::make_model(spec.model, {3, 32, 32}, 10);
    }
  });
  complain_if_wrong("schedule", complain, [&] {
    const schedule::Driver driver(schedule::parse_schedule(spec.schedule), spec.iterations);
    (void)driver.at(0);
  });
}

/// The network of the workload, where it is one.
std::optional<model::Graph> known_model(const WorkloadSpec& spec) {
  try {
    return network_of(spec);
  } catch (const UserError&) {
    return std::nullopt;  // check_names says why
  }
}

void check_errors(const WorkloadSpec& spec, const Complain& complain) {
  if (spec.errors == Errors::backpropagation) {
    const WorkloadSpec plain;
    const auto refuse = [&](const char* key, bool as_by_default) {
      if (!as_by_default) {
        complain(key, "is a setting of direct feedback",
                 "errors: direct_feedback, or leave it out");
      }
    };
    refuse("feedback", spec.feedback == plain.feedback);
    refuse("boundary", spec.boundary == plain.boundary);
    refuse("feedback_seed", spec.feedback_seed == plain.feedback_seed);
    refuse("lfsr_states", spec.lfsr_states == plain.lfsr_states);
    refuse("delay", spec.delay == plain.delay);
    return;
  }
  if (!spec.lfsr_states.empty() && spec.feedback != feedback::FeedbackKind::lfsr) {
    complain("lfsr_states", "are those of generated feedback", "feedback: lfsr");
  }
  const bool draws = spec.feedback == feedback::FeedbackKind::uniform ||
                     (spec.feedback == feedback::FeedbackKind::lfsr && spec.lfsr_states.empty());
  if (spec.feedback_seed && !draws) {
    complain("feedback_seed", "has no effect: nothing is drawn from it",
             "feedback: uniform, or lfsr without lfsr_states");
  }
  if (const auto graph = known_model(spec)) {
    complain_if_wrong("errors", complain, [&] {
      const feedback::FeedbackPlan plan = feedback::plan_of(*graph, spec.boundary);
      if (!plan.convolutional && spec.boundary == feedback::Boundary::first_fc) {
        complain("boundary", "has no effect: nothing learns before the fully connected layers",
                 "leave it out");
      }
      complain_if_wrong("lfsr_states", complain,
                        [&] { feedback::check_states(plan, spec.lfsr_states); });
    });
  }
  if (spec.form.index() != 0) {
    complain("errors", "direct feedback knows weights of the form affine only",
             "errors: backpropagation, or leave `weights` out");
  }
}

/// Bits that gradients have at any time.
std::vector<int> gradient_bits(const WorkloadSpec& spec) {
  std::vector<int> bits;
  try {
    const schedule::Schedule schedule = schedule::parse_schedule(spec.schedule);
    for (const trace::Assignment& level : schedule.levels(spec.iterations)) {
      bits.push_back(level.all.gradient_bits);
      for (const auto& [layer, precision] : level.layers) {
        bits.push_back(precision.gradient_bits);
      }
    }
  } catch (const UserError&) {  // check_names says why
  }
  return bits;
}

void check_chips(const WorkloadSpec& spec, const Complain& complain) {
  const ChipsSpec& chips = spec.chips;
  if (chips.count == 1) {
    if (chips != ChipsSpec{}) {
      complain("chips", "has no effect: there is one chip", "chips: {count: N}, or leave it out");
    }
    return;
  }
  if (spec.batch % chips.count != 0) {
    complain("chips",
             spec.batch < chips.count ? "more chips than samples of a batch"
                                      : "do not share the batch equally",
             "a divisor of `batch`");
  } else if (const std::uint64_t part = spec.batch_norm.samples();
             part > 0 && spec.batch / chips.count % part != 0) {
    complain("batch_norm", "has parts that do not divide a chip's samples",
             "`part: N`, a divisor of `batch` / `chips.count`");
  }
  if (chips.batch_norm == ChipStatistics::synchronised && spec.batch_norm.samples() > 0) {
    complain("chips", "synchronised statistics are not those of parts",
             "batch_norm: local, or leave the workload's `batch_norm` out");
  }
  if (spec.form.index() != 0) {
    complain("chips", "share weights of the form affine only", "count: 1, or leave `weights` out");
  }
  if (spec.errors != Errors::backpropagation) {
    complain("chips", "share errors by backpropagation only",
             "count: 1, or errors: backpropagation");
  }
  const std::vector<int> bits = gradient_bits(spec);
  if (std::find(bits.begin(), bits.end(), 1) != bits.end()) {
    complain("chips", "gradients of 1 bit have no code but zero", "gradients of 2 to 16 bits");
  }
}

/// Only where the schedule itself is right, which check_names says.
void check_form(const WorkloadSpec& spec, const Complain& complain) {
  if (spec.form.index() != 0 && spec.dx_scale == trace::DxScale::segmented) {
    complain("dx_scale", "is not needed: weights in this form have one scale a layer",
             "prescale_requantize or per_tensor, which they take alike");
  }
  try {
    const schedule::Schedule schedule = schedule::parse_schedule(spec.schedule);
    (void)schedule::Driver(schedule, spec.iterations).at(0);
    complain_if_wrong("weights", complain,
                      [&] { check_form_schedule(spec.form, schedule, spec.iterations); });
  } catch (const UserError&) {
  }
}

void check_sizes(const WorkloadSpec& spec, const Complain& complain) {
  if (spec.vocabulary == 1) {
    complain("vocabulary", "has no word besides the unknown one", "at least 2, or 0 for all");
  }
  if (spec.train_samples != 0 && spec.train_samples < spec.batch) {
    complain("train_samples", "is smaller than one batch", "at least `batch`, or 0 for all");
  }
  if (const std::uint64_t part = spec.batch_norm.samples(); part > 0 && spec.batch % part != 0) {
    complain("batch_norm", "has parts that do not divide the batch",
             "`part: N`, a divisor of `batch`");
  }
  if (!std::is_sorted(spec.learning_rate_drops.begin(), spec.learning_rate_drops.end())) {
    complain("learning_rate_drops", "must be in ascending order", "such as [0.5, 0.75]");
  }
  if (spec.warmup_iterations > spec.iterations) {
    complain("warmup_iterations", "is longer than the run", "at most `iterations`");
  }
  check_optimiser(spec, complain);
  if (!tensor::available(spec.kernels)) {
    complain("kernels", "needs AVX-512 integer dot products, which this processor has not",
             "portable gives the same bytes on any processor");
  }
}

void check_validation(const WorkloadSpec& spec, const Complain& complain) {
  const ValidationSpec& validation = spec.validation;
  if (validation.samples == 0) {
    if (validation != ValidationSpec{}) {
      complain("validation", "has no effect: it holds no samples out",
               "validation: {samples: N}, or leave it out");
    }
    return;
  }
  if (spec.train_samples != 0 && validation.samples + spec.batch > spec.train_samples) {
    complain("validation", "leaves less than one batch of `train_samples` to train on",
             "fewer `samples`");
  }
  try {
    const auto data = trace::optional_data_set_shape(spec.dataset);
    if (data && data->is_text()) {
      complain("validation", "is of images: nothing of a text is held out", "leave it out");
    }
  } catch (const UserError&) {  // check_names says why
  }
}

void check_range_test(const RangeTestSpec& spec,
                      const config::StructSchema<RangeTestSpec>::Complain& complain) {
  if (spec.start_bits > spec.end_bits) {
    complain("start_bits", "exceeds end_bits", "such as start_bits: 2, end_bits: 8");
  }
  if (spec.window > spec.iterations_per_level) {
    complain("window", "is longer than a level", "at most iterations_per_level");
  }
}

}  // namespace
}  // namespace metronome::train

namespace metronome::config {
namespace {

using train::WorkloadSpec;

void add_data_fields(StructSchema<WorkloadSpec>& schema) {
  schema
      .field("model", &WorkloadSpec::model,
             {.doc = "network to train, such as resnet-8 or resnet-38, or a network file"})
      .field("ends", &WorkloadSpec::ends,
             {.doc = "first and last convolutions or linear layers: as the network has them, in "
                     "FP32, or in codes of 8 bits whatever the schedule says, which are plain ones "
                     "in any form of weights",
              .omit_default = true})
      .field("dataset", &WorkloadSpec::dataset,
             {.doc = "images (fashion-mnist, mnist, cifar-10, cifar-100) or a text (ptb, "
                     "wikitext-103, wikitext-2) to train on, or synthetic and synthetic-text, made "
                     "from the seed"})
      .field("dataset_path", &WorkloadSpec::dataset_path,
             {.doc = "folder of the data set's files; by default where its package puts them"})
      .field("train_samples", &WorkloadSpec::train_samples,
             {.unit = "samples",
              .doc = "use only the first so many training images, or tokens of a text; 0: all "
                     "(synthetic: 2048, synthetic-text: 20000)",
              .min = 0,
              .max = 1e9})
      .field("test_samples", &WorkloadSpec::test_samples,
             {.unit = "samples",
              .doc = "use only the first so many test images, or tokens of a text; 0: all "
                     "(synthetic: 512)",
              .min = 0,
              .max = 1e9})
      .field("task", &WorkloadSpec::task,
             {.doc = "half of the images, for trainings in two parts", .omit_default = true})
      .field("validation", &WorkloadSpec::validation,
             {.doc = "training images that are held out to choose by", .omit_default = true})
      .field("sequence_length", &WorkloadSpec::sequence_length,
             {.unit = "tokens",
              .doc = "of each of `batch` streams of a text in one iteration, back to which the "
                     "gradient runs; 0: the text's usual one (ptb: 35, wikitext: 512)",
              .min = 0,
              .max = 65536})
      .field("vocabulary", &WorkloadSpec::vocabulary,
             {.unit = "words",
              .doc = "most frequent words of a text's training file; others are unknown; 0: all",
              .min = trace::kVocabulary.min,
              .max = trace::kVocabulary.max})
      .field("augment", &WorkloadSpec::augment,
             {.doc = "of training images: crop_flip is a random crop out of a border of 4 zeros "
                     "and a random horizontal flip"});
}

void add_run_fields(StructSchema<WorkloadSpec>& schema) {
  schema
      .field("batch", &WorkloadSpec::batch,
             {.unit = "samples",
              .doc = "images, or streams of a text, of one iteration",
              .min = 2,
              .max = 65536})
      .field("iterations", &WorkloadSpec::iterations,
             {.unit = "iterations",
              .doc = "optimiser steps of the run",
              .min = 1,
              .max = trace::kIterations.max})
      .field("schedule", &WorkloadSpec::schedule,
             {.doc = "bits over time: static:8,backward=8 or cpt:3-8,periods=8,backward=8 or "
                     "csv:FILE or another of `metronome list schedules`"})
      .field("checkpoint_every", &WorkloadSpec::checkpoint_every,
             {.unit = "iterations",
              .doc = "between checkpoints of `metronome train`; 0: none; changes no result",
              .min = 0,
              .max = trace::kIterations.max})
      .field("test_every", &WorkloadSpec::test_every,
             {.unit = "iterations",
              .doc = "between tests on the test split, at the schedule's largest bits; 0: at the "
                     "end only",
              .min = 0,
              .max = trace::kIterations.max})
      .field("batch_norm_batches", &WorkloadSpec::batch_norm_batches,
             {.doc = "training batches from which each test estimates batch norm's statistics and "
                     "the ranges of activations anew, weights as they are; 0: the running ones "
                     "that training leaves, as the CPT authors do",
              .min = 0,
              .max = 1e6})
      .field("chips", &WorkloadSpec::chips,
             {.doc = "that share each batch, simulated in one process (docs/chips.md)",
              .omit_default = true})
      .field("batch_norm", &WorkloadSpec::batch_norm,
             {.doc = "of what batch norm takes its statistics in training", .omit_default = true})
      .field("statistics_every", &WorkloadSpec::statistics_every,
             {.unit = "iterations",
              .doc = "of each precision from one whose operand codes are counted for the trace's "
                     "value_statistics.csv to the next; 0: none",
              .min = 0,
              .max = trace::kIterations.max})
      .field("dx_scale", &WorkloadSpec::dx_scale,
             {.doc = "how the input gradient deals with per-channel weight scales; the machine "
                     "that is simulated must do the same"})
      .field(
          "kernels", &WorkloadSpec::kernels,
          {.doc = "who computes the products of operands of at most 8 bits: neon, avx2, avx512, "
                  "vnni (vector units) and portable on their integer codes, with equal bytes; fp32 "
                  "on their values; auto is the widest vector unit of the processor, fp32 where "
                  "it has none. manifest.json names the set"})
      .field("initial_weights", &WorkloadSpec::initial_weights,
             {.doc = "weights to start from instead of random ones: an ONNX file (of which the "
                     "model was imported), a training's folder, or its weights.bin"})
      .field(
          "initialisation", &WorkloadSpec::initialisation,
          {.doc = "of random weights: by_layer, as the CPT authors' code has them (normal by the "
                  "results of a weight, uniform in linear layers), or he_normal, of variance 2 "
                  "over the products of a result, biases 0",
           .omit_default = true})
      .field("seed", &WorkloadSpec::seed,
             {.doc = "of initial weights, order of samples, rounding noise and synthetic data",
              .min = kAnyWhole.min,
              .max = kAnyWhole.max});
}

void add_error_fields(StructSchema<WorkloadSpec>& schema) {
  schema
      .field(
          "errors", &WorkloadSpec::errors,
          {.doc = "where errors of hidden layers come from: the layers behind, or by fixed "
                  "matrices straight from the loss (docs/feedback.md), which the fully connected "
                  "layers at the end of the network then have",
           .omit_default = true})
      .field("feedback", &WorkloadSpec::feedback,
             {.doc = "the matrices of direct_feedback: uniform; product of the initial weights "
                     "behind; binary, the signs of that product; lfsr, signs that are generated at "
                     "each use",
              .omit_default = true})
      .field("boundary", &WorkloadSpec::boundary,
             {.doc = "how what lies before the fully connected layers gets its error: by feedback, "
                     "or from the first of them by backpropagation",
              .omit_default = true})
      .field("feedback_seed", &WorkloadSpec::feedback_seed,
             {.doc = "of uniform matrices and of the registers of lfsr; by default `seed`",
              .min = kAnyWhole.min,
              .max = kAnyWhole.max,
              .omit_default = true})
      .field("lfsr_states", &WorkloadSpec::lfsr_states,
             {.doc = "first states of the registers of lfsr, one for each place where errors are "
                     "fed, from the first layer on; empty: drawn from the seed",
              .min = 0,
              .max = 4294967295.0,
              .omit_default = true})
      .field("delay", &WorkloadSpec::delay,
             {.unit = "iterations",
              .doc = "by which an update comes later than its gradient: with 1 the forward pass "
                     "reads the weights before the update of the iteration before",
              .min = 0,
              .max = 1,
              .omit_default = true});
}

void add_rate_fields(StructSchema<WorkloadSpec>& schema) {
  schema
      .field("learning_rate", &WorkloadSpec::learning_rate,
             {.doc = "at the start", .min = 0, .max = 100})
      .field("learning_rate_policy", &WorkloadSpec::learning_rate_policy,
             {.doc = "how the learning rate falls: in drops, as a half cosine or a line over the "
                     "run, or when the loss stops falling"})
      .field("learning_rate_drops", &WorkloadSpec::learning_rate_drops,
             {.doc = "fractions of the run at which the learning rate drops; default [0.5, 0.75]",
              .min = 0,
              .max = 1})
      .field("learning_rate_factor", &WorkloadSpec::learning_rate_factor,
             {.doc = "by which each drop multiplies the learning rate", .min = 0, .max = 1})
      .field("learning_rate_end", &WorkloadSpec::learning_rate_end,
             {.doc = "which cosine and linear reach at the end of the run", .min = 0, .max = 100})
      .field("plateau_window", &WorkloadSpec::plateau_window,
             {.unit = "iterations",
              .doc = "over which plateau averages the training loss",
              .min = 1,
              .max = trace::kIterations.max})
      .field("plateau_patience", &WorkloadSpec::plateau_patience,
             {.doc = "windows in a row without a better loss that plateau lets pass",
              .min = 0,
              .max = 1e9})
      .field("warmup", &WorkloadSpec::warmup,
             {.doc = "at warmup_rate, or from it to learning_rate in a line"})
      .field("warmup_iterations", &WorkloadSpec::warmup_iterations,
             {.unit = "iterations",
              .doc = "of warm-up; 0: none",
              .min = 0,
              .max = trace::kIterations.max})
      .field("warmup_rate", &WorkloadSpec::warmup_rate,
             {.doc = "learning rate at which warm-up starts", .min = 0, .max = 100});
}

}  // namespace

template <>
const StructSchema<WorkloadSpec>& schema_of<WorkloadSpec>() {
  static const auto schema = [] {
    StructSchema<WorkloadSpec> table("a training run with a precision that changes over time");
    add_data_fields(table);
    add_run_fields(table);
    add_error_fields(table);
    add_rate_fields(table);
    train::add_optimiser_fields(table);
    table.field("range_test", &WorkloadSpec::range_test,
                {.doc = "of `metronome range-test`; training does not read it"});
    table.field(
        "weights", &WorkloadSpec::form,
        {.doc = "form of the weights of quantized layers (docs/weights.md)", .omit_default = true});
    table.validate(train::check_names)
        .validate(train::check_sizes)
        .validate(train::check_task)
        .validate(train::check_validation)
        .validate(train::check_errors)
        .validate(train::check_chips)
        .validate(train::check_form);
    return table;
  }();
  return schema;
}

template <>
const StructSchema<train::BatchNormSpec>& schema_of<train::BatchNormSpec>() {
  using S = train::BatchNormSpec;
  static const auto schema =
      StructSchema<S>("what batch norm takes its statistics of")
          .field("statistics", &S::statistics,
                 {.doc = "mean and variance of the whole batch, or of each part of it for itself, "
                         "as machines that run a batch in parts can have them "
                         "(training.execution)"})
          .field("part", &S::part,
                 {.unit = "samples",
                  .doc = "of a part, which divide the batch",
                  .min = 0,
                  .max = 65536})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            const bool parts = s.statistics == train::BatchNormStatistics::part;
            if (parts && s.part < 2) {
              complain("part", "statistics of parts need at least two samples", "such as part: 32");
            }
            if (!parts && s.part > 0) {
              complain("part", "has no effect", "it belongs to `statistics: part`");
            }
          });
  return schema;
}

template <>
const StructSchema<train::RangeTestSpec>& schema_of<train::RangeTestSpec>() {
  using S = train::RangeTestSpec;
  static const auto schema =
      StructSchema<S>("the precision range test's inputs")
          .field("start_bits", &S::start_bits,
                 {.unit = "bits", .doc = "forward bits of the first level", .min = 1, .max = 16})
          .field("end_bits", &S::end_bits,
                 {.unit = "bits",
                  .doc = "forward bits of the last level: Bmax, the static precision to match",
                  .min = 1,
                  .max = 16})
          .field("iterations_per_level", &S::iterations_per_level,
                 {.unit = "iterations", .doc = "trained at each level", .min = 1, .max = 1e9})
          .field("window", &S::window,
                 {.unit = "iterations",
                  .doc = "last iterations of a level whose training accuracy is averaged",
                  .min = 1,
                  .max = 1e9})
          .field("threshold", &S::threshold,
                 {.doc = "gain of that accuracy (a fraction) which makes a level Bmin",
                  .min = 0,
                  .max = 1})
          .validate(train::check_range_test);
  return schema;
}

}  // namespace metronome::config
