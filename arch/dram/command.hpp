#pragma once

#include <cstdint>

#include "arch/dram/clock.hpp"
#include "sim/base/enumeration.hpp"

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
constexpr auto enum_rows(Command) {
  using enum Command;
  return enum_list<Command>({{activate, "ACT"},
                             {precharge, "PRE"},
                             {precharge_all, "PREA"},
                             {read, "RD"},
                             {write, "WR"},
                             {refresh, "REF"},
                             {refresh_bank, "REFpb"}});
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
