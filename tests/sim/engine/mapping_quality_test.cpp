// What is chosen is no worse than the obvious output-stationary mapping, simulated.
#include <gtest/gtest.h>

#include "arch/mapping/estimate.hpp"
#include "sim/engine/job_variants.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace mapping_quality_test {

using trace::OperationClass;

/// Shapes of CIFAR and ImageNet ResNets and of a linear layer, with small batches.
std::vector<trace::Convolution> layers() {
  return {{.batch = 4,
           .in_channels = 16,
           .in_height = 32,
           .in_width = 32,
           .out_channels = 16,
           .kernel = 3,
           .pad = 1},
          {.batch = 4,
           .in_channels = 16,
           .in_height = 32,
           .in_width = 32,
           .out_channels = 32,
           .kernel = 3,
           .stride = 2,
           .pad = 1},
          {.batch = 8,
           .in_channels = 64,
           .in_height = 8,
           .in_width = 8,
           .out_channels = 64,
           .kernel = 3,
           .pad = 1},
          {.batch = 2,
           .in_channels = 64,
           .in_height = 56,
           .in_width = 56,
           .out_channels = 64,
           .kernel = 3,
           .pad = 1},
          {.batch = 2,
           .in_channels = 256,
           .in_height = 14,
           .in_width = 14,
           .out_channels = 256,
           .kernel = 3,
           .pad = 1},
          {.batch = 2,
           .in_channels = 64,
           .in_height = 28,
           .in_width = 28,
           .out_channels = 128,
           .kernel = 1,
           .stride = 2},
          {.batch = 64, .in_channels = 512, .in_height = 1, .in_width = 1, .out_channels = 512}};
}

void expect_no_worse(const std::string& kind) {
  const auto machine = config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml");
  std::vector<mapping::Job> searched, obvious;
  for (const trace::Convolution& layer : layers()) {
    for (const OperationClass cls : {OperationClass::forward, OperationClass::input_gradient,
                                     OperationClass::weight_gradient}) {
      for (const int bits : {3, 8}) {
        mapping::MatrixJob job = mapping::matrix_job(
            cls, layer, cls == OperationClass::forward ? bits : 8, bits, machine);
        if (const auto plain = mapping::output_stationary_mapping(job, machine)) {
          searched.emplace_back(job);
          job.fixed_mapping = mapping_text(*plain);
          obvious.emplace_back(job);
        }
      }
    }
  }
  const auto best = execute(searched, machine, {.jobs = 2, .progress = {}});
  const auto plain = execute(obvious, machine, {.jobs = 2, .progress = {}});
  std::uint64_t all_best = 0, all_plain = 0;
  for (std::size_t i = 0; i < best.size(); ++i) {
    const std::uint64_t chosen = best[i].outcome.cycles.total().count();
    const std::uint64_t obvious_one = plain[i].outcome.cycles.total().count();
    all_best += chosen;
    all_plain += obvious_one;
    // By the objective: fewer bytes may cost a little time.
    const auto score = [](const OperationOutcome& outcome) {
      const auto bytes = static_cast<double>(bytes_of(outcome));
      return static_cast<double>(outcome.cycles.total().count()) * mapping::traffic_factor(bytes);
    };
    // Of what is within 1 % and 100 clocks of the quickest, the fewest joules are taken.
    const double near = 1.01 + 100.0 / static_cast<double>(obvious_one);
    EXPECT_LE(score(best[i].outcome), near * score(plain[i].outcome))
        << kind << ": " << best[i].mapping << " and " << plain[i].mapping;
    if (best[i].mapping == plain[i].mapping) {
      EXPECT_EQ(best[i].outcome, plain[i].outcome);
    }
  }
  EXPECT_LT(all_best, all_plain) << kind;  // the search is worth its name
  EXPECT_GE(best.size(), 30u) << kind;
}

TEST(best_mapping, is_not_slower_than_the_obvious_one_systolic) { expect_no_worse("systolic"); }
TEST(best_mapping, is_not_slower_than_the_obvious_one_spatial_fusion) {
  expect_no_worse("spatial_fusion");
}
TEST(best_mapping, is_not_slower_than_the_obvious_one_operand_serial) {
  expect_no_worse("operand_serial");
}
TEST(best_mapping, is_not_slower_than_the_obvious_one_dual_serial) {
  expect_no_worse("dual_serial");
}

}  // namespace mapping_quality_test
}  // namespace metronome::sim
