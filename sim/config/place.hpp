#pragma once

#include <string_view>

#include "sim/config/node.hpp"

namespace metronome::config {

/// The position of a key path ("array.rows") in a tree, or of the nearest part of it that is
/// written.
[[nodiscard]] Mark place_of(const Node& node, std::string_view path);

}  // namespace metronome::config
