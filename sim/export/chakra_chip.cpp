#include "sim/export/chakra_chip.hpp"

#include <algorithm>

#include "sim/export/chakra_message.hpp"

namespace metronome::exporting {
namespace {

using namespace chakra;

double nanoseconds(Picoseconds time) { return 1e-3 * static_cast<double>(time.count()); }
std::uint64_t whole_microseconds(Picoseconds time) { return time.count() / 1'000'000; }

void describe_collective(Message& node, const ChipCollective& collective) {
  int64_attribute(node, "comm_type", static_cast<std::uint64_t>(collective.kind));
  int64_attribute(node, "comm_size", collective.bytes);
  uint32_attribute(node, "num_bits", collective.bits);
  text_attribute(node, "purpose", collective.purpose);
  uint64_attribute(node, "elements", collective.elements);
  if (!collective.sums.empty()) {
    text_attribute(node, "sums", collective.sums);
    uint64_attribute(node, "block", collective.block);
  }
}

void describe_message(Message& node, const ChipMessage& message) {
  int64_attribute(node, "comm_src", message.from);
  int64_attribute(node, "comm_dst", message.to);
  int64_attribute(node, "comm_tag", message.tag);
  int64_attribute(node, "comm_size", message.bytes);
  uint32_attribute(node, "num_bits", message.bits);
  text_attribute(node, "purpose", message.purpose);
}

std::uint64_t type_of(const ChipNode& one) {
  if (one.collective) {
    return kCollectiveNode;
  }
  return one.message ? (one.message->sends ? kSendNode : kReceiveNode) : kComputeNode;
}

void describe_operation(Message& node, const ChipNode& one) {
  const OperationResult& operation = *one.operation;
  uint64_attribute(node, "num_ops", ((one.end - one.begin).count() + 500) / 1000);
  uint64_attribute(node, "tensor_size", 1);
  uint64_attribute(node, "cycles", operation.measure.cycles.total().count());
  if (operation.a_bits > 0) {
    uint32_attribute(node, "num_bits",
                     static_cast<std::uint64_t>(std::max(operation.a_bits, operation.b_bits)));
  }
  text_attribute(node, "operation_class", std::string(enum_name(operation.cls)));
  text_attribute(node, "layer", operation.layer);
}

}  // namespace

std::string chakra_chip_trace(const std::vector<ChipNode>& nodes) {
  std::string file = metadata();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const ChipNode& one = nodes[i];
    Message node;
    node.number(kNodeId, i);
    node.text(kNodeName, one.name);
    node.number(kNodeType, type_of(one));
    if (one.after) {
      node.numbers(kNodeControl, {*one.after});
    }
    node.numbers(kNodeData, one.needs);
    node.number(kNodeStart, whole_microseconds(one.begin));
    node.number(kNodeDuration, whole_microseconds(one.end) - whole_microseconds(one.begin));
    attribute(node, "is_cpu_op", [](Message& value) { value.number(kAttributeBool, 0); });
    attribute(node, "duration_ns", [&](Message& value) {
      value.real(kAttributeDouble, nanoseconds(one.end - one.begin));
    });
    if (one.collective) {
      describe_collective(node, *one.collective);
    } else if (one.message) {
      describe_message(node, *one.message);
    } else {
      describe_operation(node, one);
    }
    file += node.delimited();
  }
  return file;
}

}  // namespace metronome::exporting
