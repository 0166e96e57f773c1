// `make metrics`: size, comments, functions and tests of the sources, folder by folder, against the
// limits of docs/hacking.md. Exit code 4 where one is broken.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/base/files.hpp"
#include "tests/metrics/source_metrics.hpp"

namespace metronome::metrics {
namespace {

constexpr std::size_t kFunctionLines = 70;       ///< at most
constexpr std::size_t kUsualFunctionLines = 30;  ///< of nine in ten
constexpr std::size_t kFileLines = 500;          ///< at most
constexpr std::size_t kUsualFileLines = 300;     ///< of nine in ten
constexpr std::size_t kNesting = 4;              ///< at most
constexpr double kUsual = 0.9;
constexpr double kTestLines = 0.8;  ///< of a line of sources, at least

struct Folder {
  LineCounts lines;
  LineCounts tests;
  std::size_t files = 0;
  std::size_t functions = 0;
  std::size_t longest_function = 0;
  std::size_t nesting = 0;
};

struct Survey {
  std::map<std::string, Folder> folders;
  std::vector<std::string> broken;
  std::size_t files = 0, usual_files = 0;
  std::size_t functions = 0, usual_functions = 0;
};

bool is_source(const std::string& file) {
  return file.starts_with("sim/") || file.starts_with("arch/") || file.starts_with("workloads/");
}

/// Tests stand in a mirror of the source tree.
std::string tested_folder(const std::string& file) {
  return folder_of(file.starts_with("tests/") ? file.substr(6) : file);
}

void add_file(Survey& survey, const std::string& file, const std::string& text) {
  const LineCounts lines = count_lines(text);
  Folder& folder = survey.folders[tested_folder(file)];
  if (!is_source(file)) {
    folder.tests += lines;
    return;
  }
  folder.lines += lines;
  ++folder.files;
  ++survey.files;
  survey.usual_files += lines.all() <= kUsualFileLines ? 1 : 0;
  if (lines.all() > kFileLines) {
    survey.broken.push_back(fmt::format("{}: {} lines, at most {}", file, lines.all(), kFileLines));
  }
}

void add_function(Survey& survey, const Function& function, const std::string& text) {
  Folder& folder = survey.folders[folder_of(function.file)];
  const std::size_t depth = nesting(text, function);
  ++folder.functions;
  ++survey.functions;
  survey.usual_functions += function.lines() <= kUsualFunctionLines ? 1 : 0;
  folder.longest_function = std::max(folder.longest_function, function.lines());
  folder.nesting = std::max(folder.nesting, depth);
  const std::string at =
      fmt::format("{}:{}: {}", function.file, function.first_line, function.name);
  if (function.lines() > kFunctionLines) {
    survey.broken.push_back(
        fmt::format("{} has {} lines, at most {}", at, function.lines(), kFunctionLines));
  }
  if (depth > kNesting) {
    survey.broken.push_back(
        fmt::format("{} has statements {} deep, at most {}", at, depth, kNesting));
  }
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void print_row(const std::string& name, const Folder& folder) {
  fmt::print("{:<26} {:>6} {:>7} {:>8.1f} % {:>7} {:>6.2f} {:>10} {:>8} {:>8}\n", name,
             folder.files, folder.lines.code, 100 * share(folder.lines.comment, folder.lines.all()),
             folder.tests.code, share(folder.tests.code, folder.lines.code), folder.functions,
             folder.longest_function, folder.nesting);
}

Folder& add_to(Folder& sum, const Folder& folder) {
  sum.lines += folder.lines;
  sum.tests += folder.tests;
  sum.files += folder.files;
  sum.functions += folder.functions;
  sum.longest_function = std::max(sum.longest_function, folder.longest_function);
  sum.nesting = std::max(sum.nesting, folder.nesting);
  return sum;
}

void require_usual(Survey& survey, const std::string& what, std::size_t usual, std::size_t all,
                   std::size_t lines) {
  const double part = share(usual, all);
  fmt::print("{} of at most {} lines: {:.1f} % of {}\n", what, lines, 100 * part, all);
  if (part < kUsual) {
    survey.broken.push_back(
        fmt::format("{} of at most {} lines: fewer than nine in ten", what, lines));
  }
}

int report(Survey& survey) {
  fmt::print("{:<26} {:>6} {:>7} {:>10} {:>7} {:>6} {:>10} {:>8} {:>8}\n", "folder", "files",
             "code", "comments", "tests", "ratio", "functions", "longest", "nesting");
  std::map<std::string, Folder> sums;
  Folder all;
  for (const auto& [name, folder] : survey.folders) {
    if (folder.files > 0) {
      print_row(name, folder);
    }
    add_to(sums[name.substr(0, name.find('/'))], folder);
    add_to(all, folder);
  }
  for (const auto& [name, folder] : sums) {
    if (folder.files > 0) {
      print_row(name, folder);
      if (share(folder.tests.code, folder.lines.code) < kTestLines) {
        survey.broken.push_back(
            fmt::format("{}: less than {} lines of tests a line", name, kTestLines));
      }
    }
  }
  print_row("all", all);
  require_usual(survey, "files", survey.usual_files, survey.files, kUsualFileLines);
  require_usual(survey, "functions", survey.usual_functions, survey.functions, kUsualFunctionLines);
  for (const std::string& line : survey.broken) {
    fmt::print("{}\n", line);
  }
  return survey.broken.empty() ? 0 : 4;
}

int run(const std::string& list, const std::string& tags) {
  Survey survey;
  std::map<std::string, std::string> texts;
  const std::string names = read_file(list);
  for (std::size_t at = 0; at < names.size();) {
    const std::size_t end = names.find('\n', at);
    const std::string file = names.substr(at, end - at);
    add_file(survey, file, texts[file] = read_file(file));
    at = end == std::string::npos ? names.size() : end + 1;
  }
  for (const Function& function : parse_tags(read_file(tags))) {
    if (is_source(function.file)) {
      add_function(survey, function, texts.at(function.file));
    }
  }
  return report(survey);
}

}  // namespace
}  // namespace metronome::metrics

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: metrics FILES TAGS, in the folder of the sources\n");
    return 2;
  }
  try {
    return metronome::metrics::run(argv[1], argv[2]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
