// Whatever an accelerator file can make of an area: nothing is left out, and nothing is too large.
#include "sim/experiment/machine_area.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "arch/array/families.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::experiment {
namespace machine_area_test {

using Size = std::pair<std::uint64_t, std::uint64_t>;

std::string file_of(const std::string& kind) {
  return metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml";
}
arch::AcceleratorSpec machine_of(const std::string& kind, Size size) {
  return config::load<arch::AcceleratorSpec>(
      file_of(kind),
      {{"array.rows", std::to_string(size.first)}, {"array.columns", std::to_string(size.second)}});
}
std::vector<Size> sizes_of(const std::vector<GrownMachine>& machines) {
  std::vector<Size> sizes;
  for (const GrownMachine& machine : machines) {
    sizes.push_back(rows_and_columns(machine.spec.array));
  }
  return sizes;
}

// Beside every machine of a rectangle around them.
TEST(machines_within, are_all_that_fit_in_rows_and_in_columns) {
  const double mm2 = machine_area(machine_of("systolic", {18, 36})).total();
  std::vector<Size> fitting;
  for (std::uint64_t rows = 16; rows <= 21; ++rows) {
    for (std::uint64_t columns = 32; columns <= 42; ++columns) {
      if (machine_area(machine_of("systolic", {rows, columns})).total() <= mm2) {
        fitting.emplace_back(rows, columns);
      }
    }
  }
  EXPECT_EQ(sizes_of(machines_within(file_of("systolic"), mm2)), fitting);
  EXPECT_EQ(fitting.front(), Size(16, 32)) << "the file's own";
  EXPECT_THAT(fitting, ::testing::Contains(Size(18, 36))) << "as large as that";
  EXPECT_THAT(fitting, ::testing::Contains(Size(16, 40))) << "wider than that";
  EXPECT_THAT(fitting, ::testing::Contains(Size(20, 32))) << "higher than that";
}

TEST(machines_within, differ_from_the_file_in_rows_and_columns_alone) {
  const double mm2 = machine_area(machine_of("spatial_fusion", {17, 33})).total();
  const auto machines = machines_within(file_of("spatial_fusion"), mm2);
  ASSERT_EQ(sizes_of(machines),
            (std::vector<Size>{{16, 32}, {16, 33}, {16, 34}, {16, 35}, {17, 32}, {17, 33}}));
  for (const GrownMachine& machine : machines) {
    EXPECT_EQ(machine.spec, machine_of("spatial_fusion", rows_and_columns(machine.spec.array)));
    EXPECT_EQ(machine.area.total(), machine_area(machine.spec).total());
  }
}

TEST(machines_within, have_nothing_but_the_file_where_no_row_and_no_column_fits) {
  for (const std::string& kind : array::family_names()) {
    const auto own = config::load<arch::AcceleratorSpec>(file_of(kind), {});
    const double mm2 = machine_area(own).total();
    const auto machines = machines_within(file_of(kind), mm2);
    ASSERT_EQ(machines.size(), 1u) << kind;
    EXPECT_EQ(machines.front().spec, own) << kind;
    EXPECT_THROW((void)machines_within(file_of(kind), 0.999 * mm2), UserError) << kind;
  }
}

}  // namespace machine_area_test
}  // namespace metronome::experiment
