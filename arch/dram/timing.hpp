#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>

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
  template <class Banks>
  [[nodiscard]] Banks banks_of(unsigned rank) const {
    if constexpr (std::is_same_v<Banks, BankSet>) {
      return rank_banks_.shifted(first_bank(rank));
    } else {
      return Banks::below(1u << rank_shift_).shifted(first_bank(rank));
    }
  }
  template <class Banks>
  [[nodiscard]] Banks all_banks() const {
    return Banks::below(used_.banks);
  }

  /// Clocks for which a command occupies the command bus.
  [[nodiscard]] Clock activate_bus() const { return d_.activate_bus; }
  [[nodiscard]] Clock column_bus() const { return d_.column_bus; }
  [[nodiscard]] Clock precharge_bus() const { return d_.precharge_bus; }  ///< PREA and REF too

  /// What the bank and its group allow, for a caller that has looked at the rank.
  template <class Banks>
  [[nodiscard]] Clock bank_act_ready(const BasicTimingState<Banks>& s, unsigned bank) const {
    return std::max(s.banks[bank].act, s.groups[group_of(bank)].act);
  }
  template <class Banks>
  [[nodiscard]] Clock bank_read_ready(const BasicTimingState<Banks>& s, unsigned bank) const {
    return std::max(s.banks[bank].read, s.groups[group_of(bank)].read);
  }
  template <class Banks>
  [[nodiscard]] Clock bank_write_ready(const BasicTimingState<Banks>& s, unsigned bank) const {
    return std::max(s.banks[bank].write, s.groups[group_of(bank)].write);
  }

  template <class Banks>
  [[nodiscard]] Clock act_ready(const BasicTimingState<Banks>& s, unsigned bank) const {
    return std::max(bank_act_ready(s, bank), s.ranks[rank_of(bank)].act);
  }
  template <class Banks>
  [[nodiscard]] Clock read_ready(const BasicTimingState<Banks>& s, unsigned bank) const {
    return std::max(bank_read_ready(s, bank), s.ranks[rank_of(bank)].read);
  }
  template <class Banks>
  [[nodiscard]] Clock write_ready(const BasicTimingState<Banks>& s, unsigned bank) const {
    return std::max(bank_write_ready(s, bank), s.ranks[rank_of(bank)].write);
  }
  template <class Banks>
  [[nodiscard]] Clock pre_ready(const BasicTimingState<Banks>& s, unsigned bank) const {
    return std::max(s.banks[bank].pre, s.ranks[rank_of(bank)].pre);
  }
  template <class Banks>
  [[nodiscard]] Clock prea_ready(const BasicTimingState<Banks>& s, unsigned rank) const {
    return std::max(s.rank_rows[rank].prea, s.ranks[rank].pre);
  }
  template <class Banks>
  [[nodiscard]] Clock refresh_ready(const BasicTimingState<Banks>& s, unsigned rank) const {
    return s.rank_rows[rank].refresh;
  }
  /// Of a REFpb of these banks of one rank, all closed. It counts as an ACT in tRRD and tFAW.
  template <class Banks>
  [[nodiscard]] Clock refresh_bank_ready(const BasicTimingState<Banks>& s, Banks banks) const;

  /// Of a PDE, without the distance to the rank's last PDX.
  template <class Banks>
  [[nodiscard]] Clock power_down_ready(const BasicTimingState<Banks>& s, unsigned rank) const {
    return s.rank_rows[rank].down;
  }
  /// Of an SRE of a rank whose banks are all closed, likewise.
  template <class Banks>
  [[nodiscard]] Clock self_refresh_ready(const BasicTimingState<Banks>& s, unsigned rank) const;
  /// From PDE to PDX and back; from SRE to SRX.
  [[nodiscard]] Clock power_down_least() const { return d_.cke; }
  [[nodiscard]] Clock self_refresh_least() const { return d_.self_refresh_least; }
  [[nodiscard]] Clock power_up_delay() const { return d_.power_up; }

  template <class Banks>
  void activate(BasicTimingState<Banks>& s, unsigned bank, std::uint32_t row, Clock t) const;
  template <class Banks>
  void read(BasicTimingState<Banks>& s, unsigned bank, Clock t) const;
  template <class Banks>
  void write(BasicTimingState<Banks>& s, unsigned bank, Clock t) const;
  template <class Banks>
  void precharge(BasicTimingState<Banks>& s, unsigned bank, Clock t) const;
  template <class Banks>
  void precharge_all(BasicTimingState<Banks>& s, unsigned rank, Clock t) const;
  template <class Banks>
  void refresh(BasicTimingState<Banks>& s, unsigned rank, Clock t) const;
  template <class Banks>
  void refresh_bank(BasicTimingState<Banks>& s, Banks banks, Clock t) const;
  /// PDX; `slow`: the DLL was off.
  template <class Banks>
  void power_up(BasicTimingState<Banks>& s, unsigned rank, bool slow, Clock t) const;
  /// SRX.
  template <class Banks>
  void leave_self_refresh(BasicTimingState<Banks>& s, unsigned rank, Clock t) const;

 private:
  /// The device's constraints in clocks from command to command.
  struct Delays {
    Clock rcd, rcd_write, ras, rc, rp, rp_all, rrd_s, rrd_l, faw, ppd, rfc, rfc_bank, rrefd,
        pbr2pbr;
    Clock read_to_read_s, read_to_read_l, read_to_write, read_to_pre;
    Clock write_to_write_s, write_to_write_l, write_to_read_s, write_to_read_l, write_to_pre;
    Clock other_same, other_read_to_write, other_write_to_read;  ///< between ranks
    Clock activate_bus, column_bus, precharge_bus;
    Clock read_to_down, write_to_down;
    Clock cke, power_up, power_up_slow, self_refresh_least, leave_self_refresh, leave_to_column;
  };

  static Delays delays_of(const DeviceSpec& device);
  static void raise(Clock& bound, Clock t) { bound = std::max(bound, t); }
  [[nodiscard]] unsigned group_of(unsigned bank) const { return bank >> group_shift_; }
  /// `next`: the rank's next ACT by the command's own distance; the window may be later.
  template <class Banks>
  void count_activate(BasicTimingState<Banks>& s, unsigned rank, Clock t, Clock next) const;
  template <class Banks>
  void wake(BasicTimingState<Banks>& s, unsigned rank, Clock any, Clock column) const;
  template <class Banks>
  void hold_other_ranks(BasicTimingState<Banks>& s, unsigned bank, Clock read, Clock write) const;

  Delays d_;
  Organisation used_;
  unsigned group_shift_;
  unsigned rank_shift_;
  BankSet rank_banks_;  ///< the banks of rank 0, where all banks of the channel fit into the set
};

