// What the memory does in closed form, beside the memory that is simulated command by command.
#include "sim/engine/analytic_memory.hpp"

#include <gtest/gtest.h>

#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace analytic_memory_test {

arch::AcceleratorSpec machine_of(const std::string& name,
                                 const std::vector<std::string>& overrides = {}) {
  return config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/" + name + ".yaml",
      config::parse_overrides(overrides));
}

std::vector<mapping::Job> products(const arch::AcceleratorSpec& machine) {
  using enum trace::OperationClass;
  const trace::Convolution wide{.batch = 16,
                                .in_channels = 16,
                                .in_height = 32,
                                .in_width = 32,
                                .out_channels = 16,
                                .kernel = 3,
                                .pad = 1};
  const trace::Convolution deep{.batch = 32,
                                .in_channels = 64,
                                .in_height = 8,
                                .in_width = 8,
                                .out_channels = 64,
                                .kernel = 3,
                                .pad = 1};
  std::vector<mapping::Job> jobs;
  for (const trace::Convolution& layer : {wide, deep}) {
    for (const trace::OperationClass cls : {forward, weight_gradient}) {
      jobs.emplace_back(mapping::matrix_job(cls, layer, 8, 8, machine));
    }
  }
  return jobs;
}

std::uint64_t rank_clocks(const dram::Counts& counts) {
  return counts.refreshed_cycles() + counts.self_refresh_cycles;
}

double ratio(std::uint64_t a, std::uint64_t b) {
  return static_cast<double>(a) / static_cast<double>(b);
}

/// With the same mapping in every mode.
std::vector<dram::Counts> counts_of(arch::AcceleratorSpec machine, Mode mode) {
  machine.mapping.choose = arch::Choose::estimate;
  std::vector<dram::Counts> all;
  for (const auto& one : execute(products(machine), machine, {.mode = mode, .progress = {}})) {
    all.push_back(one.outcome.dram);
  }
  return all;
}

/// Rows were opened once for all their bytes, a fifteenth of what is opened. Of one product how
/// loads and stores meet is known to a factor; over several it evens out.
TEST(analytic_memory, opens_rows_as_the_simulated_memory_does) {
  for (const char* name : {"dual_serial_512", "systolic_512", "plain_dual_serial_512",
                           "dual_serial_server", "spatial_fusion_edge"}) {
    const arch::AcceleratorSpec machine = machine_of(name);
    const auto form = counts_of(machine, Mode::analytic);
    const auto cycle = counts_of(machine, Mode::cycle);
    std::uint64_t formed = 0;
    std::uint64_t simulated = 0;
    for (std::size_t i = 0; i < form.size(); ++i) {
      EXPECT_GT(ratio(form[i].activates, cycle[i].activates), 0.33) << name << ", product " << i;
      EXPECT_LT(ratio(form[i].activates, cycle[i].activates), 1.8) << name << ", product " << i;
      formed += form[i].activates;
      simulated += cycle[i].activates;
    }
    EXPECT_GT(ratio(formed, simulated), 0.7) << name;
    EXPECT_LT(ratio(formed, simulated), 1.5) << name;
  }
}

/// Ranks without tensors were taken to be active while another moved data, and never to refresh
/// themselves.
TEST(analytic_memory, ranks_sleep_as_those_of_the_simulated_memory) {
  const arch::AcceleratorSpec machine = machine_of("dual_serial_512");
  const auto form = counts_of(machine, Mode::analytic);
  const auto cycle = counts_of(machine, Mode::cycle);
  std::uint64_t slept = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    // At least the ranks without tensors, once; others where loads come in bunches.
    EXPECT_EQ(form[i].self_refreshes, machine.memory.channels) << "product " << i;
    EXPECT_GE(cycle[i].self_refreshes, form[i].self_refreshes) << "product " << i;
    EXPECT_NEAR(ratio(form[i].self_refresh_cycles, rank_clocks(form[i])),
                ratio(cycle[i].self_refresh_cycles, rank_clocks(cycle[i])), 0.02)
        << "product " << i;
    EXPECT_NEAR(ratio(form[i].active_cycles, rank_clocks(form[i])),
                ratio(cycle[i].active_cycles, rank_clocks(cycle[i])), 0.1)
        << "product " << i;
    slept += cycle[i].self_refresh_cycles;
  }
  EXPECT_GT(slept, 0u);
}

