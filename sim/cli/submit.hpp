#pragma once

#include <filesystem>
#include <string>

#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/sweep/points_folder.hpp"
#include "sim/sweep/slurm.hpp"

namespace metronome::cli {

/// Adds --submit slurm with what belongs to it, --plan and --gather.
void add_submit_options(Options& options);
/// UserError where one of them stands without what it belongs to, or has a value that it cannot.
void check_submit_options(const Options& options);

/// The jobs of a sweep into `out`, of so many points.
[[nodiscard]] sweep::SlurmRequest slurm_request(const Options& options, const Arguments& arguments,
                                                const std::string& name,
                                                const std::filesystem::path& out,
                                                std::size_t points);

/// What --submit would write and submit.
void print_scripts(const sweep::SlurmRequest& request);

/// --submit: writes the scripts below the sweep's folder and submits the shards with missing
/// points. Prints, last, "array JOBID TASKS gather JOBID".
void submit_sweep(const sweep::SlurmRequest& request, const sweep::PointsFolder& points,
                  const Options& options);

/// --plan: writes tasks.txt.
void write_tasks(const sweep::SlurmRequest& request);

/// --gather: UserError where the folder holds no plan of Slurm jobs.
void require_submitted(const std::filesystem::path& out);

/// --gather, by the job behind an array: submits the shards with missing points once more, unless
/// the last round finished no point or three rounds were run. False: nothing was submitted, and the
/// tables are to be written.
[[nodiscard]] bool gather_round(const sweep::PointsFolder& points,
                                const std::filesystem::path& out);

}  // namespace metronome::cli
