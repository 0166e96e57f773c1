#pragma once

#include "workloads/model/layer.hpp"
#include "workloads/model/window_codec.hpp"

/// The keys of each kind of layer in a network file, besides `name`, `kind` and `from`: a kind
/// without a table here does not link.
namespace metronome::config {

template <>
const StructSchema<model::FixedBits>& schema_of<model::FixedBits>();

}  // namespace metronome::config

namespace metronome::model {

/// The table of a kind.
template <class Kind>
[[nodiscard]] config::StructSchema<Kind> layer_schema();

}  // namespace metronome::model
