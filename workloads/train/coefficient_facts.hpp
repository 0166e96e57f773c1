#pragma once

#include <vector>

#include "workloads/methods/weights/coefficients/coefficients.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/train/form_modes.hpp"

namespace metronome::train {

/// What layers with coefficients of a density would say of themselves, in closed form and without
/// any numbers: of every layer of the step whose weights are codes. Zeros lie in whole rows, as
/// structured pruning leaves them: of each block ceil(density rows) rows are kept, and those are
/// full of coefficients of `coefficient_bits` (sign and exponent code). Coefficients move by bucket
/// switching. 0 < density <= 1.
[[nodiscard]] std::vector<FormFacts> facts_of_density(const trace::Step& step,
                                                      const weights::CoefficientSpec& spec,
                                                      double density, int coefficient_bits);

}  // namespace metronome::train
