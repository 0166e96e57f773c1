#pragma once

#include <string>

#include "workloads/importers/scalesim.hpp"

namespace metronome::importers {

/// A list of matrix products, a row each: columns m, n, k (capitals are no matter) and, if wanted,
/// name, batch (products of this shape that are done with operands of their own: groups), count
/// (times that the row stands in the network) and bits (of both operands). UserError with all that
/// is wrong.
[[nodiscard]] ProductFile read_gemm_list(std::string text, const std::string& file);

/// The text with the names of its columns in small letters.
[[nodiscard]] std::string with_small_header(std::string text);

}  // namespace metronome::importers
