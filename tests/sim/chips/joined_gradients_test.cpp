// Gradients that are summed together: whatever a program trains, no operation waits for a sum that
// waits for the operation.
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/chips/system_chips.hpp"
#include "systems.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/train/form_trace.hpp"

namespace metronome::chips {
namespace joined_gradients_test {

/// The program of a training whose weights are in a form.
trace::Trace training_of(const weights::FormSpec& form, const std::string& schedule) {
  train::WorkloadSpec spec;
  spec.model = "resnet-8";
  spec.dataset = "cifar-10";
  spec.batch = 16;
  spec.iterations = 4;
  spec.schedule = schedule;
  spec.form = form;
  return train::training_trace(
      spec,
      trace::model_for(spec.model, spec.dataset, trace::optional_data_set_shape(spec.dataset)),
      schedule::parse_schedule(spec.schedule));
}

/// Programs whose sums are read within the step, or made in several passes.
std::vector<std::pair<std::string, trace::Trace>> programs() {
  weights::BlendedSpec blended;
  blended.search.target = 4;
  std::vector<std::pair<std::string, trace::Trace>> all;
  all.emplace_back("blended", training_of(blended, "static:fp32"));
  for (const auto training :
       {weights::NestedTraining::joint_hard, weights::NestedTraining::joint_recursive,
        weights::NestedTraining::two_phase}) {
    all.emplace_back(std::string(enum_name(training)),
                     training_of(weights::NestedSpec{2, 8, training}, "static:8,backward=8"));
  }
  all.emplace_back("plain", training_of(weights::AffineSpec{}, "static:8,backward=8,gradients=8"));
  return all;
}

std::vector<std::pair<std::string, links::SystemSpec>> system_files() {
  std::vector<std::pair<std::string, links::SystemSpec>> all;
  for (const auto& entry :
       std::filesystem::directory_iterator(metronome::source_dir() + "/configs/systems")) {
    all.emplace_back(entry.path().filename().string(),
                     config::load<links::SystemFile>(entry.path()).system);
  }
  return all;
}

SystemRun run_of(const trace::Trace& trace, const links::SystemSpec& system,
                 const std::string& machine_name = "systolic_512") {
  const arch::AcceleratorSpec machine = machine_of(machine_name);
  const std::vector<trace::Trace> traces{trace};
  const std::vector<EnergyTable> prices{sim::complete_table(machine)};
  return SystemChips(traces, {&machine, 1}, system, prices,
                     {.mode = Mode::analytic, .jobs = 2, .progress = {}})
      .on(0, system);
}

std::size_t tensors_of(const LevelTimes& level, Purpose purpose) {
  std::size_t sum = 0;
  for (const Exchange& one : level.exchanges) {
    sum += one.purpose == purpose ? one.tensors : 0;
  }
  return sum;
}

TEST(joined_gradients, every_program_ends_on_every_system_file) {
  std::size_t joined = 0;
  for (const auto& [name, trace] : programs()) {
    for (const auto& [file, system] : system_files()) {
      if (system.parallel.scheme == links::Scheme::pipeline) {
        continue;  // stages sum nothing
      }
      const SystemRun run = run_of(trace, system);
      for (const LevelTimes& level : run.levels) {
        EXPECT_EQ(level.sent, level.received) << name << " " << file;
        EXPECT_GT(level.sent.count(), 0u) << name << " " << file;
        for (const Exchange& one : level.exchanges) {
          joined += one.tensors > 1 ? 1 : 0;
        }
      }
    }
  }
  EXPECT_GT(joined, 10u) << "gradients are still joined where that makes no circle";
}

TEST(joined_gradients, a_bucket_of_any_size_sums_what_single_sums_do) {
  for (const auto& [name, trace] : programs()) {
    for (const links::UpdateOn update : kEnumValues<links::UpdateOn>) {
      for (const links::NormStatistics norm : kEnumValues<links::NormStatistics>) {
        links::SystemSpec system = ring_of(4);
        system.parallel.update = update;
        system.parallel.batch_norm = norm;
        const SystemRun alone = run_of(trace, system, "plain_systolic_512");
        for (const std::uint64_t bytes : {10'000ULL, 100'000ULL, 1ULL << 30}) {
          system.parallel.bucket_bytes = bytes;
          const SystemRun run = run_of(trace, system, "plain_systolic_512");
          for (std::size_t i = 0; i < run.levels.size(); ++i) {
            EXPECT_EQ(tensors_of(run.levels[i], Purpose::gradients),
                      tensors_of(alone.levels[i], Purpose::gradients))
                << name << " " << bytes;
            EXPECT_LT(run.levels[i].requests.size(), alone.levels[i].requests.size())
                << name << " " << bytes;
          }
        }
      }
    }
  }
}

}  // namespace joined_gradients_test
}  // namespace metronome::chips
