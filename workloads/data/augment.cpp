#include "workloads/data/augment.hpp"

#include "sim/base/random.hpp"

namespace metronome::data {

std::vector<Placement> random_placements(std::uint64_t seed, std::uint64_t iteration,
                                         std::size_t samples) {
  const RandomStream draw(seed, "augment", iteration);
  constexpr std::uint64_t kOffsets = 2 * kCropBorder + 1;
  std::vector<Placement> placements;
  placements.reserve(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    placements.push_back({static_cast<int>(draw.below(3 * i, kOffsets)) - kCropBorder,
                          static_cast<int>(draw.below(3 * i + 1, kOffsets)) - kCropBorder,
                          draw.below(3 * i + 2, 2) == 1});
  }
  return placements;
}

}  // namespace metronome::data
