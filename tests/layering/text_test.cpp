// Texts reach figures, tables, pages, terminals and shells through one writer for each of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/support/source_dir.hpp"

namespace metronome {
namespace text_layering_test {

namespace fs = std::filesystem;

/// What only some files may write.
struct Rule {
  std::string name;
  std::regex form;  ///< of one line, comments taken off
  std::set<std::string> allowed;
};

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all{
      {"a tag of HTML",
       std::regex(
           R"re("[^"]*</?(a|b|p|br|div|td|th|tr|ul|ol|li|h[1-6]|span|figure|table|nav|main|head|body|title|style|script)[ >\\{])re"),
       {"sim/report/html.cpp", "sim/report/svg.cpp"}},
      {"a command of LaTeX",
       std::regex(
           R"re("[^"]*\\\\(begin|end|text[a-z]+|multicolumn|toprule|midrule|bottomrule|hline)\b)re"),
       {"sim/report/markup.cpp", "sim/report/tex_table.cpp", "sim/sweep/sweep_tables.cpp"}},
      {"a row of a Markdown table",
       std::regex(R"re("(\\n)?\|( |-)[^|"]*(\{|-|\||"))re"),
       {"sim/report/markdown_table.cpp"}},
      {"a command of gnuplot",
       std::regex(
           R"re("[^"]*(set (terminal|output|label|title|key|[xy](tics|label|range))\b|<< EOD)|"([^"]*[^-"\w])?plot )re"),
       {"sim/cli/doctor_command.cpp", "sim/report/bar_chart.cpp", "sim/report/draw.cpp",
        "sim/report/line_chart.cpp", "sim/report/paper_figure.cpp", "sim/report/sheet.cpp"}},
      {"source that is taken on trust",
       std::regex(R"re(::trusted\()re"),
       {"sim/report/markup.hpp", "sim/report/markup.cpp", "sim/report/svg.cpp"}},
      {"a question to the file system that throws what no user understands",
       std::regex(
           R"re(\b(fs|filesystem)::(exists|is_(regular_file|directory|symlink|empty)|file_size|remove(_all)?|rename|copy\w*|create_director\w*|(recursive_)?directory_iterator|last_write_time|equivalent|current_path|temp_directory_path|canonical)\()re"),
       {"sim/base/amended_folder.cpp", "sim/base/files.cpp", "sim/base/folder_manifest.cpp",
        "sim/base/journal.cpp", "sim/cli/presets.cpp"}},
      {"a number that is read without its range",
       std::regex(
           R"re(\bfrom_chars\(|\bsto(i|l|ul|ll|ull|f|d|ld)\(|\b(strto\w+|ato[ilf]|v?s?scanf)\(|\blexical_cast<)re"),
       {"sim/base/number.cpp", "sim/base/number.hpp"}},
      {"a shell",
       std::regex(
           R"re(\b(system|popen|wordexp)\s*\(|"(/bin/)?(ba|da)sh"|"/bin/sh"|"sh"(?!, (kExtents|"stride")))re"),
       {"sim/cli/completion_command.cpp"}},  // names of those that it writes a script for
      {"a line on the terminal that is not escaped",
       std::regex(
           R"re(\bfmt::print\(|\bv?f?printf\s*\(|\bf?puts\s*\(|std::c(out|err|log)\b|\bwrite_(output|error)\()re"),
       {"sim/base/interrupt.cpp", "sim/cli/output.cpp", "sim/cli/output.hpp",
        "sim/cli/print.cpp"}}};
  return all;
}

std::string code_of(const std::string& line) {
  const std::size_t comment = line.find("//");
  return comment < line.find('"') ? line.substr(0, comment) : line;
}

/// Of the rule that a line of a file breaks; empty where it breaks none.
std::string broken_rule(const std::string& path, const std::string& line) {
  const std::string code = code_of(line);
  if (code.find_first_of("\"(<") == std::string::npos) {
    return "";
  }
  for (const Rule& rule : rules()) {
    const bool may = rule.allowed.contains(path);
    if (!may && std::regex_search(code, rule.form)) {
      return rule.name;
    }
  }
  return "";
}

TEST(text_layers, no_source_but_the_writers_puts_texts_into_code) {
  const fs::path root = metronome::source_dir();
  std::ostringstream faults;
  std::size_t files = 0;
  for (const char* folder : {"sim", "arch", "workloads"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string kind = entry.path().extension();
      if (kind != ".cpp" && kind != ".hpp" && kind != ".cc") {
        continue;
      }
      ++files;
      const std::string path = fs::relative(entry.path(), root).string();
      std::ifstream in(entry.path());
      int number = 0;
      for (std::string line; std::getline(in, line);) {
        ++number;
        if (const std::string rule = broken_rule(path, line); !rule.empty()) {
          faults << path << ':' << number << ": " << line << "  <- " << rule << '\n';
        }
      }
    }
  }
  EXPECT_EQ(faults.str(), "");
  EXPECT_GT(files, 300u);
}

TEST(text_layers, the_files_that_may_are_there) {
  for (const Rule& rule : rules()) {
    for (const std::string& path : rule.allowed) {
      EXPECT_TRUE(fs::exists(fs::path(metronome::source_dir()) / path)) << path;
    }
  }
}

TEST(text_layers, hand_made_code_is_found) {
  for (const char* line : {R"(body += "<td>" + name + "</td>";)",
                           R"(fmt::format("<p class=\"x\">{}</p>", name);)",
                           R"(out += "\\textbf{" + name + "}";)",
                           R"(out += "\\begin{tabular}{l}";)",
                           R"(text += "| " + name + " |\n";)",
                           R"(text += fmt::format("| {} | {} |\n", a, b);)",
                           R"(text += "|---|---:|\n";)",
                           R"(out += fmt::format("set label '{}' at 0,0\n", name);)",
                           R"(out += "plot $data title '" + name + "'";)",
                           R"(script += "$data << EOD\n";)",
                           R"(return Html::trusted(text);)",
                           R"(std::system(line.c_str());)",
                           R"(FILE* pipe = popen(line.c_str(), "r");)",
                           R"(execl("/bin/sh", "sh");)",
                           R"(fmt::print("{}\n", name);)",
                           R"(std::fprintf(stderr, "%s", name);)",
                           R"(const int n = std::stoi(text);)",
                           R"(std::from_chars(first, last, n);)",
                           R"(if (std::filesystem::is_regular_file(file)) {)",
                           R"(fs::rename(built, target);)",
                           R"(std::cerr << name;)"}) {
    EXPECT_NE(broken_rule("sim/cli/some_command.cpp", line), "") << line;
  }
}

TEST(text_layers, other_code_passes) {
  for (const char* line :
       {R"(error(path, "`" + name + "` is not known", "a | b");)", R"(// "<td>" would be HTML)",
        R"(std::vector<std::string> names;)", R"(print("{} on {}\n", a, b);)",
        R"(posix_spawnp(&child, words[0], nullptr);)", R"(std::snprintf(buffer, 3, "x");)",
        R"(throw std::system_error(code);)", R"(const bool less = a < b && "x" > c;)"}) {
    EXPECT_EQ(broken_rule("sim/engine/simulate.cpp", line), "") << line;
  }
}

}  // namespace text_layering_test
}  // namespace metronome
