#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "arch/mapping/program.hpp"

namespace metronome::sim {

/// How far the streams of a loop go from one iteration to the next, and how much they move in one.
struct StreamAdvance {
  std::int64_t step = 0;  ///< bytes
  std::uint64_t bytes = 0;
  bool operator==(const StreamAdvance&) const = default;
};

/// A loop of a tile nest: which gap leaves iterations of it out, and how many it has. It is taken
/// by strides of several iterations where the next is like the first after so many only.
struct TileLoop {
  mapping::Range mapping::Gaps::*gap = nullptr;
  std::uint64_t strides = 1;
  std::uint64_t stride = 1;  ///< iterations
  bool regular = true;       ///< all strides but the first and the last are alike
};

using ProgramOf = std::function<mapping::Program(const mapping::Gaps&)>;

/// The streams at work from one stride of the loop to the next: two programs that differ in one
/// stride are compared, with all but the first and last of the other loops left out. Streams of one
/// step are one. The loop must have four strides at least.
[[nodiscard]] std::vector<StreamAdvance> stream_advances(const std::vector<TileLoop>& nest,
                                                         const TileLoop& loop,
                                                         const ProgramOf& program_of);

/// After how many iterations every stream begins at the same byte of a burst again. `burst_bytes`:
/// a power of two.
[[nodiscard]] std::uint64_t burst_period(const std::vector<StreamAdvance>& streams,
                                         std::uint64_t burst_bytes);

/// How differently the streams lie to each other after so many iterations, in a memory whose banks
/// come round every `span` bytes: the mean over pairs, by the bytes that they move, as a fraction
/// of the span; 0: exactly as before, and not above 0.5.
[[nodiscard]] double misalignment(const std::vector<StreamAdvance>& streams,
                                  std::uint64_t iterations, std::uint64_t span);

}  // namespace metronome::sim
