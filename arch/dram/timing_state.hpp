#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "arch/dram/clock.hpp"
#include "arch/dram/device.hpp"
#include "sim/base/enumeration.hpp"

namespace metronome::dram {

/// How the controller departs from, or follows, the profile that reproduces Ramulator 2.1.
enum class Profile : std::uint8_t {
  /// Searches the active requests as well for forwarding; a PRE waits for the buffered requests to
  /// the open row; writes are drained at the latest when one has waited for `patience`; PREA has
  /// its own
  /// tRP; PRE commands keep tPPD.
  standard,
  /// Command for command that of Ramulator 2.1's FR-FCFS controller: only the write buffer is
  /// searched, an older request closes a row that younger ones hit, writes wait for the watermark,
  /// tRP after PREA, no tPPD.
  ramulator,
};
constexpr auto enum_rows(Profile) {
  using enum Profile;
  return enum_list<Profile>({{standard, "standard"}, {ramulator, "ramulator"}});
}

/// Earliest legal clocks of every command, for the ranks of one channel: a few numbers per bank,
/// bank group and rank are pushed forward when a command is issued, and a query is the maximum of
/// at most three. Bank groups and banks are numbered through the ranks.
class TimingState {
 public:
  static constexpr std::uint32_t kClosed = ~std::uint32_t{0};

  TimingState(const DeviceSpec& device, Profile profile);

  /// Every bank closed and every command legal.
  void reset();

  [[nodiscard]] bool is_open(unsigned bank) const { return (open_mask_ >> bank & 1) != 0; }
  /// kClosed or the open row.
  [[nodiscard]] std::uint32_t row(unsigned bank) const { return banks_[bank].row; }
  /// Bit b: bank b is open.
  [[nodiscard]] std::uint64_t open_mask() const { return open_mask_; }
  [[nodiscard]] unsigned open_banks() const {
    return static_cast<unsigned>(std::popcount(open_mask_));
  }

  [[nodiscard]] unsigned ranks() const { return rank_count_; }
  [[nodiscard]] unsigned rank_of(unsigned bank) const { return bank >> rank_shift_; }
  [[nodiscard]] unsigned first_bank(unsigned rank) const { return rank << rank_shift_; }
  /// Bit b: bank b belongs to the rank.
  [[nodiscard]] std::uint64_t banks_of(unsigned rank) const {
    return rank_mask_ << first_bank(rank);
  }

  /// No ACT, RD or WR of the rank's banks is legal before these.
  [[nodiscard]] Clock rank_act_ready(unsigned rank) const { return ranks_[rank].act; }
  [[nodiscard]] Clock rank_read_ready(unsigned rank) const { return ranks_[rank].read; }
  [[nodiscard]] Clock rank_write_ready(unsigned rank) const { return ranks_[rank].write; }

  /// What the bank and its group allow, for a caller that has looked at the rank.
  [[nodiscard]] Clock bank_act_ready(unsigned bank) const {
    return std::max(banks_[bank].act, groups_[group_of(bank)].act);
  }
  [[nodiscard]] Clock bank_read_ready(unsigned bank) const {
    return std::max(banks_[bank].read, groups_[group_of(bank)].read);
  }
  [[nodiscard]] Clock bank_write_ready(unsigned bank) const {
    return std::max(banks_[bank].write, groups_[group_of(bank)].write);
  }

  [[nodiscard]] Clock act_ready(unsigned bank) const {
    return std::max(bank_act_ready(bank), rank_act_ready(rank_of(bank)));
  }
  [[nodiscard]] Clock read_ready(unsigned bank) const {
    return std::max(bank_read_ready(bank), rank_read_ready(rank_of(bank)));
  }
  [[nodiscard]] Clock write_ready(unsigned bank) const {
    return std::max(bank_write_ready(bank), rank_write_ready(rank_of(bank)));
  }
  [[nodiscard]] Clock pre_ready(unsigned bank) const {
    return std::max(banks_[bank].pre, ranks_[rank_of(bank)].pre);
  }
  [[nodiscard]] Clock prea_ready(unsigned rank) const {
    return std::max(rests_[rank].prea, ranks_[rank].pre);
  }
  [[nodiscard]] Clock refresh_ready(unsigned rank) const { return rests_[rank].refresh; }
  /// Of a REFpb of these banks of one rank, all closed. It counts as an ACT in tRRD and tFAW.
  [[nodiscard]] Clock refresh_bank_ready(std::uint64_t banks) const;

  void activate(unsigned bank, std::uint32_t row, Clock t);
  void read(unsigned bank, Clock t);
  void write(unsigned bank, Clock t);
  void precharge(unsigned bank, Clock t);
  void precharge_all(unsigned rank, Clock t);
  void refresh(unsigned rank, Clock t);
  void refresh_bank(std::uint64_t banks, Clock t);

  /// Appends all that decides which commands are legal after clock t, relative to t: equal words
  /// mean equal futures.
  void describe(Clock t, std::vector<std::uint64_t>& words) const;
  /// Moves what constrains the time after clock t by `distance`; what no longer does stays.
  void shift(Clock t, Clock distance);

 private:
  struct Bank {
    Clock act = 0;
    Clock read = 0;
    Clock write = 0;
    Clock pre = 0;
    std::uint32_t row = kClosed;
  };
  struct Group {
    Clock act = 0;
    Clock read = 0;
    Clock write = 0;
  };
  struct Rank {
    Clock act = 0;
    Clock read = 0;
    Clock write = 0;
    Clock pre = 0;  ///< tPPD only
  };
  /// What the column commands do not look at.
  struct RankRest {
    Clock prea = 0;
    Clock refresh = 0;
    Clock refresh_bank = 0;
    std::array<Clock, 4> last_activates{};
    unsigned oldest_activate = 0;
  };
  /// The device's constraints in clocks from command to command.
  struct Delays {
    Clock rcd, rcd_write, ras, rc, rp, rp_all, rrd_s, rrd_l, faw, ppd, rfc, rfc_bank, rrefd,
        pbr2pbr;
    Clock read_to_read_s, read_to_read_l, read_to_write, read_to_pre;
    Clock write_to_write_s, write_to_write_l, write_to_read_s, write_to_read_l, write_to_pre;
    Clock other_same, other_read_to_write, other_write_to_read;  ///< between ranks
  };

  static Delays delays_of(const DeviceSpec& device, Profile profile);
  static void raise(Clock& bound, Clock t) { bound = std::max(bound, t); }
  [[nodiscard]] unsigned group_of(unsigned bank) const { return bank >> group_shift_; }
  /// `next`: the rank's next ACT by the command's own distance; the window may be later.
  void count_activate(unsigned rank, Clock t, Clock next);
  void hold_other_ranks(unsigned bank, Clock read, Clock write);

  Delays d_;
  unsigned bank_count_;
  unsigned group_shift_;
  unsigned rank_shift_;
  unsigned rank_count_;
  std::uint64_t rank_mask_;  ///< the banks of rank 0
  std::uint64_t open_mask_ = 0;
  std::array<Rank, kMaxRanks> ranks_{};
  std::array<RankRest, kMaxRanks> rests_{};
  std::array<Group, kMaxBanks> groups_{};
  std::array<Bank, kMaxBanks> banks_{};
};

}  // namespace metronome::dram
