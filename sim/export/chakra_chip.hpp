#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/ledger/run_result.hpp"

namespace metronome::exporting {

/// Collectives as Chakra numbers them.
enum class ChakraCollective { all_reduce = 0, all_gather = 2, reduce_scatter = 7 };

/// A collective that a chip takes part in.
struct ChipCollective {
  ChakraCollective kind = ChakraCollective::all_reduce;
  std::uint64_t bytes = 0;  ///< of all-gather the chip's part, of the others the whole
  unsigned bits = 32;       ///< of a number
  std::string purpose;
  std::uint64_t elements = 0;  ///< numbers
  std::string sums{};          ///< how codes are added up on the way; empty: real numbers
  std::uint64_t block = 0;     ///< codes of one scale; 0: all
};

/// One end of a message between chips.
struct ChipMessage {
  bool sends = false;
  std::uint64_t from = 0, to = 0, tag = 0;
  std::uint64_t bytes = 0;
  unsigned bits = 32;  ///< of a number
  std::string purpose;
};

/// A piece of a chip's iteration; its number in the list is its node's.
struct ChipNode {
  std::string name;
  Picoseconds begin{}, end{};
  std::vector<std::uint64_t> needs;          ///< nodes whose results it takes
  std::optional<std::uint64_t> after;        ///< the node that the chip or its links did before
  std::optional<ChipCollective> collective;  ///< else a message, else an operation
  std::optional<ChipMessage> message;
  const OperationResult* operation = nullptr;  ///< of the ledger
};

/// One iteration of a chip of a system as an execution trace of Chakra [sridharan2023chakra], the
/// file of its rank: a GlobalMetadata, then COMP_NODE, COMM_COLL_NODE, COMM_SEND_NODE and
/// COMM_RECV_NODE in the order of the list, each behind its length as a varint. `data_deps` are
/// needs, `ctrl_deps` after.
///
/// Whole microseconds: begin and end are each rounded down. Readers that take operations by a
/// roofline get exact times: with a peak of 0.001 TFLOPS `num_ops` are the nanoseconds (rounded to
/// nearest) and `tensor_size` is 1. Attributes: is_cpu_op false; duration_ns (double); num_bits
/// (uint32): the wider operand of a product, of a collective a number's bits; comm_type and
/// comm_size (int64), purpose (string), elements and block (uint64) and sums (string) of
/// collectives; comm_src, comm_dst, comm_tag, comm_size and purpose of messages; cycles (uint64),
/// operation_class and layer (string) of operations.
[[nodiscard]] std::string chakra_chip_trace(const std::vector<ChipNode>& nodes);

}  // namespace metronome::exporting
