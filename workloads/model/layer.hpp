#pragma once

#include <concepts>
#include <type_traits>
#include <utility>
#include <variant>

#include "workloads/model/functions.hpp"
#include "workloads/model/normalisation_layers.hpp"
#include "workloads/model/pointwise_layers.hpp"
#include "workloads/model/pooling_layers.hpp"
#include "workloads/model/product_layers.hpp"
#include "workloads/model/sequence_layers.hpp"
#include "workloads/model/shape_layers.hpp"

namespace metronome::model {

/// What a kind of layer says of itself; nn/layer_state.hpp has what the trainer asks of it,
/// trace/forward_pass.hpp and backward_pass.hpp have its operations.
template <class L>
concept LayerKind = std::equality_comparable<L> &&
    requires(const L& layer, const LayerInputs& inputs, const Shape& in, const Shape& out) {
  { L::kText } -> std::convertible_to<LayerText>;
  { layer.output(inputs) } -> std::same_as<Shape>;
  { layer.macs(inputs, out) } -> std::same_as<std::uint64_t>;  // forward multiply-accumulates
  { layer.parameters(in, out) } -> std::same_as<std::uint64_t>;
  { layer.multiplies_codes() } -> std::same_as<bool>;  // whether its products are quantized
};

template <LayerKind... Kinds>
using LayerOf = std::variant<Kinds...>;

/// The kinds of a variant, and those of a list of functions behind them.
template <LayerKind... Kinds, Function... Behind>
LayerOf<Kinds..., Behind...> with_functions(std::variant<Kinds...>, FunctionKinds<Behind...>);

/// Every kind of layer that is not a function of each number.
using OtherLayer =
    LayerOf<Input, Convolution, BatchNorm, Relu, Add, GlobalAveragePool, Linear, Tanh, Sigmoid,
            MaxPool, AveragePool, LayerNorm, Embedding, Dropout, Attention, Lstm, Softmax, Multiply,
            GroupNorm, InstanceNorm, GlobalMaxPool, Concat, Slice, Reshape, Transpose, Upsample,
            Learned, MatrixProduct, RmsNorm, SwiGlu, Rope, RepeatHeads, TiedLinear>;

/// Every kind of layer.
using Layer = decltype(with_functions(std::declval<OtherLayer>(), Functions()));

/// Calls `visit(kind)` with a default value of every kind, in the order of Layer.
template <class Visit>
void for_each_kind(const Visit& visit) {
  [&]<class... Kinds>(std::type_identity<std::variant<Kinds...>>) {
    (visit(Kinds{}), ...);
  }(std::type_identity<Layer>());
}

[[nodiscard]] Shape output_of(const Layer& layer, const LayerInputs& inputs);
[[nodiscard]] bool multiplies_codes(const Layer& layer);
/// Whether both operands of its products depend on the sample: it has no weights.
[[nodiscard]] bool multiplies_activations(const Layer& layer);

}  // namespace metronome::model
