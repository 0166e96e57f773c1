#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "arch/links/system_spec.hpp"
#include "workloads/trace/trace.hpp"

/// The stages of a step: which operation is on which chip of a pipeline.
namespace metronome::chips {

/// A step cut into stages, each a run of the forward pass; what else belongs to a layer is where
/// its forward products are.
struct PipelineCut {
  std::uint64_t stages = 1;
  std::vector<std::uint32_t> stage_of;  ///< by operation of the step
  std::size_t first_backward = 0;       ///< operations from here on are of the backward pass
  std::vector<std::string> begins;      ///< by stage: the layer of its first forward operation
};

/// The first operation that writes an error; the number of operations where none does.
[[nodiscard]] std::size_t first_backward(const trace::Step& step);

/// Whether an operation works on parameters alone (their codes, their updates): it is done once for
/// a batch. `roles`: by tensor.
[[nodiscard]] bool of_parameters(const trace::Operation& operation,
                                 const std::map<std::string, trace::Role>& roles);

/// Where a step can be cut into stages, in the order of the forward pass: places are counted from
/// 0, and a cut is one place for each stage but the first, ascending. Layers that share a parameter
/// stay together. The step outlives it.
class PipelineCuts {
 public:
  PipelineCuts(const trace::Step& step, std::uint64_t stages);
  ~PipelineCuts();

  [[nodiscard]] std::size_t places() const;
  /// The stages of a cut.
  [[nodiscard]] PipelineCut at(const std::vector<std::size_t>& places) const;
  /// Where stages begin with these layers. UserError where none can, or out of order.
  [[nodiscard]] std::vector<std::size_t> named(const std::vector<std::string>& layers) const;
  /// The longest stage is as short as can be, what cuts themselves cost apart; of such cuts, longer
  /// by a fraction of `slack` at most, the one over which fewest bytes go. `weights`: of
  /// operations, in any unit; for all stages, or for each. UserError where there are fewer places
  /// than cuts.
  [[nodiscard]] std::vector<std::size_t> balanced(const std::vector<std::vector<double>>& weights,
                                                  double slack) const;

 private:
  class Line;
  std::unique_ptr<Line> line_;
};

/// The stages that begin with these layers, behind the first. UserError as PipelineCuts::named.
[[nodiscard]] PipelineCut cut_at(const trace::Step& step, const std::vector<std::string>& layers);

}  // namespace metronome::chips
