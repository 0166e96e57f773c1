#pragma once

#include <cstdint>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {

/// What an operation's transfers ask of the memory's rows.
struct RowUse {
  double openings = 0;          ///< rows that are opened
  double turns = 0;             ///< of the data bus from reads to writes and back, of all channels
  std::uint64_t footprint = 0;  ///< bytes from address 0 to the end of the last tensor
  std::uint64_t steps = 1;      ///< of the tile nest, between which the memory may rest
  bool operator==(const RowUse&) const = default;
};

/// From the first and the last tiles of each loop: each kind of transfer opens as many rows a byte
/// in all of its tiles as in these, one after the other, loads before stores. `rest`: rows are
/// closed between steps, as where the memory sleeps until the next. `cost` must be the operation's.
[[nodiscard]] RowUse row_use(const MatrixJob& job, const Mapping& mapping,
                             const arch::AcceleratorSpec& machine, const AnalyticCost& cost,
                             bool rest);
[[nodiscard]] RowUse row_use(const VectorJob& job, const arch::AcceleratorSpec& machine,
                             const AnalyticCost& cost, bool rest);
[[nodiscard]] RowUse row_use(const HostJob& job, const arch::AcceleratorSpec& machine,
                             const AnalyticCost& cost, bool rest);

/// Steps of the tile nest.
[[nodiscard]] std::uint64_t steps_of(const MatrixJob& job, const Mapping& mapping);
[[nodiscard]] std::uint64_t steps_of(const VectorJob& job, const arch::AcceleratorSpec& machine);
[[nodiscard]] std::uint64_t steps_of(const HostJob& job, const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
