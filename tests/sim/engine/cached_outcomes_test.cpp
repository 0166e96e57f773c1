// Operations that simulations have in common are taken from a cache; no result depends on it.
#include "sim/engine/cached_outcomes.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>

#include "sim/base/files.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/ledger_io.hpp"
#include "tests/support/families.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace cached_outcomes_test {

namespace fs = std::filesystem;

std::string arch_path(const std::string& name) {
  return metronome::source_dir() + "/configs/arch/" + name + ".yaml";
}
arch::AcceleratorSpec machine_of(const std::string& name,
                                 const std::vector<config::Override>& overrides = {}) {
  return config::load<arch::AcceleratorSpec>(arch_path(name), overrides);
}

std::vector<trace::Trace> small_traces() {
  const auto trace = [](const char* schedule) {
    return trace::make_trace("lenet-5", "synthetic", 2, schedule::parse_schedule(schedule), 16,
                             trace::DxScale::prescale_requantize);
  };
  return {trace("cpt:3-5,periods=2,backward=8"), trace("static:8,backward=8")};
}

class cached_outcomes : public ::testing::Test {
 protected:
  cached_outcomes()
      : root_(fs::temp_directory_path() / ("metronome_cached_" + std::to_string(::getpid()))) {}
  ~cached_outcomes() override { fs::remove_all(root_); }

  /// Ledgers and joules of both runs; `reused_` and `total_` are of the last one.
  std::string simulated(const arch::AcceleratorSpec& machine, Mode mode, FileCache* cache,
                        unsigned jobs = 1) {
    reused_ = 0;
    const EnergyTable table = complete_table(machine);
    std::string all;
    for (const RunResult& run : simulate(small_traces(), machine,
                                         {.mode = mode,
                                         .prices = &table,
                                         .jobs = jobs,
                                         .cache = cache,
                                         .progress = [&](const SimulateProgress& p) {
                                           reused_ = p.reused;
                                           total_ = p.total;
                                         }})) {
      all += report::ledger_json(run) +
             number_text(report::cost_of(run, table).energy.total().count()) + "\n";
    }
    return all;
  }
  [[nodiscard]] fs::path folder(const std::string& name = "cache") const { return root_ / name; }
  [[nodiscard]] std::map<std::string, std::string> files(const std::string& name) const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder(name))) {
      if (entry.is_regular_file()) {
        all[fs::relative(entry.path(), folder(name)).string()] = read_file(entry.path());
      }
    }
    return all;
  }

  std::size_t reused_ = 0;
  std::size_t total_ = 0;

 private:
  fs::path root_;
};

TEST_F(cached_outcomes, off_cold_and_warm_give_equal_bytes_and_a_warm_one_simulates_nothing) {
  for (const char* name : {"plain_dual_serial_512", "systolic_512"}) {
    const arch::AcceleratorSpec machine = machine_of(name);
    for (const Mode mode : {Mode::cycle, Mode::analytic}) {
      const std::string expected = simulated(machine, mode, nullptr);
      FileCache cold(folder());
      EXPECT_EQ(simulated(machine, mode, &cold, 2), expected) << name;
      for (const unsigned jobs : {1u, 2u}) {
        FileCache warm(folder());
        EXPECT_EQ(simulated(machine, mode, &warm, jobs), expected) << name;
        if (mode == Mode::cycle) {
          EXPECT_EQ(reused_, total_) << name;
          EXPECT_GT(total_, 20u);
        }
      }
    }
  }
}

TEST_F(cached_outcomes, prices_decide_what_is_taken_and_not_what_is_kept) {
  // Energies of other tables, and the machine under another name: the same operations.
  arch::AcceleratorSpec dear = machine_of("plain_systolic_512");
  const fs::path table = folder("tables") / "dear.yaml";
  std::string text = read_file(dear.energy.path);
  const std::string sram = "sram_table: ";
  const std::size_t at = text.find(sram);
  ASSERT_NE(at, std::string::npos);
  text.insert(at + sram.size(), dear.energy.path.parent_path().string() + "/");
  write_file_atomically(table, text + "\n# dear\n");
  arch::AcceleratorSpec other = dear;
  other.name = "other";
  other.energy.path = table;
  other.technology.node_nm = 16;
  const std::string expected = simulated(other, Mode::cycle, nullptr);
  const std::string expected_dear = simulated(dear, Mode::cycle, nullptr);
  EXPECT_NE(expected, expected_dear);
  FileCache cache(folder());
  EXPECT_EQ(simulated(dear, Mode::cycle, &cache), expected_dear);
  const auto kept = files("cache");
  FileCache again(folder());
  EXPECT_EQ(simulated(other, Mode::cycle, &again), expected);
  EXPECT_EQ(reused_, total_);
  EXPECT_EQ(files("cache"), kept);  // no joule was in it: other prices add nothing
}

TEST_F(cached_outcomes, where_joules_decide_what_is_tried_other_prices_try_anew) {
  const arch::AcceleratorSpec machine =
      machine_of("plain_systolic_512", {{"mapping.objective", "energy"}});
  arch::AcceleratorSpec other = machine;
  other.technology.node_nm = 16;
  const std::string expected = simulated(other, Mode::cycle, nullptr);
  FileCache cache(folder());
  (void)simulated(machine, Mode::cycle, &cache);
  EXPECT_EQ(simulated(other, Mode::cycle, &cache), expected);
  EXPECT_LT(reused_, total_);
}

