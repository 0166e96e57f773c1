#pragma once

#include <optional>

#include "arch/mapping/job.hpp"

/// How an operation of a step becomes a matrix job: what resolve() does of products.
namespace metronome::mapping {

/// A tensor as it is stored; of one of the batch one of so many parts.
[[nodiscard]] Stream stream_of(const trace::Tensor& tensor, std::uint64_t parts,
                               const trace::Precision& precision, const arch::StorageSpec& storage);

/// The exponents that lie beside the codes of a tensor in block floating point.
[[nodiscard]] std::optional<Stream> exponents_of(const Stream& codes,
                                                 const arch::AcceleratorSpec& machine);

[[nodiscard]] MatrixJob resolve_matrix(const MachineOperation& what, const trace::MatrixWork& work,
                                       const trace::Step& step, const trace::Precision& precision,
                                       const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
