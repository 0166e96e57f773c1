// The source tree keeps its layers: who may include what, who may print, how long a file may be.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "tests/support/source_dir.hpp"

namespace metronome {
namespace layering_test {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path;  ///< relative to the repository
  std::vector<std::string> lines;
};

bool starts_with_any(const std::string& text, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return text.starts_with(prefix); });
}

/// What an include line names, with its bracket or quote in front: `<systemc`, `"arch/array/...`.
std::optional<std::string> included(const std::string& line) {
  static const std::regex form(R"re(^\s*#\s*include\s*([<"][^>"]+)[>"])re");
  std::smatch match;
  return std::regex_search(line, match, form) ? std::optional<std::string>(match[1]) : std::nullopt;
}

/// By folder: the folders that it may include, which CMake links it with (DEPENDS of
/// metronome_library, written once).
using FolderGraph = std::map<std::string, std::set<std::string>>;

FolderGraph parse_folders(std::istream& in) {
  FolderGraph graph;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string folder;
    words >> folder;
    auto& others = graph[folder];
    for (std::string other; words >> other;) {
      others.insert(other);
    }
  }
  return graph;
}

const FolderGraph& folder_graph() {
  static const FolderGraph graph = [] {
    std::ifstream in(METRONOME_FOLDERS);
    return parse_folders(in);
  }();
  return graph;
}

bool is_source(const std::string& path) {
  return starts_with_any(path, {"sim/", "arch/", "workloads/"});
}

std::string folder_of(const std::string& path) { return fs::path(path).parent_path().string(); }

std::optional<std::string> library_fault(const std::string& path, const std::string& name) {
  if (starts_with_any(name, {"<systemc", "<tlm"}) && !path.starts_with("sim/systemc/")) {
    return "SystemC belongs to sim/systemc";
  }
  if (starts_with_any(name, {"<Eigen", "<unsupported/Eigen"}) && !path.starts_with("workloads/")) {
    return "Eigen belongs to workloads";
  }
  if (name.starts_with("<hwy/") && !path.starts_with("workloads/tensor/")) {
    return "Highway belongs to workloads/tensor";
  }
  if (starts_with_any(name, {"<onnx/", "<google/protobuf", "\"onnx/", "\"google/protobuf"}) &&
      !starts_with_any(path, {"workloads/onnx/", "sim/export/"})) {
    return "ONNX and protobuf belong to workloads/onnx and sim/export";
  }
  if (starts_with_any(name, {"<coin/", "<Clp", "<Coin", "\"coin/"}) &&
      !path.starts_with("workloads/methods/reach/")) {
    return "the LP solver belongs to workloads/methods/reach";
  }
  if (name.starts_with("<pybind11/") && !path.starts_with("sim/python/")) {
    return "pybind11 belongs to sim/python";
  }
  if (name.starts_with("<yaml-cpp") && path != "sim/config/node.cpp" &&
      path != "sim/config/parse.cpp") {
    return "yaml-cpp belongs to sim/config/node.cpp and parse.cpp";
  }
  return std::nullopt;
}

/// Why the line must not stand in the file; nothing where it may.
std::optional<std::string> include_fault(const std::string& path, const std::string& line) {
  const auto name = included(line);
  if (!name) {
    return std::nullopt;
  }
  if (is_source(path)) {
    if (auto fault = library_fault(path, *name)) {
      return fault;
    }
  }
  if (!name->starts_with('"')) {
    return std::nullopt;
  }
  const std::string own = name->substr(1);
  if (!is_source(path)) {
    return own.starts_with("sim/cli/") && !path.starts_with("tests/sim/cli/")
               ? std::optional<std::string>("nothing but sim/cli includes sim/cli")
               : std::nullopt;
  }
  if (!is_source(own) || folder_of(own) == folder_of(path)) {
    return std::nullopt;
  }
  const auto row = folder_graph().find(folder_of(path));
  if (row == folder_graph().end()) {
    return "its folder is not in the graph: it needs a metronome_library in a CMakeLists.txt";
  }
  return row->second.contains(folder_of(own))
             ? std::nullopt
             : std::optional<std::string>(folder_of(path) + " does not depend on " +
                                          folder_of(own) + " (DEPENDS in its CMakeLists.txt)");
}

