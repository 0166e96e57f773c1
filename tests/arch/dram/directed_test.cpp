// Each constraint of each device on its own: a short sequence of commands, written by hand, in
// which nothing but that constraint decides when the last command may come. The checker accepts it
// there, rejects it a clock earlier and rejects it when the parameter is tightened by a clock; the
// model has the command ready in that clock and not before.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <ostream>

#include "tests/arch/dram/patterns.hpp"
#include "tests/arch/dram/timing_checker.hpp"

namespace metronome::dram {
namespace directed_test {

using namespace testing;
using C = Command;

constexpr Clock kFar = 5000;  ///< longer than any constraint

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

Clock burst(const DeviceSpec& d) { return d.burst_length / d.beats_per_clock; }

/// Rows open in both banks for a long time.
Sequence two_open(unsigned second) {
  return Sequence().at(1, C::activate, 0).at(kFar, C::activate, second);
}

std::string no_groups(const DeviceSpec& d) {
  return d.bank_groups == 1 ? "there is one bank group, in which the _L value holds" : "";
}
std::string no_bank_refresh(const DeviceSpec& d) {
  return d.trfc_bank == 0 ? "the standard has no per-bank refresh" : "";
}

std::vector<Rule> bank_rules() {
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

std::vector<Rule> column_rules() {
  return {
      {"tccd_s", &DeviceSpec::tccd_s,
       [](const DeviceSpec& d) {
         const unsigned other = Banks(d).other_group;
         return two_open(other).at(kFar, C::read, 0).at(d.tccd_s, C::read, other);
       },
       no_groups},
      {"tccd_l", &DeviceSpec::tccd_l,
       [](const DeviceSpec& d) {
         return two_open(1).at(kFar, C::write, 0).at(d.tccd_l, C::write, 1);
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

std::vector<Rule> activate_rules() {
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

std::vector<Rule> refresh_rules() {
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

std::string no_slow_exit(const DeviceSpec& d) {
  return d.txp_dll == 0 ? "the standard has no slow exit" : "";
}
std::string no_dll(const DeviceSpec& d) { return d.txs_dll == 0 ? "the standard has no DLL" : ""; }

/// Exits from power-down (all of them slow, where the device has that) and from self-refresh.
std::vector<Rule> exit_rules() {
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
std::vector<Rule> stay_rules() {
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
std::vector<Rule> bus_rules() {
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

/// What the model says of the last command of a sequence after all others.
Clock model_ready(const DeviceSpec& d, const std::vector<CommandRecord>& commands) {
  const Timing timing(d);
  TimingState state;
  const auto set = [&](unsigned bank) {
    BankSet banks;
    const unsigned in_rank = d.bank_groups * d.banks_per_group;
    const unsigned step = in_rank / d.banks_per_refresh;
    for (unsigned b = bank % step; b < in_rank; b += step) {
      banks.insert(bank / in_rank * in_rank + b);
    }
    return banks;
  };
  for (std::size_t i = 0; i + 1 < commands.size(); ++i) {
    const CommandRecord& c = commands[i];
    switch (c.command) {
      case C::activate:
        timing.activate(state, c.bank, c.row, c.clock);
        break;
      case C::read:
        timing.read(state, c.bank, c.clock);
        break;
      case C::write:
        timing.write(state, c.bank, c.clock);
        break;
      case C::precharge:
        timing.precharge(state, c.bank, c.clock);
        break;
      case C::precharge_all:
        timing.precharge_all(state, timing.rank_of(c.bank), c.clock);
        break;
      case C::refresh:
        timing.refresh(state, timing.rank_of(c.bank), c.clock);
        break;
      case C::refresh_bank:
        timing.refresh_bank(state, set(c.bank), c.clock);
        break;
      case C::power_down:
      case C::self_refresh:
        break;  // what an entry forbids is lifted by the exit
      case C::power_up:
        timing.power_up(state, timing.rank_of(c.bank), d.power_down_exit == PowerDownExit::slow,
                        c.clock);
        break;
      case C::leave_self_refresh:
        timing.leave_self_refresh(state, timing.rank_of(c.bank), c.clock);
        break;
    }
  }
  const CommandRecord& last = commands.back();
  switch (last.command) {
    case C::activate:
      return timing.act_ready(state, last.bank);
    case C::read:
      return timing.read_ready(state, last.bank);
    case C::write:
      return timing.write_ready(state, last.bank);
    case C::precharge:
      return timing.pre_ready(state, last.bank);
    case C::precharge_all:
      return timing.prea_ready(state, timing.rank_of(last.bank));
    case C::refresh:
      return timing.refresh_ready(state, timing.rank_of(last.bank));
    case C::refresh_bank:
      return timing.refresh_bank_ready(state, set(last.bank));
    case C::power_down:
      return timing.power_down_ready(state, timing.rank_of(last.bank));
    case C::self_refresh:
      return timing.self_refresh_ready(state, timing.rank_of(last.bank));
    case C::power_up:
    case C::leave_self_refresh:
      break;  // the controller's
  }
  return -1;
}

bool legal(const DeviceSpec& d, const std::vector<CommandRecord>& commands) {
  return TimingChecker(d).violations(commands).empty();
}

struct Directed {
  DeviceSpec device;
  Rule rule;
  bool model;
};
std::ostream& operator<<(std::ostream& out, const Directed& x) {
  return out << x.device.name << ' ' << x.rule.name;
}

class directed : public ::testing::TestWithParam<Directed> {};

TEST_P(directed, constraint_binds_to_the_clock_in_the_checker_and_in_the_model) {
  const auto& [device, rule, model] = GetParam();
  auto commands = rule.make(device).commands;
  EXPECT_EQ(TimingChecker(device).violations(commands), std::vector<std::string>{});
  if (model) {
    EXPECT_EQ(model_ready(device, commands), commands.back().clock);
  }
  DeviceSpec tighter = device;
  ++(tighter.*rule.member);
  EXPECT_FALSE(legal(tighter, commands));
  --commands.back().clock;
  EXPECT_FALSE(legal(device, commands));
}

/// The rules of all devices that can bind there, or those that cannot.
std::vector<Directed> all_directed(bool binding) {
  std::vector<Directed> out;
  for (DeviceSpec device : all_devices()) {
    device.ranks = 2;
    device.power_down_exit = device.txp_dll > 0 ? PowerDownExit::slow : PowerDownExit::fast;
    const auto add = [&](const std::vector<Rule>& rules, bool model) {
      for (const Rule& rule : rules) {
        if (rule.exempt(device).empty() == binding) {
          out.push_back({device, rule, model});
        }
      }
    };
    for (const auto& rules :
         {bank_rules(), column_rules(), activate_rules(), refresh_rules(), exit_rules()}) {
      add(rules, true);
    }
    add(stay_rules(), false);
    add(bus_rules(), false);
  }
  return out;
}

std::string directed_name(const ::testing::TestParamInfo<Directed>& instance) {
  std::string name = instance.param.device.name + "_" + instance.param.rule.name;
  for (char& c : name) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(devices, directed, ::testing::ValuesIn(all_directed(true)), directed_name);

// The parameters that cannot bind on a device, and why. The list is complete, so that one that
// begins to bind, or ceases to, shows. Without a place here: tREFI, which is no distance between
// commands (refresh_test.cpp), and burst length and beats per clock, which every column rule
// contains.
TEST(directed_rules, that_cannot_bind_are_these) {
  std::map<std::string, std::string> found;
  for (const Directed& x : all_directed(false)) {
    found[x.device.name.substr(0, x.device.name.find(' ') + 1) + x.rule.name] =
        x.rule.exempt(x.device);
  }
  const std::string one_trcd = "the device has one tRCD for both directions";
  const std::string no_tppd = "none: the command bus alone keeps PRE commands apart";
  const std::string no_bank_refresh = "the standard has no per-bank refresh";
  const std::string no_slow = "the standard has no slow exit";
  const std::string no_dll = "the standard has no DLL";
  const std::string one_group = "there is one bank group, in which the _L value holds";
  EXPECT_EQ(found, (std::map<std::string, std::string>{
                       {"DDR4-2400 trfc_bank (REFpb to self-refresh)", no_bank_refresh},
                       {"DDR4-3200 trfc_bank (REFpb to self-refresh)", no_bank_refresh},
                       {"LPDDR4-3200 txp_dll", no_slow},
                       {"LPDDR4-3200 txs_dll", no_dll},
                       {"LPDDR5-6400 txp_dll", no_slow},
                       {"LPDDR5-6400 txs_dll", no_dll},
                       {"HBM2-2000 txp_dll", no_slow},
                       {"HBM2-2000 txs_dll", no_dll},
                       {"HBM3-6400 txp_dll", no_slow},
                       {"HBM3-6400 txs_dll", no_dll},
                       {"GDDR6-14000 txp_dll", no_slow},
                       {"GDDR6-14000 txs_dll", no_dll},
                       {"DDR4-2400 trcd_write", one_trcd},
                       {"DDR4-2400 tppd", no_tppd},
                       {"DDR4-2400 trfc_bank", no_bank_refresh},
                       {"DDR4-2400 trrefd", no_bank_refresh},
                       {"DDR4-2400 tpbr2pbr", no_bank_refresh},
                       {"DDR4-3200 trcd_write", one_trcd},
                       {"DDR4-3200 tppd", no_tppd},
                       {"DDR4-3200 trfc_bank", no_bank_refresh},
                       {"DDR4-3200 trrefd", no_bank_refresh},
                       {"DDR4-3200 tpbr2pbr", no_bank_refresh},
                       {"LPDDR4-3200 trcd_write", one_trcd},
                       {"LPDDR4-3200 tccd_s", one_group},
                       {"LPDDR4-3200 twtr_s", one_group},
                       {"LPDDR4-3200 trrd_s", one_group},
                       {"LPDDR5-6400 trcd_write", one_trcd},
                       {"HBM2-2000 trcd_write", one_trcd},
                       {"HBM2-2000 tppd", no_tppd},
                       {"GDDR6-14000 tfaw", "four tRRD_S are longer than the window"}}));
}

// A command that holds the bus for long holds up the next one, of whatever bank.
TEST(command_bus, is_occupied_for_the_commands_length) {
  DeviceSpec d = ddr4("RoBaCoBg");
  d.activate_bus_clocks = 7;
  d.column_bus_clocks = 11;
  std::vector<CommandRecord> c;
  const std::vector<Request> requests{{0, Direction::read}, {64, Direction::read}};
  (void)replay(d, requests, {.refresh = false, .commands = &c});
  ASSERT_EQ(c.size(), 4u);
  EXPECT_EQ(c[1].clock - c[0].clock, 7) << "ACT to ACT, where tRRD_S is 4";
  EXPECT_EQ(c[2].clock - c[0].clock, 17) << "tRCD";
  EXPECT_EQ(c[3].clock - c[2].clock, 11) << "RD to RD, where tCCD_S is 4";
}

}  // namespace directed_test
}  // namespace metronome::dram