// In the header: the controller issues these by the million.
template <class Banks>
inline void Timing::activate(BasicTimingState<Banks>& s, unsigned bank, std::uint32_t row,
                             Clock t) const {
  BankState& b = s.banks[bank];
  b.row = row;
  raise(b.act, t + d_.rc);
  raise(b.read, t + d_.rcd);
  raise(b.write, t + d_.rcd_write);
  raise(b.pre, t + d_.ras);
  raise(s.groups[group_of(bank)].act, t + d_.rrd_l);
  count_activate(s, rank_of(bank), t, t + d_.rrd_s);
  RankRowState& rank = s.rank_rows[rank_of(bank)];
  raise(rank.prea, t + d_.ras);
  raise(rank.refresh, t + d_.rc);
  s.open.insert(bank);
}

template <class Banks>
inline void Timing::count_activate(BasicTimingState<Banks>& s, unsigned rank, Clock t,
                                   Clock next) const {
  auto& ends = s.rank_rows[rank].four_activates;
  std::copy(ends.begin() + 1, ends.end(), ends.begin());
  ends.back() = t + d_.faw;
  raise(s.ranks[rank].act, std::max(next, ends.front()));
}

template <class Banks>
inline void Timing::read(BasicTimingState<Banks>& s, unsigned bank, Clock t) const {
  RankState& rank = s.ranks[rank_of(bank)];
  raise(s.banks[bank].pre, t + d_.read_to_pre);
  raise(s.rank_rows[rank_of(bank)].prea, t + d_.read_to_pre);
  raise(s.rank_rows[rank_of(bank)].down, t + d_.read_to_down);
  raise(rank.read, t + d_.read_to_read_s);
  raise(s.groups[group_of(bank)].read, t + d_.read_to_read_l);
  raise(rank.write, t + d_.read_to_write);
  if (used_.ranks > 1) {
    hold_other_ranks(s, bank, t + d_.other_same, t + d_.other_read_to_write);
  }
}

