#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "arch/mapping/job.hpp"
#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {

/// For whom a step is made: at which precisions it runs, and what its mappings' choices cost where
/// the objective is not cycles (best_mappings). Chains of operations are judged by both; without
/// assignments, at 8 bits.
struct StepUse {
  std::vector<const trace::Assignment*> assignments;
  MappingWeights weights;
  /// Gives a job on the array what its time depends on besides; empty: nothing.
  std::function<MatrixJob(MatrixJob, const trace::Operation&, const trace::Precision&)> with_terms;
};

/// How many bytes operations move between memory and buffers, with the mappings that the estimate
/// chooses.
class ChainJudge {
 public:
  /// All outlive this.
  ChainJudge(const trace::Step& tensors, const arch::AcceleratorSpec& machine, const StepUse& use);

  /// The precisions of a layer.
  [[nodiscard]] const std::vector<trace::Precision>& precisions_of(const std::string& layer);
  /// At each precision of the operation's layer, all runs.
  [[nodiscard]] std::vector<std::uint64_t> bytes_of(const MachineOperation& one);
  /// The most bits of a tensor that operations of a layer write, as it is stored; of one of the
  /// batch one of so many parts.
  [[nodiscard]] std::uint64_t bits_of(const trace::Tensor& tensor, const std::string& layer,
                                      std::uint64_t parts);

 private:
  [[nodiscard]] std::uint64_t bytes_of(const Job& job);

  const trace::Step& tensors_;
  const arch::AcceleratorSpec& machine_;
  const StepUse& use_;
  std::vector<trace::Precision> all_;  ///< of layers without a precision of their own
  std::map<std::string, std::vector<trace::Precision>> own_;
  std::unordered_map<std::string, std::uint64_t> known_;  ///< by job_key()
};

}  // namespace metronome::mapping
