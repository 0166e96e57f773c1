#include "sim/sweep/sample.hpp"

#include <boost/random/sobol.hpp>
#include <numeric>
#include <set>
#include <utility>

#include "sim/base/number.hpp"
#include "sim/base/random.hpp"

namespace metronome::sweep {
namespace {

/// Coordinates in [0, 1) of each point.
using Coordinates = std::vector<std::vector<double>>;

double unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

Coordinates random_points(const SampleSpec& sample, std::size_t axes) {
  Coordinates points(sample.count, std::vector<double>(axes));
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const RandomStream stream(sample.seed, "sweep random", axis);
    for (std::size_t i = 0; i < points.size(); ++i) {
      points[i][axis] = stream.uniform(i);
    }
  }
  return points;
}

Coordinates latin_hypercube(const SampleSpec& sample, std::size_t axes) {
  Coordinates points(sample.count, std::vector<double>(axes));
  const auto count = static_cast<double>(sample.count);
  for (std::size_t axis = 0; axis < axes; ++axis) {
    std::vector<std::size_t> part(sample.count);
    std::iota(part.begin(), part.end(), std::size_t{0});
    const RandomStream order(sample.seed, "sweep parts", axis);
    for (std::size_t left = part.size(); left > 1; --left) {
      std::swap(part[left - 1], part[order.below(left, left)]);
    }
    const RandomStream within(sample.seed, "sweep within", axis);
    for (std::size_t i = 0; i < points.size(); ++i) {
      points[i][axis] = (static_cast<double>(part[i]) + within.uniform(i)) / count;
    }
  }
  return points;
}

/// The shift is one of binary digits, which leaves each part of 2^-k of an axis with as many
/// points.
Coordinates sobol_points(const SampleSpec& sample, std::size_t axes) {
  boost::random::sobol sequence(axes);
  Coordinates points(sample.count, std::vector<double>(axes));
  const RandomStream shift(sample.seed, "sweep shift");
  for (std::vector<double>& point : points) {
    for (std::size_t axis = 0; axis < axes; ++axis) {
      point[axis] = unit(sequence() ^ shift.bits(axis));
    }
  }
  return points;
}

Coordinates coordinates(const SampleSpec& sample, std::size_t axes) {
  switch (sample.method) {
    case SampleMethod::random:
      return random_points(sample, axes);
    case SampleMethod::latin_hypercube:
      return latin_hypercube(sample, axes);
    case SampleMethod::sobol:
      return sobol_points(sample, axes);
  }
  fail_no_enumerator(sample.method);
}

}  // namespace

std::vector<std::vector<std::size_t>> sampled_places(const SampleSpec& sample,
                                                     const std::vector<std::size_t>& sizes) {
  std::vector<std::vector<std::size_t>> places;
  std::set<std::vector<std::size_t>> seen;
  for (const std::vector<double>& point : coordinates(sample, sizes.size())) {
    std::vector<std::size_t> place;
    for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
      place.push_back(
          std::min(static_cast<std::size_t>(point[axis] * static_cast<double>(sizes[axis])),
                   sizes[axis] - 1));
    }
    if (seen.insert(place).second) {
      places.push_back(std::move(place));
    }
  }
  return places;
}

}  // namespace metronome::sweep

namespace metronome::config {

template <>
const StructSchema<sweep::SampleSpec>& schema_of<sweep::SampleSpec>() {
  using S = sweep::SampleSpec;
  static const auto schema =
      StructSchema<S>("points drawn from the grid of a sweep's axes")
          .field("method", &S::method, {.doc = "how they are drawn"})
          .field("count", &S::count,
                 {.doc = "how many are drawn; one that comes again is left out",
                  .min = 1,
                  .max = 100'000,
                  .required = true})
          .field("seed", &S::seed,
                 {.doc = "of the draws", .min = kAnyWhole.min, .max = kAnyWhole.max});
  return schema;
}

}  // namespace metronome::config
