#include "arch/spec/training.hpp"

namespace metronome::config {

template <>
const StructSchema<arch::TrainingSpec>& schema_of<arch::TrainingSpec>() {
  using S = arch::TrainingSpec;
  static const auto schema =
      StructSchema<S>("choices of training on this machine")
          .field("dx_scale", &S::dx_scale,
                 {.doc = "how per-channel weight scales on dX's reduction axis are dealt with; "
                         "must equal the trace's. Default: two 8-bit copies of an error, one "
                         "scaled, because it keeps dX one integer product"})
          .field("corrections", &S::corrections,
                 {.doc = "where the row and column sums of zero points are formed: adders beside "
                         "the array take no array cycles; on the array they are products by ones. "
                         "Default: the adders, as integer accelerators have them"})
          .field("strided_input_gradient", &S::strided_input_gradient,
                 {.doc = "dX of a stride s: one product over errors with zeros inserted (s*s times "
                         "the useful work), or s*s smaller ones without zeros, one for each "
                         "position relative to the stride. Default: no machine needs to multiply "
                         "by zeros that it has inserted itself"})
          .field("fp32_products", &S::fp32_products,
                 {.doc = "where layers that stay in FP32 multiply: on the lanes of the vector unit "
                         "(a multiply-accumulate takes two lane operations), or on the array as "
                         "integers of fp32_product_bits. Default: the arithmetic that is trained"})
          .field("fp32_product_bits", &S::fp32_product_bits,
                 {.unit = "bits",
                  .doc = "width of such layers' operands on the array. Default: the 16 bits at "
                         "which real activations are stored",
                  .min = 1,
                  .max = 16})
          .field(
              "range_method", &S::range_method,
              {.doc = "how the quantizer gets the range of affine codes (number formats have the "
                      "rule of their own scales): two_pass reads the tensor once for it and "
                      "once to round; delayed takes the last iteration's and rounds in the pass "
                      "that writes the tensor; block_local takes each tile's own and scales the "
                      "sums of every tile in FP32. Default: what the CPT authors' code computes"})
          .field("batch_norm_passes", &S::batch_norm_passes,
                 {.doc = "passes over one tensor (statistics, normalise, quantize; backward) are "
                         "operations of their own, or one where the tensor fits in the input "
                         "buffer. Default: no machine here keeps a layer's batch on chip"})
          .field(
              "output_path", &S::output_path,
              {.doc = "what the vector unit does on a product's results as they leave the array, "
                      "which waits: nothing; sums, squares and ranges (reductions); also biases, "
                      "projections of gradients to coefficients and bases, and quantization where "
                      "its range is known (elementwise). Default: each pass is an operation, as in "
                      "a framework without fusion"})
          .field(
              "input_path", &S::input_path,
              {.doc =
                   "what the vector unit does on a product's operands as they are loaded, beside "
                   "the array, as often as they are loaded: nothing; or (elementwise) normalise, "
                   "activate and quantize, forward and backward, so that such passes vanish "
                   "where products alone read what they write. With an output_path the sums of "
                   "batch norm's backward pass, too, are made as errors leave. Default: each "
                   "pass is an operation, as in a framework without fusion"})
          .field("stash", &S::stash,
                 {.doc = "convolution outputs for batch norm's backward pass: kept in memory at "
                         "storage.stash_bits, or computed again. Default: what frameworks do"})
          .field("transposed_reads", &S::transposed_reads,
                 {.doc = "backward products read weights, activations and errors transposed: in a "
                         "transposing buffer at full rate, its latency hidden by double buffering, "
                         "or from a second copy in memory. Default: the former, which moves least"})
          .field("update", &S::update,
                 {.doc = "the optimiser reads gradients from memory, or takes them as they leave "
                         "the array (not with clipping by norm), or an engine at the memory does "
                         "the update, so that masters and optimizer state do not cross the bus "
                         "(near_data; docs/training_on_the_accelerator.md). Default: what "
                         "frameworks do"})
          .field("update_engine_weights_per_cycle", &S::update_engine_weights_per_cycle,
                 {.unit = "weights per cycle",
                  .doc = "of the engine of update: near_data, in cycles of clock_hz. Default: four "
                         "weights with momentum, five words each, are what four channels of "
                         "DDR4-2400 read and write in a cycle of 1 GHz; chosen",
                  .min = 1,
                  .max = 65536})
          .field(
              "accumulator_bits", &S::accumulator_bits,
              {.unit = "bits",
               .doc = "a reduction whose sum of a-bit by b-bit products could need more overflows: "
                      "see overflow. The output "
                      "buffer holds and moves so many bits a sum; the reduction is the innermost "
                      "loop, so that partial sums never go to memory. Sums of FP32 products have "
                      "32. Default: 32-bit integers",
               .min = 8,
               .max = 64})
          .field(
              "overflow", &S::overflow,
              {.doc = "a reduction that could overflow its accumulators is cut into pieces, each "
                      "scaled and added in FP32 on the vector unit (split), runs as it is and is "
                      "reported (warn), or is an error (refuse). Default: results are right"})
          .field("micro_batches", &S::micro_batches,
                 {.doc = "parts of a batch that are trained one after the other, gradients "
                         "accumulating; batch norm's statistics are then those of a part. Default: "
                         "the batch that was trained",
                  .min = 1,
                  .max = 65536})
          .field("resident_bytes", &S::resident_bytes,
                 {.unit = "bytes",
                  .doc = "of the output buffer, set aside for real activations, errors and stashes "
                         "that only the passes right behind read: they stay on chip where they "
                         "fit (smaller micro_batches make them fit). Tiles have the rest. Default: "
                         "every operation reads from memory and writes there",
                  .min = 0,
                  .max = 1e12})
          .field("execution", &S::execution,
                 {.doc = "operations take the whole batch, one after the other (layer), or chains "
                         "of them take it part by part, and what only the chain reads stays in "
                         "resident_bytes: up to each statistic of the whole batch (fused_blocks), "
                         "or also through it by computing what it is of again (depth_first); only "
                         "where fewer bytes cross the pins. Default: as frameworks run",
                  .omit_default = true})
          .field("switch_cycles", &S::switch_cycles,
                 {.unit = "cycles",
                  .doc = "cost of one change of the precision assignment: drain, reconfigure, "
                         "reload scales. Default: assumed",
                  .min = 0,
                  .max = 1e9});
  return schema;
}

}  // namespace metronome::config
