#pragma once

// The constraints of a device as sequences of commands whose last one is legal in that clock and
// not in the one before, and the reasons why one cannot bind on a device.

#include <functional>
#include <string>
#include <vector>

#include "arch/dram/command.hpp"
#include "arch/dram/device.hpp"

namespace metronome::dram {
namespace directed_test {

using C = Command;

inline constexpr Clock kFar = 5000;  ///< longer than any constraint

/// Commands; `at(n, ...)` places one n clocks after the previous.
struct Sequence {
  std::vector<CommandRecord> commands;
  Sequence& at(Clock gap, C command, unsigned bank) {
    const Clock last = commands.empty() ? 0 : commands.back().clock;
    commands.push_back({last + gap, command, static_cast<std::uint8_t>(bank), 0});
    return *this;
  }
};

/// Of rank 0: bank 0, another bank of its group, the first bank of the next group.
struct Banks {
  unsigned same_group = 1;
  unsigned other_group;
  explicit Banks(const DeviceSpec& d) : other_group(d.banks_per_group) {}
};

using Make = std::function<Sequence(const DeviceSpec&)>;

struct Rule {
  std::string name;
  unsigned DeviceSpec::*member;
  Make make;
  /// Why it cannot bind on a device; empty: it can.
  std::function<std::string(const DeviceSpec&)> exempt = [](const DeviceSpec&) { return ""; };
};

inline Clock burst(const DeviceSpec& d) { return d.burst_length / d.beats_per_clock; }

/// Rows open in both banks for a long time.
inline Sequence two_open(unsigned second) {
  return Sequence().at(1, C::activate, 0).at(kFar, C::activate, second);
}

inline std::string no_groups(const DeviceSpec& d) {
  return d.bank_groups == 1 ? "there is one bank group, in which the _L value holds" : "";
}
inline std::string no_bank_refresh(const DeviceSpec& d) {
  return d.trfc_bank == 0 ? "the standard has no per-bank refresh" : "";
}

inline std::vector<Rule> bank_rules() {
  return {
      {"trcd", &DeviceSpec::trcd,
       [](const DeviceSpec& d) { return Sequence().at(1, C::activate, 0).at(d.trcd, C::read, 0); }},
      {"trcd_write", &DeviceSpec::trcd_write,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::activate, 0).at(d.trcd_write, C::write, 0);
       },
       [](const DeviceSpec& d) {
         return d.trcd_write == 0 ? "the device has one tRCD for both directions" : "";
       }},
      {"trp", &DeviceSpec::trp,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::activate, 0)
             .at(kFar, C::precharge, 0)
             .at(d.trp, C::activate, 0);
       }},
      {"trp_all", &DeviceSpec::trp_all,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::activate, 0)
             .at(kFar, C::precharge_all, 0)
             .at(d.trp_all, C::refresh, 0);
       }},
      {"tras", &DeviceSpec::tras,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::activate, 0).at(d.tras, C::precharge, 0);
       }},
      {"trc", &DeviceSpec::trc,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::activate, 0)
             .at(d.tras, C::precharge, 0)
             .at(d.trc - d.tras, C::activate, 0);
       }},
      {"twr", &DeviceSpec::twr,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::activate, 0)
             .at(kFar, C::write, 0)
             .at(d.cwl + burst(d) + d.twr, C::precharge, 0);
       }},
      {"trtp", &DeviceSpec::trtp,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::activate, 0).at(kFar, C::read, 0).at(d.trtp, C::precharge, 0);
       }},
      {"tppd", &DeviceSpec::tppd,
       [](const DeviceSpec& d) {
         return two_open(1).at(kFar, C::precharge, 0).at(d.tppd, C::precharge, 1);
       },
       [](const DeviceSpec& d) {
         return d.tppd == 0 ? "none: the command bus alone keeps PRE commands apart" : "";
       }},
  };
}

