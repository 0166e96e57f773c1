#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/number.hpp"
#include "workloads/model/limits.hpp"
#include "workloads/trace/trace.hpp"

/// How large the parts of a trace may be. Whatever makes a trace or reads one keeps these limits,
/// so that no count of one operation leaves 64 bits on any machine.
namespace metronome::trace {

using model::kExtents;
using model::kMostProduct;
using model::kPads;
/// Words that a model knows; 0: those of the data set.
inline constexpr NumberRange kVocabulary{0, 1e7L};

/// What is beyond the limits, by the key of a step's file.
struct LimitFault {
  std::string key;
  std::string what;
  std::string hint;
};

/// Of a convolution whose extents are within the ranges above: its kernel fits, its groups divide
/// the channels, its three products and their tensors are within kMostProduct.
[[nodiscard]] std::optional<LimitFault> fault_of(const Convolution& convolution);
[[nodiscard]] std::optional<LimitFault> fault_of(const std::vector<std::uint64_t>& shape);
[[nodiscard]] std::optional<LimitFault> fault_of(const VectorWork& work);
[[nodiscard]] std::optional<LimitFault> fault_of(const HostWork& work);

/// UserError naming the first tensor or operation of a step that was made from shapes and is beyond
/// the limits.
void check_limits(const Step& step);

}  // namespace metronome::trace
