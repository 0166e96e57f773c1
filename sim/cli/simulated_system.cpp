#include "sim/cli/simulated_system.hpp"

#include "sim/base/error.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/experiment/experiment.hpp"

namespace metronome::cli {
namespace {

/// Keys of a system begin with its name; all others are the accelerator's.
bool of_system(const config::Override& one) {
  return one.path == "system" || one.path.starts_with("system.");
}

}  // namespace

std::optional<links::SystemSpec> system_of(const Options& options) {
  if (!options.has("system")) {
    return std::nullopt;
  }
  std::vector<config::Override> own = options.overrides();
  std::erase_if(own, [](const config::Override& one) { return !of_system(one); });
  return load_file<links::SystemFile>(options.text("system"), own).system;
}

std::vector<std::filesystem::path> machine_files(const Options& options,
                                                 const std::optional<links::SystemSpec>& system) {
  if (options.has("arch") || !system) {
    options.refuse_set("system.machine", "--arch takes its place");
    options.refuse_set("system.machines", "--arch takes their place");
    return {options.required("arch")};
  }
  std::vector<std::filesystem::path> files;
  for (const config::FilePath& one : system->machines) {
    files.push_back(one.path);
  }
  if (!files.empty()) {
    return files;
  }
  if (!system->machine) {
    throw UserError(Diagnostic{options.text("system"), 0, 0, "system.machine",
                               "is missing: which accelerator each chip is",
                               "the accelerator's file there, or --arch ARCH.yaml"});
  }
  return {system->machine->path};
}

std::vector<arch::AcceleratorSpec> machines_of(const Options& options,
                                               const std::vector<std::filesystem::path>& files,
                                               bool on_system) {
  std::vector<config::Override> own = options.overrides();
  if (on_system) {
    std::erase_if(own, of_system);
  }
  std::vector<arch::AcceleratorSpec> machines;
  for (const std::filesystem::path& file : files) {
    machines.push_back(load_file<arch::AcceleratorSpec>(file, own));
  }
  return machines;
}

std::string system_inputs(const links::SystemSpec& system) {
  links::SystemSpec nowhere = system;
  nowhere.machine.reset();
  nowhere.machines.clear();
  return config::resolved_yaml(nowhere);
}

std::vector<EnergyTable> prices_of(const std::vector<arch::AcceleratorSpec>& machines) {
  std::vector<EnergyTable> tables;
  for (const arch::AcceleratorSpec& machine : machines) {
    tables.push_back(experiment::complete_table(machine));
  }
  return tables;
}

}  // namespace metronome::cli