/// One place writes to the standard streams, and only main chooses the exit code.
std::optional<std::string> output_fault(const std::string& path, const std::string& line) {
  static const std::regex talks(
      R"re(\bstd::cout\b|(^|[^\w:])(std::)?printf\s*\(|fmt::print\s*\(|\bputs\s*\(|(^|[^\w])(std::)?(_exit|exit|quick_exit|abort)\s*\()re");
  static const std::regex child(R"re(::_exit\()re");
  static const std::set<std::string> ending{"sim/base/child_process.cpp", "sim/base/interrupt.cpp",
                                            "sim/base/worker_pool.cpp"};
  const std::string code = line.substr(0, line.find("//"));
  if (path == "sim/cli/output.cpp" || !std::regex_search(code, talks)) {
    return std::nullopt;
  }
  if (ending.contains(path) && std::regex_search(code, child)) {
    return std::nullopt;  // without destructors of the state of a parent, or of what is interrupted
  }
  return "prints or exits outside sim/cli/output.cpp";
}

std::vector<SourceFile> files_below(const std::vector<std::string>& folders) {
  const fs::path root = metronome::source_dir();
  const std::set<std::string> kinds{".cpp", ".hpp", ".cc", ".h"};
  std::vector<SourceFile> files;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!entry.is_regular_file() || !kinds.contains(entry.path().extension())) {
        continue;
      }
      SourceFile file{fs::relative(entry.path(), root).string(), {}};
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        file.lines.push_back(line);
      }
      files.push_back(std::move(file));
    }
  }
  return files;
}

const std::vector<std::string> kSources{"sim", "arch", "workloads"};
const std::vector<std::string> kAll{"sim", "arch", "workloads", "tests"};

template <class Fault>
std::string faults_in(const std::vector<SourceFile>& files, const Fault& fault_of) {
  std::ostringstream all;
  for (const SourceFile& file : files) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (const auto fault = fault_of(file.path, file.lines[i])) {
        all << file.path << ':' << i + 1 << ": " << file.lines[i] << "  <- " << *fault << '\n';
      }
    }
  }
  return all.str();
}

/// By unit (a header and the source of its name): the units of the same folder that it includes.
using UnitGraph = std::map<std::string, std::set<std::string>>;

UnitGraph units_of(const std::vector<SourceFile>& files) {
  UnitGraph graph;
  for (const SourceFile& file : files) {
    const fs::path unit = fs::path(file.path).replace_extension();
    for (const std::string& line : file.lines) {
      const fs::path other = fs::path(included(line).value_or("\"").substr(1)).replace_extension();
      if (other != unit && other.parent_path() == unit.parent_path()) {
        graph[unit.string()].insert(other.string());
      }
    }
  }
  return graph;
}

/// The units that lie on a circle of includes, or lead to one; empty where there is none.
std::string circle_in(UnitGraph graph) {
  for (bool found = true; found;) {
    found = false;
    for (auto unit = graph.begin(); unit != graph.end();) {
      std::erase_if(unit->second, [&](const std::string& other) { return !graph.contains(other); });
      found = found || unit->second.empty();
      unit = unit->second.empty() ? graph.erase(unit) : std::next(unit);
    }
  }
  std::string names;
  for (const auto& [unit, others] : graph) {
    names += unit + ' ';
  }
  return names;
}

/// Folders whose files form a graph without circles.
const std::vector<std::string> kWithoutCircles{"arch/dram"};

TEST(layering, files_of_a_folder_include_each_other_without_circles) {
  for (const std::string& folder : kWithoutCircles) {
    const UnitGraph graph = units_of(files_below({folder}));
    EXPECT_GT(graph.size(), 10u) << folder;
    EXPECT_EQ(circle_in(graph), "") << folder;
  }
}

TEST(layering, circles_of_files_are_found) {
  const auto files = [](const std::string& last) {
    return std::vector<SourceFile>{{"a/x.hpp", {"#include \"a/y.hpp\""}},
                                   {"a/y.hpp", {"#include \"b/x.hpp\""}},
                                   {"a/y.cpp", {"#include \"a/y.hpp\"", "#include \"a/z.hpp\""}},
                                   {"a/z.hpp", {"#include <vector>"}},
                                   {"a/z.cpp", {"#include \"a/z.hpp\"", last}}};
  };
  EXPECT_EQ(circle_in(units_of(files("#include \"b/y.hpp\""))), "");
  EXPECT_EQ(circle_in(units_of(files("#include \"a/y.hpp\""))), "a/x a/y a/z ");
}

TEST(layering, the_scan_sees_the_whole_tree) {
  std::set<std::string> folders;
  for (const SourceFile& file : files_below(kSources)) {
    folders.insert(fs::path(file.path).parent_path().string());
  }
  for (const char* folder : {"sim/base", "sim/systemc", "sim/cli", "arch/mapping", "arch/dram",
                             "workloads/nn", "workloads/trace"}) {
    EXPECT_TRUE(folders.contains(folder)) << folder;
  }
}

TEST(layering, includes_keep_the_graph) {
  EXPECT_EQ(faults_in(files_below(kAll), include_fault), "");
}

