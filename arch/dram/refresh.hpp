#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "arch/dram/clock.hpp"
#include "arch/dram/timing_state.hpp"

namespace metronome::dram {

/// When the refreshes of the ranks fall due, and which banks each covers. All-bank: one REF for
/// each tREFI. Per-bank: the same share of every bank, bank after bank (or set of
/// `banks_per_refresh` banks, equally far apart), spread evenly over tREFI. The ranks' turns are
/// staggered, so that they do not all stand still at once.
///
/// Refresh k falls due at due(k). It may be issued from due(k - P) on and must be at due(k + P),
/// but not later than P + 1 tREFI after its banks' last one, where P is `refresh_postpone`
/// intervals of tREFI ([jedec2012sdram]: P up to 8). Before it must, it is issued only when nobody
/// wants its banks.
class RefreshSchedule {
 public:
  RefreshSchedule(const DeviceSpec& device, Profile profile, bool enabled);

  /// Starts at `now`; rank 0's first REF falls due at `first` (its first REFpb after the
  /// corresponding share of that time).
  void reset(Clock now, Clock first);

  /// No refresh may be issued before this; kNever without refresh.
  [[nodiscard]] Clock next() const { return next_; }
  /// The first clock after t in which another refresh may, or must, be issued.
  [[nodiscard]] Clock next_change(Clock t) const;
  [[nodiscard]] unsigned ranks() const { return ranks_; }
  [[nodiscard]] bool per_bank() const { return per_bank_; }
  [[nodiscard]] bool allowed(unsigned rank, Clock t) const { return t >= turns_[rank].allowed; }
  [[nodiscard]] bool forced(unsigned rank, Clock t) const { return t >= turns_[rank].forced; }
  /// The clocks from which these hold.
  [[nodiscard]] Clock allowed_from(unsigned rank) const { return turns_[rank].allowed; }
  [[nodiscard]] Clock forced_from(unsigned rank) const { return turns_[rank].forced; }
  /// Bit b: the rank's next refresh covers bank b.
  [[nodiscard]] std::uint64_t banks(unsigned rank) const { return turns_[rank].banks; }
  /// The rank's next refresh has been issued in clock t.
  void refreshed(unsigned rank, Clock t);

  /// tREFI: in it every bank is refreshed once.
  [[nodiscard]] Clock interval() const { return interval_; }
  /// Appends when refreshes fall due, as seen from clock t: equal words mean equal futures at the
  /// same distance.
  void describe(Clock t, std::vector<std::uint64_t>& words) const;
  /// Moves everything by `distance`, which is whole intervals.
  void shift(Clock distance);

 private:
  struct Turn {
    std::int64_t number = 0;  ///< k
    Clock allowed = kNever;
    Clock forced = kNever;
    std::uint64_t banks = 0;
  };

  [[nodiscard]] Clock due(unsigned rank, std::int64_t number) const;
  /// The place in last_ of the banks of a rank's refresh.
  [[nodiscard]] std::size_t set_of(unsigned rank, std::int64_t number) const {
    return std::size_t{rank} * banks_per_rank_ + static_cast<std::size_t>(number % commands_);
  }
  void set_turn(unsigned rank, std::int64_t number);

  unsigned ranks_;
  unsigned banks_per_rank_;
  bool per_bank_;
  bool enabled_;
  Clock interval_;          ///< tREFI
  std::int64_t commands_;   ///< for each tREFI
  std::int64_t postponed_;  ///< commands that may be put off, or pulled in
  std::uint64_t bank_set_;  ///< the banks of refresh 0 of rank 0
  Clock begin_ = 0;
  Clock first_ = 0;
  Clock next_ = kNever;
  std::array<Clock, kMaxBanks> last_{};  ///< by set of banks: its last refresh
  std::array<Turn, kMaxRanks> turns_{};
};

}  // namespace metronome::dram
