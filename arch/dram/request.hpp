#pragma once

#include <cstdint>

#include "arch/dram/clock.hpp"
#include "sim/base/enumeration.hpp"

namespace metronome::dram {

/// What stands for the open row of a closed bank.
inline constexpr std::uint32_t kClosedRow = ~std::uint32_t{0};

enum class Direction : std::uint8_t { read, write };

/// One native burst as the controller of one channel sees it; the address is decoded once.
struct BurstRequest {
  std::uint64_t burst = 0;  ///< byte address within the channel / bytes per burst
  std::uint32_t row = 0;
  std::uint8_t bank = 0;  ///< as in CommandRecord
  Direction direction = Direction::read;
  std::uint32_t tag = 0;     ///< the port's own; comes back with the outcome
  std::uint32_t column = 0;  ///< for observers of the command
};

/// How a request was served.
enum class Service : std::uint8_t {
  read,       ///< by an RD command
  write,      ///< by a WR command
  forwarded,  ///< a read answered from a buffered write, without a command
  coalesced,  ///< a write merged into a buffered write, without a command of its own
};
constexpr auto enum_rows(Service) {
  using enum Service;
  return enum_list<Service>(
      {{read, "read"}, {write, "write"}, {forwarded, "forwarded"}, {coalesced, "coalesced"}});
}

struct Outcome {
  std::uint32_t tag = 0;
  Service service = Service::read;
  Clock arrival = 0;  ///< the clock before the one in which the request was accepted
  Clock clock = 0;    ///< of the command; of acceptance where there was none
};

}  // namespace metronome::dram
