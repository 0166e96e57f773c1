#pragma once

#include "arch/mapping/job.hpp"

namespace metronome::mapping {

/// What making one code of a number format takes, besides scaling, rounding to nearest and clamping
/// (trace::costs::kQuantize).
///   blocks, and FP8 with delayed scales: the largest magnitude, found as codes are made
///   stochastic rounding to R bits:       R random bits, and where lanes round an addition of noise
///   four over six of NVFP4:              codes by both scales, of each the square of its distance
///                                        and a sum, and a comparison for a block. (Scales are
///                                        chosen by codes to nearest; stochastic ones are made once
///                                        more.)
/// `stochastic`: the trace's quantization has an addition of noise already, as that of errors has.
[[nodiscard]] ElementCost code_cost(const formats::OperandFormat& format, bool stochastic,
                                    const vector::VectorSpec& vector);

/// Adds it for the codes that a pass writes, by their formats.
void add_code_costs(VectorJob& job, const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision, const vector::VectorSpec& vector);
/// The same for codes that are made of a product's results as they leave, and of its operands as
/// they load.
void add_code_costs(MatrixJob& job, const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision, const vector::VectorSpec& vector);

/// Errors in affine codes are rounded stochastically; without generators of their own random
/// numbers come in time.
void draw_in_time(VectorJob& job, const vector::VectorSpec& vector);

}  // namespace metronome::mapping
