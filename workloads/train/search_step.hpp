#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "workloads/trace/trace.hpp"

namespace metronome::train {

/// Behind the names of operations and tensors of the pass that moves strengths.
inline constexpr const char* kStrengthPass = "@strengths";

/// The step of a search of widths among `candidates` grids, made of a training step `plain` at FP32
/// whose layers `formed` are searched. Two whole forward and backward passes on batches of their
/// own, whose products are of real numbers, for mixtures lie on no grid of few bits:
///   L.blend_weight    master to the mixture: tanh, then each candidate's grid, times its share,
///                     added
///   L.blend_input     the same of the layer's real input
///   L.clip_error      error of the input's mixture to that of the input, and the range's gradient
/// The first pass moves weights, the second strengths: it has no other weight gradients and
/// updates, and beside those passes
///   L.strengths_of_weight, L.strengths_of_input   each candidate's grid again, times the gradient,
///                     summed
///   L.update_strengths  Adam's step
[[nodiscard]] trace::Step search_step(const trace::Step& plain, const std::set<std::string>& formed,
                                      std::size_t candidates);

}  // namespace metronome::train
