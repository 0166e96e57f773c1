#include "workloads/train/workload.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/names.hpp"

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
  complain_if_wrong("model", complain, [&] {
    (void)model::make_model(spec.model, {3, 32, 32}, 10);
  });
  complain_if_wrong("dataset", complain, [&] { (void)trace::data_set_shape(spec.dataset); });
  complain_if_wrong("schedule", complain,
                    [&] { (void)schedule::parse_schedule(spec.schedule).at(0, spec.iterations); });
}

void check_sizes(const WorkloadSpec& spec, const Complain& complain) {
  if (spec.train_samples != 0 && spec.train_samples < spec.batch) {
    complain("train_samples", "is smaller than one batch", "at least `batch`, or 0 for all");
  }
  if (!std::is_sorted(spec.learning_rate_drops.begin(), spec.learning_rate_drops.end())) {
    complain("learning_rate_drops", "must be in ascending order", "such as [0.5, 0.75]");
  }
  if (spec.nesterov && spec.momentum == 0) {
    complain("nesterov", "needs a momentum", "set `momentum` above 0");
  }
}

}  // namespace

double learning_rate_at(const WorkloadSpec& spec, std::uint64_t iteration) {
  double rate = spec.learning_rate;
  for (const double drop : spec.learning_rate_drops) {
    const double first = std::floor(drop * static_cast<double>(spec.iterations));
    if (static_cast<double>(iteration) >= first) {
      rate *= spec.learning_rate_factor;
    }
  }
  return rate;
}

}  // namespace metronome::train

namespace metronome::config {
namespace {

using train::WorkloadSpec;

void add_data_fields(StructSchema<WorkloadSpec>& schema) {
  schema
      .field("model", &WorkloadSpec::model,
             {.doc = "network to train, such as resnet-8 or resnet-38"})
      .field("dataset", &WorkloadSpec::dataset,
             {.doc = "images to train on: fashion-mnist, mnist, or synthetic (made from the seed)"})
      .field("dataset_path", &WorkloadSpec::dataset_path,
             {.doc = "folder of the data set's files; by default where its package puts them"})
      .field("train_samples", &WorkloadSpec::train_samples,
             {.unit = "samples",
              .doc = "use only the first so many training samples; 0: all (synthetic: 2048)"})
      .field("test_samples", &WorkloadSpec::test_samples,
             {.unit = "samples",
              .doc = "use only the first so many test samples; 0: all (synthetic: 512)"});
}

void add_run_fields(StructSchema<WorkloadSpec>& schema) {
  schema
      .field("batch", &WorkloadSpec::batch,
             {.unit = "samples", .doc = "samples of one iteration", .min = 2, .max = 65536})
      .field("iterations", &WorkloadSpec::iterations,
             {.unit = "iterations", .doc = "optimiser steps of the run", .min = 1})
      .field("schedule", &WorkloadSpec::schedule,
             {.doc = "bits over time: static:8,backward=8 or cpt:3-8,periods=8,backward=8 or "
                     "csv:FILE"})
      .field("dx_scale", &WorkloadSpec::dx_scale,
             {.doc = "how the input gradient deals with per-channel weight scales; the machine "
                     "that is simulated must do the same"})
      .field("seed", &WorkloadSpec::seed,
             {.doc = "of initial weights, order of samples, rounding noise and synthetic data"});
}

void add_optimiser_fields(StructSchema<WorkloadSpec>& schema) {
  schema
      .field("learning_rate", &WorkloadSpec::learning_rate,
             {.doc = "of stochastic gradient descent, at the start", .min = 0, .max = 100})
      .field("learning_rate_drops", &WorkloadSpec::learning_rate_drops,
             {.doc = "fractions of the run at which the learning rate drops; default [0.5, 0.75]",
              .min = 0,
              .max = 1})
      .field("learning_rate_factor", &WorkloadSpec::learning_rate_factor,
             {.doc = "by which each drop multiplies the learning rate", .min = 0, .max = 1})
      .field("momentum", &WorkloadSpec::momentum,
             {.doc = "of stochastic gradient descent", .min = 0, .max = 1})
      .field("nesterov", &WorkloadSpec::nesterov, {.doc = "Nesterov's form of momentum"})
      .field("weight_decay", &WorkloadSpec::weight_decay,
             {.doc = "L2 penalty on every parameter", .min = 0, .max = 1});
}

}  // namespace

template <>
const StructSchema<WorkloadSpec>& schema_of<WorkloadSpec>() {
  static const auto schema = [] {
    StructSchema<WorkloadSpec> table("a training run with a precision that changes over time");
    add_data_fields(table);
    add_run_fields(table);
    add_optimiser_fields(table);
    table.validate(train::check_names).validate(train::check_sizes);
    return table;
  }();
  return schema;
}

}  // namespace metronome::config
