#include "workloads/data/data_set.hpp"

#include <algorithm>
#include <array>

#include "sim/base/error.hpp"

namespace metronome::data {
namespace {

using ByteValues = std::array<float, 256>;

ByteValues byte_values(const DataSet& set, std::size_t channel) {
  const double mean = set.mean[channel % set.mean.size()];
  const double deviation = set.deviation[channel % set.deviation.size()];
  ByteValues values{};
  for (std::size_t p = 0; p < values.size(); ++p) {
    const double raw = static_cast<double>(p) / 255.0;
    values[p] = static_cast<float>((raw - mean) / deviation);
  }
  return values;
}

/// A plane of height x width bytes, placed, as values.
void write_placed(const std::uint8_t* from, const model::Shape& image, const Placement& placement,
                  const ByteValues& values, float* to) {
  const auto height = static_cast<std::ptrdiff_t>(image.height);
  const auto width = static_cast<std::ptrdiff_t>(image.width);
  for (std::ptrdiff_t y = 0; y < height; ++y) {
    const std::ptrdiff_t row = y + placement.dy;
    for (std::ptrdiff_t x = 0; x < width; ++x) {
      const std::ptrdiff_t column = (placement.flip ? width - 1 - x : x) + placement.dx;
      const bool inside = row >= 0 && row < height && column >= 0 && column < width;
      *to++ = values[inside ? from[row * width + column] : 0];
    }
  }
}

}  // namespace

void write_features(const DataSet& set, const Split& split, std::span<const std::uint32_t> which,
                    std::span<float> out, std::span<const Placement> placements) {
  const std::size_t plane = set.image.height * set.image.width;
  METRONOME_ASSERT(out.size() == which.size() * set.image.elements(),
                   "features have the extents of the images");
  METRONOME_ASSERT(placements.empty() || placements.size() == which.size(),
                   "each sample has one placement");
  float* to = out.data();
  for (std::size_t c = 0; c < set.image.channels; ++c) {
    const ByteValues values = byte_values(set, c);
    const std::size_t stored = c % set.stored_channels;
    for (std::size_t n = 0; n < which.size(); ++n) {
      const std::uint32_t sample = which[n];
      METRONOME_ASSERT(sample < split.samples(), "a sample's number is below their count");
      const std::uint8_t* from =
          split.pixels.data() + sample * set.stored_elements() + stored * plane;
      if (placements.empty()) {
        std::transform(from, from + plane, to, [&](std::uint8_t byte) { return values[byte]; });
      } else {
        write_placed(from, set.image, placements[n], values, to);
      }
      to += plane;
    }
  }
}

void write_labels(const Split& split, std::span<const std::uint32_t> which,
                  std::span<std::uint32_t> out) {
  METRONOME_ASSERT(out.size() == which.size(), "each sample has one label");
  for (std::size_t i = 0; i < which.size(); ++i) {
    out[i] = split.labels.at(which[i]);
  }
}

}  // namespace metronome::data
