#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace metronome::data {

/// Where a sample is taken from, relative to its image: pixel (y, x) of the result is pixel
/// (y + dy, x' + dx), x' mirrored where `flip`; pixels outside the image are raw zeros.
struct Placement {
  int dy = 0;
  int dx = 0;
  bool flip = false;
  bool operator==(const Placement&) const = default;
};

/// The border of the CPT authors' CIFAR recipe: a crop of the image's size out of the image with 4
/// zeros on each side, and a horizontal flip of every second one [fu2021code].
inline constexpr int kCropBorder = 4;

/// One placement for each of a batch's samples, drawn from the seed and the iteration: both shifts
/// uniform in -4 to 4, a flip with probability one half.
[[nodiscard]] std::vector<Placement> random_placements(std::uint64_t seed, std::uint64_t iteration,
                                                       std::size_t samples);

}  // namespace metronome::data
