#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace metronome::weights {

/// The second phase of training: the leading L of H bits of every code are frozen, and what
/// lies below them is trained as a residual r:
///   u_H = u_L 2^(H-L) + min(floor(clip(r, 0, 1) 2^(H-L)), 2^(H-L) - 1).
/// Whatever the residual is, the low mode is the same, bit by bit.
template <class T>
[[nodiscard]] std::uint16_t code_with_residual(std::uint16_t low_code, T residual, int low_bits,
                                               int high_bits);

/// What the weights have below their leading bits, where the second phase begins: v 2^L - u_L.
template <class T>
[[nodiscard]] std::vector<T> residuals_of(std::span<const T> weights,
                                          std::span<const std::uint16_t> low_codes, int low_bits);

/// d value / d r, straight through the floor: 2 E / 2^L, and 0 where r lies outside [0, 1].
template <class T>
[[nodiscard]] T residual_slope(T residual, int low_bits, T scale);

}  // namespace metronome::weights
