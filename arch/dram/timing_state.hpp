#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "arch/dram/clock.hpp"
#include "arch/dram/device.hpp"

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

/// Earliest legal clocks of every command, for one rank: a few numbers per bank, bank group and
/// rank are pushed forward when a command is issued, and a query is the maximum of at most three.
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

  /// No bank's ACT, RD or WR is legal before these.
  [[nodiscard]] Clock rank_act_ready() const { return rank_.act; }
  [[nodiscard]] Clock rank_read_ready() const { return rank_.read; }
  [[nodiscard]] Clock rank_write_ready() const { return rank_.write; }

  [[nodiscard]] Clock act_ready(unsigned bank) const {
    return max3(banks_[bank].act, groups_[group_of(bank)].act, rank_.act);
  }
  [[nodiscard]] Clock read_ready(unsigned bank) const {
    return max3(banks_[bank].read, groups_[group_of(bank)].read, rank_.read);
  }
  [[nodiscard]] Clock write_ready(unsigned bank) const {
    return max3(banks_[bank].write, groups_[group_of(bank)].write, rank_.write);
  }
  [[nodiscard]] Clock pre_ready(unsigned bank) const {
    return std::max(banks_[bank].pre, rank_.pre);
  }
  [[nodiscard]] Clock prea_ready() const { return std::max(rank_.prea, rank_.pre); }
  [[nodiscard]] Clock refresh_ready() const { return rank_.refresh; }

  void activate(unsigned bank, std::uint32_t row, Clock t);
  void read(unsigned bank, Clock t);
  void write(unsigned bank, Clock t);
  void precharge(unsigned bank, Clock t);
  void precharge_all(Clock t);
  void refresh(Clock t);

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
    Clock prea = 0;
    Clock refresh = 0;
  };
  /// The device's constraints in clocks from command to command.
  struct Delays {
    Clock rcd, rcd_write, ras, rc, rp, rp_all, rrd_s, rrd_l, faw, ppd, rfc;
    Clock read_to_read_s, read_to_read_l, read_to_write, read_to_pre;
    Clock write_to_write_s, write_to_write_l, write_to_read_s, write_to_read_l, write_to_pre;
  };

  static Delays delays_of(const DeviceSpec& device, Profile profile);
  static Clock max3(Clock a, Clock b, Clock c) { return std::max(a, std::max(b, c)); }
  static void raise(Clock& bound, Clock t) { bound = std::max(bound, t); }
  [[nodiscard]] unsigned group_of(unsigned bank) const { return bank >> group_shift_; }

  Delays d_;
  unsigned bank_count_;
  unsigned group_shift_;
  std::uint64_t open_mask_ = 0;
  Rank rank_;
  std::array<Group, kMaxBanks> groups_{};
  std::array<Bank, kMaxBanks> banks_{};
  std::array<Clock, 4> last_activates_{};
  unsigned oldest_activate_ = 0;
};

}  // namespace metronome::dram
