#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/ledger/run_result.hpp"
#include "sim/report/run_directory.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::cli {

/// Whether a folder is a run directory.
[[nodiscard]] bool is_run(const std::filesystem::path& folder);

/// UserError where the folder is of a run on several chips, with the run of one of them as a hint.
void refuse_system(const std::filesystem::path& folder);

/// A run directory itself, or, of an experiment's result folder, the run directories in it, in
/// order of their names. UserError where there is none.
[[nodiscard]] std::vector<std::filesystem::path> run_directories(const std::filesystem::path& path);

/// The one run directory of `path`, or that of the machine with this name. UserError where there
/// are several and none is named, or none has the name.
[[nodiscard]] std::filesystem::path run_directory(const std::filesystem::path& path,
                                                  const std::optional<std::string>& machine);

/// Runs on machines of one name (a machine and the same with another key, say) are told apart by
/// their folders: "dual_serial_512 (one_channel)", by their paths where these have one name.
/// `folders`: of each run.
void tell_apart(std::vector<report::LoadedRun>& runs,
                const std::vector<std::filesystem::path>& folders);

/// Refuses a trace (of `folder`) that is not the one of which `run` is: other facts of the
/// training, another schedule, or other precisions of a phase, as in runs of versions that kept no
/// number formats. UserError.
void require_trace_of_run(const std::filesystem::path& folder, const trace::Trace& trace,
                          const RunResult& run);

}  // namespace metronome::cli
