// What a product costs whose feed leaves rows of weights out: cycles of the array and its energy
// fall, bytes stay.
#include <gtest/gtest.h>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/row_skipping.hpp"
#include "sim/engine/accounting.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace left_rows_test {

using mapping::MatrixJob;

arch::AcceleratorSpec machine() {
  return config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/plain_systolic_512.yaml",
      config::parse_overrides(
          {"load_path.rebuilt_rows_per_cycle=64", "load_path.skips_zero_rows=true"}));
}

MatrixJob layer(std::uint64_t kept, const arch::AcceleratorSpec& on) {
  MatrixJob job = mapping::matrix_job(
      trace::OperationClass::forward,
      {.batch = 2, .in_channels = 34, .in_height = 6, .in_width = 6, .out_channels = 40}, 8, 8, on);
  job.kept_rows = kept < 34 ? kept : 0;
  job.all_rows = kept < 34 ? 34 : 0;
  return job;
}

OperationOutcome outcome_of(const MatrixJob& job, const arch::AcceleratorSpec& on) {
  return analytic_outcome(job, mapping::best_mapping(job, on), on, MemoryMode::ideal);
}

/// What an action was counted, whatever the widths.
std::uint64_t counted(const Measure& measure, std::string_view action) {
  std::uint64_t sum = 0;
  for (const auto& [activity, count] : measure.counts) {
    sum += activity.action == action ? count : 0;
  }
  return sum;
}

TEST(left_rows, the_energy_of_the_array_is_that_of_the_products_that_are_left) {
  const arch::AcceleratorSpec on = machine();
  const auto measured = [&](const MatrixJob& job) {
    return measure_of(job, on, outcome_of(job, on));
  };
  const Measure all = measured(layer(34, on));
  const Measure half = measured(layer(17, on));
  EXPECT_EQ(2 * half.macs.count(), all.macs.count());
  EXPECT_EQ(2 * counted(half, "systolic.mac"), counted(all, "systolic.mac"));
  EXPECT_EQ(2 * half.bit_operations_executed.count(), all.bit_operations_executed.count());
}

/// Of three tiles of 12, 12 and 10 with 5 of 34 rows kept, 2, 2 and 2 are fed.
TEST(left_rows, products_are_counted_tile_by_tile_as_the_array_is_fed) {
  const arch::AcceleratorSpec on = machine();
  const MatrixJob job = layer(5, on);
  const mapping::Mapping mapping = mapping::parse_mapping("os, tile 72x40x12, m outer", job, on);
  const OperationOutcome outcome = analytic_outcome(job, mapping, on, MemoryMode::ideal);
  const Measure measure = measure_of(job, on, outcome, &mapping);
  EXPECT_EQ(mapping::fed_reduction(job, mapping, 34), 6u);
  EXPECT_EQ(measure.macs.count(), 72u * 40 * 6);
  EXPECT_EQ(counted(measure, "systolic.mac"), measure.macs.count());
  EXPECT_EQ(measure.bit_operations_executed.count(), 64 * measure.macs.count());
}

TEST(left_rows, a_selector_passes_what_the_array_reads_of_products_with_fewer_rows) {
  const arch::AcceleratorSpec on = machine();
  const MatrixJob half = layer(17, on);
  const Measure left = measure_of(half, on, outcome_of(half, on));
  EXPECT_EQ(counted(left, "row_selector.bit"), outcome_of(half, on).use.input_read_bits);
  const MatrixJob whole = layer(34, on);
  const Measure all = measure_of(whole, on, outcome_of(whole, on));
  EXPECT_EQ(counted(all, "row_selector.bit"), 0u) << "these go past it";
  EXPECT_EQ(counted(all, "row_selector.leakage"),
            all.cycles.total().count() * on.input_buffer.port_bits_per_cycle);
  EXPECT_EQ(machine_units(on).at("row_selector"), on.input_buffer.port_bits_per_cycle);
  EXPECT_FALSE(machine_units(config::load<arch::AcceleratorSpec>(
                                 metronome::source_dir() + "/configs/arch/plain_systolic_512.yaml"))
                   .contains("row_selector"));
}

TEST(left_rows, cycles_fall_with_the_rows_that_are_kept_and_bytes_stay) {
  const arch::AcceleratorSpec on = machine();
  const MatrixJob whole = layer(34, on);
  const mapping::Mapping mapping = mapping::parse_mapping("os, tile 72x40x34, m outer", whole, on);
  const mapping::AnalyticCost all = mapping::analytic_cost(whole, mapping, on);
  std::uint64_t before = all.use.cycles();
  for (const std::uint64_t kept : {30u, 20u, 10u, 1u}) {
    const mapping::AnalyticCost less = mapping::analytic_cost(layer(kept, on), mapping, on);
    EXPECT_LT(less.use.cycles(), before) << kept;
    EXPECT_EQ(less.use.busy_cycles, all.use.busy_cycles / 34 * kept);
    EXPECT_EQ(less.read_bytes, all.read_bytes);
    EXPECT_EQ(less.write_bytes, all.write_bytes);
    EXPECT_EQ(less.loaded.a, all.loaded.a);
    EXPECT_EQ(less.loaded.b, all.loaded.b);
    before = less.use.cycles();
  }
}

}  // namespace left_rows_test
}  // namespace metronome::sim
