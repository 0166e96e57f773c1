#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "workloads/methods/reach/dense.hpp"
#include "workloads/quant/affine.hpp"

namespace metronome::reach {

/// y = W x + b. As executed it may differ from that in exact arithmetic of the same operands by
///   roundoff (terms + 16) (sum_k (|w_ok| + weight_offset_o) (|x_k| + input_step) + |b_o|)
/// of output o, which bounds every order of the sum and the forms of nn/code_products.hpp.
struct AffineStep {
  Matrix weight;
  Vector bias;
  double roundoff = 0;   ///< 0: exact arithmetic
  Vector weight_offset;  ///< of each output
  double input_step = 0;
};

/// max(x, 0)
struct ReluStep {};

/// x becomes the value of its code (quant::quantize), of each number.
struct RoundStep {
  quant::Grid<float> grid;
};

/// What a network computes, in turn.
using ChainStep = std::variant<AffineStep, ReluStep, RoundStep>;
using Chain = std::vector<ChainStep>;

}  // namespace metronome::reach
