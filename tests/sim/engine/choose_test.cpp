// By what mappings are chosen (mapping.choose), and that nothing but the operation decides.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "arch/mapping/estimate.hpp"
#include "arch/mapping/neighbours.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/job_score.hpp"
#include "sim/engine/job_variants.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace choose_test {

using mapping::Job;
using mapping::MatrixJob;
using trace::OperationClass;

arch::AcceleratorSpec machine_of(const std::string& kind) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                     "/configs/arch/plain_" + kind + "_512.yaml");
  // Room for small tiles only, so that mappings differ.
  machine.input_buffer.banks = machine.weight_buffer.banks = 2;
  machine.output_buffer.banks = 4;
  return machine;
}

std::vector<Job> some_jobs(const arch::AcceleratorSpec& machine) {
  const std::vector<trace::Convolution> layers{
      {.batch = 4,
       .in_channels = 16,
       .in_height = 16,
       .in_width = 16,
       .out_channels = 32,
       .kernel = 3,
       .pad = 1},
      {.batch = 2,
       .in_channels = 64,
       .in_height = 14,
       .in_width = 14,
       .out_channels = 64,
       .kernel = 3,
       .stride = 2,
       .pad = 1},
      {.batch = 64, .in_channels = 200, .in_height = 1, .in_width = 1, .out_channels = 120}};
  std::vector<Job> jobs;
  for (const trace::Convolution& layer : layers) {
    for (const OperationClass cls : {OperationClass::forward, OperationClass::input_gradient,
                                     OperationClass::weight_gradient}) {
      jobs.emplace_back(mapping::matrix_job(cls, layer, 8, 3, machine));
    }
  }
  return jobs;
}

std::vector<std::string> mappings_of(const std::vector<JobResult>& results) {
  std::vector<std::string> texts;
  for (const JobResult& result : results) {
    texts.push_back(result.mapping);
  }
  return texts;
}

/// Every candidate of the documented list, run by itself under its own name.
std::vector<JobResult> each_by_itself(const MatrixJob& job, const arch::AcceleratorSpec& machine) {
  std::vector<mapping::Mapping> all =
      mapping::best_mappings(job, machine, {}, machine.mapping.candidates);
  for (const auto& one : mapping::neighbours_mappings(job, machine, {})) {
    all.push_back(one);
  }
  if (const auto plain = mapping::output_stationary_mapping(job, machine)) {
    all.push_back(*plain);
  }
  std::vector<Job> jobs;
  for (const mapping::Mapping& one : all) {
    MatrixJob fixed = job;
    fixed.fixed_mapping = mapping_text(one);
    jobs.emplace_back(fixed);
  }
  return execute(jobs, machine, {.jobs = 2, .progress = {}});
}

TEST(choose, simulate_takes_of_the_candidates_within_a_percent_that_of_the_fewest_joules) {
  for (const char* kind : {"dual_serial", "systolic", "chunked_bfp"}) {
    const arch::AcceleratorSpec machine = machine_of(kind);
    const std::vector<Job> jobs = some_jobs(machine);
    const EnergyTable table = complete_table(machine);
    const JobScore score(machine, {.prices = &table, .progress = {}});
    const auto results = execute(jobs, machine, {.prices = &table, .jobs = 2, .progress = {}});
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      const auto tried = each_by_itself(std::get<MatrixJob>(jobs[i]), machine);
      double limit = 1e300, least = 1e300;
      for (const JobResult& one : tried) {
        const auto cycles = static_cast<double>(one.outcome.cycles.total().count());
        const auto bytes = static_cast<double>(bytes_of(one.outcome));
        limit = std::min(limit, (1.01 * cycles + 100) * std::pow(bytes, 1.0 / 32));
      }
      for (const JobResult& one : tried) {
        if (score.of(jobs[i], one.outcome) <= limit * (1 - 1e-9)) {
          least = std::min(least, score.joules(jobs[i], one.outcome));
        }
      }
      EXPECT_LE(score.of(jobs[i], results[i].outcome), limit * (1 + 1e-9)) << job_key(jobs[i]);
      EXPECT_LE(score.joules(jobs[i], results[i].outcome), 1.0011 * least) << job_key(jobs[i]);
    }
  }
}

