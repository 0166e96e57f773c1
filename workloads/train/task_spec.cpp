#include "workloads/train/task_spec.hpp"

#include "sim/base/error.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

void check_task(const WorkloadSpec& spec,
                const config::StructSchema<WorkloadSpec>::Complain& complain) {
  if (spec.task.kind == TaskKind::full) {
    if (spec.task != TaskSpec{}) {
      complain("task", "has no effect: the whole data set is one part",
               "kind: adapt or fine_tune, or leave it out");
    }
    return;
  }
  try {
    const auto data = trace::optional_data_set_shape(spec.dataset);
    if (data && data->is_text()) {
      complain("task", "is of images: a text has no halves", "leave it out");
    }
  } catch (const UserError&) {  // the names of the workload are checked elsewhere
  }
}

}  // namespace metronome::train

namespace metronome::config {

template <>
const StructSchema<train::TaskSpec>& schema_of<train::TaskSpec>() {
  using S = train::TaskSpec;
  static const auto schema =
      StructSchema<S>("the half of a data set that is trained on")
          .field("kind", &S::kind,
                 {.doc = "full: all of it; adapt: images of half of the classes, tests too; "
                         "fine_tune: half of the training images (of the first train_samples)"})
          .field("part", &S::part,
                 {.doc = "source, the half to train on first, or target, the other one; with adapt "
                         "`initial_weights` then give all but the last layers, which begin anew"})
          .field("seed", &S::seed,
                 {.doc = "of the draw: source and target of one seed have nothing in common",
                  .min = kAnyWhole.min,
                  .max = kAnyWhole.max});
  return schema;
}

}  // namespace metronome::config
