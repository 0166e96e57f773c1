#include "workloads/model/window.hpp"

#include <fmt/format.h>

namespace metronome::model {

std::string text_of(const PerAxis& value) {
  return value.height == value.width ? fmt::format("{}", value.height)
                                     : fmt::format("{}x{}", value.height, value.width);
}

std::string text_of(const Padding& pad) {
  if (pad.top != pad.bottom || pad.left != pad.right) {
    return fmt::format("{}/{}/{}/{}", pad.top, pad.left, pad.bottom, pad.right);
  }
  return text_of(PerAxis(pad.top, pad.left));
}

}  // namespace metronome::model
