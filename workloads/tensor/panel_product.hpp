#pragma once

#include <array>
#include <cstddef>

namespace metronome::tensor {

/// Lanes of one 512-bit register of 32-bit sums.
inline constexpr std::size_t kLanes = 16;
/// A panel is 3 registers wide, and a block of 9 rows fills the other registers with sums.
inline constexpr std::size_t kPanelVectors = 3;
inline constexpr std::size_t kPanelLanes = kPanelVectors * kLanes;
inline constexpr std::size_t kBlockRows = 9;

/// sums[r][v * kLanes + l] = sum over steps s, in their order, of
///   rows[s * row_count + r] * lanes[v][offsets[s] + l]
template <class Row, class Unit, class Sum>
struct PanelProduct {
  const Row* rows = nullptr;
  std::size_t row_count = 0;                       ///< 1 to kBlockRows
  std::array<const Unit*, kPanelVectors> lanes{};  ///< the first `vectors` are read
  std::size_t vectors = 0;                         ///< 1 to kPanelVectors
  const std::ptrdiff_t* offsets = nullptr;         ///< units, one a step
  std::size_t steps = 0;
  Sum* sums = nullptr;  ///< row-major, kPanelLanes a row
};

}  // namespace metronome::tensor
