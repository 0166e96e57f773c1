#pragma once

#include <cstdint>
#include <string_view>

#include "arch/dram/clock.hpp"

namespace metronome::dram {

enum class Command : std::uint8_t { activate, precharge, precharge_all, read, write, refresh };

/// "ACT", "PRE", "PREA", "RD", "WR", "REF".
[[nodiscard]] constexpr std::string_view command_name(Command command) {
  constexpr std::string_view kNames[] = {"ACT", "PRE", "PREA", "RD", "WR", "REF"};
  return kNames[static_cast<unsigned>(command)];
}

/// One command on the bus. `bank` is bank group * banks per group + bank, and `row` the row that
/// the request wants (for PRE too: not the row that is closed); both are 0 for PREA and REF.
struct CommandRecord {
  Clock clock = 0;
  Command command = Command::activate;
  std::uint8_t bank = 0;
  std::uint32_t row = 0;
  bool operator==(const CommandRecord&) const = default;
};

}  // namespace metronome::dram
