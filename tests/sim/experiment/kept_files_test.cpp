// What resolved.yaml names lies beside it: it means the same wherever the result lies.
#include "sim/experiment/kept_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/files.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/training.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::experiment {
namespace kept_files_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class kept_files : public ::testing::Test {
 protected:
  kept_files()
      : folder_(fs::path(::testing::TempDir()) /
                (std::string("kept_files_") +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    make_folder(folder_);
  }
  ~kept_files() override { fs::remove_all(folder_); }

  [[nodiscard]] static arch::AcceleratorSpec machine(const std::string& name) {
    return config::load<arch::AcceleratorSpec>(source_dir() + "/configs/arch/" + name + ".yaml");
  }

  fs::path folder_;
};

TEST_F(kept_files, prices_of_a_result_that_was_moved_are_those_that_it_was_made_with) {
  for (const char* name : {"spatial_fusion_512", "dual_serial_512"}) {
    const arch::AcceleratorSpec made = machine(name);
    const auto kept = with_kept_tables({made}, folder_ / "made");
    const std::string text = config::resolved_yaml(kept.front());
    EXPECT_THAT(text, HasSubstr(std::string("energy: energy/") + name + ".yaml\n"));
    write_file_atomically(folder_ / "made/resolved.yaml", text);
    fs::rename(folder_ / "made", folder_ / "moved");
    const auto read = config::load<arch::AcceleratorSpec>(folder_ / "moved/resolved.yaml");
    EXPECT_EQ(config::resolved_yaml(complete_table(read)),
              config::resolved_yaml(complete_table(made)));
    for (const std::string& file : files_below(folder_ / "moved")) {
      EXPECT_THAT(read_file(folder_ / "moved" / file), Not(HasSubstr(source_dir()))) << file;
    }
    fs::remove_all(folder_ / "moved");
  }
}

TEST_F(kept_files, tables_of_memories_come_along) {
  const fs::path original = machine("spatial_fusion_512").energy.path;
  auto table = config::load<EnergyTable>(original);
  ASSERT_FALSE(table.sram_table.path.empty()) << "the preset has one";
  (void)with_kept_tables({machine("spatial_fusion_512")}, folder_);
  const auto kept = config::load<EnergyTable>(folder_ / "energy/spatial_fusion_512.yaml");
  EXPECT_EQ(kept.sram_table.path.parent_path(), folder_ / "energy");
  EXPECT_EQ(read_file(kept.sram_table.path), read_file(table.sram_table.path));
  table.sram_table.path = kept.sram_table.path;
  EXPECT_EQ(config::resolved_yaml(kept), config::resolved_yaml(table));
}

TEST_F(kept_files, network_files_come_along_and_names_stay) {
  write_file_atomically(folder_ / "own.yaml", "name: own\n");
  train::WorkloadSpec spec;
  spec.model = (folder_ / "own.yaml").string();
  EXPECT_EQ(with_kept_model(spec, folder_ / "made").model, "model.yaml");
  EXPECT_EQ(read_file(folder_ / "made/model.yaml"), "name: own\n");
  spec.model = "resnet-8";
  EXPECT_EQ(with_kept_model(spec, folder_ / "made").model, "resnet-8");
}

TEST_F(kept_files, a_run_names_the_table_beside_it) {
  EXPECT_THAT(resolved_machine(machine("operand_serial_512")), HasSubstr("energy: energy.yaml\n"));
}

}  // namespace kept_files_test
}  // namespace metronome::experiment
