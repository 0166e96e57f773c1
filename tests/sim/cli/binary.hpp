#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "sim/base/files.hpp"
#include "tests/sim/cli/tested_binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {

namespace fs = std::filesystem;

/// What a run of the program gave.
struct Ran {
  int exit_code = -1;
  std::string out;
  std::string error;
};

/// A folder that goes when the test ends; each test is a process of its own.
class Command : public ::testing::Test {
 protected:
  Command() : folder_(fs::temp_directory_path() / ("metronome_cli_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~Command() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path at(const std::string& name) const { return folder_ / name; }
  void write(const std::string& name, const std::string& text) const {
    write_file_atomically(at(name), text);
  }
  /// Runs the program through the shell; arguments hold no quotes.
  [[nodiscard]] Ran run(const std::string& arguments) const {
    const std::string line = std::string("'") + metronome::binary() + "' " + arguments + " >'" +
                             at("stdout").string() + "' 2>'" + at("stderr").string() + "'";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(at("stdout")),
            read_file(at("stderr"))};
  }
  /// Every file below a folder, by relative path.
  [[nodiscard]] static std::map<std::string, std::string> tree(const fs::path& root) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.is_regular_file()) {
        files[fs::relative(entry.path(), root).string()] = read_file(entry.path());
      }
    }
    return files;
  }
  /// Of a sweep's folder what must be equal bytes whoever has written it: all but the manifest, and
  /// of the points their lines, sorted.
  [[nodiscard]] static std::map<std::string, std::string> sweep_tree(const fs::path& root) {
    std::map<std::string, std::string> files = tree(root);
    std::set<std::string> lines;
    for (const auto& [name, content] : files) {
      std::istringstream text(name.starts_with("points/") ? content : "");
      for (std::string line; std::getline(text, line);) {
        lines.insert(line);
      }
    }
    std::erase_if(files, [](const auto& file) {
      return file.first == "manifest.json" || file.first.starts_with("points/") ||
             file.first.starts_with("slurm/");
    });
    for (const std::string& line : lines) {
      files["points"] += line + "\n";
    }
    return files;
  }

 private:
  fs::path folder_;
};

inline std::string arch_file(const std::string& kind) {
  return metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml";
}

inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace metronome::cli
