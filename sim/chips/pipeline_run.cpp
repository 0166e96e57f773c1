#include "sim/chips/pipeline_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "arch/links/collective_run.hpp"
#include "arch/mapping/operand_formats.hpp"
#include "sim/base/error.hpp"
#include "sim/systemc/system_session.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::chips {
namespace {

/// What a tensor takes on a link: codes as many bits as they have, with the scales of their blocks
/// or, of integers, the scale and the zero point of the tensor; others as the sender stores them.
struct OnLink {
  unsigned bits = 0;  ///< of each number
  Bytes bytes{};
};
OnLink on_link(const Crossing& crossing, const trace::Assignment& assignment,
               const arch::AcceleratorSpec& machine) {
  const trace::Tensor& tensor = crossing.tensor;
  const trace::Precision& precision = assignment.of(crossing.layer);
  const int codes = mapping::operand_bits(tensor, precision);
  const auto of = [&](unsigned bits, Bytes scales) {
    return OnLink{bits, bytes_for(Bits(tensor.elements() * bits)) + scales};
  };
  switch (tensor.format) {
    case trace::Format::mask:
    case trace::Format::planes:
    case trace::Format::packed:
      return of(1, {});
    case trace::Format::codes:
      if (codes > 0) {
        const auto scales = mapping::scales_of(tensor, 1, precision);
        return of(static_cast<unsigned>(codes),
                  scales ? scales->bytes() + Bytes(4) : Bytes(codes < 16 ? 8 : 0));
      }
      [[fallthrough]];
    case trace::Format::real:
      return of(arch::stored_bits(machine.storage, tensor.role, trace::Format::real, codes), {});
    case trace::Format::generated:
      return {};
  }
  fail_no_enumerator(tensor.format);
}

/// The tasks of one stage: operations that nothing comes between are one.
class StageTasks {
 public:
  StageTasks(const RunResult& run, const LevelResult& level,
             const std::unordered_map<std::string, std::uint32_t>& sends,
             const std::unordered_map<std::string, std::uint32_t>& receives) {
    run.for_operations(level, [&](std::uint32_t index) {
      const OperationResult& one = run.operations[index];
      const auto send = sends.find(one.operation);
      const auto receive = receives.find(one.operation);
      if (tasks_.empty() || receive != receives.end() || !tasks_.back().makes.empty()) {
        next();
      }
      tasks_.back().time += time_of(run, one.measure.cycles.total());
      if (receive != receives.end()) {
        tasks_.back().waits.push_back(receive->second);
      } else if (send != sends.end()) {
        tasks_.back().makes.push_back(send->second);
      }
    });
    require_passes(run, level, sends);
    require_passes(run, level, receives);
  }
  [[nodiscard]] links::ChipProgram take() { return std::move(tasks_); }

 private:
  /// A message needs the pass that reads or writes it (mapping::crosses_links).
  static void require_passes(const RunResult& run, const LevelResult& level,
                             const std::unordered_map<std::string, std::uint32_t>& passes) {
    std::size_t found = 0;
    run.for_operations(level, [&](std::uint32_t index) {
      found += passes.contains(run.operations[index].operation) ? 1 : 0;
    });
    METRONOME_ASSERT(found == passes.size(), "passes at the ends of stages stand by themselves");
  }

  void next() {
    tasks_.emplace_back();
    if (tasks_.size() > 1) {
      tasks_.back().needs.push_back(static_cast<std::uint32_t>(tasks_.size() - 2));
    }
  }
  links::ChipProgram tasks_;
};

}  // namespace

LevelProgram pipeline_program(const StageSteps& steps, const std::vector<const RunResult*>& runs,
                              std::size_t level,
                              const std::vector<const arch::AcceleratorSpec*>& machines) {
  LevelProgram out;
  const std::size_t stages = steps.stages.size();
  std::vector<std::unordered_map<std::string, std::uint32_t>> sends(stages), receives(stages);
  const trace::Assignment& assignment = runs.front()->levels.at(level).assignment;
  for (std::uint32_t i = 0; i < steps.crossings.size(); ++i) {
    const Crossing& one = steps.crossings[i];
    const OnLink own = on_link(one, assignment, *machines[one.from]);
    links::Request request;
    request.payload = own.bytes;
    request.transfer = links::Transfer{one.from, one.to};
    out.program.requests.push_back(std::move(request));
    out.exchanges.push_back({one.backward ? Purpose::errors : Purpose::activations, one.tensor.name,
                             1, own.bits, one.tensor.elements()});
    sends[one.from].emplace(one.send, i);
    receives[one.to].emplace(one.receive, i);
  }
  for (std::uint32_t stage = 0; stage < stages; ++stage) {
    const RunResult& run = *runs[stage];
    METRONOME_ASSERT(run.levels.at(level).assignment == assignment, "stages share their levels");
    out.program.programs.push_back(
        StageTasks(run, run.levels.at(level), sends[stage], receives[stage]).take());
    out.program.program_of_chip.push_back(stage);
  }
  return out;
}

links::SystemProgram without_links(links::SystemProgram program) {
  for (links::Request& request : program.requests) {
    request.payload = Bytes(0);
  }
  return program;
}

links::SystemSpec without_links(links::SystemSpec system) {
  system.link.latency_ns = 0;
  return system;
}

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
