#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/sweep/points_folder.hpp"
#include "sim/sweep/run_search.hpp"
#include "sim/sweep/slurm.hpp"

namespace metronome::cli {

/// Adds --submit slurm with what belongs to it, and --gather; of a sweep --plan, too.
void add_submit_options(Options& options);
void add_plan_option(Options& options);
/// UserError where one of them stands without what it belongs to, or has a value that it cannot.
void check_submit_options(const Options& options);

/// What the tasks of an array have to do.
struct OpenWork {
  std::string stage{};      ///< sweep::SlurmPlan::stage
  std::size_t count = 0;    ///< points
  std::size_t missing = 0;  ///< of them, without a result
  /// The shards of so many with points that are missing.
  std::function<std::vector<std::size_t>(std::size_t)> shards;

  [[nodiscard]] std::size_t found() const { return count - missing; }
};
[[nodiscard]] OpenWork open_work(const sweep::PointsFolder& points);
[[nodiscard]] OpenWork open_work(const sweep::SearchStage& stage);

/// The jobs of a `command` ("sweep") into `out`, of at most so many points at a time.
[[nodiscard]] sweep::SlurmRequest slurm_request(const Options& options, const Arguments& arguments,
                                                const std::string& command, const std::string& name,
                                                const std::filesystem::path& out,
                                                std::size_t points);

/// What --submit would write and submit.
void print_scripts(const sweep::SlurmRequest& request);

/// --submit: writes the scripts below the result's folder and submits the shards with missing
/// points. Prints, last, "array JOBID TASKS gather JOBID".
void submit_work(const sweep::SlurmRequest& request, const OpenWork& work, const Options& options);

/// --plan: writes tasks.txt.
void write_tasks(const sweep::SlurmRequest& request);

/// --gather: UserError where the folder holds no plan of Slurm jobs.
void require_submitted(const std::filesystem::path& out);

/// --gather, by the job behind an array: submits the shards with missing points once more, unless
/// the last round of the stage finished no point or three rounds were run. False: nothing was
/// submitted.
[[nodiscard]] bool gather_round(const OpenWork& work, const std::filesystem::path& out);

}  // namespace metronome::cli
