#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/sweep/points_folder.hpp"

namespace metronome::sweep {

/// A sweep, or a generation of a search, as an array of Slurm jobs, each of which runs a shard, and
/// a job behind them that gathers the results. Options are those of Slurm 20.11 and later
/// [schedmd2020sbatch].
struct SlurmRequest {
  std::string command;            ///< "sweep"
  std::string name;               ///< of the sweep
  std::filesystem::path program;  ///< absolute, as are the next two
  std::filesystem::path folder;   ///< that the jobs run in: arguments are relative to it
  std::filesystem::path out;
  std::vector<std::string> words;  ///< of the command, without --out, --jobs, --shard
  std::size_t tasks = 1;
  std::uint64_t max_running = 0;       ///< tasks at a time; 0: as many as the site allows
  std::uint64_t cpus_per_task = 1;     ///< a task's --jobs
  std::vector<std::string> options{};  ///< "--time=60", ... for both kinds of jobs
};

/// DIR/slurm/array.sh and gather.sh. UserError where a path cannot stand in a line of options.
[[nodiscard]] std::string array_script(const SlurmRequest& request);
[[nodiscard]] std::string gather_script(const SlurmRequest& request);

/// Tasks are asked to end so long before their limit of time.
inline constexpr std::uint64_t kNoticeSeconds = 120;
/// A limit of time as Slurm reads it: M, M:S, H:M:S, D-H, D-H:M or D-H:M:S. Nothing where it is
/// none of these, which Slurm judges itself.
[[nodiscard]] std::optional<std::uint64_t> limit_seconds(const std::string& text);

/// DIR/slurm/plan.json: what was submitted.
struct SlurmPlan {
  std::size_t tasks = 1;
  std::string stage{};    ///< of a search: what the shards are of, SearchStage::name
  unsigned round = 1;     ///< how many times its shards were submitted
  std::size_t found = 0;  ///< results that there were before the round
  std::string array;      ///< job of the round
  std::string gather;
  std::vector<std::string> arguments{};  ///< --sbatch, for the next round
  bool operator==(const SlurmPlan&) const = default;
};
[[nodiscard]] std::string plan_json(const SlurmPlan& plan);
/// UserError naming file and key.
[[nodiscard]] SlurmPlan parse_plan(std::string_view text, const std::string& file);

/// The shards of so many that have points without results.
[[nodiscard]] std::vector<std::size_t> open_shards(const PointsFolder& points, std::size_t shards);
/// "0-3,7" of 0, 1, 2, 3, 7.
[[nodiscard]] std::string task_list(const std::vector<std::size_t>& tasks);

/// The most tasks of an array at this site, by its MaxArraySize. EnvironmentError where no Slurm
/// answers.
[[nodiscard]] std::size_t most_tasks();
/// False: the job has ended, or is not known.
[[nodiscard]] bool is_under_way(const std::string& job);

/// Submits DIR/slurm/array.sh for the shards and gather.sh behind it, and writes plan.json with
/// their numbers. EnvironmentError with what sbatch says.
void submit(SlurmPlan& plan, const std::vector<std::size_t>& shards,
            const std::filesystem::path& out);

/// DIR/tasks.txt: a shell command for each shard, for GNU parallel, xargs and others alike.
[[nodiscard]] std::string task_lines(const SlurmRequest& request);

}  // namespace metronome::sweep
