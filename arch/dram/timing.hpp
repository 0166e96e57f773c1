#pragma once

#include <algorithm>
#include <cstdint>

#include "arch/dram/channel_state.hpp"
#include "arch/dram/clock.hpp"
#include "arch/dram/device.hpp"

namespace metronome::dram {

/// The timing constraints of one channel and its ranks, as a value: it says from a TimingState when
/// each command is legal, and what each does to it. A few numbers per bank, bank group and rank are
/// pushed forward when a command is issued, and a query is the maximum of at most three.
class Timing {
 public:
  /// The device must be valid.
  explicit Timing(const DeviceSpec& device);

  [[nodiscard]] unsigned ranks() const { return used_.ranks; }
  [[nodiscard]] const Organisation& organisation() const { return used_; }
  [[nodiscard]] unsigned rank_of(unsigned bank) const { return bank >> rank_shift_; }
  [[nodiscard]] unsigned first_bank(unsigned rank) const { return rank << rank_shift_; }
  [[nodiscard]] BankSet banks_of(unsigned rank) const {
    return rank_banks_.shifted(first_bank(rank));
  }
  [[nodiscard]] BankSet all_banks() const { return BankSet::below(used_.banks); }

  /// Clocks for which a command occupies the command bus.
  [[nodiscard]] Clock activate_bus() const { return d_.activate_bus; }
  [[nodiscard]] Clock column_bus() const { return d_.column_bus; }
  [[nodiscard]] Clock precharge_bus() const { return d_.precharge_bus; }  ///< PREA and REF too

  /// What the bank and its group allow, for a caller that has looked at the rank.
  [[nodiscard]] Clock bank_act_ready(const TimingState& s, unsigned bank) const {
    return std::max(s.banks[bank].act, s.groups[group_of(bank)].act);
  }
  [[nodiscard]] Clock bank_read_ready(const TimingState& s, unsigned bank) const {
    return std::max(s.banks[bank].read, s.groups[group_of(bank)].read);
  }
  [[nodiscard]] Clock bank_write_ready(const TimingState& s, unsigned bank) const {
    return std::max(s.banks[bank].write, s.groups[group_of(bank)].write);
  }

  [[nodiscard]] Clock act_ready(const TimingState& s, unsigned bank) const {
    return std::max(bank_act_ready(s, bank), s.ranks[rank_of(bank)].act);
  }
  [[nodiscard]] Clock read_ready(const TimingState& s, unsigned bank) const {
    return std::max(bank_read_ready(s, bank), s.ranks[rank_of(bank)].read);
  }
  [[nodiscard]] Clock write_ready(const TimingState& s, unsigned bank) const {
    return std::max(bank_write_ready(s, bank), s.ranks[rank_of(bank)].write);
  }
  [[nodiscard]] Clock pre_ready(const TimingState& s, unsigned bank) const {
    return std::max(s.banks[bank].pre, s.ranks[rank_of(bank)].pre);
  }
  [[nodiscard]] Clock prea_ready(const TimingState& s, unsigned rank) const {
    return std::max(s.rank_rows[rank].prea, s.ranks[rank].pre);
  }
  [[nodiscard]] Clock refresh_ready(const TimingState& s, unsigned rank) const {
    return s.rank_rows[rank].refresh;
  }
  /// Of a REFpb of these banks of one rank, all closed. It counts as an ACT in tRRD and tFAW.
  [[nodiscard]] Clock refresh_bank_ready(const TimingState& s, BankSet banks) const;

  void activate(TimingState& s, unsigned bank, std::uint32_t row, Clock t) const;
  void read(TimingState& s, unsigned bank, Clock t) const;
  void write(TimingState& s, unsigned bank, Clock t) const;
  void precharge(TimingState& s, unsigned bank, Clock t) const;
  void precharge_all(TimingState& s, unsigned rank, Clock t) const;
  void refresh(TimingState& s, unsigned rank, Clock t) const;
  void refresh_bank(TimingState& s, BankSet banks, Clock t) const;

 private:
  /// The device's constraints in clocks from command to command.
  struct Delays {
    Clock rcd, rcd_write, ras, rc, rp, rp_all, rrd_s, rrd_l, faw, ppd, rfc, rfc_bank, rrefd,
        pbr2pbr;
    Clock read_to_read_s, read_to_read_l, read_to_write, read_to_pre;
    Clock write_to_write_s, write_to_write_l, write_to_read_s, write_to_read_l, write_to_pre;
    Clock other_same, other_read_to_write, other_write_to_read;  ///< between ranks
    Clock activate_bus, column_bus, precharge_bus;
  };

  static Delays delays_of(const DeviceSpec& device);
  static void raise(Clock& bound, Clock t) { bound = std::max(bound, t); }
  [[nodiscard]] unsigned group_of(unsigned bank) const { return bank >> group_shift_; }
  /// `next`: the rank's next ACT by the command's own distance; the window may be later.
  void count_activate(TimingState& s, unsigned rank, Clock t, Clock next) const;
  void hold_other_ranks(TimingState& s, unsigned bank, Clock read, Clock write) const;

  Delays d_;
  Organisation used_;
  unsigned group_shift_;
  unsigned rank_shift_;
  BankSet rank_banks_;  ///< the banks of rank 0
};

}  // namespace metronome::dram
