#include "sim/export/chakra.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "sim/export/chakra_message.hpp"

namespace metronome::exporting {
namespace {

using namespace chakra;

/// Which nodes write what an operation of the step reads.
class DataDependences {
 public:
  /// `ids`: nodes by operation.
  DataDependences(const trace::Step& step, const std::map<std::string, std::uint64_t>& ids) {
    std::map<std::string, std::set<std::uint64_t>> writers;  // of each tensor
    for (const trace::Operation& operation : step.operations) {
      std::set<std::uint64_t> before;
      for (const std::string& name : operation.inputs) {
        before.insert(writers[name].begin(), writers[name].end());
      }
      const auto own = ids.find(operation.name);
      if (own != ids.end()) {
        dependences_[operation.name] = {before.begin(), before.end()};
      }
      // What is no node of its own passes on what it has waited for.
      for (const std::string& name : operation.outputs) {
        writers[name] = own != ids.end() ? std::set<std::uint64_t>{own->second} : before;
      }
    }
  }

  /// Those that run before node `id`: fusing may have moved others behind it.
  [[nodiscard]] std::vector<std::uint64_t> of(const std::string& operation,
                                              std::uint64_t id) const {
    std::vector<std::uint64_t> ids;
    if (const auto at = dependences_.find(operation); at != dependences_.end()) {
      std::copy_if(at->second.begin(), at->second.end(), std::back_inserter(ids),
                   [id](std::uint64_t other) { return other < id; });
    }
    return ids;
  }

 private:
  std::map<std::string, std::vector<std::uint64_t>> dependences_;
};

void describe(Message& node, const OperationResult& operation, const RunResult& run,
              std::size_t level) {
  const std::uint64_t cycles = operation.measure.cycles.total().count();
  const Traffic bytes = operation.measure.total_traffic();
  attribute(node, "is_cpu_op", [](Message& one) { one.number(kAttributeBool, 0); });
  attribute(node, "duration_ns", [&](Message& one) {
    one.real(kAttributeDouble, 1e9 * run.seconds(Cycles(cycles)).count());
  });
  uint64_attribute(node, "cycles", cycles);
  uint64_attribute(node, "num_ops", 2 * operation.measure.macs.count());
  uint64_attribute(node, "tensor_size", (bytes.read + bytes.write).count());
  if (operation.a_bits > 0) {
    const auto bits = [](int value) { return static_cast<std::uint64_t>(value); };
    uint32_attribute(node, "num_bits", bits(std::max(operation.a_bits, operation.b_bits)));
    uint32_attribute(node, "a_bits", bits(operation.a_bits));
    uint32_attribute(node, "b_bits", bits(operation.b_bits));
  }
  text_attribute(node, "operation_class", std::string(enum_name(operation.cls)));
  text_attribute(node, "layer", operation.layer);
  uint32_attribute(node, "level", level);
}

}  // namespace

std::string chakra_trace(const RunResult& run, std::size_t level, const trace::Step* step) {
  const std::vector<OperationResult> operations = run.operations_of(run.levels.at(level));
  std::map<std::string, std::uint64_t> ids;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    ids.emplace(operations[i].operation, i);
  }
  static const trace::Step none;
  const DataDependences data(step == nullptr ? none : *step, ids);
  std::string file = metadata();
  double elapsed_us = 0;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const OperationResult& operation = operations[i];
    const double start_us = elapsed_us;
    elapsed_us += 1e6 * run.seconds(operation.measure.cycles.total()).count();
    const auto start = static_cast<std::uint64_t>(std::floor(start_us));
    const auto end = static_cast<std::uint64_t>(std::floor(elapsed_us));
    Message node;
    node.number(kNodeId, i);
    node.text(kNodeName, operation.operation);
    node.number(kNodeType, kComputeNode);
    if (i > 0) {
      node.numbers(kNodeControl, {i - 1});
    }
    node.numbers(kNodeData, data.of(operation.operation, i));
    node.number(kNodeStart, start);
    node.number(kNodeDuration, end - start);
    describe(node, operation, run, level);
    file += node.delimited();
  }
  return file;
}

}  // namespace metronome::exporting
