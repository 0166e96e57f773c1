#pragma once

#include <cstdint>
#include <string>

#include "workloads/model/graph.hpp"
#include "workloads/trace/code_plan.hpp"
#include "workloads/trace/feedback_route.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/trace/update_rule.hpp"

namespace metronome::trace {

/// The operations of one training iteration in execution order: forward pass, loss, backward pass
/// in reverse order, parameter updates. Image tensors are batch, height, width, channels; weights
/// are out channels, kernel, kernel, in channels.
///
/// Every pass over memory is an operation. One pass takes a whole chain of elementwise layers; what
/// needs a number of a whole tensor (statistics, a range) before it can start needs the pass before
/// it. Nothing else is fused. For a layer L and a node X that L reads:
///
///   L.range_weight                reads the FP32 master; its range per output channel
///   L.quantize_weight             master to weight codes
///   X.range                       the images only; other ranges come with the pass that writes X
///   X.quantize                    X to codes, once for all layers that read it
///   L.forward                     {activation codes, weight codes} to the FP32 output, a stash
///   N.statistics, N.normalize     batch norm; the second adds the residual and applies ReLU
///   P.average, F.add_bias, loss.softmax_cross_entropy
///   N.backward_reduce, N.backward batch norm, ReLU and Add; to the error of the convolution's
///                                 output and the masked error of the residual
///   L.quantize_error              to error codes, with stochastic rounding
///   L.quantize_weight_per_tensor  DxScale::per_tensor: weight codes with one scale for all
///   channels L.input_gradient              {error codes, weight codes} to an FP32 error; not where
///   X is images L.weight_gradient             {error codes, activation codes} to the FP32 gradient
///   X.sum_errors                  where several layers read X
///   L.update, N.update, F.update_bias   the optimiser; it reads and writes the masters and its
///   state: nothing (sgd), one number a weight (momentum), two (adam)
///
/// DxScale::prescale_requantize: quantize_error of layers with an input gradient also writes codes
/// of the error times the weight scale of its channel, which are the input gradient's operand a,
/// and the zero-point correction, the sum over channels of error times weight zero point for each
/// position (batch, P, Q, 1; partial_sum). The input gradient adds the correction to its result and
/// names it as a third input.
///
/// Layers that are not quantized multiply the FP32 tensors. An operation's `layer` is the one whose
/// precision assignment holds: X.quantize belongs to the first layer that reads X.
///
/// Layers of several inputs have one pass each way. Batch norm of what is no convolution reads that
/// layer's output. Slices deliver parts of an error, which X.sum_errors puts together. A network
/// without a loss has the forward pass only.
///
/// What the assignments of a run tell apart has tensors and passes of its own (CodePlan):
///   X.quantize_for_L              codes for layers that read X at other bits than the first one
///   X.quantize_stash              codes that weight gradients read, where the stash has other bits
///   L.weight.quantize_gradient    codes of the gradient, which the update reads then; the pass
///                                 L.weight.range_gradient finds its range
///
/// Under direct feedback (FeedbackRoute) one pass behind the loss makes the errors of all nodes
/// that it feeds, and the layers that read those have no L.input_gradient:
///   loss.project                  {error, X.feedback, ...} to X.output_error, ...: an addition for
///                                 each class, and where the matrix is real a multiplication
///
/// UserError for a graph with an input that nothing reads.
[[nodiscard]] Step lower(const model::Graph& graph, std::string dataset, std::uint64_t batch,
                         DxScale dx_scale, UpdateRule rule = UpdateRule::momentum,
                         const CodePlan& codes = {}, const FeedbackRoute& route = {});

}  // namespace metronome::trace
