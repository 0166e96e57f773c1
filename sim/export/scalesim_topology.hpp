#pragma once

#include <string>

#include "workloads/trace/trace.hpp"

namespace metronome::exporting {

/// A topology of matrix products for SCALE-Sim [scalesim2025repository]: a line "Layer, M, N, K,"
/// for each product of one iteration in execution order, all three classes, by the operation's
/// name; of a product in groups one for each, "NAME.group3", which is how they run. UserError where
/// that makes more than a million lines.
[[nodiscard]] std::string scalesim_topology(const trace::Step& step);

}  // namespace metronome::exporting
