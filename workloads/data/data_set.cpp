#include "workloads/data/data_set.hpp"

#include <array>

#include "sim/base/error.hpp"

namespace metronome::data {
namespace {

using ByteValues = std::array<float, 256>;

ByteValues byte_values(const DataSet& set) {
  ByteValues values{};
  for (std::size_t p = 0; p < values.size(); ++p) {
    const double raw = static_cast<double>(p) / 255.0;
    values[p] = static_cast<float>((raw - set.mean) / set.deviation);
  }
  return values;
}

}  // namespace

void write_features(const DataSet& set, const Split& split, std::span<const std::uint32_t> which,
                    std::span<float> out) {
  const ByteValues values = byte_values(set);
  const std::size_t plane = set.image.height * set.image.width;
  METRONOME_ASSERT(out.size() == which.size() * set.image.elements(),
                   "features have the extents of the images");
  float* to = out.data();
  for (std::size_t c = 0; c < set.image.channels; ++c) {
    const std::size_t stored = c % set.stored_channels;
    for (const std::uint32_t sample : which) {
      METRONOME_ASSERT(sample < split.samples(), "a sample's number is below their count");
      const std::uint8_t* from =
          split.pixels.data() + sample * set.stored_elements() + stored * plane;
      for (std::size_t i = 0; i < plane; ++i) {
        to[i] = values[from[i]];
      }
      to += plane;
    }
  }
}

void write_labels(const Split& split, std::span<const std::uint32_t> which,
                  std::span<std::uint8_t> out) {
  METRONOME_ASSERT(out.size() == which.size(), "each sample has one label");
  for (std::size_t i = 0; i < which.size(); ++i) {
    out[i] = split.labels.at(which[i]);
  }
}

}  // namespace metronome::data
