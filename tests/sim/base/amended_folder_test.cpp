#include "sim/base/amended_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/base/error.hpp"
#include "sim/base/inputs_text.hpp"
#include "sim/base/output_folder.hpp"

namespace metronome {
namespace amended_folder_test {

namespace fs = std::filesystem;

class amended_folder : public ::testing::Test {
 protected:
  amended_folder()
      : dir_(fs::temp_directory_path() / fmt::format("metronome_amended_{}", ::getpid())) {
    fs::remove_all(dir_);
    OutputFolder out(request());
    write_file_atomically(out.result() / "part" / "data.csv", "1");
    write_file_atomically(out.result() / "part" / kManifestName, R"({"command": "x"})");
    out.publish();
  }
  ~amended_folder() override { fs::remove_all(dir_); }
  [[nodiscard]] OutputRequest request() const {
    return {.path = dir_ / "out", .made_by = "run", .inputs = "a: 1\n"};
  }
  [[nodiscard]] fs::path part() const { return dir_ / "out" / "part"; }

  const fs::path dir_;
};

TEST_F(amended_folder, new_files_belong_to_the_result_from_then_on) {
  {
    AmendedFolder amended(part());
    write_file_atomically(amended.staging() / "report.html", "page");
    write_file_atomically(amended.staging() / "data.csv", "1");
    EXPECT_FALSE(fs::exists(part() / "report.html"));
    const auto untouched = fs::last_write_time(part() / "data.csv");
    amended.apply();
    EXPECT_EQ(fs::last_write_time(part() / "data.csv"), untouched);
  }
  EXPECT_EQ(read_file(part() / "report.html"), "page");
  EXPECT_EQ(std::distance(fs::directory_iterator(dir_), {}), 1);
  const OutputFolder again(request());  // refuses files that no manifest lists
  EXPECT_EQ(again.state(), OutputFolder::State::finished);
}

TEST_F(amended_folder, a_manifest_that_is_written_again_keeps_whose_the_folder_is) {
  AmendedFolder amended(dir_ / "out");
  write_file_atomically(amended.staging() / kManifestName, R"({"command": "new"})");
  amended.apply();
  const auto manifest = read_folder_manifest(dir_ / "out");
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->made_by, "run");
  EXPECT_EQ(manifest->files, (std::vector<std::string>{"part/data.csv", "part/manifest.json"}));
  EXPECT_NE(read_file(dir_ / "out" / kManifestName).find("new"), std::string::npos);
}

TEST_F(amended_folder, F2_3_takes_the_lock_of_the_whole_result) {
  OutputRequest anew = request();
  anew.restart = true;
  {
    const OutputFolder writing(anew);
    EXPECT_THROW(AmendedFolder{part()}, UserError);
  }
  const AmendedFolder amended(part());
  EXPECT_THROW(OutputFolder{anew}, UserError);
}

TEST_F(amended_folder, F2_9_what_a_dead_process_staged_is_removed_by_the_next_command) {
  write_file_atomically(dir_ / ".out.amended" / "figure.svg", "half");
  { const OutputFolder out(request()); }
  EXPECT_FALSE(fs::exists(dir_ / ".out.amended"));
}

TEST_F(amended_folder, no_folder_is_refused_by_its_name) {
  EXPECT_THROW(AmendedFolder(dir_ / "absent"), UserError);
  EXPECT_THROW(AmendedFolder(part() / "data.csv"), UserError);
}

TEST(inputs_text, has_a_line_for_each_key) {
  InputsText inputs;
  inputs.add("mode", "cycle").add_yaml("machine", "name: x\narray:\n  rows: 4\n");
  EXPECT_EQ(inputs.text(), "mode: cycle\nmachine:\n  name: x\n  array:\n    rows: 4\n");
  EXPECT_EQ(differing_inputs(inputs.text(), "mode: cycle\nmachine:\n  name: x\n"),
            "machine.array.rows: `4`, before absent");
}

}  // namespace amended_folder_test
}  // namespace metronome
