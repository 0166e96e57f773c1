#include "workloads/methods/formed/layer_input.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"
#include "workloads/methods/weights/form/rounded_grid.hpp"

namespace metronome::methods {
namespace {

/// Codes of an input with its border, [channel][row][column] of one sample.
template <class T>
class BorderedCodes {
 public:
  BorderedCodes(const nn::ConvolutionShape& shape, const weights::ActivationGrid<T>& grid)
      : shape_(shape),
        grid_(grid),
        height_(shape.in_height + shape.pad.top + shape.pad.bottom),
        width_(shape.in_width + shape.pad.left + shape.pad.right),
        codes_(shape.in_channels * height_ * width_, grid.code(T(0))) {}

  void take(const tensor::Tensor<T>& x, std::size_t sample) {
    for (std::size_t c = 0; c < shape_.in_channels; ++c) {
      const T* from = x.row(c) + sample * shape_.in_height * shape_.in_width;
      for (std::size_t h = 0; h < shape_.in_height; ++h) {
        std::int32_t* to = &codes_[(c * height_ + h + shape_.pad.top) * width_ + shape_.pad.left];
        for (std::size_t w = 0; w < shape_.in_width; ++w) {
          to[w] = grid_.code(from[h * shape_.in_width + w]);
        }
      }
    }
  }

  /// Rows of codes that the output positions of a group read, [position][channel][kernel].
  void windows(std::size_t group, std::vector<std::int32_t>& out) const {
    out.clear();
    const std::size_t first = group * shape_.group_inputs();
    for (std::size_t p = 0; p < shape_.out_height(); ++p) {
      for (std::size_t q = 0; q < shape_.out_width(); ++q) {
        for (std::size_t c = first; c < first + shape_.group_inputs(); ++c) {
          window(c, p * shape_.stride.height, q * shape_.stride.width, out);
        }
      }
    }
  }

 private:
  void window(std::size_t c, std::size_t h, std::size_t w, std::vector<std::int32_t>& out) const {
    for (std::size_t i = 0; i < shape_.kernel.height; ++i) {
      const std::size_t row = (c * height_ + h + i * shape_.dilation.height) * width_;
      for (std::size_t j = 0; j < shape_.kernel.width; ++j) {
        out.push_back(codes_[row + w + j * shape_.dilation.width]);
      }
    }
  }

  const nn::ConvolutionShape& shape_;
  const weights::ActivationGrid<T>& grid_;
  std::size_t height_, width_;
  std::vector<std::int32_t> codes_;
};

/// y of one sample, group by group.
template <class T>
void multiply_sample(const nn::ConvolutionShape& shape, const weights::BitPlanes& planes, T scale,
                     const weights::ActivationGrid<T>& grid, int bits,
                     const BorderedCodes<T>& input, std::size_t sample, tensor::Tensor<T>& y) {
  const std::size_t positions = shape.out_height() * shape.out_width();
  const std::size_t depth = shape.group_inputs() * shape.kernel.product();
  std::vector<std::int32_t> windows;
  for (std::size_t g = 0; g < shape.groups; ++g) {
    input.windows(g, windows);
    const weights::BitPlanes columns(windows, depth, bits);
    const std::size_t first = g * shape.group_outputs();
    const std::vector<T> products = weights::binary_reals<T>(
        planes.rows_of(first, shape.group_outputs()), scale, columns, grid);
    for (std::size_t o = 0; o < shape.group_outputs(); ++o) {
      std::copy_n(products.begin() + static_cast<std::ptrdiff_t>(o * positions), positions,
                  y.row(first + o) + sample * positions);
    }
  }
}

template <class... Kinds>
bool is_one_of(const model::Layer& layer) {
  return (std::holds_alternative<Kinds>(layer) || ...);
}

}  // namespace

std::vector<bool> negative_outputs(const model::Graph& graph) {
  std::vector<bool> negative(graph.nodes.size(), true);
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    const model::Node& node = graph.nodes[i];
    if (const auto* clip = std::get_if<model::Clip>(&node.layer)) {
      negative[i] = clip->low < 0;
    } else if (is_one_of<model::Relu, model::Sigmoid, model::Softmax>(node.layer)) {
      negative[i] = false;
    } else if (is_one_of<model::Add, model::MaxPool, model::AveragePool, model::GlobalAveragePool,
                         model::GlobalMaxPool, model::Concat, model::Slice, model::Reshape,
                         model::Transpose, model::Dropout, model::Upsample, model::Multiply>(
                   node.layer)) {
      negative[i] = std::any_of(node.inputs.begin(), node.inputs.end(),
                                [&](model::NodeIndex input) { return negative[input]; });
    }
  }
  return negative;
}

template <class T>
void LayerInput<T>::set_bits(int bits) {
  std::visit(Overload{[&](weights::BlendedActivations<T>&) {
                        if (bits != 0) {
                          throw UserError(
                              "inputs that are a mixture of grids cannot follow a "
                              "schedule of bits",
                              "static:fp32 during the search");
                        }
                      },
                      [&](weights::ClippedActivations<T>& clipped) {
                        weights::require_width(bits, 1, weights::ActivationGrid<T>::kMostBits,
                                               "clipped activations");
                        clipped.set_bits(bits);
                      }},
             form_);
}

template <class T>
void LayerInput<T>::forward(std::span<const T> x, std::span<T> out) {
  std::visit([&](const auto& form) { form.forward(x, out); }, form_);
}

template <class T>
void LayerInput<T>::backward(std::span<const T> x, std::span<const T> gradient, std::span<T> dx) {
  std::visit([&](auto& form) { form.backward(x, gradient, dx); }, form_);
}

template <class T>
bool LayerInput<T>::multiply(const nn::ConvolutionShape& shape, const tensor::Tensor<T>& x,
                             tensor::Tensor<T>& y, nn::Workspace<T>& workspace) {
  const auto* clipped = std::get_if<weights::ClippedActivations<T>>(&form_);
  if (clipped == nullptr || !planes_ || shape.transposed || !clipped->has_zero() ||
      clipped->bits() > weights::kMostRoundedBits) {
    return false;
  }
  const weights::ActivationGrid<T> grid = clipped->grid();
  nn::for_pieces(workspace, x.dim(1), 1, [&](std::size_t sample, std::size_t, std::size_t) {
    BorderedCodes<T> input(shape, grid);
    input.take(x, sample);
    multiply_sample(shape, *planes_, scale_, grid, clipped->bits(), input, sample, y);
  });
  return true;
}

template <class T>
void LayerInput<T>::clear_gradients() {
  std::visit([](auto& form) { form.clear_gradients(); }, form_);
}

template <class T>
std::vector<weights::Trained<T>> LayerInput<T>::trained() {
  return std::visit([](auto& form) { return form.trained(); }, form_);
}

template <class T>
std::vector<weights::KeptState<T>> LayerInput<T>::state() {
  return std::visit([](auto& form) { return form.state(); }, form_);
}

template class LayerInput<float>;
template class LayerInput<double>;

}  // namespace metronome::methods
