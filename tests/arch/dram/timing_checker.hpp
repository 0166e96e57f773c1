#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "arch/dram/command.hpp"
#include "arch/dram/device.hpp"

namespace metronome::dram::testing {

/// Checks a command sequence pair by pair against the JEDEC constraints of a device: every command
/// is compared with all earlier ones within a window longer than the longest constraint. Written
/// from the constraint table, without anything of the model but the record and the bare fields of
/// the device.
class TimingChecker {
 public:
  explicit TimingChecker(const DeviceSpec& d) : d_(d) {}

  /// One line per violation; empty if there is none.
  std::vector<std::string> violations(std::span<const CommandRecord> commands) {
    found_.clear();
    open_.assign(d_.ranks * rank_banks(), -1);
    state_.assign(d_.ranks, State{});
    for (std::size_t i = 0; i < commands.size(); ++i) {
      check_power(commands[i]);
      check_state(commands[i]);
      const std::size_t before = found_.size();
      int activates = 0;
      for (std::size_t j = i; j-- > 0 && commands[i].clock - commands[j].clock < window();) {
        check_pair(commands[j], commands[i], activates);
      }
      if (found_.size() > before + 20) {
        break;
      }
    }
    return found_;
  }

 private:
  using C = Command;
  using R = const CommandRecord&;

  [[nodiscard]] Clock window() const {
    return Clock{d_.trfc} + d_.txs + d_.txs_dll + d_.txp_dll + d_.trc + d_.tfaw + d_.cl + d_.cwl +
           d_.twr + 64;
  }
  [[nodiscard]] unsigned rank_banks() const { return d_.bank_groups * d_.banks_per_group; }
  [[nodiscard]] unsigned rank(unsigned bank) const { return bank / rank_banks(); }
  [[nodiscard]] unsigned group(unsigned bank) const { return bank / d_.banks_per_group; }
  [[nodiscard]] Clock burst() const { return d_.burst_length / d_.beats_per_clock; }
  [[nodiscard]] Clock write_end() const { return d_.cwl + burst(); }
  [[nodiscard]] unsigned bus_clocks(C c) const {
    if (c == C::activate) return d_.activate_bus_clocks;
    return column(c) ? d_.column_bus_clocks : d_.precharge_bus_clocks;
  }
  static bool entry(C c) { return c == C::power_down || c == C::self_refresh; }
  static bool exit(C c) { return c == C::power_up || c == C::leave_self_refresh; }
  static bool column(C c) { return c == C::read || c == C::write; }
  static bool opening(C c) { return c == C::activate || c == C::refresh_bank; }
  static bool closing(C c) { return c == C::precharge || c == C::precharge_all; }

  /// The banks that a command is about, a bit for each: one; all of a rank (PREA, REF); those of
  /// one REFpb, which lie equally far apart.
  using Banks = std::bitset<256>;
  [[nodiscard]] Banks banks(R c) const {
    Banks out;
    if (c.command == C::precharge_all || c.command == C::refresh || entry(c.command) ||
        exit(c.command)) {
      for (unsigned bank = 0; bank < rank_banks(); ++bank) {
        out.set(c.bank / rank_banks() * rank_banks() + bank);
      }
      return out;
    }
    out.set(c.bank);
    if (c.command == C::refresh_bank) {
      const unsigned sets = rank_banks() / d_.banks_per_refresh;
      const unsigned first = c.bank / rank_banks() * rank_banks() + c.bank % sets;
      for (unsigned i = 0; i < d_.banks_per_refresh; ++i) {
        out.set(first + i * sets);
      }
    }
    return out;
  }
  [[nodiscard]] bool share_bank(R a, R b) const { return (banks(a) & banks(b)).any(); }
  [[nodiscard]] bool share_group(R a, R b) const { return (groups(a) & groups(b)).any(); }
  [[nodiscard]] Banks groups(R c) const {
    Banks out;
    const Banks its = banks(c);
    for (unsigned bank = 0; bank < its.size(); ++bank) {
      if (its.test(bank)) out.set(group(bank));
    }
    return out;
  }

