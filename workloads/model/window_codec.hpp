#pragma once

#include "sim/config/schema.hpp"
#include "workloads/model/window.hpp"

/// Numbers of windows in files: 3, [3, 5], and of a padding also [1, 0, 1, 2].
namespace metronome::config {

template <>
inline constexpr bool kIsNumber<model::PerAxis> = true;
template <>
inline constexpr bool kIsNumber<model::Padding> = true;

template <>
struct Codec<model::PerAxis> : ScalarCodec<model::PerAxis> {
  static std::string type() { return "integer, or [height, width]"; }
  static bool read(model::PerAxis& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec);
  static Node write(const model::PerAxis& value);
};

template <>
struct Codec<model::Padding> : ScalarCodec<model::Padding> {
  static std::string type() { return "integer, or [height, width], or [top, left, bottom, right]"; }
  static bool read(model::Padding& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec);
  static Node write(const model::Padding& value);
};

}  // namespace metronome::config