/// Whatever the policy, each clock of each rank is in one state, to less than a cycle's.
TEST(analytic_memory, every_clock_of_every_rank_is_in_one_state) {
  const char* const policies[][2] = {
      {"never", "close"}, {"timeout", "close"}, {"timeout", "keep"}, {"adaptive", "close"}};
  for (const auto& [power_down, rows] : policies) {
    for (const char* self_refresh : {"0", "5000", "93600"}) {
      if (std::string_view(power_down) == "never" && std::string_view(self_refresh) != "0") {
        continue;  // refused: nothing is ever powered down
      }
      for (const char* name : {"dual_serial_512", "plain_dual_serial_512"}) {
        const arch::AcceleratorSpec machine =
            machine_of(name, {std::string("memory.device.power_down=") + power_down,
                              std::string("memory.device.power_down_rows=") + rows,
                              std::string("memory.device.self_refresh_idle=") + self_refresh});
        const std::uint64_t ranks =
            std::uint64_t{machine.memory.channels} * machine.memory.device.ranks;
        for (const auto& one :
             execute(products(machine), machine, {.mode = Mode::analytic, .progress = {}})) {
          const std::uint64_t time = one.outcome.cycles.total().count() *
                                     clock_period(machine.clock_hz).count() /
                                     machine.memory.device.clock_period.count();
          EXPECT_EQ(rank_clocks(one.outcome.dram), time * ranks)
              << name << ", " << power_down << ", " << rows << ", " << self_refresh;
        }
      }
    }
  }
}

/// Picoseconds of 2e13 cycles of 1 us are beyond 64 bits.
TEST(analytic_memory, a_slow_array_keeps_the_memory_for_as_long_as_it_takes) {
  const arch::AcceleratorSpec machine =
      machine_of("dual_serial_512", {"clock_hz=1e6", "memory.channels=64"});
  const std::vector<mapping::Job> jobs{
      mapping::matrix_job(trace::OperationClass::forward,
                          mapping::convolution_of_gemm({100000, 100000, 100000}), 16, 16, machine)};
  const auto result = execute(jobs, machine, {.mode = Mode::analytic, .progress = {}}).front();
  const double clocks = static_cast<double>(result.outcome.cycles.total().count()) *
                        static_cast<double>(clock_period(machine.clock_hz).count()) /
                        static_cast<double>(machine.memory.device.clock_period.count());
  EXPECT_GT(clocks * 625, 1.9e19);
  EXPECT_NEAR(static_cast<double>(rank_clocks(result.outcome.dram)) /
                  (clocks * machine.memory.channels * machine.memory.device.ranks),
              1, 1e-9);
}

/// A rank that is never powered down has its rows closed by refreshes, not open for ever.
TEST(analytic_memory, refreshes_close_the_rows_of_a_rank_that_nobody_wants) {
  for (const char* power_down : {"never", "timeout"}) {
    const arch::AcceleratorSpec machine =
        machine_of("plain_systolic_512",
                   {std::string("memory.device.power_down=") + power_down,
                    "memory.device.power_down_rows=keep", "memory.device.self_refresh_idle=0"});
    // Of all products: loads come in bunches, which the closed form spreads evenly.
    const auto open = [&](Mode mode) {
      dram::Counts all;
      for (const dram::Counts& one : counts_of(machine, mode)) {
        all += one;
      }
      return ratio(all.active_cycles + all.active_power_down_cycles, rank_clocks(all));
    };
    EXPECT_NEAR(open(Mode::analytic), open(Mode::cycle), 0.2) << power_down;
    EXPECT_LT(open(Mode::analytic), 0.9) << power_down;
  }
}

