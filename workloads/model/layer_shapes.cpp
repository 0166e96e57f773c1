#include "workloads/model/layer_shapes.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome::model {

Shape window_output(const LayerInputs& in, std::size_t channels, std::size_t kernel,
                    std::size_t stride, std::size_t pad) {
  const Shape& image = in.front();
  const std::size_t border = 2 * pad;
  if (image.height + border < kernel || image.width + border < kernel) {
    throw UserError(
        fmt::format("{} does not fit an image of {} x {}", in.place, image.height, image.width),
        "use larger images");
  }
  return {channels, (image.height + border - kernel) / stride + 1,
          (image.width + border - kernel) / stride + 1};
}

}  // namespace metronome::model