template <class Banks>
inline void Timing::write(BasicTimingState<Banks>& s, unsigned bank, Clock t) const {
  RankState& rank = s.ranks[rank_of(bank)];
  raise(s.banks[bank].pre, t + d_.write_to_pre);
  raise(s.rank_rows[rank_of(bank)].prea, t + d_.write_to_pre);
  raise(s.rank_rows[rank_of(bank)].down, t + d_.write_to_down);
  raise(rank.write, t + d_.write_to_write_s);
  raise(s.groups[group_of(bank)].write, t + d_.write_to_write_l);
  raise(rank.read, t + d_.write_to_read_s);
  raise(s.groups[group_of(bank)].read, t + d_.write_to_read_l);
  if (used_.ranks > 1) {
    hold_other_ranks(s, bank, t + d_.other_write_to_read, t + d_.other_same);
  }
}

template <class Banks>
inline void Timing::hold_other_ranks(BasicTimingState<Banks>& s, unsigned bank, Clock read,
                                     Clock write) const {
  for (unsigned rank = 0; rank < used_.ranks; ++rank) {
    if (rank != rank_of(bank)) {
      raise(s.ranks[rank].read, read);
      raise(s.ranks[rank].write, write);
    }
  }
}

template <class Banks>
inline void Timing::precharge(BasicTimingState<Banks>& s, unsigned bank, Clock t) const {
  s.banks[bank].row = kClosedRow;
  raise(s.banks[bank].act, t + d_.rp);
  raise(s.ranks[rank_of(bank)].pre, t + d_.ppd);
  raise(s.rank_rows[rank_of(bank)].refresh, t + d_.rp);
  s.open.erase(bank);
}

template <class Banks>
void Timing::precharge_all(BasicTimingState<Banks>& s, unsigned rank, Clock t) const {
  for (const unsigned bank : banks_of<Banks>(rank)) {
    s.banks[bank].row = kClosedRow;
  }
  raise(s.ranks[rank].act, t + d_.rp_all);
  raise(s.ranks[rank].pre, t + d_.ppd);
  raise(s.rank_rows[rank].refresh, t + d_.rp_all);
  s.open -= banks_of<Banks>(rank);
}

template <class Banks>
void Timing::refresh(BasicTimingState<Banks>& s, unsigned rank, Clock t) const {
  raise(s.ranks[rank].act, t + d_.rfc);
  raise(s.rank_rows[rank].refresh, t + d_.rfc);
}

template <class Banks>
Clock Timing::self_refresh_ready(const BasicTimingState<Banks>& s, unsigned rank) const {
  Clock ready = std::max(s.rank_rows[rank].refresh, s.rank_rows[rank].down);
  for (const unsigned bank : banks_of<Banks>(rank)) {
    raise(ready, s.banks[bank].act);  // tRFCpb, and tRP as the others have it
  }
  return ready;
}

template <class Banks>
void Timing::wake(BasicTimingState<Banks>& s, unsigned rank, Clock any, Clock column) const {
  RankState& r = s.ranks[rank];
  raise(r.act, any);
  raise(r.pre, any);
  raise(r.read, column);
  raise(r.write, column);
  RankRowState& rows = s.rank_rows[rank];
  raise(rows.prea, any);
  raise(rows.refresh, any);
  raise(rows.refresh_bank, any);
  raise(rows.down, any);
}

template <class Banks>
void Timing::power_up(BasicTimingState<Banks>& s, unsigned rank, bool slow, Clock t) const {
  wake(s, rank, t + d_.power_up, t + (slow ? d_.power_up_slow : d_.power_up));
}

template <class Banks>
void Timing::leave_self_refresh(BasicTimingState<Banks>& s, unsigned rank, Clock t) const {
  wake(s, rank, t + d_.leave_self_refresh, t + d_.leave_to_column);
}

template <class Banks>
Clock Timing::refresh_bank_ready(const BasicTimingState<Banks>& s, Banks banks) const {
  Clock ready = s.rank_rows[rank_of(banks.front())].refresh_bank;
  for (const unsigned bank : banks) {
    raise(ready, act_ready(s, bank));
  }
  return ready;
}

template <class Banks>
void Timing::refresh_bank(BasicTimingState<Banks>& s, Banks banks, Clock t) const {
  const unsigned rank = rank_of(banks.front());
  for (const unsigned bank : banks) {
    raise(s.banks[bank].act, t + d_.rfc_bank);
  }
  count_activate(s, rank, t, t + d_.rrefd);
  raise(s.rank_rows[rank].refresh_bank, t + d_.pbr2pbr);
}

}  // namespace metronome::dram
