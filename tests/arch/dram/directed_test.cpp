// Each constraint of each device on its own: a short sequence of commands, written by hand, in
// which nothing but that constraint decides when the last command may come. The checker accepts it
// there, rejects it a clock earlier and rejects it when the parameter is tightened by a clock; the
// model has the command ready in that clock and not before.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <ostream>

#include "tests/arch/dram/directed_rules.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/arch/dram/timing_checker.hpp"

namespace metronome::dram {
namespace directed_test {

using namespace testing;
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
  const std::string one_tccd = "the device has one tCCD_L for both directions";
  const std::string no_slow = "the standard has no slow exit";
  const std::string no_dll = "the standard has no DLL";
  const std::string one_group = "there is one bank group, in which the _L value holds";
  EXPECT_EQ(found, (std::map<std::string, std::string>{
                       {"DDR4-2400 tccd_l_write", one_tccd},
                       {"DDR4-3200 tccd_l_write", one_tccd},
                       {"LPDDR4-3200 tccd_l_write", one_tccd},
                       {"LPDDR5-6400 tccd_l_write", one_tccd},
                       {"HBM2-2000 tccd_l_write", one_tccd},
                       {"HBM3-6400 tccd_l_write", one_tccd},
                       {"GDDR6-14000 tccd_l_write", one_tccd},
                       {"LPDDR5X-8533 tccd_l_write", one_tccd},
                       {"LPDDR5X-8533 txp_dll", no_slow},
                       {"LPDDR5X-8533 txs_dll", no_dll},
                       {"DDR5-4800 trcd_write", one_trcd},
                       {"DDR5-4800 txp_dll", no_slow},
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
