#pragma once

#include <string>
#include <vector>

#include "sim/base/file_cache.hpp"
#include "sim/engine/job_outcome.hpp"

namespace metronome::sim {

/// The machine without what no operation reads: names, technology, and where its prices lie.
[[nodiscard]] arch::AcceleratorSpec read_by_operations(const arch::AcceleratorSpec& machine);

/// Results of operations in a cache that simulations share (SimulateOptions::cache). An entry has
/// what was tried of an operation, each mapping with its cycles and counts, in order: not which of
/// them was chosen, since that depends on prices, and no joules.
///
/// Its key is all that the entry is a function of: this program (build_id()), what is asked for,
/// the operation (mapping::job_key), and the machine without what an operation does not read: its
/// name and source, technology and prices; for work that is not on the array, the array and the
/// choice of mappings, too. Where mapping.objective weighs joules, the digest of the prices belongs
/// to it.
class CachedOutcomes {
 public:
  /// Without options.cache nothing is kept or found. Machine and options must outlive this.
  CachedOutcomes(const arch::AcceleratorSpec& machine, const SimulateOptions& options);

  /// Whether a job is worth it: in analytic mode only what is searched for a mapping.
  [[nodiscard]] bool takes(const mapping::Job& job) const;
  /// What was tried; empty where nothing is known.
  [[nodiscard]] std::vector<JobOutcome> find(const mapping::Job& job) const;
  void keep(const mapping::Job& job, const std::vector<JobOutcome>& tried) const;

 private:
  [[nodiscard]] std::string key_of(const mapping::Job& job) const;

  const arch::AcceleratorSpec& machine_;
  FileCache* cache_;
  bool cycle_mode_;
  std::string on_array_;   ///< what a key of matrix jobs on the array begins with
  std::string elsewhere_;  ///< likewise, of others
};

}  // namespace metronome::sim
