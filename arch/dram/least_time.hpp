#pragma once

#include <cstdint>
#include <span>

#include "arch/dram/memory.hpp"
#include "arch/dram/transfer.hpp"

/// Times that a memory cannot be below, in closed form, from its device's timing and the bytes.
namespace metronome::dram {

/// How a memory's rows lie before transfers come.
enum class Rows : std::uint8_t {
  reset,   ///< as after Memory::reset(): a first burst opens its row, refreshes fall due from then
  closed,  ///< those of the transfers are closed
  open,    ///< they may be open
};

/// How a memory's addresses are spread over its channels. The specification must be valid.
[[nodiscard]] Interleave interleave_of(const MemorySpec& memory);

/// From the submission of a transfer until its first data beat: a clock in which the first burst is
/// accepted, tRCD where rows are closed, CL and the clocks of controller and PHY (CWL).
[[nodiscard]] Picoseconds first_access(const DeviceSpec& device, Direction direction, Rows rows);

/// Of transfers, all of one direction, that are submitted at once to an idle memory, until the last
/// of them is complete: first_access(); then the bursts of the channel that has most of them, one
/// every max(BL/2, tCCD_S), or the rows in which they begin: of one bank one every tRC, of all one
/// every tRRD_S, four every tFAW; and the refreshes that fall due meanwhile. Of strided transfers
/// of many rows the channels are taken to have equal shares. Zero where nothing is to be moved.
[[nodiscard]] Picoseconds least_time(const MemorySpec& memory, std::span<const Transfer> transfers,
                                     Rows rows);

/// What refreshes add to work that keeps the pins busy for `busy` from reset on, of `bytes` in all:
/// from one to the next column command around each of them tRFC + tRCD at least. Nothing where
/// another rank or another bank may go on meanwhile, or refreshes are put off.
[[nodiscard]] Picoseconds refresh_time(const MemorySpec& memory, Picoseconds busy,
                                       std::uint64_t bytes);

}  // namespace metronome::dram
