// A convolution whose operands have number formats.
#include <algorithm>
#include <limits>

#include "workloads/nn/convolution.hpp"
#include "workloads/nn/format_operand.hpp"
#include "workloads/nn/value_products.hpp"

namespace metronome::nn {
namespace {

using formats::Product;
using formats::ProductOperand;

/// `x` with a border of zeros, as products read it.
template <class T>
tensor::Tensor<T> in_planes(const ConvolutionShape& shape, const tensor::Tensor<T>& x,
                            Workspace<T>& workspace) {
  const tensor::PlaneGeometry g = shape.input_planes();
  tensor::Tensor<T> planes(tensor::Dims{x.dim(0), x.dim(1), g.y.extent, g.x.extent});
  for_pieces(workspace, x.dim(0), 1, [&](std::size_t channel, std::size_t, std::size_t) {
    tensor::place(g, x.row(channel), x.dim(1), planes.row(channel));
  });
  return planes;
}

trace::Operand counted_as(ProductOperand operand) {
  switch (operand) {
    case ProductOperand::forward_x:
      return trace::Operand::forward_a;
    case ProductOperand::forward_w:
      return trace::Operand::forward_b;
    case ProductOperand::input_gradient_dy:
      return trace::Operand::input_gradient_a;
    case ProductOperand::input_gradient_w:
      return trace::Operand::input_gradient_b;
    case ProductOperand::weight_gradient_dy:
      return trace::Operand::weight_gradient_a;
    case ProductOperand::weight_gradient_x:
      return trace::Operand::weight_gradient_b;
  }
  fail_no_enumerator(operand);
}

/// Of a delayed scale: the largest magnitudes of the last steps in a ring, the place of the next
/// one, and the scale.
constexpr std::size_t kScaleHistory = 1024;
constexpr std::size_t kScaleNumbers = kScaleHistory + 2;

}  // namespace

template <class T>
void Convolution<T>::keep_scales() {
  if (scale_history_.size() == 0) {
    scale_history_ = Tensor(tensor::Dims{kEnumCount<ProductOperand>, kScaleNumbers, 1, 1});
    for (std::size_t i = 0; i < scale_history_.dim(0); ++i) {
      scale_history_.row(i)[kScaleHistory + 1] = T(1);
    }
  }
}

template <class T>
std::optional<float> Convolution<T>::scale_before(ProductOperand operand) const {
  return static_cast<float>(scale_history_.row(enum_index(operand))[kScaleHistory + 1]);
}

template <class T>
void Convolution<T>::record_scale(ProductOperand operand, const formats::Fp8& format,
                                  const formats::TensorFacts& facts) {
  T* numbers = scale_history_.row(enum_index(operand));
  const auto next = static_cast<std::size_t>(numbers[kScaleHistory]);
  numbers[next] =
      static_cast<T>(facts.finite ? facts.largest : std::numeric_limits<float>::infinity());
  numbers[kScaleHistory] = static_cast<T>((next + 1) % kScaleHistory);
  const T largest = *std::max_element(numbers, numbers + kScaleHistory);
  numbers[kScaleHistory + 1] = static_cast<T>(formats::fp8_scale(
      static_cast<float>(largest), format, static_cast<float>(numbers[kScaleHistory + 1])));
}

template <class T>
tensor::Tensor<T> Convolution<T>::operand_values(const Tensor& x, ProductOperand operand,
                                                 const Pass<T>& pass,
                                                 const trace::OperandFormats& formats) {
  const formats::OperandFormat& format = formats.of(operand);
  OperandContext<T> context{&pass, id_, {}, pass.observer != nullptr && pass.training};
  if (format.delayed) {
    keep_scales();
    context.delayed_scale = scale_before(operand);
  }
  FormattedOperand<T> made = format_operand(x, shape_, operand, format, context);
  if (format.delayed && pass.training) {
    record_scale(operand, std::get<formats::Fp8>(format.format), made.facts);
  }
  if (!made.magnitudes.empty()) {
    pass.observe({.id = id_,
                  .operand = counted_as(operand),
                  .bits = formats::element_bits(format.format),
                  .magnitudes = made.magnitudes});
  }
  return std::move(made.values);
}

template <class T>
void Convolution<T>::forward_formats(const Tensor& x, Tensor& y, const Pass<T>& pass,
                                     const trace::OperandFormats& formats) {
  Workspace<T>& workspace = *pass.workspace;
  const ProductForm form =
      product_form(shape_, Product::forward, formats.of(ProductOperand::forward_x));
  const Tensor activations = operand_values(x, ProductOperand::forward_x, pass, formats);
  const Tensor weights = operand_values(weight_, ProductOperand::forward_w, pass, formats);
  y.reshape({shape_.out_channels, x.dim(1), shape_.out_height(), shape_.out_width()});
  multiply_forward(form.shape, in_planes(form.shape, activations, workspace), weights, y,
                   workspace);
  if (pass.training) {
    input_.real = x;
  }
  if (pass.training && pass.probe != nullptr) {
    pass.probe->operand(id_, ProductOperand::forward_x, shape_, x, pass);
    pass.probe->operand(id_, ProductOperand::forward_w, shape_, weight_, pass);
  }
}

template <class T>
void Convolution<T>::backward_formats(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                                      const trace::OperandFormats& formats) {
  Workspace<T>& workspace = *pass.workspace;
  const ProductForm form = product_form(shape_, Product::weight_gradient,
                                        formats.of(ProductOperand::weight_gradient_dy));
  const Tensor errors = operand_values(dy, ProductOperand::weight_gradient_dy, pass, formats);
  const Tensor kept = operand_values(input_.real, ProductOperand::weight_gradient_x, pass, formats);
  multiply_weight_gradient(form.shape, in_planes(form.shape, kept, workspace), errors, gradient_,
                           workspace);
  if (pass.probe != nullptr) {
    pass.probe->operand(id_, ProductOperand::weight_gradient_dy, shape_, dy, pass);
    if (pass.probe->wants_gradients()) {
      Tensor real(gradient_.dims());
      multiply_weight_gradient(shape_, in_planes(shape_, input_.real, workspace), dy, real,
                               workspace);
      pass.probe->gradients(id_, gradient_, real);
    }
  }
  if (dx != nullptr) {
    const ProductForm back = product_form(shape_, Product::input_gradient,
                                          formats.of(ProductOperand::input_gradient_dy));
    add_input_gradient(
        back.shape, operand_values(dy, ProductOperand::input_gradient_dy, pass, formats),
        operand_values(weight_, ProductOperand::input_gradient_w, pass, formats), *dx, workspace);
  }
}

#define METRONOME_INSTANTIATE(T)                                                         \
  template void Convolution<T>::keep_scales();                                           \
  template void Convolution<T>::forward_formats(const Tensor&, Tensor&, const Pass<T>&,  \
                                                const trace::OperandFormats&);           \
  template void Convolution<T>::backward_formats(const Tensor&, Tensor*, const Pass<T>&, \
                                                 const trace::OperandFormats&);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::nn