  void complain(R a, R b, const char* rule, Clock least) {
    found_.push_back(std::string(enum_name(a.command)) + "@" + std::to_string(a.clock) + " -> " +
                     std::string(enum_name(b.command)) + "@" + std::to_string(b.clock) + ": " +
                     rule + " >= " + std::to_string(least));
  }
  void need(R a, R b, const char* rule, Clock least) {
    if (b.clock - a.clock < least) {
      complain(a, b, rule, least);
    }
  }

  /// In which state a rank is, and whether it has been refreshed since its last self-refresh.
  struct State {
    enum { up, down, self } is = up;
    bool refreshed = true;
    bool slow = false;  ///< the last exit was a slow one
  };

  /// A rank that is down takes its exit and nothing else; self-refresh begins with all banks
  /// closed, and not again without a refresh in between.
  void check_power(R c) {
    State& s = state_.at(rank(c.bank));
    const bool closed = all_closed(c);
    bool ok = exit(c.command) ? s.is == (c.command == C::power_up ? State::down : State::self)
                              : s.is == State::up;
    if (c.command == C::self_refresh) {
      ok = ok && closed && s.refreshed;
      s.is = State::self;
    } else if (c.command == C::power_down) {
      s.is = State::down;
    } else if (exit(c.command)) {
      s.slow = s.is == State::down && closed && d_.power_down_exit == PowerDownExit::slow;
      s.refreshed = s.refreshed && s.is == State::down;
      s.is = State::up;
    } else if (c.command == C::refresh || c.command == C::refresh_bank) {
      s.refreshed = true;
    }
    if (!ok) {
      complain(c, c, "illegal in this power state", 0);
    }
  }
  [[nodiscard]] bool all_closed(R c) const {
    for (unsigned bank = 0; bank < open_.size(); ++bank) {
      if (rank(bank) == rank(c.bank) && open_.at(bank) >= 0) return false;
    }
    return true;
  }

  /// Of one rank: distances to and from the low-power states.
  void check_low_power(R a, R b) {
    if (a.command == C::power_down && b.command == C::power_up) need(a, b, "tCKE", d_.tcke);
    if (a.command == C::power_up && entry(b.command)) need(a, b, "tCKE", d_.tcke);
    if (a.command == C::self_refresh) need(a, b, "tCKESR", d_.tckesr);
    if (a.command == C::power_up) {
      const bool dll = state_.at(rank(b.bank)).slow && column(b.command);
      need(a, b, dll ? "tXPDLL" : "tXP", dll ? d_.txp_dll : d_.txp);
    }
    if (a.command == C::leave_self_refresh) {
      const bool dll = d_.txs_dll != 0 && column(b.command);
      need(a, b, dll ? "tXSDLL" : "tXS", dll ? d_.txs_dll : d_.txs);
    }
    if (!entry(b.command)) return;
    if (a.command == C::read) need(a, b, "RD to entry", d_.cl + burst() + 1);
    if (a.command == C::write) need(a, b, "WR to entry", write_end() + d_.twr);
    if (b.command != C::self_refresh) return;
    if (a.command == C::activate) need(a, b, "tRC to self-refresh", d_.trc);
    if (a.command == C::precharge) need(a, b, "tRP to self-refresh", d_.trp);
    if (a.command == C::precharge_all) need(a, b, "tRP of all to self-refresh", d_.trp_all);
    if (a.command == C::refresh_bank) need(a, b, "tRFCpb to self-refresh", d_.trfc_bank);
    if (a.command == C::refresh) need(a, b, "tRFC to self-refresh", d_.trfc);
  }

  /// Row state: RD and WR to the open row, ACT to a closed bank, refresh of closed banks.
  void check_state(R c) {
    bool ok = true;
    const Banks its = banks(c);
    for (unsigned bank = 0; bank < open_.size(); ++bank) {
      if (!its.test(bank)) {
        continue;
      }
      long& row = open_.at(bank);
      if (c.command == C::activate || c.command == C::refresh || c.command == C::refresh_bank) {
        ok = ok && row < 0;
      } else if (c.command == C::precharge) {
        ok = ok && row >= 0;
      } else if (column(c.command)) {
        ok = ok && row == static_cast<long>(c.row);
      }
      if (c.command == C::activate) row = c.row;
      if (closing(c.command)) row = -1;
    }
    if (!ok) {
      complain(c, c, "illegal in this row state", 0);
    }
  }

