#include "sim/cli/file_kinds.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "arch/links/system_spec.hpp"
#include "sim/base/files.hpp"
#include "sim/config/place.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/reach_experiment.hpp"
#include "sim/experiment/study.hpp"
#include "sim/experiment/width_experiment.hpp"
#include "sim/sweep/grid.hpp"
#include "sim/sweep/schedule_search_spec.hpp"
#include "sim/sweep/search_spec.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/constrained/constrained_trace.hpp"

namespace metronome::cli {
namespace {

template <config::HasSchema T>
FileKind kind(const std::string& folder, const std::string& taken_by) {
  return {std::string(T::kSchemaName),
          folder,
          "metronome " + taken_by,
          config::schema_of<T>().keys(),
          [](const std::filesystem::path& path, const std::vector<config::Override>& overrides) {
            (void)load_placed<T>(path, overrides);
          },
          [] { return config::describe<T>(); }};
}

/// Of more points than are all read before they run, those that stand for them.
void read_points(const sweep::SweepSpec& sweep) {
  sweep::Grid(sweep, {}).read_representatives([](const sweep::Point&) {});
}

/// A sweep is right when every point of it is.
FileKind sweep_kind() {
  FileKind sweeps = kind<sweep::SweepSpec>("sweeps", "sweep");
  sweeps.check = [](const std::filesystem::path& path,
                    const std::vector<config::Override>& overrides) {
    read_points(load_placed<sweep::SweepSpec>(path, overrides));
  };
  return sweeps;
}

/// A search likewise.
FileKind search_kind() {
  FileKind searches = kind<sweep::SearchSpec>("searches", "search");
  searches.check = [](const std::filesystem::path& path,
                      const std::vector<config::Override>& overrides) {
    read_points(load_placed<sweep::SearchSpec>(path, overrides).space);
  };
  return searches;
}

/// A training under a constraint is right when its files are.
FileKind constrained_kind() {
  FileKind trainings = kind<reach::ConstrainedTrainingSpec>("reach", "train");
  trainings.check = [](const std::filesystem::path& path,
                       const std::vector<config::Override>& overrides) {
    reach::check_training(load_placed<reach::ConstrainedTrainingSpec>(path, overrides));
  };
  return trainings;
}

/// So is one beside one without.
FileKind reach_experiment_kind() {
  FileKind experiments = kind<experiment::ReachExperimentSpec>("experiments", "run");
  experiments.check = [](const std::filesystem::path& path,
                         const std::vector<config::Override>& overrides) {
    experiment::check_reach_experiment(
        load_placed<experiment::ReachExperimentSpec>(path, overrides));
  };
  return experiments;
}

/// A machine is right when its memories have prices.
FileKind machine_kind() {
  FileKind machines = kind<arch::AcceleratorSpec>("arch", "simulate --arch");
  machines.check = [](const std::filesystem::path& path,
                      const std::vector<config::Override>& overrides) {
    const auto machine = load_placed<arch::AcceleratorSpec>(path, overrides);
    std::vector<Diagnostic> found = sim::unpriced_parts(machine);
    const config::Node node = config::load_yaml(path);
    for (Diagnostic& one : found) {
      const config::Mark mark = config::place_of(node, one.key);
      one.file = path.string();
      one.line = mark.line;
      one.column = mark.column;
    }
    if (!found.empty()) {
      throw UserError(found);
    }
  };
  return machines;
}

/// A network is right when its layers can take their inputs.
FileKind network_kind() {
  FileKind networks = kind<model::NetworkFile>("networks", "trace --model");
  networks.check = [](const std::filesystem::path& path,
                      const std::vector<config::Override>& overrides) {
    const auto file = load_placed<model::NetworkFile>(path, overrides);
    // Without inputs it reads whatever a data set has: the smallest images that any has.
    (void)model::graph_of(file, model::Shape{3, 32, 32});
  };
  return networks;
}

/// Keys of the kind that the file has.
std::size_t keys_used(const FileKind& kind, const config::Node& node) {
  return static_cast<std::size_t>(
      std::count_if(kind.keys.begin(), kind.keys.end(),
                    [&](const std::string& key) { return node.find(key) != nullptr; }));
}

/// The kind of which the file has most keys, the first of equals; null where it has none.
const FileKind* best_kind(const config::Node& node) {
  const FileKind* best = nullptr;
  for (const FileKind& kind : file_kinds()) {
    if (keys_used(kind, node) > (best == nullptr ? 0 : keys_used(*best, node))) {
      best = &kind;
    }
  }
  return best;
}

[[noreturn]] void fail_kind(const std::filesystem::path& path, const std::string& what,
                            const std::string& taken_by, std::string_view wanted) {
  throw UserError(Diagnostic{path.string(),
                             0,
                             0,
                             {},
                             "is " + what + ", which `" + taken_by + "` takes",
                             "here a file of kind " + std::string(wanted) + " is wanted"});
}

/// Folders that commands write have a file that tells them apart.
void refuse_folder(const std::filesystem::path& path, std::string_view wanted) {
  if (trace::is_trace(path)) {
    fail_kind(path, "a trace", "metronome simulate", wanted);
  }
  if (path_exists(path / "ledger.json")) {
    fail_kind(path, "a run", "metronome report", wanted);
  }
}

}  // namespace

const std::vector<FileKind>& file_kinds() {
  static const std::vector<FileKind> kinds{
      kind<experiment::ExperimentSpec>("experiments", "run"),
      kind<experiment::WidthExperimentSpec>("experiments", "run"),
      reach_experiment_kind(),
      kind<experiment::StudySpec>("studies", "study"),
      kind<train::WorkloadSpec>("workloads", "train"),
      constrained_kind(),
      machine_kind(),
      kind<dram::DeviceSpec>("dram", "dram --device"),
      kind<EnergyTable>("energy", "price --energy"),
      kind<links::SystemFile>("systems", "simulate --system"),
      sweep_kind(),
      search_kind(),
      kind<sweep::ScheduleSearchSpec>("searches", "search"),
      network_kind()};
  return kinds;
}

const FileKind& kind_of(const config::Node& node, const std::filesystem::path& path) {
  if (const FileKind* best = best_kind(node)) {
    return *best;
  }
  throw UserError(Diagnostic{
      path.string(),
      1,
      1,
      {},
      "is no configuration file of metronome",
      "it has no key of an experiment, study, sweep, search, workload, network, accelerator, "
      "DRAM device, system of chips or energy table"});
}

UserError placed(const UserError& error, const std::filesystem::path& path,
                 const std::vector<config::Override>& overrides) {
  if (!is_file(path)) {  // a pipe is read once
    return error;
  }
  std::optional<config::Node> file;
  std::vector<Diagnostic> all = error.diagnostics();
  for (Diagnostic& one : all) {
    const bool is_inner = one.key.find('.') != std::string::npos && one.file == path.string();
    if (!is_inner) {
      continue;
    }
    if (!file) {
      file = config::load_yaml(path);
    }
    if (one.line != file->mark.line || one.column != file->mark.column) {
      continue;
    }
    config::Mark mark = config::place_of(*file, one.key);
    for (const config::Override& set : overrides) {
      if (set.path == one.key || set.path.starts_with(one.key + ".") ||
          one.key.starts_with(set.path + ".")) {
        mark = {"--set " + set.path + "=" + set.value, 0, 0};
      }
    }
    one.file = mark.file;
    one.line = mark.line;
    one.column = mark.column;
  }
  return UserError(std::move(all), error.further());
}

void require_kind(const std::filesystem::path& path, std::string_view wanted) {
  if (is_folder(path)) {
    refuse_folder(path, wanted);
    return;
  }
  const config::Node node = config::load_yaml(path);
  const FileKind* best = best_kind(node);
  const auto is_wanted = [&](const FileKind& kind) { return kind.name == wanted; };
  const auto own = std::find_if(file_kinds().begin(), file_kinds().end(), is_wanted);
  METRONOME_ASSERT(own != file_kinds().end(), "a file of a known kind is wanted");
  if (best != nullptr && keys_used(*best, node) > keys_used(*own, node)) {
    fail_kind(path, "a file of kind " + best->name, best->taken_by, wanted);
  }
}

}  // namespace metronome::cli
