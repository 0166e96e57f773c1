#include "sim/chips/pipeline_program.hpp"

#include <set>
#include <unordered_map>

#include "arch/links/collective_run.hpp"
#include "arch/mapping/operand_formats.hpp"
#include "sim/base/error.hpp"
#include "workloads/trace/format_storage.hpp"

namespace metronome::chips {
namespace {

/// Of number formats the scales of blocks, and of the tensor; of integers its scale and zero point.
Bytes scales_of(const trace::Tensor& tensor, const trace::Precision& precision) {
  const auto operand = trace::operand_of(tensor, precision);
  if (!operand) {
    return Bytes(8);
  }
  const auto blocks = mapping::scales_of(tensor, 1, precision);
  const bool of_tensor = formats::has_tensor_scale(precision.formats.of(*operand).format);
  return (blocks ? blocks->bytes() : Bytes(0)) + Bytes(of_tensor ? 4 : 0);
}

/// What a tensor takes on a link: codes as many bits as they have, with their scales; others as the
/// sender stores them.
struct OnLink {
  unsigned bits = 0;  ///< of each number
  Bytes bytes{};
  std::uint64_t numbers = 0;
};
OnLink on_link(const Crossing& crossing, const trace::Assignment& assignment,
               const arch::AcceleratorSpec& machine) {
  const trace::Tensor& tensor = crossing.tensor;
  const trace::Precision& precision = assignment.of(crossing.layer);
  const int codes = mapping::operand_bits(tensor, precision);
  const auto of = [&](unsigned bits, Bytes scales) {
    const std::uint64_t elements = mapping::stored_elements(tensor, 1, precision);
    return OnLink{bits, bytes_for(Bits(elements * bits)) + scales, elements};
  };
  switch (tensor.format) {
    case trace::Format::mask:
    case trace::Format::planes:
    case trace::Format::packed:
      return of(1, {});
    case trace::Format::codes:
      if (codes > 0) {
        return of(static_cast<unsigned>(codes), scales_of(tensor, precision));
      }
      [[fallthrough]];
    case trace::Format::real:
      return of(arch::stored_bits(machine.storage, tensor.role, trace::Format::real, codes), {});
    case trace::Format::generated:
      return {};
  }
  fail_no_enumerator(tensor.format);
}

using Messages = std::unordered_map<std::string, std::uint32_t>;  // by pass

/// The tasks of one stage: what nothing comes between is one.
links::ChipProgram stage_tasks(const std::vector<StageWork>& works, const Messages& sends,
                               const Messages& receives) {
  links::ChipProgram tasks;
  for (const StageWork& one : works) {
    const auto receive = receives.find(one.pass);
    if (tasks.empty() || receive != receives.end() || !tasks.back().makes.empty()) {
      tasks.emplace_back();
      if (tasks.size() > 1) {
        tasks.back().needs.push_back(static_cast<std::uint32_t>(tasks.size() - 2));
      }
    }
    tasks.back().time += one.time;
    if (receive != receives.end()) {
      tasks.back().waits.push_back(receive->second);
    } else if (const auto send = sends.find(one.pass); send != sends.end()) {
      tasks.back().makes.push_back(send->second);
    }
  }
  return tasks;
}

}  // namespace

std::vector<std::set<std::string>> passes_of_stages(const StageSteps& steps) {
  std::vector<std::set<std::string>> passes(steps.stages.size());
  for (const Crossing& one : steps.crossings) {
    passes[one.from].insert(one.send);
    passes[one.to].insert(one.receive);
  }
  return passes;
}

std::vector<StageWork> stage_work(const RunResult& run, std::size_t level,
                                  const std::set<std::string>& passes) {
  std::vector<StageWork> works;
  std::size_t found = 0;
  run.for_operations(run.levels.at(level), [&](std::uint32_t index) {
    const OperationResult& one = run.operations[index];
    const bool crosses = passes.contains(one.operation);
    found += crosses ? 1 : 0;
    if (works.empty() || crosses || !works.back().pass.empty()) {
      works.push_back({crosses ? one.operation : std::string(), {}});
    }
    works.back().time += time_of(run, one.measure.cycles.total());
  });
  METRONOME_ASSERT(found == passes.size(),
                   "passes at the ends of stages stand by themselves (mapping::crosses_links)");
  return works;
}

LevelProgram pipeline_program(const StageSteps& steps,
                              const std::vector<std::vector<StageWork>>& works,
                              const trace::Assignment& assignment,
                              const std::vector<const arch::AcceleratorSpec*>& machines) {
  LevelProgram out;
  std::vector<Messages> sends(works.size()), receives(works.size());
  for (std::uint32_t i = 0; i < steps.crossings.size(); ++i) {
    const Crossing& one = steps.crossings[i];
    const OnLink own = on_link(one, assignment, *machines[one.from]);
    links::Request request;
    request.payload = own.bytes;
    request.transfer = links::Transfer{one.from, one.to};
    out.program.requests.push_back(std::move(request));
    out.exchanges.push_back({one.backward ? Purpose::errors : Purpose::activations, one.tensor.name,
                             1, own.bits, own.numbers});
    sends[one.from].emplace(one.send, i);
    receives[one.to].emplace(one.receive, i);
  }
  for (std::uint32_t stage = 0; stage < works.size(); ++stage) {
    out.program.programs.push_back(stage_tasks(works[stage], sends[stage], receives[stage]));
    out.program.program_of_chip.push_back(stage);
  }
  return out;
}

LevelProgram pipeline_program(const StageSteps& steps, const std::vector<const RunResult*>& runs,
                              std::size_t level,
                              const std::vector<const arch::AcceleratorSpec*>& machines) {
  const trace::Assignment& assignment = runs.front()->levels.at(level).assignment;
  const std::vector<std::set<std::string>> passes = passes_of_stages(steps);
  std::vector<std::vector<StageWork>> works;
  for (std::size_t stage = 0; stage < runs.size(); ++stage) {
    METRONOME_ASSERT(runs[stage]->levels.at(level).assignment == assignment,
                     "stages share their levels");
    works.push_back(stage_work(*runs[stage], level, passes[stage]));
  }
  return pipeline_program(steps, works, assignment, machines);
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

}  // namespace metronome::chips
