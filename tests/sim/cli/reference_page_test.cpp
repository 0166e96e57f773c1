// docs/training.md and README.md name what `metronome list` prints.
#include <sstream>
#include <vector>

#include "tests/sim/cli/binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace reference_page_test {

/// The first word of each line, up to the first of `ends`.
std::vector<std::string> first_words(const std::string& text, const std::string& ends) {
  std::vector<std::string> words;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    words.push_back(line.substr(0, line.find_first_of(ends)));
  }
  return words;
}

class reference_page : public Command {
 protected:
  /// Each listed name stands on both pages between backquotes, alone or before more of its form.
  void expect_named(const std::string& topic, const std::string& ends, std::size_t least) const {
    const std::string root = metronome::source_dir();
    const std::string page = read_file(root + "/docs/training.md");
    const std::string readme = read_file(root + "/README.md");
    const Ran list = run("list " + topic);
    ASSERT_EQ(list.exit_code, 0);
    const std::vector<std::string> names = first_words(list.out, ends);
    EXPECT_GE(names.size(), least) << topic;
    for (const std::string& name : names) {
      EXPECT_TRUE(says(page, "`" + name + "`") || says(page, "`" + name + ":")) << name;
      EXPECT_TRUE(says(readme, "`" + name + "`")) << name;
    }
  }
};

TEST_F(reference_page, names_every_model) { expect_named("models", " ", 17); }

TEST_F(reference_page, names_every_data_set) { expect_named("datasets", " ", 10); }

TEST_F(reference_page, names_every_schedule) { expect_named("schedules", ": ", 15); }

TEST_F(reference_page, the_readme_leads_to_it) {
  EXPECT_TRUE(says(read_file(metronome::source_dir() + "/README.md"), "(docs/training.md)"));
}

}  // namespace reference_page_test
}  // namespace metronome::cli
