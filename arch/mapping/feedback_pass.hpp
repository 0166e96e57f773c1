#pragma once

#include "arch/mapping/job.hpp"

namespace metronome::mapping {

/// Whether a pass multiplies an error by fixed matrices (trace::Role::feedback).
[[nodiscard]] bool is_projection(const trace::Operation& operation, const trace::Step& step);

/// A projection on this machine: numbers of hidden layers outside, samples inside, so that each
/// entry of a matrix is fetched or generated once for all samples whose errors lie in the input
/// buffer at a time (half of it: the other half loads), and again for the next ones. Entries of one
/// bit are additions or subtractions, of the adders beside the lanes or of the projection array
/// where the machine has them; there a sign is generated again for each filling of its rows. `job`
/// has the streams and the cost of the operation.
void resolve_projection(VectorJob& job, const trace::Operation& operation, const trace::Step& step,
                        const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
