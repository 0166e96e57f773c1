#pragma once

#include <cstdint>
#include <string>

namespace metronome::model {

/// A number for each axis of an image; one number means both. Files have [height, width] where the
/// two differ.
struct PerAxis {
  std::uint64_t height = 1, width = 1;

  constexpr PerAxis(std::uint64_t both = 1) : height(both), width(both) {}
  constexpr PerAxis(std::uint64_t of_height, std::uint64_t of_width)
      : height(of_height), width(of_width) {}
  [[nodiscard]] constexpr std::uint64_t product() const { return height * width; }
  bool operator==(const PerAxis&) const = default;
};

/// Rows and columns of zeros around an image; one number means every side. Files have
/// [height, width] where opposite sides are equal, else [top, left, bottom, right].
struct Padding {
  std::uint64_t top = 0, left = 0, bottom = 0, right = 0;

  constexpr Padding(std::uint64_t all = 0) : top(all), left(all), bottom(all), right(all) {}
  constexpr Padding(std::uint64_t vertical, std::uint64_t horizontal)
      : top(vertical), left(horizontal), bottom(vertical), right(horizontal) {}
  constexpr Padding(std::uint64_t t, std::uint64_t l, std::uint64_t b, std::uint64_t r)
      : top(t), left(l), bottom(b), right(r) {}
  bool operator==(const Padding&) const = default;
};

/// How a window moves over one axis of an image: `kernel` taps `dilation` apart, moved by `stride`
/// over the image with its borders.
struct WindowAxis {
  std::uint64_t kernel = 1, stride = 1, dilation = 1;
  std::uint64_t before = 0, after = 0;  ///< zeros of the border

  /// From the first tap to the last.
  [[nodiscard]] constexpr std::uint64_t span() const { return dilation * (kernel - 1) + 1; }
  /// Extent that so many windows cover, border and all: the padded output of a transposed
  /// convolution of so many inputs, `extra` more rows or columns at its end.
  [[nodiscard]] constexpr std::uint64_t reach(std::uint64_t windows, std::uint64_t extra) const {
    return (windows - 1) * stride + span() + extra;
  }
  /// The same without the border, which is smaller than it.
  [[nodiscard]] constexpr std::uint64_t inverse(std::uint64_t windows, std::uint64_t extra) const {
    return reach(windows, extra) - before - after;
  }
  [[nodiscard]] constexpr bool fits(std::uint64_t extent) const {
    return span() <= extent + before + after;
  }
  /// Windows that lie in an extent that fits().
  [[nodiscard]] constexpr std::uint64_t outputs(std::uint64_t extent) const {
    return (extent + before + after - span()) / stride + 1;
  }
  bool operator==(const WindowAxis&) const = default;
};

/// How a window moves over an image.
struct WindowAxes {
  WindowAxis rows, columns;
};

[[nodiscard]] constexpr WindowAxes window_axes(const PerAxis& kernel, const PerAxis& stride,
                                               const PerAxis& dilation, const Padding& pad) {
  return {{kernel.height, stride.height, dilation.height, pad.top, pad.bottom},
          {kernel.width, stride.width, dilation.width, pad.left, pad.right}};
}

/// "3", "3x5"; of a padding "1", "1x2" or "top/left/bottom/right": different for different values.
[[nodiscard]] std::string text_of(const PerAxis& value);
[[nodiscard]] std::string text_of(const Padding& pad);

}  // namespace metronome::model
