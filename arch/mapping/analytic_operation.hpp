#pragma once

#include <cstdint>
#include <vector>

#include "arch/array/analytic.hpp"
#include "arch/mapping/loading.hpp"
#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {

/// The closed form of an operation: what the array and the vector unit take when they never wait
/// for memory, and what must cross the pins.
struct AnalyticCost {
  array::ArrayUse use;              ///< of what multiplies; zero for vector jobs
  std::uint64_t vector_cycles = 0;  ///< of the vector unit, not overlapped with the array
  std::uint64_t engine_cycles = 0;  ///< of an engine in the load path, likewise
  std::uint64_t host_cycles = 0;    ///< of the host and its link, in cycles of the array
  LoadedElements loaded;            ///< through work on their way into the buffers
  std::vector<MovedBeside> beside;  ///< read along with the operands
  std::uint64_t read_bytes_of_a = 0;
  std::uint64_t read_bytes_of_b = 0;
  std::uint64_t write_bytes_of_c = 0;
  /// Of the streams beside a and b (matrix jobs: of the epilogue), in their order.
  std::vector<std::uint64_t> side_read_bytes, side_write_bytes;
  std::uint64_t read_bytes = 0;   ///< all inputs
  std::uint64_t write_bytes = 0;  ///< all outputs
  /// Bursts that these bytes lie in, each as often as a transfer has a part of it: rows of a tile
  /// that are shorter than a burst, or begin within one, move more than their bytes.
  std::uint64_t read_bursts = 0, write_bursts = 0;
  std::uint64_t read_bursts_of_b = 0;

  [[nodiscard]] std::uint64_t compute_cycles() const {
    return use.cycles() + vector_cycles + engine_cycles + host_cycles;
  }
  /// Cycles below which the bursts cannot cross the pins.
  [[nodiscard]] std::uint64_t memory_cycles(const arch::AcceleratorSpec& machine) const;
};

/// Neither walks the tiles nor asks the cycle model. With ideal memory the cycle simulation takes
/// exactly compute_cycles(), bin by bin; with real memory at least the larger of compute_cycles()
/// and memory_cycles().
[[nodiscard]] AnalyticCost analytic_cost(const MatrixJob& job, const Mapping& mapping,
                                         const arch::AcceleratorSpec& machine);
[[nodiscard]] AnalyticCost analytic_cost(const VectorJob& job,
                                         const arch::AcceleratorSpec& machine);
[[nodiscard]] AnalyticCost analytic_cost(const HostJob& job, const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
