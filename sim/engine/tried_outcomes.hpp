#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/engine/job_outcome.hpp"

namespace metronome::sim {

/// What was tried of operations (as CachedOutcomes keeps it) and what prices took of it, for the
/// simulations that come after it in this process: of one machine at a time, and of no more
/// operations than some runs have. Not to be used by two threads.
class TriedOutcomes {
 public:
  /// Simulations from here on are of this machine with these options. Another machine, or another
  /// way to execute operations, forgets what was kept; other prices choose again.
  void be_of(const arch::AcceleratorSpec& machine, const SimulateOptions& options);

  /// What is taken of an operation; null: nothing is known. Holds until the next change.
  [[nodiscard]] const JobOutcome* best(const mapping::Job& job) const;
  /// `best`: the place of the one that is taken.
  void keep(const mapping::Job& job, std::vector<JobOutcome> tried, std::size_t best);

  /// Another number, where anything that was taken before could now be another: while it stays, a
  /// simulation of the same training has the same result (one without a journal, whose results are
  /// not seen here).
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

 private:
  /// All that the entries follow from but for the operation.
  struct Origin {
    arch::AcceleratorSpec machine;  ///< read_by_operations()
    Mode mode{};
    MemoryMode memory{};
    bool exact = false;
    std::uint64_t exact_below_bytes = 0;
    EnergyTable prices;
    bool operator==(const Origin&) const = default;
    /// Whether the same is tried.
    [[nodiscard]] bool tries_as(const Origin& other) const;
  };
  struct Entry {
    mapping::Job job;
    std::vector<JobOutcome> tried;
    std::size_t best = 0;
  };

  void forget();
  void choose_again(const arch::AcceleratorSpec& machine, const SimulateOptions& options);

  std::optional<Origin> origin_;
  std::unordered_map<std::string, Entry> entries_;  ///< by job_key()
  std::uint64_t generation_ = 0;
};

}  // namespace metronome::sim
