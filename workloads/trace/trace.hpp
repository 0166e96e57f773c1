#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/base/quantity.hpp"
#include "workloads/model/window.hpp"
#include "workloads/precision/phase.hpp"
#include "workloads/trace/code_counts.hpp"

namespace metronome::trace {

/// How a tensor's elements are stored: integer codes of as many bits as the precision assignment
/// gives its role; real numbers of the accelerator's storage width for the role; one bit; not at
/// all: bits that a register gives where they are read. Stored codes that serve several precisions
/// have their bits as the first extent of their shape, most significant first, and products read
/// the leading ones, as many as the assignment gives: each bit of all codes a plane that lies
/// alone, from a burst of its own on (planes), or code by code (packed), read as a whole.
enum class Format { codes, real, mask, generated, planes, packed };
constexpr auto enum_rows(Format) {
  using enum Format;
  return enum_list<Format>({{codes, "codes"},
                            {real, "real"},
                            {mask, "mask"},
                            {generated, "generated"},
                            {planes, "planes"},
                            {packed, "packed"}});
}
/// Whether the first extent is the bits of stored codes.
[[nodiscard]] constexpr bool is_bitwise(Format format) {
  return format == Format::planes || format == Format::packed;
}

enum class OperationClass {
  forward,
  input_gradient,
  weight_gradient,
  vector,
  quantize,
  update,
  host,
  load  ///< brings stored tensors on chip: what a mode needs of planes and tables
};
constexpr auto enum_rows(OperationClass) {
  using enum OperationClass;
  return enum_list<OperationClass>({{forward, "forward"},
                                    {input_gradient, "input_gradient"},
                                    {weight_gradient, "weight_gradient"},
                                    {vector, "vector"},
                                    {quantize, "quantize"},
                                    {update, "update"},
                                    {host, "host"},
                                    {load, "load"}});
}

/// How the per-output-channel weight scales on dX's reduction axis are dealt with.
enum class DxScale { segmented, prescale_requantize, per_tensor };
constexpr auto enum_rows(DxScale) {
  using enum DxScale;
  return enum_list<DxScale>({{segmented, "segmented"},
                             {prescale_requantize, "prescale_requantize"},
                             {per_tensor, "per_tensor"}});
}

/// The forward convolution behind a GEMM. Linear layers are 1x1 convolutions of 1x1 images. Each of
/// `groups` equal parts of the input channels is convolved to a part of the output channels of its
/// own: so many GEMMs that share nothing. Products of two activations are of this form too, one
/// group for each (sample, head) of an attention.
/// A transposed convolution has its kernel, stride, padding and dilation from the ordinary one that
/// leads from its output back to its input (mirror()), of which it is the input gradient; rows and
/// columns of `output_pad`, below the stride, tell apart the outputs that lead to the same input.
struct Convolution {
  static constexpr std::string_view kSchemaName = "convolution";
  std::uint64_t batch = 1;
  std::uint64_t in_channels = 1, in_height = 1, in_width = 1;
  std::uint64_t out_channels = 1;
  model::PerAxis kernel{}, stride{};
  model::Padding pad{};
  std::uint64_t groups = 1;
  model::PerAxis dilation{};
  bool transposed = false;
  model::PerAxis output_pad{0};

  [[nodiscard]] model::WindowAxis rows() const {
    return model::window_axes(kernel, stride, dilation, pad).rows;
  }
  [[nodiscard]] model::WindowAxis columns() const {
    return model::window_axes(kernel, stride, dilation, pad).columns;
  }
  [[nodiscard]] std::uint64_t taps() const { return kernel.product(); }
  [[nodiscard]] std::uint64_t weights() const {
    return out_channels * taps() * (in_channels / groups);
  }
  [[nodiscard]] std::uint64_t out_height() const {
    return outputs(in_height, rows(), output_pad.height);
  }
  [[nodiscard]] std::uint64_t out_width() const {
    return outputs(in_width, columns(), output_pad.width);
  }
  bool operator==(const Convolution&) const = default;

 private:
  [[nodiscard]] std::uint64_t outputs(std::uint64_t in, const model::WindowAxis& axis,
                                      std::uint64_t extra) const {
    return transposed ? axis.inverse(in, extra) : axis.outputs(in);
  }
};

struct Tensor {
  std::string name;
  Role role = Role::activation;
  Format format = Format::real;
  std::vector<std::uint64_t> shape;  ///< images are batch, height, width, channels
  /// Of codes of a step whose assignments have number formats: which operand of its layer's
  /// products they are made for (format_storage.hpp). Where one copy serves two, the first of them.
  std::optional<formats::ProductOperand> operand{};
  /// Of codes: the first product that reads them, by whose reduction blocks of number formats lie.
  /// Follows from the step's operations (name_products) and stands in no file.
  std::optional<Convolution> product{};

