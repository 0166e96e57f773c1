#include "arch/links/parallel_spec.hpp"

namespace metronome::config {

using links::GradientsSpec;
using links::ParallelSpec;
using links::PipelineSpec;

template <>
const StructSchema<PipelineSpec>& schema_of<PipelineSpec>() {
  static const auto schema =
      StructSchema<PipelineSpec>("a chip for each stage of the network")
          .field("micro_batches", &PipelineSpec::micro_batches,
                 {.doc = "equal parts of a batch that pass the stages one after the other",
                  .min = 1,
                  .max = 65536})
          .field("order", &PipelineSpec::order,
                 {.doc = "of a stage's passes: all forward, then all backward; or a backward one "
                         "as soon as it can be, which keeps fewer stashes"})
          .field("stages", &PipelineSpec::stages,
                 {.doc = "the layer that each stage but the first begins with; empty: stages of "
                         "times as equal as can be"});
  return schema;
}

template <>
const StructSchema<ParallelSpec>& schema_of<ParallelSpec>() {
  static const auto schema =
      StructSchema<ParallelSpec>("how a program is shared among chips")
          .field("scheme", &ParallelSpec::scheme,
                 {.doc = "data: each chip has all layers and a part of the samples; pipeline: each "
                         "has some layers, and the samples pass all chips",
                  .omit_default = true})
          .field("pipeline", &ParallelSpec::pipeline,
                 {.doc = "of scheme pipeline", .omit_default = true})
          .field("batch", &ParallelSpec::batch,
                 {.doc = "chips share the trace's batch, or each has as many samples (an iteration "
                         "is then one of so many times the batch)"})
          .field(
              "update", &ParallelSpec::update,
              {.doc = "every chip updates all weights, or each a part of them, of which it alone "
                      "keeps the optimizer state; the others then get the new weights"})
          .field("batch_norm", &ParallelSpec::batch_norm,
                 {.doc = "its statistics are those of a chip's samples, or of all"})
          .field("in_flight", &ParallelSpec::in_flight,
                 {.doc = "collectives under way at a time, in the order in which the program makes "
                         "them; 0: all that are ready",
                  .min = 0,
                  .max = 65536})
          .field("bucket_bytes", &ParallelSpec::bucket_bytes,
                 {.unit = "bytes",
                  .doc = "gradients that follow each other are summed together until they are so "
                         "many; 0: each by itself",
                  .min = 0,
                  .max = 1e12});
  return schema;
}

template <>
const StructSchema<GradientsSpec>& schema_of<GradientsSpec>() {
  static const auto schema =
      StructSchema<GradientsSpec>("how gradients that are codes cross links")
          .field("sums", &GradientsSpec::sums,
                 {.doc = "one scale for all chips and exact sums, which grow by log2 of the chips; "
                         "quantized anew at each hop; or summed wide and quantized once"})
          .field("block", &GradientsSpec::block,
                 {.doc = "codes of one scale of 4 bytes; 0: those of a whole tensor",
                  .min = 0,
                  .max = 1e9});
  return schema;
}

}  // namespace metronome::config
