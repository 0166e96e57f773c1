#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "arch/mapping/machine_step.hpp"
#include "arch/spec/accelerator.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::mapping {

/// One tensor of an operation as it lies in memory.
struct Stream {
  trace::Role role = trace::Role::activation;
  std::uint64_t elements = 0;
  unsigned bits = 8;  ///< per stored element
  /// Of a product's inputs: it lies on chip (residency.hpp), none of it crosses the pins.
  bool held = false;
  bool operator==(const Stream&) const = default;

  [[nodiscard]] Bytes bytes() const { return bytes_for(Bits(elements * bits)); }
};

/// What happens to results on their way out, tile by tile: side inputs are read, by the share of
/// the results that they go with, the vector unit works on each result, side outputs are written.
struct Epilogue {
  std::vector<Stream> inputs;   ///< zero-point terms, a bias, master weights
  std::vector<Stream> outputs;  ///< besides c
  double adds_per_result = 0;
  double multiplies_per_result = 0;
  vector::UnitWork units{};  ///< of each result
  bool operator==(const Epilogue&) const = default;

  [[nodiscard]] ElementCost cost() const { return {adds_per_result, multiplies_per_result, units}; }
};

/// Units of a machine's load path (arch::LoadPathSpec) that make codes of an operand.
enum class LoadEngine { assembler, rebuild };
constexpr auto enum_rows(LoadEngine) {
  using enum LoadEngine;
  return enum_list<LoadEngine>({{assembler, "assembler"}, {rebuild, "rebuild"}});
}

/// Their work on each element of an operand, as often as it is loaded.
struct EngineWork {
  LoadEngine engine = LoadEngine::assembler;
  double passages = 0;  ///< what takes time: bits of planes; rows of coefficients
  double actions = 0;   ///< what takes energy: the same bits; shift-and-adds
  bool operator==(const EngineWork&) const = default;
};

/// An operand that the array gets otherwise than it lies in memory: made of its stream and others
/// that are read along with it, element by element.
struct MadeOperand {
  std::vector<Stream> beside;
  unsigned held_bits = 8;  ///< of an element in the buffer
  trace::Role role = trace::Role::activation;
  /// The operand's stream is so many alike, one behind the other, each from a burst of its own on.
  unsigned planes = 1;
  /// The streams lie tile by tile, in equal shares, not element by element.
  bool by_tiles = false;
  std::optional<EngineWork> engine{};
  bool operator==(const MadeOperand&) const = default;
};

/// What multiplies: the array, or (layers that stay in FP32) the lanes of the vector unit.
enum class Executor { array, vector_unit };

/// A GEMM: class and convolution give M, N, K and what tiles touch. With groups it is
/// one GEMM for each, executed one after the other; the tensors lie group by group, each a whole
/// number of bytes, so that a group alone is a plain convolution of dense tensors.
/// A transposed convolution is here by the class of its mirror that it is (trace::GemmForm).
struct MatrixJob {
  trace::OperationClass cls = trace::OperationClass::forward;  ///< of the convolution's GEMM
  trace::Convolution convolution;                              ///< not transposed
  bool transposed = false;  ///< the layer is the convolution's mirror
  array::Operands operands;
  Stream a, b, c;  ///< c of no bits: what leaves the array is not stored
  /// Shared exponents of a and of b, where the array takes block floating point.
  std::optional<Stream> a_exponents, b_exponents;
  bool zero_points = true;  ///< codes need correction sums; real numbers as integers have none
  Epilogue epilogue;
  Executor executor = Executor::array;
  std::vector<Stream> held_outputs{};    ///< that stay in the output buffer (residency.hpp)
  std::vector<Stream> copied_outputs{};  ///< that stay there and are stored as well (chains.hpp)
  /// dX with `segmented` scales: each output channel's k*k products are summed as integers, then
  /// scaled and added in FP32 on the vector unit.
  bool segmented = false;
  /// Operands quantized block by block, a block being a tile: each tile's sums are scaled and added
  /// in FP32 on the vector unit.
  bool block_scaled = false;
  /// dX of a stride s: s*s products of the taps that meet real pixels, instead of one over inserted
  /// zeros.
  bool phases = false;
  /// Work on each element of an operand on its way into its buffer, as often as it is loaded.
  ElementCost a_loading{}, b_loading{};
  std::optional<MadeOperand> a_made{}, b_made{};
  /// What the feed keeps of the reduction, as rows of weights (row_skipping.hpp); 0 of 0: all.
  std::uint64_t kept_rows = 0, all_rows = 0;
  std::uint64_t longest_sum = 0;  ///< products that an integer accumulator can add up; 0: any
  /// Channels of a group (samples, of a weight gradient) of the convolution's reduction that fill
  /// the last tile of a transform (trace::filled). Codes in memory have them, real numbers do not.
  std::uint64_t fill = 0;
  std::string fixed_mapping;  ///< as mapping_text() prints it; empty: search
  /// Bits of an operand's element in its buffer.
  [[nodiscard]] unsigned a_held_bits() const { return a_made ? a_made->held_bits : a.bits; }
  [[nodiscard]] unsigned b_held_bits() const { return b_made ? b_made->held_bits : b.bits; }
  /// Streams like b's that operand b is made of.
  [[nodiscard]] unsigned b_planes() const { return b_made ? b_made->planes : 1; }
  [[nodiscard]] bool b_by_tiles() const { return b_made && b_made->by_tiles; }
  /// What the operands are to the training step.
  [[nodiscard]] trace::Role a_role() const { return a_made ? a_made->role : a.role; }
  [[nodiscard]] trace::Role b_role() const { return b_made ? b_made->role : b.role; }
  [[nodiscard]] bool is_weight_gradient() const {
    return cls == trace::OperationClass::weight_gradient;
  }
  /// Of the layer.
  [[nodiscard]] trace::OperationClass operation_class() const;
  bool operator==(const MatrixJob&) const = default;
};

