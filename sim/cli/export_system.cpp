#include "sim/cli/export_system.hpp"

#include <fmt/format.h>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/output_folder.hpp"
#include "sim/chips/chip_nodes.hpp"
#include "sim/chips/pipeline_run.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/run_folders.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/ledger_io.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostFiles = 100'000;
constexpr const char* kLedgerFile = "ledger.json";

[[noreturn]] void refuse_run(const fs::path& folder, const std::string& what,
                             const std::string& hint) {
  throw UserError(Diagnostic{path_text(folder), 0, 0, {}, what, hint});
}

/// A chip's folder in the run.
struct ChipFolder {
  RunResult run;
  arch::AcceleratorSpec machine;
};
ChipFolder read_chip(const fs::path& folder) {
  const fs::path ledger = folder / kLedgerFile;
  // Of earlier versions its energy table lay where the command was given; the run has a copy.
  return {report::parse_ledger(read_file(ledger), ledger.string()),
          config::load<arch::AcceleratorSpec>(
              folder / "resolved.yaml",
              {{.path = "energy", .value = fs::absolute(folder / "energy.yaml").string()}})};
}

/// What is exported of a run.
struct SystemExport {
  const fs::path& out;
  const links::SystemSpec& system;
  const trace::Trace& trace;  ///< as it was read

  void write(std::size_t level, links::ChipIndex chip,
             const std::vector<exporting::ChipNode>& nodes) const {
    write_file_atomically(out / fmt::format("level{}.{}.et", level, chip),
                          exporting::chakra_chip_trace(nodes));
  }
};

void export_shared(const SystemExport& to, const ChipFolder& chip, const fs::path& trace) {
  std::vector<chips::ChipStep> steps;
  require_trace_of_run(trace, chips::chip_trace(to.trace, to.system, steps), chip.run);
  std::vector<chips::StepProgram> programs;
  programs.reserve(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    programs.emplace_back(steps[i], chip.machine, to.system,
                          chips::use_of(chip.run, i, chip.machine));
  }
  chips::LevelTimer timer(to.system, chip.run.mode);
  for (std::size_t i = 0; i < chip.run.levels.size(); ++i) {
    const LevelResult& level = chip.run.levels[i];
    const chips::LevelProgram program = programs[level.step].level(chip.run, level);
    const links::ProgramTimes times = timer.program_times(program);
    for (links::ChipIndex one = 0; one < to.system.chips; ++one) {
      to.write(i, one, chips::chip_nodes(chip.run, level, program, times, one));
    }
  }
}

/// The run's system names the layers that its stages begin with.
void export_pipeline(const SystemExport& to, const std::vector<ChipFolder>& stages,
                     const fs::path& trace) {
  require_trace_of_run(trace, to.trace, stages.front().run);
  const links::PipelineSpec& spec = to.system.parallel.pipeline;
  const chips::StageSteps steps =
      chips::stage_steps(to.trace.step(), spec, chips::cut_at(to.trace.step(), spec.stages));
  std::vector<const RunResult*> runs;
  std::vector<const arch::AcceleratorSpec*> machines;
  for (const ChipFolder& stage : stages) {
    runs.push_back(&stage.run);
    machines.push_back(&stage.machine);
  }
  for (std::size_t i = 0; i < runs.front()->levels.size(); ++i) {
    const chips::LevelProgram program = chips::pipeline_program(steps, runs, i, machines);
    const links::ProgramTimes times = links::run_program(to.system, program.program);
    for (links::ChipIndex one = 0; one < to.system.chips; ++one) {
      to.write(i, one, chips::stage_nodes(*runs[one], i, steps, program, times, one));
    }
  }
}

}  // namespace

std::string timeline_csv(const RunResult& run) {
  report::Csv csv({"first_iteration", "iterations", "level", "file"});
  for (const PhaseResult& phase : run.phases) {
    csv.add(phase.first_iteration).add(phase.iterations);
    csv.add(static_cast<std::uint64_t>(phase.level));
    csv.add(fmt::format("level{}.0.et", phase.level));
    csv.end_row();
  }
  return csv.text();
}

void export_system(const Options& options, const fs::path& source, const ManifestClock& clock) {
  OutputRequest request{.path = options.required("out"), .made_by = "export", .sources = {source}};
  if (options.has("trace")) {
    request.sources.emplace_back(options.text("trace"));
  }
  OutputFolder out(request);
  const auto system = config::load<links::SystemFile>(source / "system.yaml").system;
  const bool pipeline = system.parallel.scheme == links::Scheme::pipeline;
  std::vector<fs::path> folders;
  for (std::uint64_t chip = 0; chip < (pipeline ? system.chips : 1); ++chip) {
    folders.push_back(source / (pipeline ? fmt::format("stage{}", chip) : "chip"));
  }
  std::vector<ChipFolder> chips;
  for (const fs::path& folder : folders) {
    chips.push_back(read_chip(folder));
  }
  const std::size_t levels = chips.front().run.levels.size();
  if (const std::uint64_t files = levels * system.chips; files > kMostFiles) {
    refuse_run(source,
               fmt::format("has {} levels on {} chips: too many files", levels, system.chips),
               fmt::format("at most {}", kMostFiles));
  }
  if (!options.has("trace")) {
    throw UserError("--trace is missing",
                    "the trace that the system has run: what each operation "
                    "and each sum waits for");
  }
  const fs::path folder = options.text("trace");
  const trace::Trace trace = trace::read_trace(folder);
  const fs::path result = out.result();
  const SystemExport to{result, system, trace};
  pipeline ? export_pipeline(to, chips, folder) : export_shared(to, chips.front(), folder);
  write_file_atomically(out.result() / "timeline.csv", timeline_csv(chips.front().run));
  report::Manifest manifest = clock.manifest();
  for (std::size_t chip = 0; chip < folders.size(); ++chip) {
    manifest.recipe.inputs[chip == 0 ? "ledger" : fmt::format("ledger of stage {}", chip)] =
        file_digest((folders[chip] / kLedgerFile).string());
  }
  write_file_atomically(out.result() / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
  out.publish();
  print("{} levels on {} chips, one iteration each: {}\n", levels, system.chips,
        path_text(out.path()));
}

}  // namespace metronome::cli
