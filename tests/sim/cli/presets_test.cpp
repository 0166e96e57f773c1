// Where the program finds the configuration files that come with it, and what it says it is.
#include <regex>

#include "binary.hpp"
#include "tests/sim/cli/tested_binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace presets_test {

/// A moved program: standard output and exit code of a shell line in `folder`.
class MovedProgram : public Command {
 protected:
  MovedProgram() {
    fs::create_directories(at("elsewhere/bin"));
    fs::create_directories(at("empty"));
    fs::copy_file(metronome::binary(), at("elsewhere/bin/metronome"));
  }
  void copy_presets(const std::string& to) const {
    fs::create_directories(at(to) / "arch");
    fs::copy_file(arch_file("systolic"), at(to) / "arch" / "moved_512.yaml");
    for (const char* folder : {"dram", "energy"}) {
      fs::copy(fs::path(metronome::source_dir()) / "configs" / folder, at(to) / folder);
    }
  }
  [[nodiscard]] Ran moved(const std::string& arguments, const std::string& variables = "") const {
    const std::string line = "cd '" + at("empty").string() + "' && " + variables + " '" +
                             at("elsewhere/bin/metronome").string() + "' " + arguments + " >'" +
                             at("stdout").string() + "' 2>'" + at("stderr").string() + "'";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(at("stdout")),
            read_file(at("stderr"))};
  }
};

TEST_F(MovedProgram, F5_presets_are_found_beside_an_installed_program) {
  copy_presets("elsewhere/share/metronome/configs");
  const Ran ran = moved("list archs");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, at("elsewhere/share/metronome/configs/arch/moved_512.yaml").string()))
      << ran.out;
}

TEST_F(MovedProgram, F5_presets_are_found_above_a_program_in_a_build_folder) {
  copy_presets("elsewhere/configs");
  const Ran ran = moved("list archs");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, at("elsewhere/configs/arch/moved_512.yaml").string())) << ran.out;
}

TEST_F(MovedProgram, F5_presets_are_found_in_the_current_folder) {
  copy_presets("empty/configs");
  const Ran ran = moved("list archs");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(ran.out.starts_with("configs/arch/moved_512.yaml")) << ran.out;
}

TEST_F(MovedProgram, F5_presets_are_taken_from_where_the_environment_says) {
  copy_presets("elsewhere/configs");
  copy_presets("named");
  const Ran ran = moved("list archs", "METRONOME_CONFIGS='" + at("named").string() + "'");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, at("named/arch/moved_512.yaml").string())) << ran.out;
  const Ran wrong = moved("list archs", "METRONOME_CONFIGS='" + at("empty").string() + "'");
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(says(wrong.error, "METRONOME_CONFIGS")) << wrong.error;
}

TEST_F(Command, F3_2_the_version_names_the_commit) {
  const Ran ran = run("--version");
  EXPECT_EQ(ran.exit_code, 0);
  const std::regex form(
      R"(metronome \d+\.\d+\.\d+ \(commit (unknown|[0-9a-f]{7,40}(-dirty)?)\)\n)");
  EXPECT_TRUE(std::regex_match(ran.out, form)) << ran.out;
}

}  // namespace presets_test
}  // namespace metronome::cli
