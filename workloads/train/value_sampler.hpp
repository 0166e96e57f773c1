#pragma once

#include <cstdint>
#include <map>

#include "workloads/nn/network.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::train {

/// Counts the codes of every quantized operand, and what operands in number formats are as
/// integers, at sampled iterations: of each precision assignment
/// the first iteration and every `every`-th one after it, so that none is missed however short its
/// phases are. The counts do not depend on the number of threads.
class ValueSampler {
 public:
  /// `every` 0 samples nothing. Both must outlive it.
  ValueSampler(std::uint64_t every, const model::Graph& graph, nn::Workspace<float>& workspace);
  ValueSampler(const ValueSampler&) = delete;
  ValueSampler& operator=(const ValueSampler&) = delete;

  /// To be asked once for each iteration, in turn: what the pass of this iteration is to be
  /// observed by, or null where it is not sampled.
  [[nodiscard]] const nn::CodeObserver<float>* next(const trace::Assignment& assignment);

  [[nodiscard]] const trace::ValueStatistics& statistics() const { return statistics_; }
  /// Whether every product of the statistics is one of the network's.
  [[nodiscard]] bool accepts(const trace::ValueStatistics& statistics) const;
  /// Goes on after iterations with these phases and counts.
  void restore(const std::vector<trace::Phase>& done, trace::ValueStatistics statistics);

 private:
  void count(const nn::QuantizedOperand<float>& operand);
  void count_affine(const nn::QuantizedOperand<float>& operand, trace::OperandCounts& counts);
  [[nodiscard]] trace::OperandKey key_of(const nn::QuantizedOperand<float>& operand) const;

  std::uint64_t every_;
  const model::Graph& graph_;
  nn::Workspace<float>& workspace_;
  nn::CodeObserver<float> observer_;
  std::map<trace::Assignment, std::uint64_t> seen_;  ///< iterations of each
  trace::Assignment current_;                        ///< with bits that layers have fixed
  std::uint64_t sample_ = 0;                         ///< sampled iterations of this process
  std::map<trace::OperandKey, std::uint64_t> last_;  ///< the sample that counted it last
  trace::ValueStatistics statistics_;
};

}  // namespace metronome::train
