#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/quantity.hpp"

/// Execution traces of Chakra [sridharan2023chakra], read for what they compute and send.
namespace metronome::exporting {

/// Collectives that are simulated, as Chakra numbers them.
enum class ReadCollective { all_reduce = 0, all_gather = 2, reduce_scatter = 7 };

/// A collective that a chip takes part in, or one end of a message.
struct ReadTransfer {
  std::uint64_t bytes = 0;                  ///< of all-gather the chip's part, of others the whole
  std::uint64_t from = 0, to = 0, tag = 0;  ///< of a message
};
struct ReadSum {
  ReadCollective kind = ReadCollective::all_reduce;
  std::uint64_t bytes = 0;
  std::uint64_t bits = 8;      ///< of a number; a byte where the file does not say
  std::uint64_t elements = 0;  ///< 0: as many as there are bytes
  std::string sums;            ///< how codes are added up on the way; empty: no codes
  std::uint64_t block = 0;     ///< codes of one scale; 0: all
};

enum class ReadKind { compute, send, receive, collective };

/// A node of a file. Its dependences, of data and of control, are places in the list.
struct ReadNode {
  std::uint64_t id = 0;
  std::string name;
  ReadKind kind = ReadKind::compute;
  std::vector<std::size_t> needs;
  Picoseconds duration{};  ///< of what computes
  ReadTransfer message;    ///< of sends and receives
  ReadSum sum;             ///< of collectives
};

/// The nodes of a file in an order in which each comes behind what it needs, of those that may the
/// one with the lowest id first. Durations are `duration_ns` where a node has it (ours), else whole
/// microseconds. Memory and metadata nodes compute. UserError, naming file and node, where the
/// bytes are no such trace, ids are there twice or are unknown, nodes wait for each other,
/// attributes are missing or of another type, or a collective is not simulated (groups, some
/// dimensions only, broadcast, gather, ...).
[[nodiscard]] std::vector<ReadNode> read_chakra(std::string_view bytes, const std::string& file);

/// The most nodes of a file.
inline constexpr std::size_t kMostChakraNodes = 100'000;

}  // namespace metronome::exporting