TEST(layering, every_folder_of_sources_is_in_the_graph) {
  EXPECT_GT(folder_graph().size(), 35u);
  for (const SourceFile& file : files_below(kSources)) {
    EXPECT_TRUE(folder_graph().contains(folder_of(file.path))) << file.path;
  }
}

TEST(layering, the_graph_has_no_more_than_what_is_included) {
  FolderGraph included_by;
  for (const SourceFile& file : files_below(kSources)) {
    for (const std::string& line : file.lines) {
      included_by[folder_of(file.path)].insert(folder_of(included(line).value_or("\"").substr(1)));
    }
  }
  for (const auto& [folder, others] : folder_graph()) {
    for (const std::string& other : others) {
      EXPECT_TRUE(included_by[folder].contains(other))
          << folder << " includes nothing of " << other;
    }
  }
}

/// The second level: `workloads/methods` for all rooms below it.
std::string second_level(const std::string& folder) {
  return folder.substr(0, folder.find('/', folder.find('/') + 1));
}

FolderGraph second_level_of(const FolderGraph& graph) {
  FolderGraph collapsed;
  for (const auto& [folder, others] : graph) {
    auto& to = collapsed[second_level(folder)];
    for (const std::string& other : others) {
      if (second_level(other) != second_level(folder)) {
        to.insert(second_level(other));
      }
    }
  }
  return collapsed;
}

TEST(layering, folders_form_a_graph_without_circles) {
  EXPECT_EQ(circle_in(folder_graph()), "");
  EXPECT_EQ(circle_in(second_level_of(folder_graph())), "");
  EXPECT_TRUE(folder_graph().at("sim/base").empty());
  EXPECT_EQ(folder_graph().at("sim/config"), std::set<std::string>{"sim/base"});
}

TEST(layering, circles_of_folders_are_found) {
  std::istringstream text("a/x b/y/z\nb/y/z\nb/w a/x\n");
  const FolderGraph graph = parse_folders(text);
  EXPECT_EQ(circle_in(graph), "");
  EXPECT_EQ(circle_in(second_level_of(graph)), "");
  std::istringstream other("a/x b/y/z\nb/y/z c/u\nb/w a/x\nb/y a/x\nc/u b/w\n");
  EXPECT_EQ(circle_in(parse_folders(other)), "a/x b/w b/y b/y/z c/u ");
}

/// What a folder reaches, over any number of others.
FolderGraph reached(const FolderGraph& graph) {
  FolderGraph all = graph;
  for (bool grown = true; grown;) {
    grown = false;
    for (auto& [folder, others] : all) {
      std::set<std::string> next = others;
      for (const std::string& other : others) {
        next.insert(all[other].begin(), all[other].end());
      }
      grown = grown || next.size() > others.size();
      others = next;
    }
  }
  return all;
}

// docs/architecture.svg leaves out arrows that others imply.
TEST(layering, the_picture_of_the_architecture_shows_the_graph) {
  FolderGraph drawn;
  std::ifstream in(metronome::source_dir() + "/docs/architecture.svg");
  const std::regex title("<title>([a-z_/]+)(&#45;&gt;([a-z_/]+))?</title>");
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (std::regex_search(line, match, title) && is_source(match[1])) {
      auto& others = drawn[match[1]];
      if (match[3].matched) {
        others.insert(match[3]);
      }
    }
  }
  EXPECT_EQ(reached(drawn), reached(second_level_of(folder_graph()))) << "make picture";
}

TEST(layering, only_the_output_of_the_command_line_prints) {
  EXPECT_EQ(faults_in(files_below(kSources), output_fault), "");
}

