#include "workloads/onnx/graph_order.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <queue>

namespace metronome::importers {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// By tensor: the node that gives it, or kNone.
std::vector<std::size_t> producers_of(const ImportedGraph& graph) {
  std::vector<std::size_t> producers(graph.tensors.size(), kNone);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const TensorIndex output : graph.nodes[i].outputs) {
      if (output != kAbsent) {
        producers[output] = i;
      }
    }
  }
  return producers;
}

/// Nodes that `index` reads from, once for each input.
std::vector<std::size_t> sources_of(const ImportedGraph& graph,
                                    const std::vector<std::size_t>& producers, std::size_t index) {
  std::vector<std::size_t> sources;
  for (const TensorIndex input : graph.nodes[index].inputs) {
    if (input != kAbsent && producers[input] != kNone) {
      sources.push_back(producers[input]);
    }
  }
  return sources;
}

/// Every node that is left reads from one that is left: going back must come round.
[[noreturn]] void fail_circle(const ImportedGraph& graph, const std::vector<std::size_t>& producers,
                              const std::vector<std::size_t>& waits_for) {
  const auto left = [&](std::size_t index) { return waits_for[index] > 0; };
  std::size_t at = 0;
  while (!left(at)) {
    ++at;
  }
  std::vector<std::size_t> seen_at(graph.nodes.size(), kNone);
  std::vector<std::size_t> path;
  while (seen_at[at] == kNone) {
    seen_at[at] = path.size();
    path.push_back(at);
    const std::vector<std::size_t> sources = sources_of(graph, producers, at);
    at = *std::find_if(sources.begin(), sources.end(), left);
  }
  std::vector<std::string> names;
  for (std::size_t i = seen_at[at]; i < path.size() && names.size() < 8; ++i) {
    names.push_back("`" + graph.nodes[path[i]].name + "`");
  }
  fail_at_node(graph, graph.nodes[at],
               fmt::format("reads what it gives itself: a circle of {} nodes, {}",
                           path.size() - seen_at[at], fmt::join(names, " from ")),
               "a network without circles");
}

}  // namespace

void order_nodes(ImportedGraph& graph) {
  const std::vector<std::size_t> producers = producers_of(graph);
  std::vector<std::vector<std::size_t>> readers(graph.nodes.size());
  std::vector<std::size_t> waits_for(graph.nodes.size(), 0);
  // The first in the file of those that can run: a file in order keeps its order.
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const std::size_t source : sources_of(graph, producers, i)) {
      readers[source].push_back(i);
      ++waits_for[i];
    }
    if (waits_for[i] == 0) {
      ready.push(i);
    }
  }
  graph.order.clear();
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    graph.order.push_back(next);
    for (const std::size_t reader : readers[next]) {
      if (--waits_for[reader] == 0) {
        ready.push(reader);
      }
    }
  }
  if (graph.order.size() != graph.nodes.size()) {
    fail_circle(graph, producers, waits_for);
  }
}

}  // namespace metronome::importers
