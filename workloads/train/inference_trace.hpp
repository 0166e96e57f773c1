#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/train/form_modes.hpp"
#include "workloads/train/trained_network.hpp"

namespace metronome::train {

/// How stored codes that serve several precisions lie: plane by plane; code by code; or as codes of
/// their own for each mode, as several models would have them.
enum class WeightLayout { plane_major, packed, separate };
constexpr auto enum_rows(WeightLayout) {
  using enum WeightLayout;
  return enum_list<WeightLayout>(
      {{plane_major, "plane_major"}, {packed, "packed"}, {separate, "separate"}});
}

struct InferenceRequest {
  std::uint64_t batch = 1;
  std::uint64_t iterations = 1;       ///< batches that are inferred
  std::optional<std::string> mode{};  ///< one of the training's; absent: each in turn
  std::uint64_t switch_every = 0;     ///< batches of a mode before the next one's; 0: all of them
  std::uint64_t refine_every =
      0;  ///< of so many batches in the low mode the last goes on in the high mode; 0: none
  /// Absent: plane_major where modes share a code, packed where a layer has one width only.
  std::optional<WeightLayout> layout{};
};

/// Steps of such a program besides trace::kInferStep.
inline constexpr const char* kFillStep = "fill";  ///< what the first mode needs
inline constexpr const char* kSwitchHighStep =
    "switch_high";  ///< the planes that are missing, and its tables
inline constexpr const char* kSwitchLowStep = "switch_low";  ///< its tables
inline constexpr const char* kRefineStep = "refine";  ///< the high mode behind a low one's batch

/// The program of a deployed network with weights in a form (trace::deploy): forward passes alone.
/// Weights of a form:
///   nested_planes   one tensor of stored codes (Format::planes, packed), of which a mode reads the
///                   leading bits; modes are assignments of one step
///   binary_planes   likewise, as many planes as the layer has bits, read as a whole
///   coefficients    row map, coefficients and bases, and `LAYER.rebuild`
/// Of a training with modes, unless one is asked for: the low mode's batches, `switch_high`, the
/// high mode's, `switch_low`, and so on, behind `fill`. With refine_every the last of so many
/// batches also runs in step `refine`: that of the high mode without what depends on no precision
/// (real numbers that are made of the images before anything is quantized or normalised), whose
/// results the low mode has left.
/// `graph` has a loss; `facts`: of every layer with coefficients; `last`: of the training's last
/// iteration, where it is known (tested_assignment). UserError where the request asks
/// for what the training has not, and of a search of widths.
[[nodiscard]] trace::Trace inference_trace(const WorkloadSpec& spec, const model::Graph& graph,
                                           const std::vector<FormFacts>& facts,
                                           const InferenceRequest& request,
                                           const trace::Assignment* last = nullptr);

/// The same of a training as it is stored.
[[nodiscard]] trace::Trace inference_trace(const TrainedSource& source,
                                           const InferenceRequest& request);

}  // namespace metronome::train
