#include "sim/experiment/kept_files.hpp"

#include "sim/base/files.hpp"
#include "sim/energy/energy_table.hpp"

namespace metronome::experiment {
namespace {

namespace fs = std::filesystem;

/// Writes a machine's table into the folder; returns its name there.
std::string keep_table(const arch::AcceleratorSpec& machine, const fs::path& folder) {
  auto table = config::load<EnergyTable>(machine.energy.path);
  if (fs::path& memories = table.sram_table.path; !memories.empty()) {
    const std::string name = machine.name + ".memories";  // no table of the result's own
    write_file_atomically(folder / name, read_file(memories));
    memories = name;
  }
  const std::string name = machine.name + ".yaml";
  write_file_atomically(folder / name, config::resolved_yaml(table));
  return name;
}

}  // namespace

std::vector<arch::AcceleratorSpec> with_kept_tables(std::vector<arch::AcceleratorSpec> machines,
                                                    const fs::path& folder) {
  for (arch::AcceleratorSpec& machine : machines) {
    machine.energy.path = fs::path(kKeptTables) / keep_table(machine, folder / kKeptTables);
  }
  return machines;
}

train::WorkloadSpec with_kept_model(train::WorkloadSpec spec, const fs::path& folder) {
  if (spec.model.is_file()) {
    const fs::path source = std::string(spec.model);
    const std::string name = "model" + source.extension().string();
    write_file_atomically(folder / name, read_file(source));
    spec.model = name;
  }
  return spec;
}

}  // namespace metronome::experiment
