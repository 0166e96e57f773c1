#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "arch/dram/counts.hpp"
#include "arch/dram/device.hpp"
#include "arch/dram/transfer.hpp"

namespace metronome::dram {

/// Equal channels behind one address space.
struct MemorySpec {
  static constexpr std::string_view kSchemaName = "memory";
  DeviceSpec device;
  unsigned channels = 1;
  Bytes channel_interleave{256};  ///< a power of two, at least one burst
  bool channel_hash = false;      ///< rows of any pitch spread over the channels (Interleave)
  bool refresh = true;            ///< false: an idealisation, for comparison
  /// Resolve the bursts of a steady state many at a time, and channels once that have seen nothing
  /// but the same since reset(); the results are equal.
  bool batching = true;
  bool operator==(const MemorySpec&) const = default;

  [[nodiscard]] Bytes capacity_bytes() const { return device.capacity_bytes() * channels; }
  [[nodiscard]] double peak_bytes_per_second() const {
    return device.peak_bytes_per_second() * channels;
  }
};

using TransferId = std::uint64_t;

struct Completion {
  TransferId id = 0;
  Picoseconds time;
  bool operator==(const Completion&) const = default;
};

/// The memory as an accelerator sees it. Time is given in picoseconds and turned into memory clocks
/// here and nowhere else: clock n is at n * clock_period, all channels share one clock, and what is
/// submitted between two clocks is seen at the later one.
///
/// Every channel accepts at most one burst per memory clock, the first in the clock after the
/// submission is seen. The transfers in flight are served round robin, burst by burst; each gives
/// its bursts in order of address; a burst whose buffer is full is passed over until there is room.
/// Channels progress independently.
///
/// A read transfer is complete when the last data beat has arrived (CL + BL/2, and the clocks of
/// controller and PHY, after the RD command); a write transfer when the data of its last WR command
/// has been written (CWL + BL/2 after it). Bursts that need no command (forwarded from, or merged
/// into, a buffered write) end when accepted. A transfer over several channels is complete when all
/// its parts are; an empty one when it is seen.
class Memory {
 public:
  /// The specification must be valid. Starts as after reset(0).
  explicit Memory(const MemorySpec& spec);
  ~Memory();
  Memory(Memory&&) noexcept;
  Memory& operator=(Memory&&) noexcept;

  /// `now` must not be before the time that advance() has reached, and the transfer must lie within
  /// the capacity: InternalError otherwise. Ids count up from 0 and go on after reset().
  TransferId submit(const Transfer& transfer, Picoseconds now);

  /// Advances every channel to at most `limit` (which may be huge). Stops early at the earliest
  /// completed transfer and returns it; completions come in order of time, ties by id. nullopt: the
  /// limit has been reached, or nothing is in flight (time then stands still). Many small steps and
  /// one large one give identical results.
  std::optional<Completion> advance(Picoseconds limit);

  /// Advances an idle memory to `now`: refreshes and standby clocks up to there are counted.
  /// InternalError unless idle(). Without this call they are counted once the next transfer
  /// advances.
  void idle_until(Picoseconds now);

  /// No transfer is in flight and no completion is to be collected.
  [[nodiscard]] bool idle() const;

  /// Counts since construction or reset(), up to the time reached, summed over the channels.
  [[nodiscard]] Counts counts() const;
  /// The same for one channel.
  [[nodiscard]] Counts counts(unsigned channel) const;

  /// Canonical state at time `now`, which may be any: all banks precharged, queues empty (transfers
  /// in flight are forgotten), counts zero. The first refresh falls due half a tREFI later: an
  /// operation of duration D then meets D / tREFI refreshes rounded to nearest, instead of rounded
  /// down, so that restarting for every operation does not bias the number of refreshes of a run.
  void reset(Picoseconds now);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace metronome::dram

namespace metronome::config {
template <>
const StructSchema<dram::MemorySpec>& schema_of<dram::MemorySpec>();
}  // namespace metronome::config
