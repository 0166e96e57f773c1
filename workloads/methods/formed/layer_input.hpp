#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "workloads/methods/weights/any_form.hpp"
#include "workloads/methods/weights/binary_planes/clipped_activations.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/nn/input_form.hpp"

namespace metronome::methods {

/// Of each node, whether what it gives can be below zero, by what the layers before it do: behind a
/// clip at zero or a sigmoid it cannot, nor behind what only moves, picks, averages or adds such
/// values.
[[nodiscard]] std::vector<bool> negative_outputs(const model::Graph& graph);

/// The form of the inputs of a layer whose form of weights comes with one: a mixture of grids in a
/// search of widths, or one grid of a trained range. Inputs that can be negative have the grids
/// with a sign.
template <class T>
class LayerInput final : public nn::InputForm<T> {
 public:
  using Form = std::variant<weights::BlendedActivations<T>, weights::ClippedActivations<T>>;

  explicit LayerInput(Form form) : form_(std::move(form)) {}

  [[nodiscard]] Form& form() { return form_; }
  /// UserError where a grid has no such bits; a mixture has none of a schedule's but 0, FP32.
  void set_bits(int bits);
  /// The weights of the next evaluations as planes times `scale`; nothing: they have none.
  void set_weights(std::optional<weights::BitPlanes> planes, T scale) {
    planes_ = std::move(planes);
    scale_ = scale;
  }

  void forward(std::span<const T> x, std::span<T> out) override;
  void backward(std::span<const T> x, std::span<const T> gradient, std::span<T> dx) override;
  /// By planes, where there are weights in planes and a border of zeros has a code: exact sums of
  /// products of codes, then the corrections of both grids (weights::binary_reals).
  [[nodiscard]] bool multiply(const nn::ConvolutionShape& shape, const tensor::Tensor<T>& x,
                              tensor::Tensor<T>& y, nn::Workspace<T>& workspace) override;

  void clear_gradients();
  [[nodiscard]] std::vector<weights::Trained<T>> trained();
  [[nodiscard]] std::vector<weights::KeptState<T>> state();

 private:
  Form form_;
  std::optional<weights::BitPlanes> planes_;
  T scale_ = 1;
};

}  // namespace metronome::methods
