#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace metronome {

/// Another program to be run.
struct ProgramCall {
  std::vector<std::string> words;     ///< the program (found along PATH) and its arguments
  std::string input{};                ///< its standard input, a file: /dev/stdin can be opened
  std::filesystem::path folder{"/"};  ///< that it runs in
  std::vector<std::pair<std::string, std::string>> environment{};  ///< besides our own
  std::chrono::milliseconds limit{60000};  ///< of its time; it is ended after that
};

/// What became of it.
struct ProgramResult {
  bool started = false;    ///< false: `errors` says why
  bool timed_out = false;  ///< it was ended
  int status = 0;          ///< as waitpid() gives it
  std::string output;
  std::string errors;

  [[nodiscard]] bool good() const { return started && !timed_out && status == 0; }
};

/// Runs a program to its end. Input, output and errors are in memory: no file is made anywhere. The
/// program dies with this process. EnvironmentError where no process, descriptor or memory can be
/// had; Interrupted, with the program ended, where this process is.
[[nodiscard]] ProgramResult run_program(const ProgramCall& call);

}  // namespace metronome
