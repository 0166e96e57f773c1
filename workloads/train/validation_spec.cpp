#include "workloads/train/validation_spec.hpp"

namespace metronome::config {

template <>
const StructSchema<train::ValidationSpec>& schema_of<train::ValidationSpec>() {
  using S = train::ValidationSpec;
  static const auto schema =
      StructSchema<S>("training images that are held out")
          .field("samples", &S::samples,
                 {.unit = "samples",
                  .doc = "of the training images (the first train_samples) that no training reads, "
                         "drawn by `seed` alone: the same ones for every seed of the workload and "
                         "every schedule; 0: none",
                  .min = 0,
                  .max = 1e9})
          .field("seed", &S::seed,
                 {.doc = "of the draw", .min = kAnyWhole.min, .max = kAnyWhole.max})
          .field("tested", &S::tested,
                 {.doc = "what a training is tested on: these samples (the columns of tests then "
                         "are of them), or the test split all the same"});
  return schema;
}

}  // namespace metronome::config
