#pragma once

#include <concepts>
#include <cstdint>
#include <variant>

#include "arch/dram/channel_state.hpp"
#include "arch/dram/clock.hpp"
#include "arch/dram/command.hpp"
#include "arch/dram/counts.hpp"
#include "arch/dram/timing.hpp"

namespace metronome::dram {

/// When the refreshes of the ranks fall due, and which banks each covers: in each tREFI of a rank
/// `commands` refreshes, spread evenly, each of the same number of banks, equally far apart. The
/// ranks are staggered, so that they do not all stand still at once.
///
/// A rank's refresh k (counted from the beginning) falls due at due(k). It may be issued from
/// due(k - P) on and must be at due(k + P), but not later than P + 1 tREFI after its banks' last
/// one, where P is `refresh_postpone` intervals of tREFI ([jedec2012sdram]: P up to 8). Before it
/// must, it is issued only when nobody wants its banks.
class RefreshSchedule {
 public:
  /// `enabled` false: never.
  RefreshSchedule(const DeviceSpec& device, unsigned commands, bool enabled);

  /// Starts at `now`; rank 0's first REF falls due at `first` (its first REFpb after the
  /// corresponding share of that time).
  template <class Banks>
  void reset(BasicRefreshState<Banks>& state, Clock now, Clock first) const;
  /// The rank's pending refresh has been issued in clock t.
  template <class Banks>
  void refreshed(BasicRefreshState<Banks>& state, unsigned rank, Clock t) const;
  /// The rank refreshes itself from here on.
  template <class Banks>
  void suspend(BasicRefreshState<Banks>& state, unsigned rank) const;
  /// It has refreshed itself until clock t. What fell due meanwhile is done, but for the last
  /// tREFI: the refreshes of that one are issued, as the standard asks after the exit
  /// [jedec2012sdram].
  template <class Banks>
  void resume(BasicRefreshState<Banks>& state, unsigned rank, Clock t) const;

 private:
  /// Of the refresh that follows `pending` by `after`.
  template <class Banks>
  [[nodiscard]] Clock due(const BasicRefreshState<Banks>& state, unsigned rank,
                          std::int64_t after) const;
  template <class Banks>
  void plan(BasicRefreshState<Banks>& state, unsigned rank) const;
  template <class Banks>
  void find_next(BasicRefreshState<Banks>& state) const;
  /// The place in RefreshState::latest of the banks of a rank's refresh.
  [[nodiscard]] std::size_t set_index(unsigned rank, std::int64_t index) const {
    return std::size_t{rank} * banks_per_rank_ + static_cast<std::size_t>(index);
  }

  unsigned ranks_;
  unsigned banks_per_rank_;
  bool enabled_;
  Clock interval_;          ///< tREFI
  std::int64_t commands_;   ///< for each tREFI
  std::int64_t postponed_;  ///< commands that may be put off, or pulled in
  Clock longest_;           ///< between two refreshes of a bank
};

/// The first clock after t in which another refresh may, or must, be issued.
template <class Banks>
[[nodiscard]] Clock next_refresh_change(const BasicRefreshState<Banks>& state, unsigned ranks,
                                        Clock t);

/// How a rank is refreshed: by which command, of which banks, and when that is legal. A value
/// without state.
template <class R>
concept IsRefreshPolicy = std::copyable<R> &&
    requires(const R& policy, const Timing& timing, TimingState& state, const TimingState& seen,
             unsigned rank, BankSet banks, Clock t) {
  { R::kCommand } -> std::convertible_to<Command>;
  /// Open banks are closed by PREA of the rank, else by PRE of each.
  { R::kClosesRank } -> std::convertible_to<bool>;
  { R::kCount } -> std::convertible_to<std::uint64_t Counts::*>;
  { policy.schedule } -> std::convertible_to<RefreshSchedule>;
  { policy.duration } -> std::convertible_to<Clock>;
  { policy.ready(timing, seen, rank, banks) } -> std::same_as<Clock>;
  { policy.issue(timing, state, rank, banks, t) } -> std::same_as<void>;
};

/// REF: the whole rank stands still for tRFC, once for each tREFI.
struct AllBankRefresh {
  static constexpr Command kCommand = Command::refresh;
  static constexpr bool kClosesRank = true;
  static constexpr std::uint64_t Counts::*kCount = &Counts::refreshes;
  RefreshSchedule schedule;
  Clock duration;

  AllBankRefresh(const DeviceSpec& device, bool enabled)
      : schedule(device, 1, enabled), duration(device.trfc) {}

  template <class Banks>
  [[nodiscard]] Clock ready(const Timing& timing, const BasicTimingState<Banks>& s, unsigned rank,
                            Banks /*banks*/) const {
    return timing.refresh_ready(s, rank);
  }
  template <class Banks>
  void issue(const Timing& timing, BasicTimingState<Banks>& s, unsigned rank, Banks /*banks*/,
             Clock t) const {
    timing.refresh(s, rank, t);
  }
};

/// REFpb: `banks_per_refresh` banks stand still for tRFCpb; every bank has its turn in a tREFI.
struct PerBankRefresh {
  static constexpr Command kCommand = Command::refresh_bank;
  static constexpr bool kClosesRank = false;
  static constexpr std::uint64_t Counts::*kCount = &Counts::bank_refreshes;
  RefreshSchedule schedule;
  Clock duration;

  PerBankRefresh(const DeviceSpec& device, bool enabled)
      : schedule(device, device.refresh_sets(), enabled), duration(device.trfc_bank) {}

  template <class Banks>
  [[nodiscard]] Clock ready(const Timing& timing, const BasicTimingState<Banks>& s,
                            unsigned /*rank*/, Banks banks) const {
    return timing.refresh_bank_ready(s, banks);
  }
  template <class Banks>
  void issue(const Timing& timing, BasicTimingState<Banks>& s, unsigned /*rank*/, Banks banks,
             Clock t) const {
    timing.refresh_bank(s, banks, t);
  }
};

/// The list of refresh policies: a controller holds one of them.
using AnyRefreshPolicy = std::variant<AllBankRefresh, PerBankRefresh>;
static_assert(IsRefreshPolicy<AllBankRefresh> && IsRefreshPolicy<PerBankRefresh>);

/// As the device's keys name it; not `enabled`: it never falls due.
[[nodiscard]] inline AnyRefreshPolicy refresh_policy_of(const DeviceSpec& device, bool enabled) {
  switch (device.refresh_mode) {
    case RefreshMode::all_bank:
      return AllBankRefresh(device, enabled);
    case RefreshMode::per_bank:
      return PerBankRefresh(device, enabled);
  }
  fail_no_enumerator(device.refresh_mode);
}

}  // namespace metronome::dram
