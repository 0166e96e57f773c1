#pragma once

#include <optional>

#include "arch/mapping/job.hpp"

/// What a machine makes of the number formats of a precision (workloads/trace/format_storage.hpp):
/// codes of the elements and, apart from them, the scales of their blocks.
namespace metronome::mapping {

/// Bits of the codes of a tensor, without scales; 0 where it holds real numbers, or FP32 or a half
/// on a machine that has no such products.
[[nodiscard]] int operand_bits(const trace::Tensor& tensor, const trace::Precision& precision);

/// Whether codes are made of the real numbers of a tensor, by any of its readers.
[[nodiscard]] bool becomes_codes(trace::Role role, const trace::Precision& precision);

/// Whether a quantization makes no codes: what it writes, or finds the range of, stays real.
[[nodiscard]] bool makes_no_codes(const MachineOperation& what, const trace::Step& step,
                                  const trace::Precision& precision);

/// Whether all codes among the tensors are codes at this precision, not real numbers.
[[nodiscard]] bool writes_codes(const std::vector<std::string>& outputs, const trace::Step& step,
                                const trace::Precision& precision);

/// Elements of a tensor, of one of so many parts of the batch, as they are stored: of codes behind
/// a transform with what fills its tiles (trace::filled), which the real numbers have not.
[[nodiscard]] std::uint64_t stored_elements(const trace::Tensor& tensor, std::uint64_t parts,
                                            const trace::Precision& precision);

/// The scales of the blocks of a tensor of codes, of one of so many parts of the batch: one for
/// each block as it lies along the reduction of the product that reads it (trace::stored_operand).
/// None without scales of blocks.
[[nodiscard]] std::optional<Stream> scales_of(const trace::Tensor& tensor, std::uint64_t parts,
                                              const trace::Precision& precision);

/// What a layer's product of `a` and `b` multiplies: where they are codes behind a transform, whole
/// tiles of it.
[[nodiscard]] trace::Convolution filled_product(const trace::Operation& operation,
                                                const trace::Tensor& a, const trace::Tensor& b,
                                                const trace::Precision& precision);

/// How the array is given the operands of a product, `a` and `b` as they are executed, of a layer's
/// filled product. None of a precision without formats, or where a format is none that the array
/// has products of: FP32, or halves on arrays of integers. UserError that names the operation, its
/// operands' formats and the preset where the array cannot multiply them.
[[nodiscard]] std::optional<array::Operands> format_operands(const trace::Operation& operation,
                                                             const trace::Convolution& filled,
                                                             const trace::Tensor& a,
                                                             const trace::Tensor& b,
                                                             const trace::Precision& precision,
                                                             const arch::AcceleratorSpec& machine);

/// Operands::block_run of a layer's (filled) product: where blocks have scales, what these may span
/// (trace::block_run); the whole reduction on arrays of numbers, whose registers end with a result;
/// else 0.
[[nodiscard]] std::uint64_t block_run_of(const trace::Convolution& convolution,
                                         trace::OperationClass cls, const array::Operands& operands,
                                         const array::ArraySpec& array);

/// Each pair of blocks is scaled and added in FP32, by the vector unit where the array has no such
/// adder: by the product of two scales, which is one of exponents where they are powers of two.
void add_block_sums(MatrixJob& job, const array::ArraySpec& array);

/// What blocks with scales add to a product of a layer that no step holds: their scales beside the
/// codes of both operands, as many as scales_of says of a step's, and their sums.
void add_scales(MatrixJob& job, const trace::Convolution& layer, const array::ArraySpec& array);

/// Multiplications of a result by the scales of whole tensors, and what is left of a factor.
[[nodiscard]] double scale_multiplies(const trace::Tensor& a, const trace::Tensor& b,
                                      const trace::Precision& precision);

/// What a Hadamard transform before codes takes of a machine, besides what all codes take.
struct TransformCost {
  double adds = 0;        ///< of the lanes, for each element whose codes are made
  double multiplies = 0;  ///< likewise
  double read_adds = 0;   ///< likewise, of the read before
  /// That read: the tensor comes in once more before the first code, for the largest magnitude of
  /// its transform, which no pass before has found. Nothing transformed is stored, so that each
  /// read transforms. Not where the format's scale is that of earlier steps.
  bool reads_before = false;
  bool operator==(const TransformCost&) const = default;
};
[[nodiscard]] TransformCost transform_cost(const trace::Tensor& codes,
                                           const trace::Precision& precision);

/// Work on as many elements as a quantization writes codes, those that fill tiles among them.
void count_filled(VectorJob& job, const MachineOperation& what, const trace::Step& step,
                  const trace::Precision& precision);

/// Adds the transforms of the codes that a pass writes, and the reads before them.
void add_transforms(VectorJob& job, const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision, const arch::AcceleratorSpec& machine);
/// Those of codes that are made of a product's results as they leave, and of its operands as they
/// load, each time.
void add_transforms(MatrixJob& job, const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision);

/// The reads before a product whose operands become codes as they load, each a pass of its own.
[[nodiscard]] std::vector<VectorJob> range_passes(const MatrixJob& job,
                                                  const MachineOperation& what,
                                                  const trace::Step& step,
                                                  const trace::Precision& precision,
                                                  const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