TEST(choose, simulate_is_by_the_objective_as_good_as_estimate) {
  arch::AcceleratorSpec machine = machine_of("spatial_fusion");
  const std::vector<Job> jobs = some_jobs(machine);
  for (const auto& [objective, name] : kEnumRows<arch::Objective>) {
    machine.mapping.objective = objective;
    machine.mapping.choose = arch::Choose::simulate;
    const JobScore score(machine, {.progress = {}});
    const auto simulated = execute(jobs, machine, {.jobs = 2, .progress = {}});
    machine.mapping.choose = arch::Choose::estimate;
    const auto estimated = execute(jobs, machine, {.jobs = 2, .progress = {}});
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      EXPECT_LE(score.of(jobs[i], simulated[i].outcome), score.limit(jobs[i], estimated[i].outcome))
          << name << " " << job_key(jobs[i]);
    }
  }
}

TEST(choice, of_equally_quick_outcomes_the_fewest_joules_and_of_equal_joules_the_first) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const Job job = mapping::VectorJob{.elements = 1000, .inputs = {}, .outputs = {}};
  const JobScore score(machine, {.progress = {}});
  const auto outcome = [](std::uint64_t cycles, std::uint64_t activates) {
    OperationOutcome one;
    one.cycles[Bin::idle_vector] = cycles;
    one.dram.activates = activates;
    return one;
  };
  JobChoice choice(job, score);
  EXPECT_TRUE(choice.matters(outcome(1'000'000'000, 0)));  // the first always does
  choice.add(outcome(100'000, 0));
  EXPECT_TRUE(choice.matters(outcome(101'099, 0)));
  EXPECT_FALSE(choice.matters(outcome(101'101, 0)));
  choice.add(outcome(100'000, 0));
  EXPECT_EQ(choice.best(), 0u);
  choice.add(outcome(99'500, 100'000));  // quicker, but dearer: within 1 % and 100 clocks
  EXPECT_EQ(choice.best(), 0u);
  choice.add(outcome(90'000, 100'000));  // so quick that the others are out
  EXPECT_EQ(choice.best(), 3u);
}

TEST(choose, estimate_is_the_search_and_the_default_of_ideal_memory) {
  arch::AcceleratorSpec machine = machine_of("operand_serial");
  const std::vector<Job> jobs = some_jobs(machine);
  std::vector<std::string> searched;
  for (const Job& job : jobs) {
    searched.push_back(mapping_text(mapping::best_mapping(std::get<MatrixJob>(job), machine)));
  }
  const auto ideal = execute(jobs, machine, {.memory = MemoryMode::ideal, .progress = {}});
  EXPECT_EQ(mappings_of(ideal), searched);
  machine.mapping.choose = arch::Choose::estimate;
  EXPECT_EQ(mappings_of(execute(jobs, machine, {.progress = {}})), searched);
  EXPECT_EQ(mappings_of(execute(jobs, machine, {.mode = Mode::analytic, .progress = {}})),
            searched);
}

TEST(choose, the_closed_form_takes_the_best_of_its_own_outcomes) {
  arch::AcceleratorSpec machine = machine_of("operand_serial");
  const std::vector<Job> jobs = some_jobs(machine);
  const auto chosen = execute(jobs, machine, {.mode = Mode::analytic, .progress = {}});
  machine.mapping.choose = arch::Choose::estimate;
  const auto searched = execute(jobs, machine, {.mode = Mode::analytic, .progress = {}});
  machine.mapping.choose = arch::Choose::simulate;
  const auto neighbours = execute(jobs, machine, {.mode = Mode::analytic, .progress = {}});
  const JobScore score(machine, {.progress = {}});
  std::size_t others = 0;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto& job = std::get<MatrixJob>(jobs[i]);
    std::vector<std::string> tried;
    for (const mapping::Mapping& one : mapping::best_mappings(job, machine, {}, 4)) {
      tried.push_back(mapping_text(one));
    }
    if (const auto plain = mapping::output_stationary_mapping(job, machine)) {
      tried.push_back(mapping_text(*plain));
    }
    EXPECT_NE(std::find(tried.begin(), tried.end(), chosen[i].mapping), tried.end())
        << chosen[i].mapping;
    const double limit = score.limit(jobs[i], searched[i].outcome);
    EXPECT_LE(score.of(jobs[i], chosen[i].outcome), limit);
    EXPECT_LE(score.of(jobs[i], neighbours[i].outcome), score.limit(jobs[i], chosen[i].outcome));
    others += chosen[i].mapping == searched[i].mapping ? 0u : 1u;
  }
  EXPECT_GT(others, 0u) << "the search knows no bursts";
}

TEST(choose, is_a_function_of_the_operation_for_any_processes_order_and_company) {
  const arch::AcceleratorSpec machine = machine_of("dual_serial");
  const std::vector<Job> jobs = some_jobs(machine);
  const auto all = execute(jobs, machine, {.jobs = 1, .progress = {}});
  std::vector<Job> reversed(jobs.rbegin(), jobs.rend());
  const auto backwards = execute(reversed, machine, {.jobs = 3, .progress = {}});
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    EXPECT_EQ(all[i].mapping, backwards[jobs.size() - 1 - i].mapping);
    EXPECT_EQ(all[i].outcome, backwards[jobs.size() - 1 - i].outcome);
    const std::vector<Job> alone{jobs[i]};
    const auto one = execute(alone, machine, {.jobs = 2, .progress = {}});
    EXPECT_EQ(all[i].mapping, one[0].mapping);
    EXPECT_EQ(all[i].outcome, one[0].outcome);
  }
}

TEST(choose, what_fits_nowhere_is_refused_before_anything_runs) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  const std::vector<Job> jobs = some_jobs(machine);
  machine.output_buffer.banks = 1;
  machine.output_buffer.bank_bytes = Bytes(1);
  std::size_t told = 0;
  try {
    (void)execute(jobs, machine, {.jobs = 2, .progress = [&](const auto&) { ++told; }});
    FAIL() << "a buffer of one byte holds no tile";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("output_buffer.banks"), std::string::npos);
  }
  EXPECT_EQ(told, 0u);
}

TEST(exact_below_bytes, longer_operations_alone_are_extrapolated) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  trace::Convolution c;
  c.batch = 1 << 18;
  c.in_channels = c.out_channels = 64;
  MatrixJob job = mapping::matrix_job(OperationClass::forward, c, 8, 8, machine);
  job.fixed_mapping = mapping_text(mapping::best_mapping(job, machine));
  const std::vector<Job> jobs{job};
  const auto run = [&](bool exact, std::uint64_t below) {
    return execute(jobs, machine, {.exact = exact, .exact_below_bytes = below, .progress = {}})
        .front();
  };
  const JobResult whole = run(false, 0);
  EXPECT_FALSE(whole.extrapolated);
  EXPECT_EQ(run(true, 1).outcome, whole.outcome);
  EXPECT_EQ(run(false, std::uint64_t{1} << 40).outcome, whole.outcome);
  const JobResult quick = run(false, 1);
  ASSERT_TRUE(quick.extrapolated);
  EXPECT_EQ(bytes_of(quick.outcome), bytes_of(whole.outcome));
  EXPECT_NEAR(static_cast<double>(quick.outcome.cycles.total().count()),
              static_cast<double>(whole.outcome.cycles.total().count()),
              0.005 * static_cast<double>(whole.outcome.cycles.total().count()));
}

}  // namespace choose_test
}  // namespace metronome::sim
