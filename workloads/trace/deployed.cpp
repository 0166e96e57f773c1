#include "workloads/trace/deployed.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace metronome::trace {
namespace {

/// Whether the operation makes codes of parameters, or finds their range.
bool quantizes_parameters(const Operation& operation, const Step& step) {
  return operation.cls == OperationClass::quantize && !operation.inputs.empty() &&
         std::all_of(operation.inputs.begin(), operation.inputs.end(),
                     [&](const auto& name) { return step.tensor(name).role == Role::master; });
}

}  // namespace

void drop_unused_tensors(Step& step) {
  std::set<std::string> used;
  for (const Operation& operation : step.operations) {
    used.insert(operation.inputs.begin(), operation.inputs.end());
    used.insert(operation.outputs.begin(), operation.outputs.end());
  }
  std::erase_if(step.tensors, [&](const Tensor& tensor) { return !used.contains(tensor.name); });
}

void deploy(Step& step, const model::Graph& graph) {
  std::erase_if(step.operations,
                [&](const Operation& operation) { return quantizes_parameters(operation, step); });
  Operation load{kLoadTables, "tables", OperationClass::load, VectorWork{}, {}, {}};
  std::uint64_t words = 0;
  for (const model::Node& node : graph.nodes) {
    const bool runs = std::any_of(
        step.operations.begin(), step.operations.end(),
        [&](const Operation& operation) { return operation.name == node.name + ".normalize"; });
    if (std::holds_alternative<model::BatchNorm>(node.layer) && runs) {
      const std::uint64_t channels = node.output.channels;
      step.tensors.push_back({table_of(node.name), Role::master, Format::real, {2, channels}});
      load.inputs.push_back(table_of(node.name));
      words += 2 * channels;
    }
  }
  if (words > 0) {
    std::get<VectorWork>(load.work).elements = words;
    step.operations.insert(step.operations.begin(), std::move(load));
  }
  drop_unused_tensors(step);
}

}  // namespace metronome::trace
