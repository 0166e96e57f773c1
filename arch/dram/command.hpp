#pragma once

#include <cstdint>
#include <string_view>

#include "arch/dram/clock.hpp"

namespace metronome::dram {

enum class Command : std::uint8_t {
  activate,
  precharge,
  precharge_all,
  read,
  write,
  refresh,
  refresh_bank
};

/// "ACT", "PRE", "PREA", "RD", "WR", "REF", "REFpb".
[[nodiscard]] constexpr std::string_view command_name(Command command) {
  constexpr std::string_view kNames[] = {"ACT", "PRE", "PREA", "RD", "WR", "REF", "REFpb"};
  return kNames[static_cast<unsigned>(command)];
}

/// One command on the bus. `bank` is (rank * bank groups + group) * banks per group + bank, the
/// rank's first for PREA and REF, the lowest of those refreshed for REFpb. `row` is the row that
/// the request wants (for PRE too: not the row that is closed), 0 for the last three.
struct CommandRecord {
  Clock clock = 0;
  Command command = Command::activate;
  std::uint8_t bank = 0;
  std::uint32_t row = 0;
  bool operator==(const CommandRecord&) const = default;
};

}  // namespace metronome::dram
