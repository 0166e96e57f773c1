#pragma once

#include <filesystem>
#include <string>

#include "workloads/trace/trace.hpp"

namespace metronome::report {

/// The report of a training alone: its accuracy, its curves (loss, accuracy, bits) and what its
/// operand codes look like. report.html and figures/ in `folder`, that of the trace. UserError
/// where the trace was made without training. Returns the state of the figures, for the manifest.
std::string write_training_report(const trace::Trace& trace, const std::filesystem::path& folder);

}  // namespace metronome::report
