#pragma once

#include <vector>

#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {

/// The two best by the estimate where the job had a bit more of operand a, or of operand b, or
/// buffers of half the size to fit in; those that are legal for the job, none twice. Candidates
/// beside the job's own, so that less work, or more room, does not lose a mapping by an estimate's
/// error. None of a fixed mapping, or of products of FP32.
[[nodiscard]] std::vector<Mapping> neighbours_mappings(const MatrixJob& job,
                                                       const arch::AcceleratorSpec& machine,
                                                       const MappingWeights& weights);

/// The job with one operand (a, or else b) a bit wider, as it would be stored on the machine.
[[nodiscard]] MatrixJob with_a_bit_more(const MatrixJob& job, bool of_a,
                                        const arch::AcceleratorSpec& machine);

/// The machine with half the banks of each buffer, or, where these are odd, banks of half the size.
[[nodiscard]] arch::AcceleratorSpec with_halved_buffers(const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
