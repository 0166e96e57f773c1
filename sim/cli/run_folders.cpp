#include "sim/cli/run_folders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/print.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::cli {

namespace fs = std::filesystem;
namespace {

/// The first difference of precisions in time; empty where there is none.
std::string difference_in_time(const trace::Trace& trace, const RunResult& run) {
  if (trace.schedule.size() != run.phases.size()) {
    return fmt::format("{} phases against {}", trace.schedule.size(), run.phases.size());
  }
  for (std::size_t i = 0; i < run.phases.size(); ++i) {
    const trace::Phase& phase = trace.schedule[i];
    const PhaseResult& ran = run.phases[i];
    if (phase.first_iteration != ran.first_iteration || phase.iterations != ran.iterations) {
      return fmt::format("phase {} of {} iterations from {} on against {} from {} on", i,
                         phase.iterations, phase.first_iteration, ran.iterations,
                         ran.first_iteration);
    }
    const trace::Assignment& assignment = run.levels.at(ran.level).assignment;
    if (phase.assignment == assignment) {
      continue;
    }
    const std::string own = trace::precision_text(phase.assignment.all);
    const std::string other = trace::precision_text(assignment.all);
    return own == other ? fmt::format("phase {}: other bits or number formats of single layers", i)
                        : fmt::format("phase {}: {} against {}", i, own, other);
  }
  return {};
}

}  // namespace

bool is_run(const fs::path& folder) { return path_exists(folder / "ledger.json"); }

void refuse_system(const fs::path& path) {
  if (!path_exists(path / "system.json")) {
    return;
  }
  const char* one = path_exists(path / "chip") ? "chip" : "stage0";
  throw UserError(
      Diagnostic{path.string(),
                 0,
                 0,
                 {},
                 "is a run on several chips, whose tables stand in it",
                 "the run of one of them, without what it waits for: " + (path / one).string()});
}

std::vector<fs::path> run_directories(const fs::path& path) {
  if (is_run(path)) {
    return {path};
  }
  refuse_system(path);
  std::vector<fs::path> found;
  if (is_folder(path)) {
    for (const std::string& name : names_in(path)) {
      if (is_run(path / name)) {
        found.push_back(path / name);
      }
    }
  }
  if (found.empty()) {
    throw UserError(Diagnostic{path.string(),
                               0,
                               0,
                               {},
                               "is no run directory",
                               "a folder that `metronome run`, `simulate` or `train` wrote"});
  }
  std::sort(found.begin(), found.end());
  return found;
}

fs::path run_directory(const fs::path& path, const std::optional<std::string>& machine) {
  const std::vector<fs::path> all = run_directories(path);
  std::vector<std::string> names;
  for (const fs::path& folder : all) {
    names.push_back(folder.has_filename() ? folder.filename().string()
                                          : folder.parent_path().filename().string());
  }
  if (!machine) {
    if (all.size() == 1) {
      return all.front();
    }
    throw UserError(path_text(path) + " has runs of several machines",
                    fmt::format("--machine {}", names.front()));
  }
  const auto at = std::find(names.begin(), names.end(), *machine);
  if (at == names.end()) {
    throw UserError("`" + *machine + "` is not a machine of " + path_text(path),
                    name_hint(*machine, names));
  }
  return all[static_cast<std::size_t>(at - names.begin())];
}

void tell_apart(std::vector<report::LoadedRun>& runs, const std::vector<fs::path>& folders) {
  std::map<std::string, std::size_t> named;                          // runs of each name
  std::map<std::pair<std::string, std::string>, std::size_t> lying;  // in folders of each name
  const auto folder_name = [&](std::size_t i) {
    return (folders[i] / "").parent_path().filename();
  };
  for (std::size_t i = 0; i < runs.size(); ++i) {
    ++named[runs[i].run.accelerator];
    ++lying[{runs[i].run.accelerator, folder_name(i).string()}];
  }
  std::set<std::string> taken;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::string& name = runs[i].run.accelerator;
    if (named.at(name) > 1) {
      const bool own = lying.at({name, folder_name(i).string()}) == 1;
      const std::string told =
          fmt::format("{} ({})", name, path_text(own ? folder_name(i) : folders[i]));
      name = told;
      for (int n = 2; taken.count(name) > 0; ++n) {  // a folder that is named twice
        name = fmt::format("{}, {}", told, n);
      }
    }
    taken.insert(name);
    if (runs[i].baseline) {
      runs[i].baseline->accelerator = name;
    }
  }
}

void require_trace_of_run(const fs::path& folder, const trace::Trace& trace, const RunResult& run) {
  const auto refuse = [&](const std::string& difference) {
    throw UserError(
        Diagnostic{path_text(folder), 0, 0, {}, "is not the trace that was simulated", difference});
  };
  if (const auto unlike = trace::differences(trace::facts_of(trace), run.training);
      !unlike.empty()) {
    refuse(trace::differences_text(unlike));
  }
  if (trace.schedule_name != run.trace) {
    refuse(fmt::format("schedule {} against {}", trace.schedule_name, run.trace));
  }
  if (const std::string in_time = difference_in_time(trace, run); !in_time.empty()) {
    refuse(in_time + "; runs of earlier versions kept no number formats: simulate it again");
  }
}

}  // namespace metronome::cli