inline std::vector<Rule> column_rules() {
  return {
      {"tccd_s", &DeviceSpec::tccd_s,
       [](const DeviceSpec& d) {
         const unsigned other = Banks(d).other_group;
         return two_open(other).at(kFar, C::read, 0).at(d.tccd_s, C::read, other);
       },
       no_groups},
      {"tccd_l", &DeviceSpec::tccd_l,
       [](const DeviceSpec& d) {
         return two_open(1).at(kFar, C::read, 0).at(d.tccd_l, C::read, 1);
       }},
      {"tccd_l_write", &DeviceSpec::tccd_l_write,
       [](const DeviceSpec& d) {
         return two_open(1).at(kFar, C::write, 0).at(d.tccd_l_write, C::write, 1);
       },
       [](const DeviceSpec& d) {
         return d.tccd_l_write == 0 ? "the device has one tCCD_L for both directions" : "";
       }},
      {"twtr_s", &DeviceSpec::twtr_s,
       [](const DeviceSpec& d) {
         const unsigned other = Banks(d).other_group;
         const Clock gap = d.cwl + burst(d) + d.twtr_s;
         return two_open(other).at(kFar, C::write, 0).at(gap, C::read, other);
       },
       no_groups},
      {"twtr_l", &DeviceSpec::twtr_l,
       [](const DeviceSpec& d) {
         const Clock gap = d.cwl + burst(d) + d.twtr_l;
         return two_open(1).at(kFar, C::write, 0).at(gap, C::read, 1);
       }},
      {"cwl", &DeviceSpec::cwl,
       [](const DeviceSpec& d) {
         const Clock gap = d.cwl + burst(d) + d.twtr_l;
         return two_open(1).at(kFar, C::write, 0).at(gap, C::read, 1);
       }},
      {"read_to_write_gap", &DeviceSpec::read_to_write_gap,
       [](const DeviceSpec& d) {
         const Clock gap = d.cl + burst(d) + d.read_to_write_gap - d.cwl;
         return two_open(1).at(kFar, C::read, 0).at(gap, C::write, 1);
       }},
      {"cl", &DeviceSpec::cl,
       [](const DeviceSpec& d) {
         const Clock gap = d.cl + burst(d) + d.read_to_write_gap - d.cwl;
         return two_open(1).at(kFar, C::read, 0).at(gap, C::write, 1);
       }},
      {"trtrs", &DeviceSpec::trtrs,
       [](const DeviceSpec& d) {
         const unsigned other = d.bank_groups * d.banks_per_group;
         return two_open(other).at(kFar, C::read, 0).at(burst(d) + d.trtrs, C::read, other);
       }},
  };
}

inline std::vector<Rule> activate_rules() {
  return {
      {"trrd_s", &DeviceSpec::trrd_s,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::activate, 0).at(d.trrd_s, C::activate, Banks(d).other_group);
       },
       no_groups},
      {"trrd_l", &DeviceSpec::trrd_l,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::activate, 0).at(d.trrd_l, C::activate, 1);
       }},
      {"tfaw", &DeviceSpec::tfaw,
       [](const DeviceSpec& d) {
         Sequence s;
         const unsigned step = d.bank_groups > 1 ? d.banks_per_group : 1;
         const Clock gap = d.bank_groups > 1 ? d.trrd_s : d.trrd_l;
         s.at(1, C::activate, 0).at(gap, C::activate, step);
         s.at(gap, C::activate, 2 * step).at(gap, C::activate, 3 * step);
         return s.at(d.tfaw - 3 * gap, C::activate, d.bank_groups > 1 ? 1 : 4);
       },
       [](const DeviceSpec& d) {
         return d.tfaw < 4 * d.trrd_s ? "four tRRD_S are longer than the window" : "";
       }},
  };
}

inline std::vector<Rule> refresh_rules() {
  return {
      {"trfc", &DeviceSpec::trfc,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::refresh, 0).at(d.trfc, C::activate, 0);
       }},
      {"trfc_bank", &DeviceSpec::trfc_bank,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::refresh_bank, 0).at(d.trfc_bank, C::activate, 0);
       },
       no_bank_refresh},
      {"trrefd", &DeviceSpec::trrefd,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::refresh_bank, 0).at(d.trrefd, C::activate, 1);
       },
       no_bank_refresh},
      {"tpbr2pbr", &DeviceSpec::tpbr2pbr,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::refresh_bank, 0).at(d.tpbr2pbr, C::refresh_bank, 1);
       },
       no_bank_refresh},
  };
}

