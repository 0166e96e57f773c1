#pragma once

#include <filesystem>
#include <string>

namespace metronome::trace {

/// Changes with every file of a trace (trace_io.hpp) and with the workload that it was trained by,
/// resolved.yaml, where that lies beside; not with what else lies in the folder: a manifest,
/// weights, a report. UserError where a file cannot be read.
[[nodiscard]] std::string trace_digest(const std::filesystem::path& folder);

}  // namespace metronome::trace
