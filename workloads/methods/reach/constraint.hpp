#pragma once

#include <vector>

#include "workloads/methods/reach/pieces.hpp"

namespace metronome::reach {

/// Whether a piece of the image meets a box of unsafe outputs: the least scale v of the set of both
/// (rows G z - G_o y = c_o - c below A z = b). They meet exactly where v <= 1.
[[nodiscard]] LeastScale collision(const Piece& piece, const Box& unsafe, ProgramCost& cost);

/// How far the image of a box of inputs is from a box of unsafe outputs.
struct ConstraintLoss {
  /// Sum of (1 + margin - v)^2 over the pieces with v <= 1 + margin [chung2021constrained]. With
  /// margin 0, the published form, it ends where the sets touch.
  double loss = 0;
  ReluNetwork gradient;  ///< a subgradient where multipliers are not unique
  double least_v = 0;    ///< of all pieces; the image is clear of the box where it exceeds 1
  std::size_t pieces = 0;
  std::size_t colliding = 0;  ///< pieces with v <= 1
};

struct ConstraintOptions {
  Form form = Form::tight;
  double margin = 0;
  PieceLimits limits{};
};

[[nodiscard]] ConstraintLoss constraint_loss(const ReluNetwork& network, const Box& input,
                                             const Box& unsafe, const ConstraintOptions& options,
                                             ProgramCost& cost);

/// Samples to fit, one in each column, and the sets to keep apart.
struct ConstrainedProblem {
  Matrix x;
  Matrix y;
  Box input;
  Box unsafe;
  ConstraintOptions constraint{};
};

/// UserError where samples, boxes and network do not fit each other.
void check_problem(const ReluNetwork& network, const ConstrainedProblem& problem);

}  // namespace metronome::reach
