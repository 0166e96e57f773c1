#include "workloads/model/layer_shapes.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome::model {

std::string text_of(const Shape& shape) {
  return fmt::format("{}x{}x{}", shape.channels, shape.height, shape.width);
}

void refuse_inputs(const LayerInputs& in, const std::string& what, const std::string& hint) {
  throw UserError(fmt::format("{}: {}", in.place, what), hint);
}

Shape window_output(const LayerInputs& in, std::size_t channels, const WindowAxes& axes) {
  const Shape& image = in.front();
  if (!axes.rows.fits(image.height) || !axes.columns.fits(image.width)) {
    throw UserError(
        fmt::format("{} does not fit an image of {} x {}", in.place, image.height, image.width),
        "use larger images");
  }
  return {channels, axes.rows.outputs(image.height), axes.columns.outputs(image.width)};
}

}  // namespace metronome::model
