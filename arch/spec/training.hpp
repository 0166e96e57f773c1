#pragma once

#include <cstdint>
#include <string_view>

#include "arch/array/corrections.hpp"
#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::arch {

/// dX of a stride s: one product over errors with s-1 zeros inserted between them, or one for each
/// of the s*s positions of a result relative to the stride.
enum class StridedInputGradient { zero_insertion, phase_decomposition };
constexpr auto enum_rows(StridedInputGradient) {
  using enum StridedInputGradient;
  return enum_list<StridedInputGradient>(
      {{zero_insertion, "zero_insertion"}, {phase_decomposition, "phase_decomposition"}});
}

/// Where layers that stay in FP32 multiply.
enum class Fp32Products { vector_unit, array };
constexpr auto enum_rows(Fp32Products) {
  using enum Fp32Products;
  return enum_list<Fp32Products>({{vector_unit, "vector_unit"}, {array, "array"}});
}

/// How the quantizer gets a tensor's range: from a pass over the whole tensor before the one that
/// rounds; from the iteration before; or from each block (a tile) while it is on chip.
enum class RangeMethod { two_pass, delayed, block_local };
constexpr auto enum_rows(RangeMethod) {
  using enum RangeMethod;
  return enum_list<RangeMethod>(
      {{two_pass, "two_pass"}, {delayed, "delayed"}, {block_local, "block_local"}});
}

enum class BatchNormPasses { separate, merged_on_chip };
constexpr auto enum_rows(BatchNormPasses) {
  using enum BatchNormPasses;
  return enum_list<BatchNormPasses>({{separate, "separate"}, {merged_on_chip, "merged_on_chip"}});
}

/// What is done on a product's results as they leave the array.
enum class OutputPath { none, reductions, elementwise };
constexpr auto enum_rows(OutputPath) {
  using enum OutputPath;
  return enum_list<OutputPath>(
      {{none, "none"}, {reductions, "reductions"}, {elementwise, "elementwise"}});
}

/// What is done on a product's operands as they are loaded.
enum class InputPath { none, elementwise };
constexpr auto enum_rows(InputPath) {
  using enum InputPath;
  return enum_list<InputPath>({{none, "none"}, {elementwise, "elementwise"}});
}

/// Over what operations run before the next ones do: the whole batch; or, in chains of operations,
/// a part of it after the other: up to what needs the whole batch, or through it, by computing
/// again.
enum class Execution { layer, fused_blocks, depth_first };
constexpr auto enum_rows(Execution) {
  using enum Execution;
  return enum_list<Execution>(
      {{layer, "layer"}, {fused_blocks, "fused_blocks"}, {depth_first, "depth_first"}});
}

/// What the backward pass of batch norm reads.
enum class Stash { keep, recompute };
constexpr auto enum_rows(Stash) {
  using enum Stash;
  return enum_list<Stash>({{keep, "keep"}, {recompute, "recompute"}});
}

/// How operands of the backward products are transposed.
enum class TransposedReads { on_the_fly, dual_copy };
constexpr auto enum_rows(TransposedReads) {
  using enum TransposedReads;
  return enum_list<TransposedReads>({{on_the_fly, "on_the_fly"}, {dual_copy, "dual_copy"}});
}

/// Where and when the optimiser works: in a pass of its own; on a gradient as it leaves the array;
/// or in an engine at the memory, which alone sees masters and optimizer state.
enum class Update { separate, with_gradient, near_data };
constexpr auto enum_rows(Update) {
  using enum Update;
  return enum_list<Update>(
      {{separate, "separate"}, {with_gradient, "with_gradient"}, {near_data, "near_data"}});
}

/// What is done about a reduction whose sum could need more bits than an accumulator has.
enum class Overflow { split, warn, refuse };
constexpr auto enum_rows(Overflow) {
  using enum Overflow;
  return enum_list<Overflow>({{split, "split"}, {warn, "warn"}, {refuse, "refuse"}});
}

/// Choices of training on a machine (docs/training_on_the_accelerator.md).
struct TrainingSpec {
  static constexpr std::string_view kSchemaName = "training";
  trace::DxScale dx_scale = trace::DxScale::prescale_requantize;
  array::CorrectionUnit corrections = array::CorrectionUnit::side_adders;
  StridedInputGradient strided_input_gradient = StridedInputGradient::phase_decomposition;
  Fp32Products fp32_products = Fp32Products::vector_unit;
  int fp32_product_bits = 16;
  RangeMethod range_method = RangeMethod::two_pass;
  BatchNormPasses batch_norm_passes = BatchNormPasses::separate;
  OutputPath output_path = OutputPath::none;
  InputPath input_path = InputPath::none;
  Stash stash = Stash::keep;
  TransposedReads transposed_reads = TransposedReads::on_the_fly;
  Update update = Update::separate;
  std::uint64_t update_engine_weights_per_cycle = 4;  ///< of near_data
  int accumulator_bits = 32;
  Overflow overflow = Overflow::split;
  std::uint64_t micro_batches = 1;
  std::uint64_t resident_bytes = 0;  ///< of the output buffer
  Execution execution = Execution::layer;
  std::uint64_t switch_cycles = 1000;
  bool operator==(const TrainingSpec&) const = default;
};

}  // namespace metronome::arch

namespace metronome::config {
template <>
const StructSchema<arch::TrainingSpec>& schema_of<arch::TrainingSpec>();
}  // namespace metronome::config
