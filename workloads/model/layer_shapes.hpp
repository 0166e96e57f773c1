#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace metronome::model {

/// Channels, height, width of one sample. A vector of features is {n, 1, 1}; a sequence of tokens
/// has a token in each row: {1, tokens, 1} as numbers, {features, tokens, 1} once embedded.
struct Shape {
  std::size_t channels = 0;
  std::size_t height = 1;
  std::size_t width = 1;

  [[nodiscard]] std::size_t elements() const { return channels * height * width; }
  bool operator==(const Shape&) const = default;
};

/// What a layer reads.
struct LayerInputs {
  std::vector<Shape> shapes;  ///< in the order of the node's inputs
  std::string place;          ///< "lenet-5: conv1", for errors

  [[nodiscard]] const Shape& front() const { return shapes.front(); }
};

/// A row of `metronome list layers`.
struct LayerText {
  std::string_view kind;
  std::string_view output;      ///< of inputs {C, H, W}
  std::string_view parameters;  ///< how many
  std::string_view doc;
};

/// The output of a square window that moves by `stride` over an image with a border of `pad`.
/// UserError where the window is larger than that.
[[nodiscard]] Shape window_output(const LayerInputs& in, std::size_t channels, std::size_t kernel,
                                  std::size_t stride, std::size_t pad);

}  // namespace metronome::model
