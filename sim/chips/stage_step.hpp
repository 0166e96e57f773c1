#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/chips/pipeline_cut.hpp"

/// What each chip of a pipeline executes.
namespace metronome::chips {

/// A tensor of a micro-batch that goes from one stage to another.
struct Crossing {
  std::uint32_t from = 0, to = 0;  ///< stages
  trace::Tensor tensor;            ///< "...@2" of the second micro-batch
  std::string layer;               ///< whose precision its codes have
  std::string send, receive;       ///< the passes that read it from and write it to memory, by name
  bool backward = false;           ///< of the backward pass
  bool operator==(const Crossing&) const = default;
};

/// A step on a pipeline: by stage what its chip does in an iteration, in order.
struct StageSteps {
  PipelineCut cut;
  std::vector<trace::Step> stages;
  std::vector<Crossing> crossings;  ///< in the order in which stages send them, by stage
  std::vector<std::uint64_t>
      most_stashes;  ///< by stage: micro-batches between their passes at once
};

/// Micro-batches that a stage has begun and not ended at most: all, or, where backward passes come
/// as soon as they can, as many as there are stages from it on.
[[nodiscard]] std::uint64_t stashes_of(const links::PipelineSpec& spec, std::uint64_t stages,
                                       std::uint64_t stage);

/// The passes of a stage in order: micro-batch, counted from 0, and whether backward.
struct StagePass {
  std::uint64_t micro_batch = 0;
  bool backward = false;
  bool operator==(const StagePass&) const = default;
};
[[nodiscard]] std::vector<StagePass> passes_of(const links::PipelineSpec& spec,
                                               std::uint64_t stages, std::uint64_t stage);

/// UserError where the batch is not divided by the micro-batches, or updates are delayed.
void require_parts(const trace::Step& step, const links::PipelineSpec& spec);

/// The operations of each stage: those of every micro-batch (named as by mapping::split_batch),
/// pass after pass; what belongs to parameters alone once, updates behind all passes. Before the
/// first operation of a pass that reads what another stage has written a pass "T.receive", which
/// writes it to memory; behind the one that writes what others read "T.send_to_S", which reads it.
/// UserError as require_parts, where a stage needs what a later one makes in the backward pass, and
/// where there are too many messages.
[[nodiscard]] StageSteps stage_steps(const trace::Step& step, const links::PipelineSpec& spec,
                                     const PipelineCut& cut);

}  // namespace metronome::chips
