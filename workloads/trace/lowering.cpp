#include "workloads/trace/lowering.hpp"

#include <utility>

#include "workloads/trace/backward_pass.hpp"
#include "workloads/trace/forward_pass.hpp"
#include "workloads/trace/fusion.hpp"
#include "workloads/trace/step_builder.hpp"

namespace metronome::trace {

Step lower(const model::Graph& graph, std::string dataset, std::uint64_t batch, DxScale dx_scale,
           UpdateRule rule, const CodePlan& codes) {
  const FusionPlan plan(graph, batch, codes);
  StepBuilder builder(graph.name, std::move(dataset), batch, dx_scale);
  ForwardPass(plan, builder).run();
  if (graph.loss != model::Loss::none) {
    BackwardPass(plan, builder, dx_scale, rule).run();
  }
  return builder.step();
}

}  // namespace metronome::trace
