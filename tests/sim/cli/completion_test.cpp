// Completion and manual pages: all that commands declare, and nothing that shells or readers of
// manuals would take for something else.
#include <iterator>
#include <set>
#include <sstream>

#include "tests/sim/cli/binary.hpp"
#include "tests/sim/cli/tested_binary.hpp"

namespace metronome::cli {
namespace completion_test {

std::set<std::string> words(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

/// Dashes as roff has them.
std::string with_dashes(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == '-' ? std::string("\\-") : std::string(1, c);
  }
  return out;
}

class Completion : public Command {
 protected:
  /// Of the help text.
  [[nodiscard]] std::set<std::string> commands() const {
    std::set<std::string> names;
    std::istringstream lines(run("--help").out);
    for (std::string line; std::getline(lines, line) && line != "Exit codes:";) {
      if (line.starts_with("  ")) {
        names.insert(line.substr(2, line.find(' ', 2) - 2));
      }
    }
    EXPECT_GE(names.size(), 20u);
    return names;
  }
  /// What bash offers for words, of which the last is being typed.
  [[nodiscard]] std::set<std::string> offered(const std::string& typed) const {
    write("try.sh", "source <('" + metronome::binary() + "' completion bash)\ncd '" +
                        at("").string() + "'\nCOMP_WORDS=(" + typed +
                        ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_metronome\n"
                        "printf '%s\\n' \"${COMPREPLY[@]}\" >offered\n");
    const std::string line = "bash '" + at("try.sh").string() + "'";
    EXPECT_EQ(std::system(line.c_str()), 0);
    return words(read_file(at("offered")));
  }
  /// "--out", ... of a command's help.
  [[nodiscard]] std::set<std::string> helped(const std::string& command) const {
    std::set<std::string> options;
    std::istringstream lines(run(command + " --help").out);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t at = line.find("--");
      if (line.starts_with("  ") && at != std::string::npos && at < 10) {
        options.insert(line.substr(at, line.find_first_of(" ", at) - at));
      }
    }
    return options;
  }
};

TEST_F(Completion, offers_commands) {
  EXPECT_EQ(offered("metronome val"), std::set<std::string>{"validate"});
  const std::set<std::string> all = offered("metronome ''");
  for (const std::string& command : commands()) {
    EXPECT_TRUE(all.contains(command)) << command;
  }
  EXPECT_EQ(all.size(), commands().size() + 2) << "--help and --version";
}

TEST_F(Completion, offers_the_options_that_the_help_of_each_command_has) {
  for (const std::string& command : commands()) {
    const std::set<std::string> options = helped(command);
    EXPECT_GE(options.size(), 1u) << command;
    EXPECT_EQ(offered("metronome " + command + " --"), options) << command;
  }
}

TEST_F(Completion, offers_files_and_the_names_of_rungs) {
  write("a file.yaml", "");
  EXPECT_TRUE(offered("metronome check a").contains("file.yaml"));
  EXPECT_EQ(offered("metronome validate --rung ku"), std::set<std::string>{"ku_leuven"});
}

TEST_F(Completion, of_zsh_has_every_option_and_command) {
  const Ran ran = run("completion zsh");
  ASSERT_EQ(ran.exit_code, 0);
  EXPECT_TRUE(ran.out.starts_with("#compdef metronome\n"));
  for (const std::string& command : commands()) {
    EXPECT_TRUE(says(ran.out, "'" + command + ":")) << command;
    const std::size_t at = ran.out.find("    " + command + ") _arguments");
    ASSERT_NE(at, std::string::npos) << command;
    const std::string own = ran.out.substr(at, ran.out.find(";;", at) - at);
    for (const std::string& option : helped(command)) {
      EXPECT_TRUE(says(own, "'*" + option + "[")) << command << ' ' << option;
    }
  }
  std::size_t quotes = 0;
  for (std::size_t i = 0; i < ran.out.size(); ++i) {
    quotes += ran.out[i] == '\'' && ran.out[i - 1] != '\\' ? 1 : 0;
  }
  EXPECT_EQ(quotes % 2, 0u) << "what is quoted ends";
}

TEST_F(Completion, of_another_shell_is_refused) {
  EXPECT_EQ(run("completion fish").exit_code, 2);
  EXPECT_EQ(run("completion").exit_code, 2);
}

TEST_F(Completion, manual_pages_have_every_option_and_the_same_bytes_twice) {
  ASSERT_EQ(run("manual --out '" + at("a").string() + "'").exit_code, 0);
  ASSERT_EQ(run("manual --out '" + at("b").string() + "' ").exit_code, 0);
  const auto pages = tree(at("a"));
  EXPECT_EQ(pages, tree(at("b")));
  EXPECT_EQ(pages.size(), commands().size() + 1);
  for (const std::string& command : commands()) {
    const std::string& page = pages.at("metronome-" + command + ".1");
    for (const std::string& option : helped(command)) {
      EXPECT_TRUE(says(page, ".B " + with_dashes(option))) << command << ' ' << option;
    }
    EXPECT_TRUE(says(pages.at("metronome.1"), "metronome\\-" + with_dashes(command)));
  }
}

TEST_F(Completion, lines_of_manual_pages_are_text_or_requests_of_ours) {
  const std::set<std::string> known{".TH", ".SH", ".TP", ".PP", ".B", ".BR", ".nf", ".fi"};
  ASSERT_EQ(run("manual --out '" + at("man").string() + "'").exit_code, 0);
  for (const auto& [name, page] : tree(at("man"))) {
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_FALSE(line.starts_with("'")) << name << ": " << line;
      if (line.starts_with(".")) {
        EXPECT_TRUE(known.contains(line.substr(0, line.find(' ')))) << name << ": " << line;
      }
    }
  }
}

TEST_F(Completion, manual_pages_leave_other_files_alone_and_refuse_what_is_no_folder) {
  write("man/other.1", "mine");
  ASSERT_EQ(run("manual --out '" + at("man").string() + "'").exit_code, 0);
  EXPECT_EQ(read_file(at("man/other.1")), "mine");
  write("file", "mine");
  EXPECT_EQ(run("manual --out '" + at("file").string() + "'").exit_code, 2);
  EXPECT_EQ(run("manual").exit_code, 2);
}

}  // namespace completion_test
}  // namespace metronome::cli
