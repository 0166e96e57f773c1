#pragma once

#include <span>
#include <string>
#include <vector>

#include "arch/dram/command.hpp"
#include "arch/dram/device.hpp"

namespace metronome::dram::testing {

/// Checks a command sequence pair by pair against the JEDEC constraints of a device: every command
/// is compared with all earlier ones within a window longer than the longest constraint. Written
/// from the constraint table, without anything of the model but the types of the record.
class TimingChecker {
 public:
  explicit TimingChecker(const DeviceSpec& d) : d_(d) {}

  /// One line per violation; empty if there is none.
  std::vector<std::string> violations(std::span<const CommandRecord> commands) {
    found_.clear();
    open_.assign(d_.banks(), -1);
    for (std::size_t i = 0; i < commands.size(); ++i) {
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

  [[nodiscard]] Clock window() const {
    return Clock{d_.trfc} + d_.trc + d_.tfaw + d_.cl + d_.cwl + d_.twr + 64;
  }
  [[nodiscard]] unsigned group(const CommandRecord& c) const { return c.bank / d_.banks_per_group; }
  [[nodiscard]] unsigned bus_clocks(C c) const {
    if (c == C::activate) return d_.activate_bus_clocks;
    return column(c) ? d_.column_bus_clocks : d_.precharge_bus_clocks;
  }
  static bool column(C c) { return c == C::read || c == C::write; }

  void complain(const CommandRecord& a, const CommandRecord& b, const char* rule, Clock least) {
    found_.push_back(std::string(command_name(a.command)) + "@" + std::to_string(a.clock) + " -> " +
                     std::string(command_name(b.command)) + "@" + std::to_string(b.clock) + ": " +
                     rule + " >= " + std::to_string(least));
  }
  void need(const CommandRecord& a, const CommandRecord& b, const char* rule, Clock least) {
    if (b.clock - a.clock < least) {
      complain(a, b, rule, least);
    }
  }

  /// Row state: RD and WR to the open row, ACT to a closed bank, REF with all banks closed.
  void check_state(const CommandRecord& c) {
    long& row = open_[c.bank];
    bool ok = true;
    switch (c.command) {
      case C::activate:
        ok = row < 0;
        row = c.row;
        break;
      case C::precharge:
        ok = row >= 0;
        row = -1;
        break;
      case C::precharge_all:
        open_.assign(open_.size(), -1);
        break;
      case C::refresh:
        for (const long r : open_) {
          ok = ok && r < 0;
        }
        break;
      case C::read:
      case C::write:
        ok = row == static_cast<long>(c.row);
        break;
    }
    if (!ok) {
      complain(c, c, "illegal in this row state", 0);
    }
  }

  void check_pair(const CommandRecord& a, const CommandRecord& b, int& activates) {
    need(a, b, "command bus", bus_clocks(a.command));
    if (a.bank == b.bank) {
      check_bank(a, b);
    }
    if (column(a.command) && column(b.command)) {
      check_columns(a, b);
    }
    if (a.command == C::activate && b.command == C::activate) {
      need(a, b, group(a) == group(b) ? "tRRD_L" : "tRRD_S",
           group(a) == group(b) ? d_.trrd_l : d_.trrd_s);
      if (++activates == 4) {
        need(a, b, "tFAW", d_.tfaw);
      }
    }
    check_rank(a, b);
  }

  void check_bank(const CommandRecord& a, const CommandRecord& b) {
    const Clock write_end = Clock{d_.cwl} + d_.burst_length / d_.beats_per_clock;
    if (a.command == C::activate && b.command == C::activate) need(a, b, "tRC", d_.trc);
    if (a.command == C::activate && column(b.command)) {
      const bool early = b.command == C::write && d_.trcd_write != 0;
      need(a, b, "tRCD", early ? d_.trcd_write : d_.trcd);
    }
    if (b.command == C::precharge) {
      if (a.command == C::activate) need(a, b, "tRAS", d_.tras);
      if (a.command == C::read) need(a, b, "tRTP", d_.trtp);
      if (a.command == C::write) need(a, b, "tWR", write_end + d_.twr);
    }
    if (a.command == C::precharge && b.command == C::activate) need(a, b, "tRP", d_.trp);
  }

  void check_columns(const CommandRecord& a, const CommandRecord& b) {
    const bool same = group(a) == group(b);
    const Clock burst = d_.burst_length / d_.beats_per_clock;
    if (a.command == b.command) {
      need(a, b, same ? "tCCD_L" : "tCCD_S", same ? d_.tccd_l : d_.tccd_s);
      need(a, b, "data bus", burst);
    } else if (a.command == C::read) {
      need(a, b, "read to write", Clock{d_.cl} + burst + d_.read_to_write_gap - d_.cwl);
    } else {
      need(a, b, same ? "tWTR_L" : "tWTR_S",
           Clock{d_.cwl} + burst + (same ? d_.twtr_l : d_.twtr_s));
    }
  }

  void check_rank(const CommandRecord& a, const CommandRecord& b) {
    const Clock write_end = Clock{d_.cwl} + d_.burst_length / d_.beats_per_clock;
    const bool precharges = b.command == C::precharge || b.command == C::precharge_all;
    if (b.command == C::precharge_all) {
      if (a.command == C::activate) need(a, b, "tRAS", d_.tras);
      if (a.command == C::read) need(a, b, "tRTP", d_.trtp);
      if (a.command == C::write) need(a, b, "tWR", write_end + d_.twr);
    }
    if ((a.command == C::precharge || a.command == C::precharge_all) && precharges) {
      need(a, b, "tPPD", d_.tppd);
    }
    if (a.command == C::precharge_all && (b.command == C::activate || b.command == C::refresh)) {
      need(a, b, "tRP of all banks", d_.trp_all);
    }
    if (b.command == C::refresh) {
      if (a.command == C::precharge) need(a, b, "tRP", d_.trp);
      if (a.command == C::activate) need(a, b, "tRC", d_.trc);
    }
    if (a.command == C::refresh) need(a, b, "tRFC", d_.trfc);
  }

  DeviceSpec d_;
  std::vector<long> open_;
  std::vector<std::string> found_;
};

}  // namespace metronome::dram::testing
