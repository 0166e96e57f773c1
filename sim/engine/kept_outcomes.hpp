#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/base/journal.hpp"
#include "sim/engine/job_runner.hpp"

namespace metronome::sim {

/// How a job went: its outcome, and whether its plain mapping was the quicker.
struct JobOutcome {
  OperationOutcome outcome;
  bool plain = false;
  bool operator==(const JobOutcome&) const = default;
};

/// Results of simulated operations in a journal, each under all that decides it: the machine, the
/// memory's mode, the operation and the mappings that are tried. A journal may hold those of
/// several machines.
class KeptOutcomes {
 public:
  /// Without a journal nothing is kept or found. The journal must outlive this.
  KeptOutcomes(Journal* journal, const arch::AcceleratorSpec& machine, MemoryMode memory);

  [[nodiscard]] std::optional<JobOutcome> find(const PlannedJob& job) const;
  void keep(const PlannedJob& job, const JobOutcome& outcome) const;

  /// A single count, of work that `what` tells apart from any other on the machine.
  [[nodiscard]] std::optional<std::uint64_t> find_count(const std::string& what) const;
  void keep_count(const std::string& what, std::uint64_t count) const;

 private:
  [[nodiscard]] std::string key_of(const PlannedJob& job) const;

  Journal* journal_;
  std::string machine_;  ///< digest of the machine and the memory's mode
};

/// The job, how it is mapped, and which part of it runs in the whole operation's stead.
[[nodiscard]] std::string variant_key(const mapping::Job& job, const Variant& variant);

}  // namespace metronome::sim
