#include "workloads/trace/lowering.hpp"

#include <set>
#include <utility>

#include "workloads/trace/backward_pass.hpp"
#include "workloads/trace/forward_pass.hpp"
#include "workloads/trace/fusion.hpp"
#include "workloads/trace/step_builder.hpp"

namespace metronome::trace {

namespace {

/// A forward pass alone leaves masters behind that only an update would read.
void drop_unused(Step& step) {
  std::set<std::string> used;
  for (const Operation& operation : step.operations) {
    used.insert(operation.inputs.begin(), operation.inputs.end());
    used.insert(operation.outputs.begin(), operation.outputs.end());
  }
  std::erase_if(step.tensors, [&](const Tensor& tensor) { return !used.contains(tensor.name); });
}

}  // namespace

Step lower(const model::Graph& graph, std::string dataset, std::uint64_t batch, DxScale dx_scale,
           UpdateRule rule, const CodePlan& codes) {
  const FusionPlan plan(graph, batch, codes);
  StepBuilder builder(graph.name, std::move(dataset), batch, dx_scale);
  ForwardPass(plan, builder).run();
  if (graph.loss != model::Loss::none) {
    BackwardPass(plan, builder, dx_scale, rule).run();
  }
  Step step = builder.step();
  drop_unused(step);
  return step;
}

}  // namespace metronome::trace
