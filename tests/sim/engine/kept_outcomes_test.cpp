// Simulations that go on with the finished operations of one that was interrupted.
#include "sim/engine/kept_outcomes.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "sim/base/files.hpp"
#include "sim/base/random.hpp"
#include "sim/report/ledger_io.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace kept_outcomes_test {

namespace fs = std::filesystem;

arch::AcceleratorSpec machine_of(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/plain_" +
                                             kind + "_512.yaml");
}

std::vector<trace::Trace> small_traces() {
  const auto trace = [](const char* schedule) {
    return trace::make_trace("lenet-5", "synthetic", 2, schedule::parse_schedule(schedule), 16,
                             trace::DxScale::prescale_requantize);
  };
  return {trace("cpt:3-5,periods=2,backward=8"), trace("static:8,backward=8")};
}

class kept_outcomes : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("metronome_kept_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] fs::path file() const { return folder_ / "operations.journal"; }

  /// Both runs as files; `steps`: told done and reused each time.
  [[nodiscard]] std::string simulated(Journal* journal, unsigned jobs,
                                      std::function<void(const SimulateProgress&)> progress = {},
                                      const arch::AcceleratorSpec* machine = nullptr) const {
    const std::vector<trace::Trace> traces = small_traces();
    std::string all;
    for (const RunResult& run : simulate(traces, machine != nullptr ? *machine : machine_,
                                         {.continuous = continuous_,
                                         .jobs = jobs,
                                         .journal = journal,
                                         .progress = std::move(progress)})) {
      all += report::ledger_json(run);
    }
    return all;
  }
  /// A simulation that ends itself by SIGKILL after so many results, in a process of its own.
  void run_killed_after(std::size_t results, unsigned jobs) const {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      Journal journal(file(), "v");
      (void)simulated(&journal, jobs, [&](const SimulateProgress& p) {
        if (p.done - p.reused >= results) {
          (void)::kill(::getpid(), SIGKILL);
        }
      });
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  }

  fs::path folder_;
  arch::AcceleratorSpec machine_ = machine_of("dual_serial");
  bool continuous_ = false;
};

TEST_F(kept_outcomes, a_simulation_killed_again_and_again_ends_with_equal_bytes_for_any_jobs) {
  const std::string expected = simulated(nullptr, 2);
  for (const unsigned jobs : {1u, 2u}) {
    fs::remove(file());
    std::size_t kept = 0;
    for (const std::size_t results : {1, 4, 3}) {
      run_killed_after(results, jobs);
      kept += results;
      EXPECT_EQ(Journal(file(), "v").size(), kept);
    }
    Journal journal(file(), "v");
    std::size_t reused = 0;
    EXPECT_EQ(simulated(&journal, jobs, [&](const SimulateProgress& p) { reused = p.reused; }),
              expected);
    EXPECT_EQ(reused, kept);
  }
}

TEST_F(kept_outcomes, what_is_finished_is_not_simulated_again) {
  continuous_ = true;
  Journal journal(file(), "v");
  const std::string expected = simulated(&journal, 2);
  const std::size_t pieces = journal.size();
  std::vector<SimulateProgress> told;
  EXPECT_EQ(simulated(&journal, 2, [&](const SimulateProgress& p) { told.push_back(p); }),
            expected);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].reused, told[0].total);
  EXPECT_EQ(told[0].done, told[0].total);
  EXPECT_EQ(journal.size(), pieces);
  // Every operation, and an iteration of each of the four levels on one memory.
  EXPECT_EQ(pieces, told[0].total + 4);
}

TEST_F(kept_outcomes, another_machine_takes_nothing_and_both_live_in_one_journal) {
  arch::AcceleratorSpec other = machine_;
  other.memory.channels *= 2;
  const std::string expected = simulated(nullptr, 2, {}, &other);
  Journal journal(file(), "v");
  const std::string first = simulated(&journal, 2);
  std::size_t reused = 0;
  EXPECT_EQ(simulated(
                &journal, 2, [&](const SimulateProgress& p) { reused += p.reused; }, &other),
            expected);
  EXPECT_EQ(reused, 0u);
  EXPECT_EQ(simulated(&journal, 2), first);
}

