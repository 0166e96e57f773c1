#pragma once

#include <string>

#include "sim/config/schema.hpp"

namespace metronome::model {

/// How a configuration names a model: one that make_model() knows, or a network file, whose name is
/// relative to the configuration's own file.
struct ModelName : std::string {
  using std::string::string;
  ModelName() = default;
  ModelName(std::string text) : std::string(std::move(text)) {}

  /// It is that of a network file (is_network_file).
  [[nodiscard]] bool is_file() const;
  /// Without the folder that a file lies in: what is the same wherever it lies.
  [[nodiscard]] ModelName placeless() const;
};

}  // namespace metronome::model

namespace metronome::config {

template <>
struct Codec<model::ModelName> : ScalarCodec<model::ModelName> {
  static std::string type() { return "text, or file name"; }
  /// Complains where a file is missing.
  static bool read(model::ModelName& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec);
  static Node write(const model::ModelName& value) { return Node::make_scalar(value); }
};

}  // namespace metronome::config