TEST_F(cached_outcomes, another_machine_mode_or_exactness_takes_nothing_that_is_not_its_own) {
  const std::string base = "plain_systolic_512";
  FileCache cache(folder());
  (void)simulated(machine_of(base), Mode::cycle, &cache);
  const std::vector<config::Override> changes{
      {"memory.channels", "2"},      {"array.columns", "8"},
      {"array.rows", "8"},           {"clock_hz", "5e8"},
      {"output_buffer.banks", "16"}, {"input_buffer.banks", "8"},
      {"weight_buffer.banks", "8"},  {"weight_buffer.port_bits_per_cycle", "256"},
      {"vector.lanes", "16"},        {"training.accumulator_bits", "24"},
      {"mapping.objective", "edp"},  {"storage.packing", "power_of_two"}};
  for (const config::Override& change : changes) {
    const arch::AcceleratorSpec machine = machine_of(base, {change});
    const std::string expected = simulated(machine, Mode::cycle, nullptr);
    EXPECT_EQ(simulated(machine, Mode::cycle, &cache), expected) << change.path;
    EXPECT_LT(reused_, total_) << change.path;
  }
  const arch::AcceleratorSpec machine = machine_of(base);
  EXPECT_EQ(simulated(machine, Mode::analytic, &cache),
            simulated(machine, Mode::analytic, nullptr));
}

TEST_F(cached_outcomes, work_beside_the_array_does_not_depend_on_the_array) {
  // Why its key leaves the array out: on every array it takes the same, in both modes.
  const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  FileCache cache(folder());
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    (void)simulated(machine, mode, &cache);
    // Without the machine itself, and the array whose products ask for statistics of values.
    for (const std::string& kind : families_but({"systolic", "term_serial"})) {
      arch::AcceleratorSpec other = machine;
      other.array = machine_of(std::string("plain_") + kind + "_512").array;
      const std::string expected = simulated(other, mode, nullptr);
      EXPECT_EQ(simulated(other, mode, &cache), expected) << kind;
      if (mode == Mode::cycle) {
        EXPECT_GT(reused_, 0u) << kind;
        EXPECT_LT(reused_, total_) << kind;
      }
    }
  }
}

TEST_F(cached_outcomes, damaged_entries_cost_time_and_nothing_else) {
  const arch::AcceleratorSpec machine = machine_of("plain_dual_serial_512");
  const std::string expected = simulated(machine, Mode::cycle, nullptr);
  FileCache cold(folder());
  (void)simulated(machine, Mode::cycle, &cold);
  const auto whole = files("cache");
  std::size_t turn = 0;
  for (const auto& [name, content] : whole) {
    const fs::path path = folder() / name;
    switch (turn++ % 4) {
      case 0:
        write_file_atomically(path, "");
        break;
      case 1:
        write_file_atomically(path, content.substr(0, content.size() / 2));
        break;
      case 2:
        write_file_atomically(path, whole.rbegin()->second);  // of another operation
        break;
      default:
        break;
    }
  }
  FileCache damaged(folder());
  EXPECT_EQ(simulated(machine, Mode::cycle, &damaged, 2), expected);
  EXPECT_LT(reused_, total_);
  EXPECT_GT(reused_, 0u);
  auto after = files("cache");
  after.erase("CACHEDIR.TAG");
  for (const auto& [name, content] : after) {
    EXPECT_EQ(content, whole.at(name)) << name;
  }
}

TEST_F(cached_outcomes, an_entry_that_is_no_outcome_of_the_operation_is_not_taken) {
  const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  FileCache cache(folder());
  const SimulateOptions options{.cache = &cache};
  const CachedOutcomes cached(machine, options);
  const mapping::Job job = mapping::matrix_job(
      trace::OperationClass::forward, mapping::convolution_of_gemm({64, 64, 64}), 8, 8, machine);
  const auto results = execute(std::span(&job, 1), machine, {.cache = &cache});
  ASSERT_TRUE(results[0].chosen.has_value());
  JobOutcome outcome{results[0].outcome, results[0].chosen, false};
  cached.keep(job, {outcome, outcome});
  ASSERT_EQ(cached.find(job).size(), 2u);
  EXPECT_EQ(cached.find(job)[1], outcome);
  outcome.mapping->tile.k = 1ull << 40;
  cached.keep(job, {outcome});
  EXPECT_TRUE(cached.find(job).empty());
}

TEST_F(cached_outcomes, eight_simulations_at_once_share_one_and_end_alike) {
  const arch::AcceleratorSpec machine = machine_of("plain_operand_serial_512");
  const std::string expected = simulated(machine, Mode::cycle, nullptr);
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      FileCache cache(folder());
      ::_exit(simulated(machine, Mode::cycle, &cache, 1 + static_cast<unsigned>(i % 2)) == expected
                  ? 0
                  : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  FileCache cache(folder());
  EXPECT_TRUE(cache.damaged().empty());
  EXPECT_EQ(cache.state().unfinished, 0u);
  EXPECT_EQ(simulated(machine, Mode::cycle, &cache), expected);
  EXPECT_EQ(reused_, total_);
}

TEST_F(cached_outcomes, a_full_disk_changes_nothing) {
  const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  const std::string expected = simulated(machine, Mode::cycle, nullptr);
  (void)FileCache(folder());
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit few{64, 64};  // no file becomes larger
    ::setrlimit(RLIMIT_FSIZE, &few);
    FileCache cache(folder());
    ::_exit(simulated(machine, Mode::cycle, &cache, 2) == expected && cache.state().entries == 0
                ? 0
                : 1);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace cached_outcomes_test
}  // namespace metronome::sim
