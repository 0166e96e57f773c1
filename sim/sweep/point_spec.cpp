// The keys of a point of a sweep.
#include "sim/sweep/sweep_spec.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::config {

template <>
const StructSchema<sweep::TraceSpec>& schema_of<sweep::TraceSpec>() {
  using S = sweep::TraceSpec;
  static const auto schema =
      StructSchema<S>("a training run by shapes and schedule")
          .field("model", &S::model,
                 {.doc = "the network; `metronome list models`, or a network file"})
          .field("dataset", &S::dataset,
                 {.doc = "gives the input's shape; `metronome list datasets`, or none with a "
                         "network file that states it"})
          .field("vocabulary", &S::vocabulary,
                 {.unit = "words",
                  .doc = "of a text that the model knows; 0: the data set's",
                  .min = trace::kVocabulary.min,
                  .max = trace::kVocabulary.max})
          .field("optimizer", &S::optimizer,
                 {.doc = "what an update reads and writes for each weight"})
          .field("batch", &S::batch,
                 {.unit = "samples", .doc = "per iteration", .min = 1, .max = trace::kExtents.max})
          .field("iterations", &S::iterations,
                 {.doc = "of the whole run", .min = 1, .max = trace::kIterations.max})
          .field("schedule", &S::schedule,
                 {.doc = "precision of the run; `metronome list schedules`"})
          .field("baseline_schedule", &S::baseline_schedule,
                 {.doc = "precision of the run that it is compared with"})
          .field("directory", &S::directory,
                 {.doc = "trace folder of a training, instead of shapes and schedule"})
          .field("baseline_directory", &S::baseline_directory,
                 {.doc = "trace folder of the training that it is compared with"})
          .field("statistics", &S::statistics,
                 {.doc = "trace folder of a training whose value statistics are borrowed where a "
                         "machine's time depends on values"})
          .field("accuracy_table", &S::accuracy_table,
                 {.doc = "a table of accuracies, as `metronome study --table` writes it",
                  .omit_default = true})
          .field(
              "accuracy_run", &S::accuracy_run,
              {.doc = "the run of that table which this is: of the same schedule, iterations and "
                      "arithmetic of input gradients",
               .omit_default = true})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            if (!s.trained() && s.model.empty()) {
              complain("model", "is missing", "the network, or a `directory` of a trained trace");
            }
            if (!s.trained() && s.dataset.empty()) {
              complain("dataset", "is missing",
                       "`metronome list datasets`, or none with a network file");
            }
            if (s.trained() == s.baseline_directory.path.empty()) {
              complain("baseline_directory", "belongs to directory", "give both or neither");
            }
            if (s.accuracy_table.path.empty() != s.accuracy_run.empty()) {
              complain("accuracy_run", "belongs to accuracy_table", "give both or neither");
            }
            if (s.trained() && !s.accuracy_run.empty()) {
              complain("accuracy_run", "is of a run without training",
                       "a trained trace has accuracies of its own");
            }
          });
  return schema;
}

template <>
const StructSchema<sweep::PointSpec>& schema_of<sweep::PointSpec>() {
  using S = sweep::PointSpec;
  static const auto schema =
      StructSchema<S>("one point of a sweep: two trainings on one machine")
          .field("accelerator", &S::accelerator,
                 {.doc = "an accelerator file, or a map of its keys", .required = true})
          .field("trace", &S::trace, {.doc = "what is trained", .required = true})
          .field("mode", &S::mode, {.doc = "cycle-level simulation, or closed forms"});
  return schema;
}

}  // namespace metronome::config
