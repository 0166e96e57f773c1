#include "workloads/trace/lowering.hpp"

#include <set>
#include <utility>

#include "workloads/trace/backward_pass.hpp"
#include "workloads/trace/forward_pass.hpp"
#include "workloads/trace/fusion.hpp"
#include "workloads/trace/step_builder.hpp"
#include "workloads/trace/tensor_names.hpp"

namespace metronome::trace {

namespace {

using model::NodeIndex;

/// The network as it is tested: dropout passes on what it reads.
model::Graph without_dropout(const model::Graph& graph) {
  std::vector<std::size_t> readers(graph.nodes.size(), 0);
  for (const model::Node& node : graph.nodes) {
    for (const NodeIndex input : node.inputs) {
      ++readers[input];
    }
  }
  model::Graph out = graph;
  out.nodes.clear();
  std::vector<NodeIndex> now(graph.nodes.size());
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    model::Node node = graph.nodes[i];
    for (NodeIndex& input : node.inputs) {
      input = now[input];
    }
    const bool passes = std::holds_alternative<model::Dropout>(node.layer) &&
                        (readers[i] > 0 || readers[graph.nodes[i].inputs.front()] > 1);
    if (passes) {
      now[i] = node.inputs.front();
    } else {
      now[i] = out.nodes.size();
      out.nodes.push_back(std::move(node));
    }
  }
  return out;
}

/// What is kept for a backward pass that there is none of: masks, gates, last states.
void drop_what_nothing_reads(Step& step, const FusionPlan& plan) {
  std::set<std::string> wanted;
  for (NodeIndex i = 0; i < plan.graph().nodes.size(); ++i) {
    wanted.insert(tensor_names::output(plan, i));
  }
  for (const Operation& operation : step.operations) {
    wanted.insert(operation.inputs.begin(), operation.inputs.end());
  }
  for (Operation& operation : step.operations) {
    std::erase_if(operation.outputs, [&](const std::string& name) {
      return step.tensor(name).role == Role::stash && !wanted.contains(name);
    });
  }
}

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
           UpdateRule rule, const CodePlan& codes, const FeedbackRoute& route) {
  const bool trains = graph.loss != model::Loss::none;
  const FusionPlan plan(trains ? graph : without_dropout(graph), batch, codes);
  StepBuilder builder(graph.name, std::move(dataset), batch, dx_scale);
  ForwardPass(plan, builder).run();
  if (trains) {
    BackwardPass(plan, builder, dx_scale, rule, route).run();
  }
  Step step = builder.step();
  if (!trains) {
    drop_what_nothing_reads(step, plan);
  }
  drop_unused(step);
  step.delay = route.delay;
  name_products(step);
  return step;
}

}  // namespace metronome::trace