  [[nodiscard]] std::uint64_t elements() const;
  /// Numbers that the elements are: where they are bits of stored codes, the codes.
  [[nodiscard]] std::uint64_t numbers() const;
  bool operator==(const Tensor&) const = default;
};

/// C[M x N] = A[M x K] * B[K x N].
struct Gemm {
  std::uint64_t m = 1, n = 1, k = 1;
  [[nodiscard]] std::uint64_t macs() const { return m * n * k; }
  bool operator==(const Gemm&) const = default;
};

/// The ordinary convolution that leads from the output of a transposed one back to its input.
[[nodiscard]] Convolution mirror(const Convolution& transposed);

/// What multiplies the same matrices as one class of a convolution: itself, or, of a transposed
/// one, a class of its mirror. The mirror's weight gradient has the operands exchanged: its error
/// is the activation, its activation the error.
struct GemmForm {
  Convolution convolution;  ///< not transposed
  OperationClass cls = OperationClass::forward;
  bool exchanged = false;  ///< the form's operand a is the operation's b
};
[[nodiscard]] GemmForm gemm_form(const Convolution& convolution, OperationClass cls);

/// The GEMM of one class of a convolution with kernels of k taps, of one group if it has several
/// (C, O: of that group):
///   forward:         M = batch*P*Q, K = C*k,       N = O
///   input_gradient:  M = batch*H*W, K = O*k,       N = C
///   weight_gradient: M = O,         K = batch*P*Q, N = C*k
/// and of a transposed one that of its form.
[[nodiscard]] Gemm gemm_of(const Convolution& convolution, OperationClass cls);

/// Extents of the weights as tensors have them: out channels, kernel height and width, in channels
/// of a group.
[[nodiscard]] std::vector<std::uint64_t> weight_shape(const Convolution& convolution);

/// The convolution of one group alone.
[[nodiscard]] Convolution group_of(const Convolution& convolution);

/// A matrix product, on the array unless `fp32` (then on the vector unit).
struct MatrixWork {
  static constexpr std::string_view kSchemaName = "matrix";
  Convolution convolution;
  bool fp32 = false;
  bool operator==(const MatrixWork&) const = default;
};

/// Elementwise or reducing work on the vector unit: so many FP32 additions (comparisons, maxima and
/// roundings count as additions) and multiplications for each of `elements`.
struct VectorWork {
  static constexpr std::string_view kSchemaName = "vector";
  std::uint64_t elements = 0;
  double adds_per_element = 0;
  double multiplies_per_element = 0;
  /// Of a rebuild of weights from coefficients: rows that have any, and shift-and-adds of
  /// coefficients, which are among the additions; an engine in the load path does them (load_path).
  std::uint64_t rebuilt_rows = 0;
  std::uint64_t shift_adds = 0;
  /// Rows of each filter's coefficients, and how many of all have some in any filter of groups of
  /// 1, 2, 4, ... and all filters: of each group once. Empty: not counted.
  std::uint64_t filter_rows = 0;
  std::vector<std::uint64_t> kept_rows{};
  bool operator==(const VectorWork&) const = default;
};

/// Work of the processor beside the accelerator: so many additions and multiplications of 64-bit
/// real numbers, and words of 64 bits to and from its own memory, as whoever made the program has
/// counted them. What it reads and writes of the step's tensors comes from and goes to the
/// accelerator's memory; words count besides.
struct HostWork {
  static constexpr std::string_view kSchemaName = "host";
  std::uint64_t flops = 0;
  std::uint64_t words = 0;
  bool operator==(const HostWork&) const = default;
};

/// One operation of a training iteration. `inputs` and `outputs` name tensors of the step; for
/// matrix work inputs are {a, b} in the order of the GEMM and the output is {c}; a third input is
/// added to the result (the zero-point correction of an input gradient).
struct Operation {
  static constexpr std::string_view kSchemaName = "operation";
  std::string name;   ///< unique: "<layer or node>.<what>"
  std::string layer;  ///< whose precision assignment holds
  OperationClass cls = OperationClass::vector;
  std::variant<MatrixWork, VectorWork, HostWork> work;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  bool operator==(const Operation&) const = default;
};

/// Everything one iteration does, in execution order.
struct Step {
  std::string model;
  std::string dataset;
  std::uint64_t batch = 0;
  DxScale dx_scale = DxScale::prescale_requantize;
  /// Samples whose statistics batch norm takes, part by part of the batch; 0: of the whole batch.
  std::uint64_t statistics_part = 0;
  /// Forward multiply-accumulates of one iteration, all layers (exempt ones and first-layer dX are
  /// charged by the paper's formula).
  Macs forward_macs{0};
  std::vector<Tensor> tensors;
  std::vector<Operation> operations;
  /// Iterations by which updates come later than their gradients: with 1 the backward pass of an
  /// iteration and the forward pass of the next one need not wait for each other, and what is kept
  /// between the two passes is there twice.
  std::uint64_t delay = 0;

