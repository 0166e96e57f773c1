#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "arch/dram/command.hpp"
#include "arch/dram/device.hpp"
#include "arch/dram/request.hpp"
#include "sim/base/enumeration.hpp"

namespace metronome::dram {

/// Why a clock of the data bus carried no data.
enum class LossReason : std::uint8_t {
  trcd,           ///< a row was being opened
  trp,            ///< a row was being closed
  trc,            ///< row cycle of one bank, where it binds as late as tRAS + tRP
  tras,           ///< a row must stay open
  trtp,           ///< read to precharge
  twr,            ///< write recovery
  trrd,           ///< ACT to ACT of different banks
  tfaw,           ///< four ACT at most in a window
  tccd_s,         ///< column commands of different bank groups, beyond the burst itself
  tccd_l,         ///< column commands of one bank group
  read_to_write,  ///< turnaround of the bus
  write_to_read,  ///< turnaround: tWTR after the data
  rank_switch,    ///< turnaround between two ranks
  refresh,        ///< REF, REFpb, and closing rows for them
  power_up,       ///< a rank was leaving power-down or self-refresh
  command_bus,    ///< another command had the bus
  scheduling,     ///< legal, but the controller was waiting or serving something else
  queue_full,     ///< the next request was held up behind full buffers
  request_rate,   ///< the port takes one request per clock
  no_request,     ///< nothing had been asked for
  first_latency,  ///< from clock 0 to the first data
};
constexpr auto enum_rows(LossReason) {
  using enum LossReason;
  return enum_list<LossReason>({{trcd, "tRCD"},
                                {trp, "tRP"},
                                {trc, "tRC"},
                                {tras, "tRAS"},
                                {trtp, "tRTP"},
                                {twr, "tWR"},
                                {trrd, "tRRD"},
                                {tfaw, "tFAW"},
                                {tccd_s, "tCCD_S"},
                                {tccd_l, "tCCD_L"},
                                {read_to_write, "read_to_write"},
                                {write_to_read, "write_to_read"},
                                {rank_switch, "rank_switch"},
                                {refresh, "refresh"},
                                {power_up, "power_up"},
                                {command_bus, "command_bus"},
                                {scheduling, "scheduling"},
                                {queue_full, "queue_full"},
                                {request_rate, "request_rate"},
                                {no_request, "no_request"},
                                {first_latency, "first_latency"}});
}

/// The data bus of a run, clock by clock: lost clocks + busy clocks = clocks.
struct DataBusUse {
  std::uint64_t clocks = 0;  ///< from clock 0 to the end of the last data
  std::uint64_t busy = 0;
  EnumArray<LossReason, std::uint64_t> lost;

  [[nodiscard]] std::uint64_t lost_clocks() const { return clocks - busy; }
  /// The reason of most lost clocks, the first of equals.
  [[nodiscard]] LossReason bound_by() const;
};

/// Explains every gap on the data bus from the commands of one channel, by walking the critical
/// path back from the RD or WR behind the gap: the constraint that held this command until its
/// clock gets the clocks back to the command that imposed it, then what held that one, and so on to
/// the beginning of the gap. Where the column commands on both sides of a gap waited for their ACT,
/// tRCD delayed both alike and the gap is that between the two ACT. Where two constraints bind
/// equally, the one first in the list of candidates gets the clocks. It keeps its own record of the
/// commands and shares no state with the controller.
class DataBusAnalysis {
 public:
  explicit DataBusAnalysis(const DeviceSpec& device);

  /// Every command in order; column commands are followed by column() with the same record.
  void command(const CommandRecord& record);
  /// The request that an RD or WR has served: accepted in clock `accepted`, not earlier because of
  /// `held_by`.
  void column(const CommandRecord& record, Clock accepted, LossReason held_by);

  [[nodiscard]] const DataBusUse& use() const { return use_; }
  /// The clock of the first data beat of a column command.
  [[nodiscard]] Clock data_begin(const CommandRecord& record) const {
    return record.clock + (record.command == Command::read ? read_latency_ : write_latency_);
  }

 private:
  static constexpr Clock kLongAgo = -kNever;

  /// Where the path goes on: the event of a bank that imposed a bound.
  enum class Cause : std::uint8_t { activate, precharge, power_up };
  /// What held a command: it could not have been issued before `ready`.
  struct Bound {
    Clock ready = kLongAgo;
    LossReason reason = LossReason::scheduling;
    Clock source = kLongAgo;  ///< clock of the command that imposed it
    int source_bank = -1;     ///< the path goes on there; negative: it does not
    Cause cause = Cause::activate;
  };
  struct Event {
    Clock clock = kLongAgo;
    Clock bus_before = kLongAgo;  ///< the command bus was occupied before this
    Bound bound;
  };
  struct Bank {
    Event activate;
    Event precharge;
    Event power_up;             ///< of its rank
    Clock power_up_delay = 0;   ///< from there to a row command
    Clock power_up_column = 0;  ///< and to RD or WR
    bool open = false;
    Clock read = kLongAgo;
    Clock write = kLongAgo;
    Clock refresh_end = kLongAgo;
  };
  struct Recent {
    Clock read = kLongAgo;
    Clock write = kLongAgo;
    Clock activate = kLongAgo;
    unsigned activate_bank = 0;
  };

  static void hold(Bound& bound, Clock source, Clock delay, LossReason reason, int bank = -1,
                   Cause cause = Cause::activate);
  [[nodiscard]] Bound activate_bound(unsigned bank) const;
  [[nodiscard]] Bound precharge_bound(unsigned bank) const;
  [[nodiscard]] Bound column_bound(const CommandRecord& record) const;
  void note_refresh(const CommandRecord& record);
  void note_power(const CommandRecord& record);
  void hold_awake(Bound& bound, unsigned bank, bool column) const;
  void explain(const CommandRecord& record, const Event& column, Clock gap, Clock accepted,
               LossReason held_by);
  [[nodiscard]] const Event* cause(const Bound& bound) const;
  [[nodiscard]] unsigned rank_of(unsigned bank) const { return bank >> rank_shift_; }
  [[nodiscard]] unsigned group_of(unsigned bank) const { return bank >> group_shift_; }

  const DeviceSpec device_;
  unsigned group_shift_;  ///< log2 of the banks of a group
  unsigned rank_shift_;   ///< log2 of the banks of a rank
  Clock read_latency_;
  Clock write_latency_;
  Clock burst_;
  std::vector<Bank> banks_;
  std::vector<Recent> groups_;
  std::vector<Recent> ranks_;
  struct Window {
    std::array<Clock, 4> clocks{kLongAgo, kLongAgo, kLongAgo, kLongAgo};
    std::array<unsigned, 4> banks{};
    unsigned oldest = 0;
  };
  std::vector<Window> windows_;  ///< by rank: its last four ACT
  Event last_column_;
  Clock bus_free_ = kLongAgo;
  Clock data_end_ = 0;
  DataBusUse use_;
};

}  // namespace metronome::dram
