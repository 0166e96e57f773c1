#pragma once

#include <vector>

#include "workloads/trace/trace.hpp"
#include "workloads/train/form_modes.hpp"

namespace metronome::train {

/// A training step of weights on one grid a layer (masters, a range, codes), as it is where they
/// are coefficients times a basis:
///   L.rebuild         reads the row map, the coefficients and the FP32 bases, and writes codes; as
///                     many additions as there are shift-adds, and the rounding to a grid whose end
///                     is known, so that there is no pass for a range; it says how many rows groups
///                     of filters keep
///   L.project         the gradient of the weights to those of coefficients and bases
///   L.update_basis    the bases by the optimizer, as L.update does the coefficients where it moves
///                     them: then L.round writes row map and coefficients from real numbers
///   L.switch          bucket switching: counters, and momentum where it is kept, with the stored
///                     coefficients; no real numbers of them are kept
/// Streams that are no FP32 numbers are tensors of so many bits (Format::mask). `facts`: of every
/// layer with coefficients; what is counted is what they have when the facts were taken.
[[nodiscard]] trace::Step coefficient_step(trace::Step step, const std::vector<FormFacts>& facts);

}  // namespace metronome::train