  [[nodiscard]] const Tensor& tensor(const std::string& name) const;
  bool operator==(const Step&) const = default;
};

/// Gives codes the product that reads them (Tensor::product).
void name_products(Step& step);

/// Layers with matrix work: those to which a precision assignment may make exceptions.
[[nodiscard]] std::set<std::string> matrix_layers(const Step& step);

/// The name of the step of programs that only train.
inline constexpr const char* kTrainStep = "train";

/// A step of a program.
struct NamedStep {
  std::string name = kTrainStep;
  Step step;
  bool operator==(const NamedStep&) const = default;
};

/// One row of metrics.csv; absent values are empty fields.
struct Metric {
  std::uint64_t iteration = 0;
  std::optional<double> loss;
  std::optional<double> train_accuracy;
  std::optional<double> test_accuracy;
  std::optional<double> learning_rate;
  Precision precision;                    ///< of all layers without an exception
  std::optional<Precision> evaluation{};  ///< of the test: weights and activations
  std::optional<double> test_loss{};  ///< mean over the test split; perplexity is its exponential
  bool operator==(const Metric&) const = default;
};

/// An operand of a product of codes, named after the first operation that reads it. What else reads
/// it: value_statistics.hpp, counts_of().
enum class Operand {
  forward_a,          ///< the activations
  forward_b,          ///< the weights; in attention the keys or values
  weight_gradient_a,  ///< the error
  input_gradient_a,   ///< the error times weight scales (DxScale::prescale_requantize)
  input_gradient_b,   ///< the weights with one scale for all (DxScale::per_tensor)
  weight_gradient_b,  ///< the stash, where it has not the activations' bits
};
constexpr auto enum_rows(Operand) {
  using enum Operand;
  return enum_list<Operand>({{forward_a, "forward_a"},
                             {forward_b, "forward_b"},
                             {weight_gradient_a, "weight_gradient_a"},
                             {input_gradient_a, "input_gradient_a"},
                             {input_gradient_b, "input_gradient_b"},
                             {weight_gradient_b, "weight_gradient_b"}});
}

struct OperandKey {
  std::string product;  ///< value_statistics.hpp, product_of()
  Operand operand = Operand::forward_a;
  Precision precision;  ///< of the product's layer
  auto operator<=>(const OperandKey&) const = default;
};

/// Of all elements of an operand at the sampled iterations of one precision. Borders and inserted
/// zeros are no codes and are not counted.
struct OperandCounts {
  Role role = Role::activation;
  std::uint64_t iterations = 0;  ///< sampled
  /// Unsigned codes q as executed, the zero point in corrections. Of number formats magnitudes in
  /// units of the smallest number, as below: their signs stand apart.
  CodeCounts raw;
  /// Magnitudes of q - z, z the code nearest to the real zero: what a machine that subtracts zero
  /// points at its inputs multiplies, sign apart. Equal to raw where the smallest value is zero.
  CodeCounts centred;
  bool operator==(const OperandCounts&) const = default;
};
using ValueStatistics = std::map<OperandKey, OperandCounts>;

/// A training program: its steps, the timeline of which of them runs when at which precision, and
/// what training measured (empty when the trace was made without training). Most have one step.
struct Trace {
  std::vector<NamedStep> steps;  ///< the first is what the run is for; others stand beside it
  std::string schedule_name;     ///< "cpt:3-8,periods=8,backward=8"
  std::vector<Phase> schedule;   ///< the timeline
  std::vector<Metric> metrics;
  ValueStatistics values{};

  /// The first one.
  [[nodiscard]] const Step& step() const { return steps.at(0).step; }
  /// Of all steps.
  [[nodiscard]] std::uint64_t iterations() const;
  bool operator==(const Trace&) const = default;
};

/// Merges neighbouring iterations of equal assignment into maximal phases.
[[nodiscard]] std::vector<Phase> phases_of(const std::vector<Assignment>& per_iteration);

}  // namespace metronome::trace
