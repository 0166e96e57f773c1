#pragma once

#include <string>
#include <string_view>

namespace metronome::importers {

/// Nodes of a network that is read.
inline constexpr std::size_t kMostNodes = 100'000;

/// Looks at the fields of an ONNX file before memory is taken for them. UserError where the bytes
/// are no such file, where they end in the middle (with the node that they end in), and where there
/// are more nodes than kMostNodes or more fields than any network of that size has.
void check_wire(std::string_view bytes, const std::string& file);

}  // namespace metronome::importers
