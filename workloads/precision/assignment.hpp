#pragma once

#include <compare>
#include <cstddef>
#include <string>

#include "workloads/precision/layer_precisions.hpp"

namespace metronome::trace {

/// A precision assignment: one for all layers, and exceptions by layer name.
struct Assignment {
  Precision all;
  LayerPrecisions layers;
  [[nodiscard]] Precision of(const std::string& layer) const {
    const std::size_t exception = layers.index_of(layer);
    return exception < layers.size() ? layers.at(exception) : all;
  }
  /// Whether any operand of any layer has a number format.
  [[nodiscard]] bool has_formats() const {
    if (all.formats.any()) {
      return true;
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
      if (layers.at(i).formats.any()) {
        return true;
      }
    }
    return false;
  }
  auto operator<=>(const Assignment&) const = default;
};

}  // namespace metronome::trace
