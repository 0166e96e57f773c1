#include "sim/chips/pipeline_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::chips {

PipelinedChips::PipelinedChips(std::span<const trace::Trace> traces,
                               std::span<const arch::AcceleratorSpec> machines,
                               const links::SystemSpec& system, std::span<const EnergyTable> prices,
                               const sim::SimulateOptions& options)
    : chips_{machines, prices}, mode_(options.mode) {
  check(traces, system);
  const links::PipelineSpec& spec = system.parallel.pipeline;
  std::vector<std::string> begins = spec.stages;
  if (begins.empty() && system.chips > 1) {
    CutTimer timer(traces[0], system, chips_, options);
    const PipelineCuts cuts(traces[0].step(), system.chips);
    begins = fastest_cut(cuts, timer, timer.worth_timing()).begins;
    begins.erase(begins.begin());
  }
  for (const trace::Trace& trace : traces) {
    steps_.push_back(stage_steps(trace.step(), spec, cut_at(trace.step(), begins)));
  }
  simulate_stages(traces, options);
}

void PipelinedChips::check(std::span<const trace::Trace> traces,
                           const links::SystemSpec& system) const {
  if (const std::vector<Diagnostic> faults = links::system_faults(system); !faults.empty()) {
    throw UserError(faults);
  }
  if (chips_.machines.size() != 1 && chips_.machines.size() != system.chips) {
    throw UserError(
        fmt::format("system.machines: {} for {} stages", chips_.machines.size(), system.chips),
        "one for all, or one for each");
  }
  for (const trace::Trace& trace : traces) {
    if (trace.steps.size() > 1) {
      throw UserError(fmt::format("system.parallel.scheme: a program of {} steps is not cut into "
                                  "the stages of a pipeline",
                                  trace.steps.size()),
                      "parallel.scheme: data, or a program that trains only");
    }
    require_parts(trace.step(), system.parallel.pipeline);
  }
  for (const arch::AcceleratorSpec& machine : chips_.machines) {
    if (machine.training.micro_batches > 1) {
      throw UserError(fmt::format("training.micro_batches: {} of {}, but a pipeline cuts the batch "
                                  "itself",
                                  machine.training.micro_batches, machine.name),
                      "training.micro_batches: 1, and system.parallel.pipeline.micro_batches");
    }
  }
}

void PipelinedChips::simulate_stages(std::span<const trace::Trace> traces,
                                     const sim::SimulateOptions& options) {
  const std::size_t stages = steps_.front().stages.size();
  runs_.assign(traces.size(), std::vector<RunResult>(stages));
  // Stages on one machine share its operations.
  const std::size_t together = chips_.machines.size() == 1 ? stages : 1;
  for (std::size_t first = 0; first < stages; first += together) {
    std::vector<trace::Trace> own;
    for (std::size_t i = 0; i < traces.size(); ++i) {
      for (std::size_t stage = first; stage < first + together; ++stage) {
        own.push_back(traces[i]);
        own.back().steps.front().step = steps_[i].stages[stage];
      }
    }
    sim::SimulateOptions how = options;
    how.prices = &chips_.prices[chips_.of(first)];
    std::vector<RunResult> done = sim::simulate(own, chips_.machine(first), how);
    for (std::size_t i = 0; i < traces.size(); ++i) {
      for (std::size_t k = 0; k < together; ++k) {
        RunResult& run = runs_[i][first + k];
        run = std::move(done[i * together + k]);
        run.training = trace::facts_of(traces[i]);  // those of the whole
      }
    }
  }
}

void PipelinedChips::add_facts(std::size_t trace, const trace::Facts& facts) {
  for (RunResult& run : runs_.at(trace)) {
    run.training.insert(run.training.end(), facts.begin(), facts.end());
  }
}

SystemRun PipelinedChips::on(std::size_t trace, const links::SystemSpec& system) const {
  const std::vector<RunResult>& runs = runs_.at(trace);
  const StageSteps& steps = steps_[trace];
  SystemRun out;
  out.chip = runs.front();
  out.others.assign(runs.begin() + 1, runs.end());
  out.system = system;
  std::vector<const RunResult*> by_stage;
  std::vector<const arch::AcceleratorSpec*> machines;
  std::vector<const EnergyTable*> tables;
  for (std::size_t stage = 0; stage < runs.size(); ++stage) {
    by_stage.push_back(&runs[stage]);
    machines.push_back(&chips_.machine(stage));
    tables.push_back(&chips_.prices[chips_.of(stage)]);
    out.stages.push_back({steps.cut.begins[stage], steps.most_stashes[stage]});
  }
  std::vector<LevelProgram> levels;
  std::vector<links::SystemProgram> programs;
  for (std::size_t level = 0; level < out.chip.levels.size(); ++level) {
    levels.push_back(pipeline_program(steps, by_stage, level, machines));
    programs.push_back(levels.back().program);
  }
  out.levels = LevelTimer(system, mode_).times(levels);
  for (std::size_t level = 0; level < levels.size(); ++level) {
    out.levels[level].without_links =
        links::run_program(without_links(system), without_links(programs[level])).total();
  }
  price_system(out, machines, tables);
  return out;
}

}  // namespace metronome::chips
