// A convolution with groups costs what so many convolutions of one group cost.
#include <gtest/gtest.h>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/program.hpp"
#include "tests/arch/mapping/machines.hpp"

namespace metronome::mapping {
namespace groups_test {

using trace::OperationClass;

constexpr std::uint64_t kGroups = 6;

trace::Convolution grouped() {
  trace::Convolution c;
  c.batch = 2;
  c.in_channels = 4 * kGroups;
  c.out_channels = 8 * kGroups;
  c.in_height = c.in_width = 9;
  c.kernel = 3;
  c.stride = 2;
  c.pad = 1;
  c.groups = kGroups;
  return c;
}

struct Moved {
  std::uint64_t loads = 0, stores = 0, macs = 0, tiles = 0;
  bool operator==(const Moved&) const = default;
};

Moved moved_by(const Program& program) {
  Moved moved;
  for (const TileStep& step : program.steps) {
    for (const auto* list : {&step.input_loads, &step.weight_loads}) {
      for (const StreamTransfer& load : *list) {
        moved.loads += load.transfer.rows * load.transfer.row_bytes;
      }
    }
    for (const StreamTransfer& store : step.stores) {
      moved.stores += store.transfer.rows * store.transfer.row_bytes;
    }
    moved.macs += step.tile->shape.m * step.tile->shape.n * step.tile->shape.k;
    ++moved.tiles;
  }
  return moved;
}

class groups : public ::testing::TestWithParam<OperationClass> {
 protected:
  /// One tile a step; input gradients in phases have several.
  static arch::AcceleratorSpec with_inserted_zeros() {
    arch::AcceleratorSpec machine = preset("systolic");
    machine.training.strided_input_gradient = arch::StridedInputGradient::zero_insertion;
    return machine;
  }
  arch::AcceleratorSpec machine_ = with_inserted_zeros();
  MatrixJob all_ = matrix_job(GetParam(), grouped(), 8, 8, machine_);
  MatrixJob one_ = matrix_job(GetParam(), trace::group_of(grouped()), 8, 8, machine_);
  Mapping mapping_ = best_mapping(all_, machine_);
};

TEST_P(groups, are_walked_one_after_the_other) {
  const Moved one = moved_by(matrix_program(one_, mapping_, machine_));
  const Moved all = moved_by(matrix_program(all_, mapping_, machine_));
  EXPECT_EQ(all, (Moved{kGroups * one.loads, kGroups * one.stores, kGroups * one.macs,
                        kGroups * one.tiles}));
  EXPECT_EQ(one.macs * kGroups, kGroups * trace::gemm_of(grouped(), GetParam()).macs());
}

TEST_P(groups, begin_where_the_group_before_ends) {
  const Program program = matrix_program(all_, mapping_, machine_);
  const std::size_t steps = program.steps.size() / kGroups;
  const std::uint64_t first = program.steps.front().input_loads.front().transfer.base;
  const std::uint64_t next = program.steps.at(steps).input_loads.front().transfer.base;
  EXPECT_EQ(next - first, all_.a.elements / kGroups);  // a byte for each element
}

TEST_P(groups, cost_the_closed_form_so_many_times) {
  const AnalyticCost one = analytic_cost(one_, mapping_, machine_);
  const AnalyticCost all = analytic_cost(all_, mapping_, machine_);
  EXPECT_EQ(all.use.busy_cycles, kGroups * one.use.busy_cycles);
  EXPECT_EQ(all.use.cycles(), kGroups * one.use.cycles());
  EXPECT_EQ(all.read_bytes, kGroups * one.read_bytes);
  EXPECT_EQ(all.write_bytes, kGroups * one.write_bytes);
}

TEST_P(groups, are_part_of_the_jobs_key_only_where_there_are_several) {
  EXPECT_NE(job_key(all_).find(" g6 "), std::string::npos);
  EXPECT_EQ(job_key(one_).find(" g1 "), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(mapping, groups,
                         ::testing::Values(OperationClass::forward, OperationClass::input_gradient,
                                           OperationClass::weight_gradient));

}  // namespace groups_test
}  // namespace metronome::mapping