/// Elements of a product's operands and results, of all groups.
struct ProductElements {
  std::uint64_t a = 0, b = 0, c = 0;
};
[[nodiscard]] ProductElements elements_of(trace::OperationClass cls,
                                          const trace::Convolution& convolution);

/// The job by how a stream of operand a (b) lies in memory: without `fill` where it is one of real
/// numbers, which become codes on their way in.
[[nodiscard]] MatrixJob as_stored_a(const MatrixJob& job, const Stream& stream);
[[nodiscard]] MatrixJob as_stored_b(const MatrixJob& job, const Stream& stream);

/// Work on tensors that stay in memory (near_update.hpp): what is read and written there.
struct NearMemory {
  std::vector<Stream> reads, writes;
  std::vector<Stream> tensors;  ///< each once that is read, written or both
  bool operator==(const NearMemory&) const = default;
};

/// Work of the vector unit: streams its inputs once, writes its outputs once.
struct VectorJob {
  trace::OperationClass cls = trace::OperationClass::vector;
  std::uint64_t elements = 0;
  double adds_per_element = 0;
  double multiplies_per_element = 0;
  std::vector<Stream> inputs;
  std::vector<Stream> outputs;
  vector::UnitWork units{};  ///< of each element
  /// Additions of Hadamard transforms: the lanes', whatever units make codes, and of FP32.
  double transform_adds_per_element = 0;
  std::vector<Stream> held_inputs{}, held_outputs{};  ///< in the output buffer (residency.hpp)
  std::vector<Stream> copied_outputs{};               ///< there and in memory (chains.hpp)
  std::optional<NearMemory> near{};  ///< an engine at the memory works instead of the vector unit
  bool counters = false;             ///< the engine of counters does (load_path)
  bool operator==(const VectorJob&) const = default;

  [[nodiscard]] ElementCost cost() const {
    return {adds_per_element + transform_adds_per_element, multiplies_per_element, units};
  }
};

/// Work of the host (trace::HostWork): reads its inputs, works, writes its outputs.
struct HostJob {
  std::uint64_t flops = 0;
  std::uint64_t words = 0;
  std::vector<Stream> inputs;
  std::vector<Stream> outputs;
  bool operator==(const HostJob&) const = default;
};

/// Codes that so many elements of the job become: a quantization writes one for each.
[[nodiscard]] std::uint64_t codes_written(const VectorJob& job, std::uint64_t elements);

/// An operation with everything resolved that its cost depends on, besides the machine. Equal jobs
/// cost the same on one machine.
using Job = std::variant<MatrixJob, VectorJob, HostJob>;

/// A text that is equal for equal jobs and different for different ones.
[[nodiscard]] std::string job_key(const Job& job);

/// "a sum of 131072 products of 8 x 8 bits can need 33 bits, accumulators have 32": of unsigned
/// codes, in the whole reduction. Empty where it fits, or where pieces of it are scaled anyway.
[[nodiscard]] std::string overflow_risk(const MatrixJob& job, const arch::TrainingSpec& training);

/// MatrixJob::longest_sum of operands, where reductions that could overflow are cut.
[[nodiscard]] std::uint64_t longest_sum(const array::Operands& operands,
                                        const arch::TrainingSpec& training);

/// Resolves an operation at the precision of its layer on a machine. In FP32 (0 bits) matrix
/// products run as training.fp32_products says, and quantization is no work. UserError where the
/// machine cannot execute it.
[[nodiscard]] Job resolve(const MachineOperation& operation, const trace::Step& step,
                          const trace::Precision& precision, const arch::AcceleratorSpec& machine);
/// The same under a precision assignment.
[[nodiscard]] inline Job resolve(const MachineOperation& operation, const trace::Step& step,
                                 const trace::Assignment& assignment,
                                 const arch::AcceleratorSpec& machine) {
  return resolve(operation, step, assignment.of(operation.operation.layer), machine);
}

/// Block floating point whose groups lie along the reduction: the passes that quantize operands
/// again because they were grouped along another dimension before. Weights come from the forward
/// GEMM's groups to the input gradient's; activations and errors, grouped along channels, to the
/// weight gradient's. A pass reads and writes codes and exponents; for each element it takes a
/// group's maximum, a shift, a rounding and a clamp. Empty where one copy serves both directions.
[[nodiscard]] std::vector<VectorJob> regrouping_passes(const MatrixJob& job,
                                                       const arch::AcceleratorSpec& machine);

/// A bare GEMM: a 1x1 convolution of m images of one pixel, k channels to n channels.
[[nodiscard]] trace::Convolution convolution_of_gemm(const trace::Gemm& gemm);

/// A matrix job outside a training step, as `metronome op` runs it. `a_bits` and `b_bits` are those
/// of the operands as executed: activations and weights, errors and weights, errors and
/// activations; of a transposed layer's weight gradient activations and errors (trace::GemmForm).
[[nodiscard]] MatrixJob matrix_job(trace::OperationClass cls, const trace::Convolution& convolution,
                                   int a_bits, int b_bits, const arch::AcceleratorSpec& machine);
/// The same of operands in number formats, with scales or without: their roles are those of the
/// class. UserError where the array cannot multiply them (array::as_multiplied).
[[nodiscard]] MatrixJob matrix_job(trace::OperationClass cls, const trace::Convolution& convolution,
                                   const array::Operands& operands,
                                   const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
