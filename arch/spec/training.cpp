#include "arch/spec/training.hpp"

#include "workloads/trace/names.hpp"

namespace metronome::config {

template <class E>
using Names = std::vector<std::pair<E, std::string>>;

const Names<array::CorrectionUnit>& EnumNames<array::CorrectionUnit>::all() {
  using E = array::CorrectionUnit;
  static const Names<E> names{{E::side_adders, "side_adders"}, {E::array, "array"}};
  return names;
}
const Names<arch::StridedInputGradient>& EnumNames<arch::StridedInputGradient>::all() {
  using E = arch::StridedInputGradient;
  static const Names<E> names{{E::zero_insertion, "zero_insertion"},
                              {E::phase_decomposition, "phase_decomposition"}};
  return names;
}
const Names<arch::Fp32Products>& EnumNames<arch::Fp32Products>::all() {
  using E = arch::Fp32Products;
  static const Names<E> names{{E::vector_unit, "vector_unit"}, {E::array, "array"}};
  return names;
}
const Names<arch::RangeMethod>& EnumNames<arch::RangeMethod>::all() {
  using E = arch::RangeMethod;
  static const Names<E> names{
      {E::two_pass, "two_pass"}, {E::delayed, "delayed"}, {E::block_local, "block_local"}};
  return names;
}
const Names<arch::BatchNormPasses>& EnumNames<arch::BatchNormPasses>::all() {
  using E = arch::BatchNormPasses;
  static const Names<E> names{{E::separate, "separate"}, {E::merged_on_chip, "merged_on_chip"}};
  return names;
}
const Names<arch::OutputPath>& EnumNames<arch::OutputPath>::all() {
  using E = arch::OutputPath;
  static const Names<E> names{
      {E::none, "none"}, {E::reductions, "reductions"}, {E::elementwise, "elementwise"}};
  return names;
}
const Names<arch::Stash>& EnumNames<arch::Stash>::all() {
  using E = arch::Stash;
  static const Names<E> names{{E::keep, "keep"}, {E::recompute, "recompute"}};
  return names;
}
const Names<arch::TransposedReads>& EnumNames<arch::TransposedReads>::all() {
  using E = arch::TransposedReads;
  static const Names<E> names{{E::on_the_fly, "on_the_fly"}, {E::dual_copy, "dual_copy"}};
  return names;
}
const Names<arch::Update>& EnumNames<arch::Update>::all() {
  using E = arch::Update;
  static const Names<E> names{{E::separate, "separate"}, {E::with_gradient, "with_gradient"}};
  return names;
}
const Names<arch::Overflow>& EnumNames<arch::Overflow>::all() {
  using E = arch::Overflow;
  static const Names<E> names{{E::split, "split"}, {E::warn, "warn"}, {E::refuse, "refuse"}};
  return names;
}

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
                         "the useful work), or s*s smaller ones without zeros. Default: what an "
                         "array does that only knows convolutions"})
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
              {.doc = "how the quantizer gets a range: two_pass reads the tensor once for it and "
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
                      "and quantization where its range is known (elementwise). Default: each "
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
                         "the array (not with clipping by norm). Default: what frameworks do"})
          .field(
              "accumulator_bits", &S::accumulator_bits,
              {.unit = "bits",
               .doc = "a reduction whose sum of a-bit by b-bit products could need more overflows: "
                      "see overflow. The output "
                      "buffer holds 32 bits a sum in any case, and the reduction is the innermost "
                      "loop, so that partial sums never go to memory. Default: 32-bit integers",
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
          .field("switch_cycles", &S::switch_cycles,
                 {.unit = "cycles",
                  .doc = "cost of one change of the precision assignment: drain, reconfigure, "
                         "reload scales. Default: assumed",
                  .min = 0,
                  .max = 1e9});
  return schema;
}

}  // namespace metronome::config
