#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "workloads/formats/value_rounding.hpp"
#include "workloads/nn/code_products.hpp"
#include "workloads/nn/convolution_shape.hpp"
#include "workloads/nn/input_form.hpp"
#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/quant/running_range.hpp"
#include "workloads/tensor/tensor.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::nn {

/// A convolution whose operands are quantized as in [fu2021code], straight through in backward:
///   - forward Y = Xq * Wq: Xq at the activation bits, one range per tensor; Wq at the weight bits,
///     one range per output channel;
///   - weight gradient dW = dYq^T Xs: dYq at the error bits, one range per tensor; Xs is X at the
///     stash bits, which is Xq unless they differ from the activations';
///   - input gradient dX = E V, with E the error operand and V the weight operand by `dx_scale`:
///     segmented: E = dYq, V = Wq, the arithmetic of the authors. With s_o, z_o the scale and zero
///     point of output channel o, V_o = s_o q_o + z_o, so the sum over o mixes scales and an
///     integer machine must add it in segments. prescale_requantize: E_o = quantize(dY_o s_o) at
///     the error bits, one range per tensor; V_o = q_o + z_o / s_o: dX = sum_o E_o q_o + sum_o E_o
///     (z_o / s_o), an integer GEMM plus a rank-one correction for each output channel. per_tensor:
///     E = dYq, V = W quantized with one range for all of W.
/// 0 bits leave the operand as it is; without weight bits there is no s_o and dX is segmented.
/// The zeros of the border are real zeros, not codes.
/// In float, where all are of 1 to 8 bits, the stash of the activations', and the kernels on codes,
/// Y, dW and the last two forms of dX are products of integers (code_products.hpp); the segmented
/// dX and all else are products of the dequantized values.
/// Where the precision has number formats, each of the three products quantizes its own operands
/// from the FP32 tensors along its own reduction (format_operand.hpp), straight through in
/// backward, and none has a scale that `dx_scale` could move; sums are those of FP32.
template <class T>
class Convolution {
 public:
  /// `id` separates this layer's rounding noise from that of others. The first layer of a network
  /// has no input gradient.
  Convolution(const ConvolutionShape& shape, trace::DxScale dx_scale, std::uint64_t id);

  [[nodiscard]] const ConvolutionShape& shape() const { return shape_; }
  [[nodiscard]] tensor::Tensor<T>& weight() { return weight_; }
  [[nodiscard]] tensor::Tensor<T>& gradient() { return gradient_; }
  [[nodiscard]] quant::RunningRange<T>& input_range() { return input_range_; }
  /// From now on the input has a form, which outlives the layer or is taken away by null. Weights
  /// and inputs are multiplied as they are then, whatever bits the precision has for them.
  void set_input_form(InputForm<T>* form) { input_form_ = form; }

  /// What forward() keeps of x, as quantized: values, or codes where the products are on codes.
  struct KeptInput {
    tensor::Tensor<T> values;  ///< Xs with its border: {C, batch, H + 2 pad, W + 2 pad}
    InputCodes codes;
    tensor::Tensor<T> raw{};   ///< x itself, where the input has a form
    tensor::Tensor<T> real{};  ///< X of products of number formats, which dW quantizes by itself
  };
  /// A layer that runs several times before it runs back restores the one of each run.
  [[nodiscard]] const KeptInput& kept_input() const { return input_; }
  void restore_input(const KeptInput& kept) { input_ = kept; }

