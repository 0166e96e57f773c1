#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workloads/model/graph.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/train/form_modes.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// Behind the names of layers, operations and tensors of a joint step's pass in the low mode.
inline constexpr const char* kLowPass = "@low";

/// The program of a training of a workload, whatever the form of its weights; of `affine` that of
/// trace::make_trace. No metrics.
///
/// Of other forms the weights of a layer have one scale, so that errors are quantized once and the
/// input gradient is a plain product of codes; the pass that quantizes weights computes tanh, and
/// the update its derivative.
///   joint_*     one step: forward and backward pass of the high mode, those of the low mode (names
///               and layers with kLowPass, bits as exceptions of the assignment), then the updates.
///               Weight gradients of the second pass are added to those of the first; the range of
///               the weights and of the images is found once; each pass writes weight codes of its
///               own bits. joint_recursive: the low loss reads the logits of the high mode.
///   two_phase   two steps, one after the other: the low mode; and `train_high`, which makes codes
///   of
///               the frozen planes and residuals, and moves those and the batch norms of its mode.
///   scheduled   one step under the schedule, of nested and binary planes.
/// Of blended grids: search_step.hpp. Of coefficients: coefficient_step.hpp, with what `facts`
/// count, or, without any, the first weights of the training. `update: dense` is a step of real
/// weights: the decompositions between epochs are no part of it. UserError as make_trace and
/// check_form_schedule, and, by name, where a form's step cannot be written down yet.
[[nodiscard]] trace::Trace training_trace(const WorkloadSpec& spec, const model::Graph& graph,
                                          const schedule::Schedule& schedule,
                                          const std::vector<FormFacts>& facts = {});

}  // namespace metronome::train
