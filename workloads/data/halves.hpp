#pragma once

#include <cstdint>

#include "workloads/data/data_set.hpp"

namespace metronome::data {

/// Which half of a data set.
enum class Half { first, second };

/// Leaves the images of one half of the classes in both splits, with the labels that they have. The
/// seed draws the classes of the first half; of an odd number the second half has one more.
void keep_half_of_classes(DataSet& set, std::uint64_t seed, Half half);

/// Leaves one half of the training images, drawn likewise; the test split stays whole.
void keep_half_of_images(DataSet& set, std::uint64_t seed, Half half);

}  // namespace metronome::data
