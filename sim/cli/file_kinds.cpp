#include "sim/cli/file_kinds.hpp"

#include <algorithm>

#include "sim/experiment/experiment.hpp"
#include "sim/experiment/study.hpp"
#include "sim/sweep/grid.hpp"

namespace metronome::cli {
namespace {

template <config::HasSchema T>
FileKind kind(const std::string& folder) {
  return {std::string(T::kSchemaName), folder, config::schema_of<T>().keys(),
          [](const std::filesystem::path& path) { (void)config::load<T>(path); },
          [] { return config::describe<T>(); }};
}

/// A sweep is right when every point of it is.
FileKind sweep_kind() {
  FileKind sweeps = kind<sweep::SweepSpec>("sweeps");
  sweeps.check = [](const std::filesystem::path& path) {
    (void)sweep::grid_of(config::load<sweep::SweepSpec>(path), {});
  };
  return sweeps;
}

}  // namespace

const std::vector<FileKind>& file_kinds() {
  static const std::vector<FileKind> kinds{kind<experiment::ExperimentSpec>("experiments"),
                                           kind<experiment::StudySpec>("studies"),
                                           kind<train::WorkloadSpec>("workloads"),
                                           kind<arch::AcceleratorSpec>("arch"),
                                           kind<dram::DeviceSpec>("dram"),
                                           kind<EnergyTable>("energy"),
                                           sweep_kind()};
  return kinds;
}

const FileKind& kind_of(const config::Node& node, const std::filesystem::path& path) {
  const FileKind* best = nullptr;
  std::size_t most = 0;
  for (const FileKind& kind : file_kinds()) {
    const auto used = static_cast<std::size_t>(
        std::count_if(kind.keys.begin(), kind.keys.end(),
                      [&](const std::string& key) { return node.find(key) != nullptr; }));
    if (used > most) {
      most = used;
      best = &kind;
    }
  }
  if (best == nullptr) {
    throw UserError(Diagnostic{
        path.string(),
        1,
        1,
        {},
        "is no configuration file of metronome",
        "it has no key of an experiment, study, sweep, workload, accelerator, DRAM device "
        "or energy table"});
  }
  return *best;
}

}  // namespace metronome::cli
