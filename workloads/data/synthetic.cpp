#include "workloads/data/synthetic.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "sim/base/random.hpp"

namespace metronome::data {
namespace {

constexpr std::size_t kChannels = 3;
constexpr std::size_t kImageSide = 32;
constexpr std::size_t kImageClasses = 10;
constexpr std::size_t kWaves = 4;
constexpr std::uint64_t kMaxShift = 2;
constexpr double kNoise = 24;  // standard deviation, of 255

using Pattern = std::array<double, kChannels * kImageSide * kImageSide>;

/// A sum of low plane waves that are periodic in the image, around mid-grey.
Pattern class_pattern(std::uint64_t seed, std::size_t label) {
  const RandomStream draw(seed, "synthetic_pattern", label);
  Pattern pattern;
  pattern.fill(128);
  std::uint64_t next = 0;
  for (std::size_t wave = 0; wave < kChannels * kWaves; ++wave) {
    const double fx = static_cast<double>(draw.below(next++, 4));
    const double fy = static_cast<double>(draw.below(next++, 4));
    const double phase = 2 * std::numbers::pi * draw.uniform(next++);
    double* plane = pattern.data() + wave / kWaves * kImageSide * kImageSide;
    for (std::size_t i = 0; i < kImageSide * kImageSide; ++i) {
      const double turns =
          (fx * static_cast<double>(i % kImageSide) + fy * static_cast<double>(i / kImageSide)) /
          kImageSide;
      plane[i] += 28 * std::sin(2 * std::numbers::pi * turns + phase);
    }
  }
  return pattern;
}

void write_sample(const Pattern& pattern, const RandomStream& draw, std::uint8_t* out) {
  const std::uint64_t shift_x = draw.below(0, 2 * kMaxShift + 1) + kImageSide - kMaxShift;
  const std::uint64_t shift_y = draw.below(1, 2 * kMaxShift + 1) + kImageSide - kMaxShift;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::size_t x = (i % kImageSide + shift_x) % kImageSide;
    const std::size_t y = (i / kImageSide % kImageSide + shift_y) % kImageSide;
    const std::size_t plane = i / (kImageSide * kImageSide);
    const double value =
        pattern[(plane * kImageSide + y) * kImageSide + x] + kNoise * draw.normal(1 + i);
    out[i] = static_cast<std::uint8_t>(std::clamp(std::rint(value), 0.0, 255.0));
  }
}

Split make_split(const Request& request, const std::vector<Pattern>& patterns, const char* stream,
                 std::size_t samples) {
  const std::size_t elements = kChannels * kImageSide * kImageSide;
  Split split;
  split.pixels.resize(samples * elements);
  split.labels.resize(samples);
  for (std::size_t n = 0; n < samples; ++n) {
    const std::size_t label = n % kImageClasses;
    split.labels[n] = static_cast<std::uint8_t>(label);
    write_sample(patterns[label], RandomStream(request.seed, stream, n),
                 split.pixels.data() + n * elements);
  }
  return split;
}

DataSet make_synthetic(const Request& request) {
  std::vector<Pattern> patterns;
  for (std::size_t label = 0; label < kImageClasses; ++label) {
    patterns.push_back(class_pattern(request.seed, label));
  }
  const std::size_t train = request.train_samples == 0 ? 2048 : request.train_samples;
  const std::size_t test = request.test_samples == 0 ? 512 : request.test_samples;
  DataSet set;
  set.name = "synthetic";
  set.image = {kChannels, kImageSide, kImageSide};
  set.stored_channels = kChannels;
  set.classes = kImageClasses;
  set.mean = {0.5};
  set.deviation = {0.25};
  set.train = make_split(request, patterns, "synthetic_train", train);
  set.test = make_split(request, patterns, "synthetic_test", test);
  return set;
}

}  // namespace

std::vector<Source> synthetic_sources() { return {{"synthetic", make_synthetic}}; }

}  // namespace metronome::data
