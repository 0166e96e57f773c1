#pragma once

#include <cstdint>
#include <string_view>

#include "arch/array/corrections.hpp"
#include "sim/config/schema.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::arch {

/// dX of a stride s: one product over errors with s-1 zeros inserted between them, or one for each
/// of the s*s positions of a result relative to the stride.
enum class StridedInputGradient { zero_insertion, phase_decomposition };

/// Where layers that stay in FP32 multiply.
enum class Fp32Products { vector_unit, array };

/// How the quantizer gets a tensor's range: from a pass over the whole tensor before the one that
/// rounds; from the iteration before; or from each block (a tile) while it is on chip.
enum class RangeMethod { two_pass, delayed, block_local };

enum class BatchNormPasses { separate, merged_on_chip };

/// What is done on a product's results as they leave the array.
enum class OutputPath { none, reductions, elementwise };

/// What the backward pass of batch norm reads.
enum class Stash { keep, recompute };

/// How operands of the backward products are transposed.
enum class TransposedReads { on_the_fly, dual_copy };

/// When the optimiser reads a gradient: in a pass of its own, or as it leaves the array.
enum class Update { separate, with_gradient };

/// What is done about a reduction whose sum could need more bits than an accumulator has.
enum class Overflow { split, warn, refuse };

/// Choices of training on a machine (docs/training_on_the_accelerator.md).
struct TrainingSpec {
  static constexpr std::string_view kSchemaName = "training";
  trace::DxScale dx_scale = trace::DxScale::prescale_requantize;
  array::CorrectionUnit corrections = array::CorrectionUnit::side_adders;
  StridedInputGradient strided_input_gradient = StridedInputGradient::zero_insertion;
  Fp32Products fp32_products = Fp32Products::vector_unit;
  int fp32_product_bits = 16;
  RangeMethod range_method = RangeMethod::two_pass;
  BatchNormPasses batch_norm_passes = BatchNormPasses::separate;
  OutputPath output_path = OutputPath::none;
  Stash stash = Stash::keep;
  TransposedReads transposed_reads = TransposedReads::on_the_fly;
  Update update = Update::separate;
  int accumulator_bits = 32;
  Overflow overflow = Overflow::split;
  std::uint64_t micro_batches = 1;
  std::uint64_t switch_cycles = 1000;
  bool operator==(const TrainingSpec&) const = default;
};

}  // namespace metronome::arch

namespace metronome::config {
template <>
struct EnumNames<array::CorrectionUnit> {
  static const std::vector<std::pair<array::CorrectionUnit, std::string>>& all();
};
template <>
struct EnumNames<arch::StridedInputGradient> {
  static const std::vector<std::pair<arch::StridedInputGradient, std::string>>& all();
};
template <>
struct EnumNames<arch::Fp32Products> {
  static const std::vector<std::pair<arch::Fp32Products, std::string>>& all();
};
template <>
struct EnumNames<arch::RangeMethod> {
  static const std::vector<std::pair<arch::RangeMethod, std::string>>& all();
};
template <>
struct EnumNames<arch::BatchNormPasses> {
  static const std::vector<std::pair<arch::BatchNormPasses, std::string>>& all();
};
template <>
struct EnumNames<arch::OutputPath> {
  static const std::vector<std::pair<arch::OutputPath, std::string>>& all();
};
template <>
struct EnumNames<arch::Stash> {
  static const std::vector<std::pair<arch::Stash, std::string>>& all();
};
template <>
struct EnumNames<arch::TransposedReads> {
  static const std::vector<std::pair<arch::TransposedReads, std::string>>& all();
};
template <>
struct EnumNames<arch::Update> {
  static const std::vector<std::pair<arch::Update, std::string>>& all();
};
template <>
struct EnumNames<arch::Overflow> {
  static const std::vector<std::pair<arch::Overflow, std::string>>& all();
};
template <>
const StructSchema<arch::TrainingSpec>& schema_of<arch::TrainingSpec>();
}  // namespace metronome::config