/// The memory's energy under what a user may set: ranks that take turns, refreshes that wake them,
/// slow arrays, no refresh.
TEST(analytic_memory, its_energy_is_near_the_simulated_memorys_whatever_is_set) {
  const std::vector<std::vector<std::string>> settings{
      {},
      {"memory.device.refresh_mode=per_bank"},
      {"clock_hz=1e8", "memory.device.refresh_mode=per_bank", "memory.device.self_refresh_idle=0"},
      {"clock_hz=1e8", "memory.device.self_refresh_idle=0"},
      {"memory.device.ranks=8", "memory.device.mapping=RoRaCoBa"},
      {"memory.device.ranks=4", "memory.device.mapping=RoRaCoBa"},
      {"memory.device.ranks=4"},
      {"memory.refresh=false"},
      {"memory.channels=1"},
      {"memory.channels=3"},
      {"memory.device.power_down=adaptive"},
      {"memory.device.power_down=never", "memory.device.self_refresh_idle=0"}};
  for (std::vector<std::string> set : settings) {
    const std::string name = set.empty() ? "as it is" : set.front() + ", ...";
    set.emplace_back("mapping.choose=estimate");  // the same in both modes
    const arch::AcceleratorSpec machine = machine_of("dual_serial_512", set);
    const EnergyTable table = complete_table(machine);
    const std::vector<mapping::Job> jobs = products(machine);
    const auto joules = [&](Mode mode) {
      double sum = 0;
      const auto results = execute(jobs, machine, {.mode = mode, .progress = {}});
      for (std::size_t i = 0; i < jobs.size(); ++i) {
        sum += price(measure_of(jobs[i], machine, results[i].outcome), table, machine.clock_hz)
                   .of(Component::dram)
                   .count();
      }
      return sum;
    };
    // Ranks that take turns sleep the deeper the longer each is left alone, which the closed form
    // knows in the mean only.
    const bool turns = set.size() > 2 && set[1] == "memory.device.mapping=RoRaCoBa";
    EXPECT_NEAR(joules(Mode::analytic) / joules(Mode::cycle), 1, turns ? 0.35 : 0.15) << name;
  }
}

TEST(analytic_memory, a_memory_that_is_never_refreshed_pays_for_no_refresh) {
  const arch::AcceleratorSpec machine = machine_of("dual_serial_512", {"memory.refresh=false"});
  const std::vector<mapping::Job> jobs = products(machine);
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    const auto results = execute(jobs, machine, {.mode = mode, .progress = {}});
    const Measure measure = measure_of(jobs.front(), machine, results.front().outcome);
    for (const auto& [activity, count] : measure.counts) {
      EXPECT_TRUE(activity.action != kRefreshClock || count == 0) << enum_name(mode);
    }
  }
}

/// What is opened in another rank waits for no tRRD and no tFAW of this one, and a refresh that
/// falls due behind the last command delays nothing.
TEST(analytic_memory, the_closed_form_stays_below_with_more_ranks_and_at_the_edge_of_a_refresh) {
  const auto cycles = [](const mapping::MatrixJob& job, const arch::AcceleratorSpec& machine,
                         Mode mode) {
    const std::vector<mapping::Job> jobs{job};
    return execute(jobs, machine, {.mode = mode, .exact = true, .progress = {}})
        .front()
        .outcome.cycles.total()
        .count();
  };
  const auto expect_below = [&](const std::string& text, std::uint64_t n, std::uint64_t k,
                                std::vector<std::string> set) {
    set.emplace_back("mapping.choose=estimate");
    const arch::AcceleratorSpec machine = machine_of("dual_serial_512", set);
    mapping::MatrixJob job = mapping::matrix_job(
        trace::OperationClass::forward, mapping::convolution_of_gemm({1, n, k}), 8, 8, machine);
    job.fixed_mapping = mapping::mapping_text(mapping::parse_mapping(text, job, machine));
    EXPECT_LE(cycles(job, machine, Mode::analytic), cycles(job, machine, Mode::cycle))
        << set.front() << ", n " << n;
  };
  for (const char* mapping : {"RoCoRaBa", "RoCoBaRa", "RaRoCoBa"}) {
    for (const char* ranks : {"1", "2", "4"}) {
      expect_below("filters=n, tile 1x256x16, m outer", 256, 32,
                   {std::string("memory.device.mapping=") + mapping,
                    std::string("memory.device.ranks=") + ranks});
    }
  }
  for (std::uint64_t n = 186; n < 198; ++n) {
    expect_below("filters=n, tile 1x" + std::to_string(n) + "x64, m outer", n, 64,
                 {"memory.channels=1"});
  }
}

}  // namespace analytic_memory_test
}  // namespace metronome::sim
