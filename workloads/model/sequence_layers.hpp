#pragma once

#include <string>

#include "workloads/model/layer_shapes.hpp"

namespace metronome::model {

/// A row of a table, in FP32, for each token: {1, tokens, 1} to {features, tokens, 1}.
struct Embedding {
  std::size_t vocabulary = 0;
  std::size_t features = 0;
  bool positions = false;  ///< adds the sinusoids of the token's place [vaswani2017attention]

  static constexpr LayerText kText{"embedding", "{features, H, 1}", "vocabulary features",
                                   "a row of a table for each token"};
  /// UserError where the input is no sequence of tokens.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  [[nodiscard]] static std::uint64_t macs(const LayerInputs&, const Shape&) { return 0; }
  [[nodiscard]] std::uint64_t parameters(const Shape&, const Shape&) const {
    return std::uint64_t{vocabulary} * features;
  }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const Embedding&) const = default;
};

/// softmax(Q K' / sqrt(d)) V in each head, d the features of Q and K over heads; inputs Q, K, V. K
/// and V may have another number of tokens than Q, V other features. `causal`: tokens do not see
/// later ones.
struct Attention {
  std::size_t heads = 1;
  bool causal = true;
  bool quantized = true;

  static constexpr LayerText kText{"attention",
                                   "{C of V, H of Q, 1}",
                                   "0",
                                   "softmax(Q K' / sqrt(d)) V of three sequences, in heads",
                                   {3, 3}};
  /// UserError where the inputs are not sequences {features, tokens, 1} whose features the heads
  /// divide, Q and K with equal features, K and V (if causal Q too) with equal tokens.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  /// Of both products.
  [[nodiscard]] static std::uint64_t macs(const LayerInputs& in, const Shape& out);
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] bool multiplies_codes() const { return quantized; }
  bool operator==(const Attention&) const = default;
};

/// Turns the pair of features (i, i + d/2) of each head of d features, at token t, by the angle
/// t theta^(-2i/d) [su2024roformer].
struct Rope : PlainLayer {
  std::size_t head_features = 0;
  double theta = 10000;

  static constexpr LayerText kText{"rope", "{C, H, 1}", "0",
                                   "pairs of features turned by the token's place"};
  /// UserError where the input is no sequence whose features heads of an even number divide.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  bool operator==(const Rope&) const = default;
};

/// Each of `heads` equal parts of the features, `times` times one behind the other: heads of keys
/// and values that several of queries share [ainslie2023gqa].
struct RepeatHeads : PlainLayer {
  std::size_t heads = 1, times = 1;

  static constexpr LayerText kText{"repeat_heads", "{C times, H, W}", "0",
                                   "each head's features several times, for grouped queries"};
  /// UserError where the heads do not divide the features.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  bool operator==(const RepeatHeads&) const = default;
};

/// y = E x (+ b) at each position, E the table of an earlier embedding, in FP32: what is trained is
/// one tensor, whose gradient is the sum of both uses [press2017tying].
struct TiedLinear {
  std::string table;             ///< the embedding's name
  std::size_t out_features = 0;  ///< its vocabulary
  bool bias = false;

  static constexpr LayerText kText{"tied_linear", "{out_features, H, W}",
                                   "0 (out_features with bias)",
                                   "products with the table of an embedding"};
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  [[nodiscard]] static std::uint64_t macs(const LayerInputs& in, const Shape& out);
  [[nodiscard]] std::uint64_t parameters(const Shape&, const Shape&) const {
    return bias ? out_features : 0;
  }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const TiedLinear&) const = default;
};

/// One layer over a sequence, from zero states: gates i, f, g, o = W x_t + U h_(t-1) + b;
/// c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g); h_t = sigmoid(o) tanh(c_t). The gradient runs
/// back through the sequence and no further (truncated backpropagation).
struct Lstm {
  std::size_t hidden = 0;
  bool quantized = true;

  static constexpr LayerText kText{"lstm", "{hidden, H, 1}", "4 hidden (C + hidden + 1)",
                                   "one recurrent layer over a sequence"};
  /// UserError where the input is no sequence.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  /// Of the gates.
  [[nodiscard]] static std::uint64_t macs(const LayerInputs& in, const Shape& out);
  [[nodiscard]] std::uint64_t parameters(const Shape& in, const Shape& out) const;
  [[nodiscard]] bool multiplies_codes() const { return quantized; }
  bool operator==(const Lstm&) const = default;
};

}  // namespace metronome::model
