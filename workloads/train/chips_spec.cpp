#include "workloads/train/chips_spec.hpp"

namespace metronome::config {

using train::ChipsSpec;

template <>
const StructSchema<ChipsSpec>& schema_of<ChipsSpec>() {
  static const auto schema =
      StructSchema<ChipsSpec>("chips that share each batch of a training")
          .field("count", &ChipsSpec::count,
                 {.doc = "of which each has an equal part of the batch and a network of its own",
                  .min = 1,
                  .max = 1024})
          .field("sums", &ChipsSpec::sums,
                 {.doc = "of gradients that are codes: one scale for all chips and exact sums; "
                         "quantized anew at each hop; or summed wide and quantized once. Gradients "
                         "in FP32 are added in FP32"})
          .field("block", &ChipsSpec::block,
                 {.doc = "codes of one scale; 0: those of a whole tensor", .min = 0, .max = 1e9})
          .field("batch_norm", &ChipsSpec::batch_norm,
                 {.doc = "its statistics in training are those of a chip's samples, or of all"})
          .field("arrival_seed", &ChipsSpec::arrival_seed,
                 {.doc = "draws the order in which chips come to each sum anew; without it they "
                         "come in their own order. Sums with a shared scale are the same bytes in "
                         "any order",
                  .min = kAnyWhole.min,
                  .max = kAnyWhole.max});
  return schema;
}

}  // namespace metronome::config
