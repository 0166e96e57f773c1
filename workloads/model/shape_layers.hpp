#pragma once

#include <cstdint>
#include <vector>

#include "workloads/model/layer_shapes.hpp"

namespace metronome::model {

/// Its inputs one behind the other along an axis.
struct Concat : PlainLayer {
  Axis axis = Axis::channels;

  static constexpr LayerText kText{"concat",
                                   "{sum of C, H, W} (or along another axis)",
                                   "0",
                                   "its inputs one behind the other",
                                   {1, 1024}};
  /// UserError where the inputs differ along another axis.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  bool operator==(const Concat&) const = default;
};

/// `length` positions of an axis from `begin` on; a split is several of these.
struct Slice : PlainLayer {
  Axis axis = Axis::channels;
  std::uint64_t begin = 0, length = 1;

  static constexpr LayerText kText{"slice", "{length, H, W} (or along another axis)", "0",
                                   "some positions of an axis"};
  /// UserError beyond the input.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  bool operator==(const Slice&) const = default;
};

/// The same elements, channel by channel and row by row, in another shape. One extent may be 0:
/// what the others leave. The default makes a vector of features (flatten).
struct Reshape : PlainLayer {
  std::uint64_t channels = 0, height = 1, width = 1;

  static constexpr LayerText kText{"reshape",
                                   "{channels, height, width}, one of them from the rest", "0",
                                   "the same elements in another shape (flatten by default)"};
  /// UserError where the number of elements would change.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  bool operator==(const Reshape&) const = default;
};

/// Axes exchanged: the output's first axis is the input's `order[0]`.
struct Transpose : PlainLayer {
  std::vector<Axis> order{Axis::channels, Axis::width, Axis::height};

  static constexpr LayerText kText{"transpose", "{C, W, H} (or another order)", "0",
                                   "axes in another order"};
  /// UserError where an axis is missing.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  bool operator==(const Transpose&) const = default;
};

/// How elements between those of an image are made: the nearest one, or the mean of the two around
/// along each axis, weighted by distance.
enum class Interpolation { nearest, bilinear };
constexpr auto enum_rows(Interpolation) {
  using enum Interpolation;
  return enum_list<Interpolation>({{nearest, "nearest"}, {bilinear, "bilinear"}});
}

/// `scale` elements for each along each axis. Element i lies at (i + 1/2) / scale - 1/2 of the
/// input, within its border; with `align_corners` the outer elements lie on those of the input.
struct Upsample : PlainLayer {
  PerAxis scale{2};
  Interpolation mode = Interpolation::nearest;
  bool align_corners = false;

  static constexpr LayerText kText{"upsample", "{C, H scale, W scale}", "0",
                                   "more rows and columns, repeated or interpolated"};
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  bool operator==(const Upsample&) const = default;
};

}  // namespace metronome::model