inline std::string no_slow_exit(const DeviceSpec& d) {
  return d.txp_dll == 0 ? "the standard has no slow exit" : "";
}
inline std::string no_dll(const DeviceSpec& d) {
  return d.txs_dll == 0 ? "the standard has no DLL" : "";
}

/// Exits from power-down (all of them slow, where the device has that) and from self-refresh.
inline std::vector<Rule> exit_rules() {
  return {
      {"txp", &DeviceSpec::txp,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::power_down, 0)
             .at(kFar, C::power_up, 0)
             .at(d.txp, C::activate, 0);
       }},
      {"txp_dll", &DeviceSpec::txp_dll,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::power_down, 0)
             .at(kFar, C::power_up, 0)
             .at(d.txp, C::activate, 0)
             .at(d.txp_dll - d.txp, C::read, 0);
       },
       no_slow_exit},
      {"txs", &DeviceSpec::txs,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::self_refresh, 0)
             .at(kFar, C::leave_self_refresh, 0)
             .at(d.txs, C::refresh, 0);
       }},
      {"txs_dll", &DeviceSpec::txs_dll,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::self_refresh, 0)
             .at(kFar, C::leave_self_refresh, 0)
             .at(d.txs, C::activate, 0)
             .at(d.txs_dll - d.txs, C::write, 0);
       },
       no_dll},
      {"cl (RD to power-down)", &DeviceSpec::cl,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::activate, 0)
             .at(kFar, C::read, 0)
             .at(d.cl + burst(d) + 1, C::power_down, 0);
       }},
      {"twr (WR to power-down)", &DeviceSpec::twr,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::activate, 0)
             .at(kFar, C::write, 0)
             .at(d.cwl + burst(d) + d.twr, C::power_down, 0);
       }},
      {"trp (PRE to self-refresh)", &DeviceSpec::trp,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::activate, 0)
             .at(kFar, C::precharge, 0)
             .at(d.trp, C::self_refresh, 0);
       }},
      {"trp_all (PREA to self-refresh)", &DeviceSpec::trp_all,
       [](const DeviceSpec& d) {
         return Sequence()
             .at(1, C::activate, 0)
             .at(kFar, C::precharge_all, 0)
             .at(d.trp_all, C::self_refresh, 0);
       }},
      {"trfc (REF to self-refresh)", &DeviceSpec::trfc,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::refresh, 0).at(d.trfc, C::self_refresh, 0);
       }},
      {"trfc_bank (REFpb to self-refresh)", &DeviceSpec::trfc_bank,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::refresh_bank, 0).at(d.trfc_bank, C::self_refresh, 0);
       },
       no_bank_refresh},
  };
}

/// How long a rank stays down at least is the controller's; the checker alone is asked.
inline std::vector<Rule> stay_rules() {
  return {
      {"tcke", &DeviceSpec::tcke,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::power_down, 0).at(d.tcke, C::power_up, 0);
       }},
      {"tckesr", &DeviceSpec::tckesr,
       [](const DeviceSpec& d) {
         return Sequence().at(1, C::self_refresh, 0).at(d.tckesr, C::leave_self_refresh, 0);
       }},
  };
}

/// Occupancy of the command bus is the controller's; the checker alone is asked.
inline std::vector<Rule> bus_rules() {
  const auto make = [](C first) {
    return [first](const DeviceSpec& d) {
      const unsigned clocks = first == C::activate    ? d.activate_bus_clocks
                              : first == C::precharge ? d.precharge_bus_clocks
                                                      : d.column_bus_clocks;
      Sequence s = Sequence().at(1, C::activate, 0).at(kFar, C::activate, 1);
      if (first != C::activate) {
        s.at(kFar, first, 1);
      }
      return s.at(clocks, C::read, 0);
    };
  };
  const auto make_column = [](const DeviceSpec& d) {
    return two_open(1).at(kFar, C::read, 0).at(d.column_bus_clocks, C::precharge, 1);
  };
  return {{"activate_bus_clocks", &DeviceSpec::activate_bus_clocks, make(C::activate)},
          {"column_bus_clocks", &DeviceSpec::column_bus_clocks, make_column},
          {"precharge_bus_clocks", &DeviceSpec::precharge_bus_clocks, make(C::precharge)}};
}

}  // namespace directed_test
}  // namespace metronome::dram
