#include "arch/mapping/step_graph.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "arch/mapping/step_index.hpp"

namespace metronome::mapping {

Touched touched_by(const MachineOperation& one) {
  Touched all;
  for (const auto* names : {&one.operation.inputs, &one.fused.inputs, &one.held_inputs,
                            &one.loads[0].beside, &one.loads[1].beside}) {
    all.reads.insert(names->begin(), names->end());
  }
  for (const auto* names : {&one.operation.outputs, &one.fused.outputs, &one.held_outputs}) {
    all.writes.insert(names->begin(), names->end());
  }
  return all;
}

std::vector<std::vector<std::uint32_t>> dependences(const MachineStep& step) {
  struct Use {
    std::optional<std::uint32_t> writer;
    std::vector<std::uint32_t> readers;  // since then
  };
  std::map<std::string, Use> uses;
  std::vector<std::vector<std::uint32_t>> all;
  for (std::uint32_t i = 0; i < step.operations.size(); ++i) {
    const Touched touched = touched_by(step.operations[i]);
    std::set<std::uint32_t> before;
    for (const auto* names : {&touched.reads, &touched.writes}) {
      for (const std::string& name : *names) {
        if (const Use& use = uses[name]; use.writer) {
          before.insert(*use.writer);
        }
      }
    }
    for (const std::string& name : touched.writes) {
      before.insert(uses[name].readers.begin(), uses[name].readers.end());
      uses[name] = {i, {}};
    }
    for (const std::string& name : touched.reads) {
      uses[name].readers.push_back(i);
    }
    before.erase(i);
    all.emplace_back(before.begin(), before.end());
  }
  return all;
}

std::size_t first_backward(const MachineStep& step) {
  const TensorIndex known(step.tensors);
  const auto is_error = [&](const std::string& name) {
    return known.at(name).role == trace::Role::error;
  };
  const auto at = std::find_if(
      step.operations.begin(), step.operations.end(), [&](const MachineOperation& one) {
        return std::any_of(one.operation.outputs.begin(), one.operation.outputs.end(), is_error) ||
               std::any_of(one.fused.outputs.begin(), one.fused.outputs.end(), is_error);
      });
  return static_cast<std::size_t>(at - step.operations.begin());
}

}  // namespace metronome::mapping
