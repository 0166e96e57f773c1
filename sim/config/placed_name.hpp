#pragma once

#include <string>

#include "sim/config/schema.hpp"

namespace metronome::config {

/// A name, written at `mark` of a configuration, as it is found from here: that of a file that lies
/// relative to the configuration's own file; where none does, and of `--set`, the name as it
/// stands, which is relative to the working directory.
[[nodiscard]] std::string placed(const std::string& name, const Mark& mark);

/// A file or folder that is looked for when it is used, by the rule of placed(). A FilePath, which
/// must be there, is never relative to the working directory.
struct PlacedName : std::string {
  using std::string::string;
  PlacedName() = default;
  PlacedName(std::string text) : std::string(std::move(text)) {}
};

template <>
struct Codec<PlacedName> : ScalarCodec<PlacedName> {
  static std::string type() { return "file name"; }
  static bool read(PlacedName& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec);
  static Node write(const PlacedName& value) { return Node::make_scalar(value); }
};

}  // namespace metronome::config
