#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/base/journal.hpp"
#include "sim/engine/job_outcome.hpp"

namespace metronome::sim {

/// Results of simulated operations in a journal, each under all that decides it: the machine, the
/// memory's mode, what is asked for and the operation, of which alone its mapping is a function. A
/// journal may hold those of several machines.
class KeptOutcomes {
 public:
  /// Without options.journal nothing is kept or found. The machine and the journal must outlive
  /// this.
  KeptOutcomes(const arch::AcceleratorSpec& machine, const SimulateOptions& options);

  [[nodiscard]] std::optional<JobOutcome> find(const mapping::Job& job) const;
  void keep(const mapping::Job& job, const JobOutcome& outcome) const;

  /// A single count, of work that `what` tells apart from any other on the machine.
  [[nodiscard]] std::optional<std::uint64_t> find_count(const std::string& what) const;
  void keep_count(const std::string& what, std::uint64_t count) const;

 private:
  [[nodiscard]] std::string key_of(const mapping::Job& job) const;

  const arch::AcceleratorSpec& machine_;
  Journal* journal_;
  std::string asked_;  ///< digest of the machine and the options
};

}  // namespace metronome::sim
