#pragma once

#include <filesystem>
#include <string>

#include "sim/report/manifest.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::report {

/// The report of a training alone: its accuracy, its curves (loss, accuracy, bits) and what its
/// operand codes look like. report.html and figures/ in `folder`, that of the trace; `recipe` is
/// what made it. Precondition: the trace has metrics. Returns the state of the figures, for the
/// manifest.
std::string write_training_report(const trace::Trace& trace, const Recipe& recipe,
                                  const std::filesystem::path& folder);

}  // namespace metronome::report
