#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "workloads/data/augment.hpp"
#include "workloads/model/graph.hpp"

namespace metronome::data {

/// Labelled images of one part of a data set. Pixels are raw bytes in the order sample, stored
/// channel, row, column, borders included.
struct Split {
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;

  [[nodiscard]] std::size_t samples() const { return labels.size(); }
  bool operator==(const Split&) const = default;
};

/// Images for training and for testing, and how a model sees them: raw byte p becomes
/// (p / 255 - mean) / deviation, and a single stored channel is repeated to `image.channels`.
struct DataSet {
  std::string name;
  model::Shape image;  ///< as the model sees it
  std::size_t stored_channels = 1;
  std::size_t classes = 10;
  /// Of each channel as the model sees it; a single one holds for all.
  std::vector<double> mean{0};
  std::vector<double> deviation{1};
  Split train;
  Split test;

  [[nodiscard]] std::size_t stored_elements() const {
    return stored_channels * image.height * image.width;
  }
};

/// Writes the samples `which` of a split, normalised, as features {channels, which.size(), height,
/// width} (one channel of all samples after the other) to `out`; each from its placement, if there
/// are any.
void write_features(const DataSet& set, const Split& split, std::span<const std::uint32_t> which,
                    std::span<float> out, std::span<const Placement> placements = {});
/// Their labels.
void write_labels(const Split& split, std::span<const std::uint32_t> which,
                  std::span<std::uint32_t> out);

}  // namespace metronome::data
