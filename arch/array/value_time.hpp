#pragma once

#include <memory>
#include <vector>

#include "arch/array/array.hpp"
#include "arch/array/codes.hpp"

namespace metronome::array {

/// Shares of a tensor's elements by what makes the array's time depend on values: terms, or widths.
[[nodiscard]] TermShares value_shares(const ArraySpec& spec, const CodeMatrix& codes);

/// How long the passes of a GEMM of these codes stream on an array whose time depends on values:
/// the cycle model, or its closed form.
[[nodiscard]] std::shared_ptr<const StreamTime> stream_on_codes(const ArraySpec& spec,
                                                                const Operands& operands,
                                                                bool transposed, CodeMatrix a,
                                                                CodeMatrix b, bool closed_form);

/// How long the passes of several GEMMs stream, one for each PassBlock::stride_phase. All are by
/// place.
[[nodiscard]] std::shared_ptr<const StreamTime> streams_by_phase(
    std::vector<std::shared_ptr<const StreamTime>> streams);

}  // namespace metronome::array