  /// y = conv(x); keeps Xq and Wq for backward().
  void forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass,
               trace::Precision precision);
  /// gradient() = dW of the last forward(); adds dX to `dx` unless that is null.
  void backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>* dx, const Pass<T>& pass,
                trace::Precision precision);

  /// Lets FP8 operands have scales of the steps before, which state() then has. Done by the first
  /// pass that needs them; before a stored state is restored it must be asked for.
  void keep_scales();

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Weights of a normal distribution of variance 2 / fan-out, the kernel times output channels.
  void initialise(std::uint64_t seed, std::uint64_t node);

 private:
  using Tensor = tensor::Tensor<T>;

  /// What the two backward products read: dYq for dW, E and V for dX.
  struct BackwardOperands {
    const Tensor* error = nullptr;
    const Tensor* dx_error = nullptr;
    const Tensor* dx_weight = nullptr;
  };

  [[nodiscard]] bool prescales(trace::Precision precision) const;
  [[nodiscard]] bool works_on_codes(const Pass<T>& pass, trace::Precision precision) const;
  /// Of x for the forward product, and of what is kept of it for dW where that has other bits.
  struct InputGrids {
    quant::Grid<T> product{};
    quant::Grid<T> stash{};
  };
  [[nodiscard]] InputGrids input_grids(const Tensor& x, const Pass<T>& pass,
                                       trace::Precision precision);
  void forward_formed(const Tensor& x, Tensor& y, const Pass<T>& pass);
  void add_formed_gradient(const BackwardOperands& operands, Tensor* dx, const Pass<T>& pass);
  void keep_values(const Tensor& x, const quant::Grid<T>& grid, const Pass<T>& pass, int bits);
  void find_weight_grids(int bits);
  void quantize_weight(int bits);

  /// The factors of each row of an error: one, or s_o where it is prescaled.
  [[nodiscard]] tensor::StepVector<T> ones() const {
    return tensor::StepVector<T>(shape_.out_channels, T(1));
  }
  [[nodiscard]] tensor::StepVector<T> weight_scales() const;
  [[nodiscard]] RandomStream noise(const char* name, const Pass<T>& pass) const {
    return RandomStream(pass.seed, name, (pass.iteration << 16) + id_);
  }

  void backward_on_values(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                          trace::Precision precision);
  [[nodiscard]] BackwardOperands quantize_backward(const Tensor& dy, const Pass<T>& pass,
                                                   trace::Precision precision, bool with_dx);
  void prepare_dx_weight(const Pass<T>& pass, trace::Precision precision);
  void backward_on_codes(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                         trace::Precision precision);
  void observe_error(const Tensor& dy, trace::Operand operand, const ErrorQuantizer& error,
                     const Pass<T>& pass, trace::Precision precision) const;
  void input_gradient_on_codes(const Tensor& dy, const tensor::StepVector<quant::Range<T>>& ranges,
                               const ErrorQuantizer& error, Tensor& dx, const Pass<T>& pass,
                               trace::Precision precision);
  [[nodiscard]] GradientWeights gradient_weights(const Pass<T>& pass,
                                                 trace::Precision precision) const;

  void forward_formats(const Tensor& x, Tensor& y, const Pass<T>& pass,
                       const trace::OperandFormats& formats);
  void backward_formats(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                        const trace::OperandFormats& formats);
  [[nodiscard]] Tensor operand_values(const Tensor& x, formats::ProductOperand operand,
                                      const Pass<T>& pass, const trace::OperandFormats& formats);
  [[nodiscard]] std::optional<float> scale_before(formats::ProductOperand operand) const;
  void record_scale(formats::ProductOperand operand, const formats::Fp8& format,
                    const formats::TensorFacts& facts);

  ConvolutionShape shape_;
  trace::DxScale dx_scale_;
  std::uint64_t id_;
  Tensor weight_;
  Tensor gradient_;
  quant::RunningRange<T> input_range_;
  InputForm<T>* input_form_ = nullptr;

  bool coded_ = false;  ///< the last forward() was on codes
  KeptInput input_;
  Tensor quantized_;  ///< Wq
  Tensor dx_weight_;  ///< V where it is not Wq
  Tensor formed_;     ///< what stands in the place of x, and its error
  std::vector<quant::Grid<T>> weight_grids_;
  Tensor scale_history_;  ///< of FP8 with delayed scales; a row for each operand
};

}  // namespace metronome::nn
