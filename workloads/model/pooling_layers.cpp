#include "workloads/model/pooling_layers.hpp"

#include "sim/base/quantity.hpp"

namespace metronome::model {
namespace {

/// Adds the border that the last window needs.
void complete(WindowAxis& axis, std::uint64_t extent) {
  if (!axis.fits(extent)) {
    return;
  }
  const std::uint64_t windows =
      ceil_div(extent + axis.before + axis.after - axis.span(), axis.stride) + 1;
  const std::uint64_t last = (windows - 1) * axis.stride;
  if (last < extent + axis.before && last + axis.span() > extent + axis.before) {
    axis.after = std::max(axis.after, last + axis.span() - extent - axis.before);
  }
}

}  // namespace

WindowAxes PoolWindow::axes(const LayerInputs& in) const {
  WindowAxes axes = window_axes(kernel, stride, {}, pad);
  if (ceil) {
    complete(axes.rows, in.front().height);
    complete(axes.columns, in.front().width);
  }
  return axes;
}

}  // namespace metronome::model
