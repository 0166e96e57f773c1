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
  refresh_bank,
  power_down,          ///< CKE low: entry, active or precharged by the rank's rows
  power_up,            ///< exit from power-down
  self_refresh,        ///< entry
  leave_self_refresh,  ///< exit
};
constexpr auto enum_rows(Command) {
  using enum Command;
  return enum_list<Command>({{activate, "ACT"},
                             {precharge, "PRE"},
                             {precharge_all, "PREA"},
                             {read, "RD"},
                             {write, "WR"},
                             {refresh, "REF"},
                             {refresh_bank, "REFpb"},
                             {power_down, "PDE"},
                             {power_up, "PDX"},
                             {self_refresh, "SRE"},
                             {leave_self_refresh, "SRX"}});
}

/// Whether a command concerns a rank, not one bank or some.
[[nodiscard]] constexpr bool concerns_rank(Command command) {
  using enum Command;
  switch (command) {
    case activate:
    case precharge:
    case read:
    case write:
    case refresh_bank:
      return false;
    case precharge_all:
    case refresh:
    case power_down:
    case power_up:
    case self_refresh:
    case leave_self_refresh:
      return true;
  }
  fail_no_enumerator(command);
}

/// One command on the bus. `bank` is (rank * bank groups + group) * banks per group + bank, the
/// rank's first for the commands of a whole rank, the lowest of those refreshed for REFpb. `row` is
/// the row that the request wants (for PRE too: not the row that is closed), 0 for PREA, refreshes
/// and power states.
struct CommandRecord {
  Clock clock = 0;
  Command command = Command::activate;
  std::uint8_t bank = 0;
  std::uint32_t row = 0;
  std::uint32_t column = 0;   ///< of RD and WR, where the port gives it
  std::uint16_t channel = 0;  ///< where there are several
  bool operator==(const CommandRecord&) const = default;
};

}  // namespace metronome::dram
