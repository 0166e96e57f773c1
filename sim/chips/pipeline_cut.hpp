#pragma once

#include <cstdint>
#include <map>
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
  std::vector<double> weights;          ///< by stage: what was balanced
};

/// The first operation that writes an error; the number of operations where none does.
[[nodiscard]] std::size_t first_backward(const trace::Step& step);

/// Whether an operation works on parameters alone (their codes, their updates): it is done once for
/// a batch. `roles`: by tensor.
[[nodiscard]] bool of_parameters(const trace::Operation& operation,
                                 const std::map<std::string, trace::Role>& roles);

/// Cuts a step into as many stages as the system has chips: where spec.stages says, or else so that
/// the longest stage is as short as can be, and of such cuts (2 % longer at most) the one over
/// which fewest bytes go. `weights`: by operation, of any unit. Layers that share a parameter stay
/// together. UserError where a layer cannot begin a stage, or where there are fewer places to cut.
[[nodiscard]] PipelineCut cut_pipeline(const trace::Step& step, const links::PipelineSpec& spec,
                                       std::uint64_t stages, const std::vector<double>& weights);

}  // namespace metronome::chips
