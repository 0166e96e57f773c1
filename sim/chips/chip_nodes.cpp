#include "sim/chips/chip_nodes.hpp"

#include <algorithm>
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
    node.collective = {kind_of(what.collective),
                       what.payload.wire.bytes(what.payload.elements, 1).count(), exchange.bits,
                       std::string(enum_name(exchange.purpose))};
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

}  // namespace metronome::chips