  void check_pair(R a, R b, int& activates) {
    need(a, b, "command bus", bus_clocks(a.command));
    if (rank(a.bank) != rank(b.bank)) {
      if (column(a.command) && column(b.command)) {
        check_ranks(a, b);
      }
      return;
    }
    check_low_power(a, b);
    if (entry(a.command) || exit(a.command)) {
      return;
    }
    if (column(a.command) && column(b.command)) {
      check_columns(a, b);
    }
    if (share_bank(a, b)) {
      check_bank(a, b);
    }
    if (opening(a.command) && opening(b.command)) {
      check_activates(a, b);
      if (++activates == 4) {
        need(a, b, "tFAW", d_.tfaw);
      }
    }
    if (closing(a.command) && closing(b.command)) need(a, b, "tPPD", d_.tppd);
    if (a.command == C::refresh && b.command != C::power_down) need(a, b, "tRFC", d_.trfc);
  }

  /// The data of two ranks' bursts lie at least tRTRS apart on the one data bus.
  void check_ranks(R a, R b) {
    const auto data = [&](R c) { return c.clock + (c.command == C::read ? d_.cl : d_.cwl); };
    const auto apart = static_cast<Clock>(data(b)) - static_cast<Clock>(data(a));
    if (apart < burst() + d_.trtrs) {
      complain(a, b, "tRTRS between data", burst() + d_.trtrs);
    }
  }

  void check_bank(R a, R b) {
    const bool refresh = b.command == C::refresh || b.command == C::refresh_bank;
    if (a.command == C::activate) {
      if (b.command == C::activate || refresh) need(a, b, "tRC", d_.trc);
      const bool early = b.command == C::write && d_.trcd_write != 0;
      if (column(b.command)) need(a, b, "tRCD", early ? d_.trcd_write : d_.trcd);
      if (closing(b.command)) need(a, b, "tRAS", d_.tras);
    }
    if (closing(b.command)) {
      if (a.command == C::read) need(a, b, "tRTP", d_.trtp);
      if (a.command == C::write) need(a, b, "tWR", write_end() + d_.twr);
    }
    if (b.command == C::activate || refresh) {
      if (a.command == C::precharge) need(a, b, "tRP", d_.trp);
      if (a.command == C::precharge_all) need(a, b, "tRP of all banks", d_.trp_all);
      if (a.command == C::refresh_bank) need(a, b, "tRFCpb", d_.trfc_bank);
    }
  }

  /// ACT and REFpb of different banks.
  void check_activates(R a, R b) {
    if (share_bank(a, b)) return;
    const bool refreshing = a.command == C::refresh_bank;
    if (refreshing && b.command == C::refresh_bank) {
      need(a, b, "tPBR2PBR", d_.tpbr2pbr);
    } else if (refreshing) {
      need(a, b, "tRREFD", d_.trrefd);
    }
    const bool same = a.command == C::activate && b.command == C::activate
                          ? group(a.bank) == group(b.bank)
                          : share_group(a, b);
    need(a, b, same ? "tRRD_L" : "tRRD_S", same ? d_.trrd_l : d_.trrd_s);
  }

  void check_columns(R a, R b) {
    const bool same = group(a.bank) == group(b.bank);
    if (a.command == b.command) {
      const bool writes = a.command == C::write && d_.tccd_l_write != 0;
      need(a, b, same ? "tCCD_L" : "tCCD_S",
           !same    ? d_.tccd_s
           : writes ? d_.tccd_l_write
                    : d_.tccd_l);
      need(a, b, "data bus", burst());
    } else if (a.command == C::read) {
      need(a, b, "read to write", Clock{d_.cl} + burst() + d_.read_to_write_gap - d_.cwl);
    } else {
      need(a, b, same ? "tWTR_L" : "tWTR_S", write_end() + (same ? d_.twtr_l : d_.twtr_s));
    }
  }

  DeviceSpec d_;
  std::vector<long> open_;
  std::vector<State> state_;
  std::vector<std::string> found_;
};

}  // namespace metronome::dram::testing