TEST(layering, forbidden_includes_are_found) {
  const std::vector<std::pair<std::string, std::string>> forbidden{
      {"arch/array/array.cpp", "#include <systemc>"},
      {"sim/engine/simulate.cpp", "#  include <tlm_utils/simple_initiator_socket.h>"},
      {"sim/engine/simulate.cpp", "#include <tlm>"},
      {"arch/array/array.cpp", "#include <Eigen/Dense>"},
      {"workloads/nn/linear.cpp", "#include <hwy/highway.h>"},
      {"sim/config/reader.cpp", "#include <yaml-cpp/yaml.h>"},
      {"workloads/model/graph.cpp", "#include <onnx/onnx_pb.h>"},
      {"workloads/methods/feedback/lfsr.hpp", "#include <coin/ClpSimplex.hpp>"},
      {"sim/cli/verify_command.cpp", "#include <coin/ClpSimplex.hpp>"},
      {"sim/cli/import_command.cpp", "#include <google/protobuf/message.h>"},
      {"sim/cli/import_command.cpp", "#include \"onnx/onnx_pb.h\""},
      {"workloads/onnx/onnx_reader.cpp", "#include \"arch/array/array.hpp\""},
      {"arch/array/array.cpp", "#include \"workloads/trace/trace.hpp\""},
      {"arch/mapping/job.cpp", "#include \"workloads/nn/layer.hpp\""},
      {"arch/mapping/job.cpp", "#include \"sim/ledger/measure.hpp\""},
      {"workloads/nn/layer.cpp", "#include \"arch/array/array.hpp\""},
      {"workloads/nn/layer.cpp", "#include \"sim/ledger/measure.hpp\""},
      {"workloads/methods/weights/coefficients/coefficients.cpp",
       "#include \"workloads/methods/weights/nested_planes/nested_code.hpp\""},
      {"workloads/methods/weights/form/weight_form.hpp", "#include \"workloads/nn/network.hpp\""},
      {"workloads/formats/mx.hpp", "#include \"workloads/quant/affine.hpp\""},
      {"sim/engine/simulate.cpp", "#include \"sim/cli/options.hpp\""},
      {"sim/report/html.cpp", "#include \"arch/array/array.hpp\""},
      {"sim/energy/pricing.cpp", "#include \"sim/systemc/session.hpp\""},
      {"sim/base/files.cpp", "#include \"sim/config/node.hpp\""},
      {"sim/new_room/new.cpp", "#include \"sim/base/files.hpp\""},
      {"tests/sim/engine/some_test.cpp", "#include \"sim/cli/options.hpp\""}};
  for (const auto& [path, line] : forbidden) {
    EXPECT_TRUE(include_fault(path, line)) << path << ": " << line;
  }
}

TEST(layering, permitted_includes_pass) {
  const std::vector<std::pair<std::string, std::string>> permitted{
      {"sim/systemc/dma_module.hpp", "#include <tlm>"},
      {"workloads/tensor/gemm.cpp", "#include <Eigen/Core>"},
      {"workloads/methods/reach/linear_program.cpp", "#include <coin/ClpSimplex.hpp>"},
      {"workloads/onnx/onnx_reader.cpp", "#include <onnx/onnx_pb.h>"},
      {"workloads/onnx/onnx_reader.cpp", "#include <google/protobuf/stubs/logging.h>"},
      {"sim/config/node.cpp", "#include <yaml-cpp/yaml.h>"},
      {"sim/config/parse.cpp", "#include <yaml-cpp/yaml.h>"},
      {"arch/spec/storage.hpp", "#include \"workloads/trace/trace.hpp\""},
      {"sim/cli/main.cc", "#include \"sim/cli/command.hpp\""},
      {"arch/array/array.cpp", "// #include <systemc> stays out"},
      {"sim/base/files.cpp", "#include <boost/iostreams/copy.hpp>"}};
  for (const auto& [path, line] : permitted) {
    EXPECT_FALSE(include_fault(path, line)) << path << ": " << line;
  }
}

TEST(layering, printing_and_exiting_are_found) {
  for (const char* line :
       {"std::cout << x;", "  printf(\"x\");", "std::printf(\"x\");", "fmt::print(\"x\");",
        "  exit(2);", "std::exit(2);", "::_exit(0);", "std::abort();"}) {
    EXPECT_TRUE(output_fault("sim/engine/simulate.cpp", line)) << line;
    EXPECT_TRUE(output_fault("sim/cli/op_command.cpp", line)) << line;
    EXPECT_FALSE(output_fault("sim/cli/output.cpp", line)) << line;
  }
  EXPECT_FALSE(output_fault("sim/base/worker_pool.cpp", "  ::_exit(0);"));
  EXPECT_TRUE(output_fault("sim/base/worker_pool.cpp", "  std::exit(0);"));
  for (const char* line : {"std::snprintf(b, n, f);", "on_exit(x);", "// printf(\"x\")"}) {
    EXPECT_FALSE(output_fault("sim/engine/simulate.cpp", line)) << line;
  }
}

TEST(layering, files_have_at_most_500_lines) {
  for (const SourceFile& file : files_below(kAll)) {
    EXPECT_LE(file.lines.size(), 500u) << file.path;
  }
}

TEST(layering, sources_hold_no_postponed_work) {
  // Spelled in pieces, so that this file passes its own scan.
  const std::regex postponed(std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X)\\b");
  EXPECT_EQ(faults_in(files_below(kAll),
                      [&](const std::string&, const std::string& line) {
                        return std::regex_search(line, postponed)
                                   ? std::optional<std::string>("postponed work")
                                   : std::nullopt;
                      }),
            "");
}

}  // namespace layering_test
}  // namespace metronome
