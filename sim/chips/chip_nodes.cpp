#include "sim/chips/chip_nodes.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "sim/base/error.hpp"

namespace metronome::chips {
namespace {

exporting::ChakraCollective kind_of(links::Collective collective) {
  switch (collective) {
    case links::Collective::all_reduce:
      return exporting::ChakraCollective::all_reduce;
    case links::Collective::all_gather:
      return exporting::ChakraCollective::all_gather;
    case links::Collective::reduce_scatter:
      return exporting::ChakraCollective::reduce_scatter;
  }
  fail_no_enumerator(collective);
}

}  // namespace

std::vector<exporting::ChipNode> chip_nodes(const RunResult& run, const LevelResult& level,
                                            const LevelProgram& program,
                                            const links::ProgramTimes& times,
                                            links::ChipIndex chip) {
  const links::ChipProgram& tasks = program.program.of(chip);
  const std::uint64_t first_collective = tasks.size();
  std::vector<exporting::ChipNode> nodes(tasks.size() + program.exchanges.size());
  std::size_t at = 0;
  run.for_operations(level, [&](std::uint32_t index) {
    exporting::ChipNode& node = nodes[at];
    node.name = run.operations[index].operation;
    node.operation = &run.operations[index];
    node.begin = times.begins[chip][at];
    node.end = node.begin + tasks[at].time;
    node.needs.assign(tasks[at].needs.begin(), tasks[at].needs.end());
    for (const std::uint32_t request : tasks[at].waits) {
      node.needs.push_back(first_collective + request);
    }
    for (const std::uint32_t request : tasks[at].makes) {
      nodes[first_collective + request].needs.push_back(at);
    }
    ++at;
  });
  METRONOME_ASSERT(at == tasks.size(), "a task is an operation");
  for (std::size_t request = 0; request < program.exchanges.size(); ++request) {
    const Exchange& exchange = program.exchanges[request];
    const links::Request& what = program.program.requests[request];
    exporting::ChipNode& node = nodes[first_collective + request];
    node.name = std::string(enum_name(what.collective)) + " " + exchange.first;
    node.begin = times.links.began[request][chip];
    node.end = times.links.done[request][chip];
    node.collective = {
        kind_of(what.collective),
        what.payload.wire.bytes(what.payload.elements, 1).count(),
        exchange.bits,
        std::string(enum_name(exchange.purpose)),
        what.payload.elements,
        what.payload.wire.codes ? std::string(enum_name(what.payload.wire.sums)) : std::string(),
        what.payload.wire.block};
    if (request > 0 && program.program.in_flight == 1) {
      node.after = first_collective + request - 1;
    }
  }
  // The chip does one operation at a time, in the order in which they began.
  std::vector<std::size_t> order(tasks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(nodes[a].begin, nodes[a].end) < std::pair(nodes[b].begin, nodes[b].end);
  });
  for (std::size_t i = 1; i < order.size(); ++i) {
    nodes[order[i]].after = order[i - 1];
  }
  return nodes;
}

namespace {

/// Messages that a stage sends or receives, by the pass that does so.
std::map<std::string, std::size_t> ends_of(const StageSteps& steps, links::ChipIndex chip) {
  std::map<std::string, std::size_t> ends;
  for (std::size_t i = 0; i < steps.crossings.size(); ++i) {
    const Crossing& one = steps.crossings[i];
    if (one.from == chip) {
      ends.emplace(one.send, i);
    } else if (one.to == chip) {
      ends.emplace(one.receive, i);
    }
  }
  return ends;
}

exporting::ChipNode message_node(const LevelProgram& program, const links::ProgramTimes& times,
                                 std::size_t request, bool sends) {
  const links::Request& what = program.program.requests[request];
  const Exchange& exchange = program.exchanges[request];
  const links::Transfer way = what.transfer.value();
  exporting::ChipNode node;
  node.name = (sends ? "send " : "receive ") + exchange.first;
  node.begin = times.links.began[request][way.from];
  node.end = times.links.done[request][sends ? way.from : way.to];
  node.message = {sends,
                  way.from,
                  way.to,
                  request,
                  what.payload.wire.bytes(what.payload.elements, 1).count(),
                  exchange.bits,
                  std::string(enum_name(exchange.purpose))};
  return node;
}

}  // namespace

std::vector<exporting::ChipNode> stage_nodes(const RunResult& run, std::size_t level,
                                             const StageSteps& steps, const LevelProgram& program,
                                             const links::ProgramTimes& times,
                                             links::ChipIndex chip) {
  const std::map<std::string, std::size_t> ends = ends_of(steps, chip);
  std::vector<exporting::ChipNode> nodes, messages;
  std::vector<std::pair<std::size_t, std::size_t>> received;  // an operation, its message
  std::size_t task = 0;
  bool sent = false;  // by the operation before
  Picoseconds now{};
  run.for_operations(run.levels.at(level), [&](std::uint32_t index) {
    const OperationResult& one = run.operations[index];
    const Picoseconds time = time_of(run, one.measure.cycles.total());
    const auto end = ends.find(one.operation);
    const bool arrives = end != ends.end() && steps.crossings[end->second].to == chip;
    if (arrives || sent || nodes.empty()) {  // as tasks are told apart
      now = times.begins[chip].at(task++);
    }
    sent = end != ends.end() && !arrives;
    exporting::ChipNode node;
    node.name = one.operation;
    node.operation = &one;
    node.begin = now;
    node.end = now + time;
    now = node.end;
    if (!nodes.empty()) {
      node.after = nodes.size() - 1;
    }
    if (end != ends.end()) {
      if (arrives) {
        received.emplace_back(nodes.size(), messages.size());
      }
      messages.push_back(message_node(program, times, end->second, !arrives));
      if (!arrives) {
        messages.back().needs.push_back(nodes.size());
      }
    }
    nodes.push_back(std::move(node));
  });
  for (const auto& [operation, message] : received) {
    nodes[operation].needs.push_back(nodes.size() + message);
  }
  nodes.insert(nodes.end(), messages.begin(), messages.end());
  return nodes;
}

}  // namespace metronome::chips
