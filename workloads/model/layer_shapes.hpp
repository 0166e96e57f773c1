#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/model/window.hpp"

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

/// Of one sample.
enum class Axis { channels, height, width };
constexpr auto enum_rows(Axis) {
  using enum Axis;
  return enum_list<Axis>({{channels, "channels"}, {height, "height"}, {width, "width"}});
}

[[nodiscard]] std::size_t extent(const Shape& shape, Axis axis);

/// "3x32x32".
[[nodiscard]] std::string text_of(const Shape& shape);

/// What a layer reads.
struct LayerInputs {
  std::vector<Shape> shapes;  ///< in the order of the node's inputs
  std::string place;          ///< "lenet-5: conv1", for errors

  [[nodiscard]] const Shape& front() const { return shapes.front(); }
};

/// How many nodes a layer reads.
struct Arity {
  std::size_t least = 1, most = 1;
};

/// A row of `metronome list layers`.
struct LayerText {
  std::string_view kind;
  std::string_view output;      ///< of inputs {C, H, W}
  std::string_view parameters;  ///< how many
  std::string_view doc;
  Arity inputs = {1, 1};
};

/// Layers without products and parameters.
struct PlainLayer {
  [[nodiscard]] static std::uint64_t macs(const LayerInputs&, const Shape&) { return 0; }
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const PlainLayer&) const = default;
};

/// UserError that a layer cannot take its inputs: "lenet-5: sum: adds shapes 3x2x2 and 4x2x2".
[[noreturn]] void refuse_inputs(const LayerInputs& in, const std::string& what,
                                const std::string& hint);

/// The output of a window. UserError where it is larger than the padded image.
[[nodiscard]] Shape window_output(const LayerInputs& in, std::size_t channels,
                                  const WindowAxes& axes);

}  // namespace metronome::model