TEST_F(kept_outcomes, a_journal_torn_anywhere_costs_time_and_nothing_else) {
  std::string expected;
  {
    Journal journal(file(), "v");
    expected = simulated(&journal, 2);
  }
  const std::string whole = read_file(file());
  const RandomStream draw(7, "tears");
  for (std::uint64_t i = 0; i < 6; ++i) {
    const std::uint64_t size = draw.below(i, whole.size());
    SCOPED_TRACE(size);
    write_file_atomically(file(), whole.substr(0, size));
    Journal journal(file(), "v");
    EXPECT_EQ(simulated(&journal, 2), expected);
    EXPECT_EQ(read_file(file()).size(), whole.size());
  }
}

TEST_F(kept_outcomes, an_outcome_of_another_size_is_not_taken) {
  const mapping::Job job = mapping::VectorJob{.elements = 10, .inputs = {}, .outputs = {}};
  Journal journal(file(), "v");
  const KeptOutcomes kept(machine_, {.journal = &journal, .progress = {}});
  JobOutcome outcome;
  outcome.outcome.cycles[Bin::idle_vector] = 42;
  outcome.outcome.traffic[trace::Role::partial_sum].write = Bytes(7);
  kept.keep(job, outcome);
  ASSERT_TRUE(kept.find(job));
  EXPECT_EQ(*kept.find(job), outcome);
  // Another memory, and every tile of long operations: other outcomes.
  for (const SimulateOptions& other :
       {SimulateOptions{.memory = MemoryMode::ideal, .journal = &journal, .progress = {}},
        SimulateOptions{.exact = true, .journal = &journal, .progress = {}},
        SimulateOptions{.exact_below_bytes = 1, .journal = &journal, .progress = {}}}) {
    EXPECT_FALSE(KeptOutcomes(machine_, other).find(job));
  }
  // The key as it stands in the file, with a value that is too short.
  const std::string bytes = read_file(file());
  const std::size_t key_size = static_cast<std::uint8_t>(bytes[24]);
  journal.keep(bytes.substr(32, key_size), "short");
  EXPECT_FALSE(kept.find(job));
}

TEST_F(kept_outcomes, a_mapping_comes_back_and_one_that_cannot_be_is_not_taken) {
  trace::Convolution c;
  c.batch = 4;
  c.in_channels = c.out_channels = 16;
  c.in_height = c.in_width = 8;
  c.kernel = 3;
  c.pad = 1;
  const mapping::MatrixJob matrix =
      mapping::matrix_job(trace::OperationClass::forward, c, 5, 3, machine_);
  const mapping::Job job = matrix;
  JobOutcome outcome;
  outcome.mapping = mapping::best_mapping(matrix, machine_);
  outcome.extrapolated = true;
  const JobWords words = words_of(job, outcome, machine_);
  ASSERT_TRUE(job_outcome_of(job, words, machine_));
  EXPECT_EQ(*job_outcome_of(job, words, machine_), outcome);
  const mapping::Job vector = mapping::VectorJob{.elements = 10, .inputs = {}, .outputs = {}};
  EXPECT_FALSE(job_outcome_of(vector, words, machine_));
  EXPECT_FALSE(job_outcome_of(job, words_of(vector, {}, machine_), machine_));
  // Walk, images, rows, m, n, k and order: of each, a number that no mapping of the job has.
  for (std::size_t i = 1; i < kMappingWords; ++i) {
    JobWords wrong = words;
    wrong[wrong.size() - kMappingWords + i] = 1'000'003;
    EXPECT_FALSE(job_outcome_of(job, wrong, machine_)) << i;
  }
}

}  // namespace kept_outcomes_test
}  // namespace metronome::sim
