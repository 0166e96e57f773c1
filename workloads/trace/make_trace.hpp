#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workloads/model/ends.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/feedback_route.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/trace/update_rule.hpp"

namespace metronome::trace {

/// The bits of a layer whose own bits are fixed, where the schedule has no exception for it.
[[nodiscard]] Precision fixed_precision(const model::FixedBits& bits, const Precision& scheduled);

/// Whether a layer's products take number formats: convolutions and linear layers. Products of two
/// activations and recurrent layers are FP32 where the schedule has formats.
[[nodiscard]] bool takes_formats(const model::Layer& layer);

/// Those of a network that are quantized, in order: what Schedule::bound() asks for.
[[nodiscard]] std::vector<std::string> format_layers(const model::Graph& graph);

/// UserError where the ends of a network (model::with_ends) are to have 8 bits, and a schedule with
/// these levels gives one of them others, or FP32, in which codes have no part.
void check_ends(const model::Graph& graph, model::Ends ends, const std::vector<Assignment>& levels);

/// The assignment with an exception for each layer of fixed bits that it does not name, and for
/// each quantized one that takes no formats where all layers have some.
[[nodiscard]] Assignment with_fixed_bits(const model::Graph& graph, Assignment assignment);

/// The trace of a run that nobody trains: shapes and schedule, no metrics. UserError where the
/// graph cannot be lowered or the run is too short for the schedule.
[[nodiscard]] Trace make_trace(const model::Graph& graph, const std::string& dataset,
                               std::uint64_t batch, const schedule::Schedule& schedule,
                               std::uint64_t iterations, DxScale dx_scale,
                               UpdateRule rule = UpdateRule::momentum,
                               const FeedbackRoute& route = {});

/// Batch norm takes the statistics of so many samples at a time (Step::statistics_part). UserError
/// where they do not divide the batch, or are fewer than two.
void take_statistics_of_parts(Trace& trace, std::uint64_t samples);

/// Tests the network of a trace after every so many iterations and at the end: so many forward
/// passes of its batch, a step of their own (evaluation.hpp), at the bits of the schedule's
/// evaluation (Schedule::evaluation). UserError where the network has no loss, and as interleave.
void add_evaluations(Trace& trace, const model::Graph& graph, const schedule::Schedule& schedule,
                     std::uint64_t every, std::uint64_t iterations);

/// A model by name or file, and how it is to be used.
struct ModelRequest {
  std::string model;
  std::string dataset;
  std::uint64_t vocabulary = 0;       ///< words of a text that the model knows; 0: the data set's
  std::uint64_t sequence_length = 0;  ///< tokens of a sequence; 0: the data set's
  bool inference = false;             ///< the forward pass alone
};

/// UserError as model_for, and where a data set of images is given a vocabulary or a sequence
/// length.
[[nodiscard]] model::Graph requested_model(const ModelRequest& request);

/// The same by names: a model of model::make_model and a data set. `vocabulary`: words of a text
/// that the model knows; 0: the data set's. UserError with the nearest name, and where a data set
/// of images is given a vocabulary.
[[nodiscard]] Trace make_trace(const std::string& model, const std::string& dataset,
                               std::uint64_t batch, const schedule::Schedule& schedule,
                               std::uint64_t iterations, DxScale dx_scale,
                               UpdateRule rule = UpdateRule::momentum,
                               std::uint64_t vocabulary = 0);

}  // namespace metronome::trace
