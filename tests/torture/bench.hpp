#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/torture/counters.hpp"
#include "tests/torture/process.hpp"
#include "tests/torture/snapshot.hpp"

namespace metronome::torture {

/// A command that is killed, run again and compared.
struct Job {
  std::string name;
  std::vector<std::string> words;  ///< after the program's name
  std::vector<std::string> given;  ///< of inputs/: what stands in its folder before it runs
  bool exchange = true;            ///< false: as on a file system that cannot exchange two folders
};

/// What is put to the test.
struct Setup {
  std::filesystem::path program;  ///< metronome
  std::filesystem::path library;  ///< the preloaded one
  std::filesystem::path configs;
};

struct Counted {
  std::array<std::uint64_t, kRoles> calls{};  ///< that change files
  std::uint64_t workers = 0;
  bool fired = false;
};

/// What a job gives that nobody disturbs.
struct Undisturbed {
  Snapshot result;
  std::chrono::duration<double> time{};
  Counted counted;
};

/// A folder where one job at a time runs: `stage` holds inputs, results (`work`, where it runs) and
/// the temporary folder, and is compared as a whole; `output` is what was printed.
class Bench {
 public:
  /// Writes the inputs, some with the program's help.
  Bench(Setup setup, std::filesystem::path folder);

  [[nodiscard]] const std::vector<Job>& jobs() const { return jobs_; }
  /// As before the job has ever run.
  void reset(const Job& job) const;
  /// With calls counted and, where `call` is not 0, a signal in front of it.
  [[nodiscard]] Process::Start start(const Job& job, Role role = Role::parent,
                                     std::uint64_t call = 0, int signal = 0) const;
  /// What the job that ran last has counted.
  [[nodiscard]] Counted counted() const;
  [[nodiscard]] Snapshot state() const { return snapshot_of(stage()); }
  /// Runs the job to its end. Throws where it fails.
  [[nodiscard]] Undisturbed undisturbed(const Job& job) const;
  [[nodiscard]] std::filesystem::path folder() const { return folder_; }

 private:
  [[nodiscard]] std::filesystem::path stage() const { return folder_ / "stage"; }
  [[nodiscard]] std::filesystem::path input(const std::string& name) const {
    return stage() / "inputs" / name;
  }
  void write_inputs() const;
  void make(const std::vector<std::string>& words) const;
  void define_jobs();

  Setup setup_;
  std::filesystem::path folder_;
  std::vector<Job> jobs_;
};

}  // namespace metronome::torture
