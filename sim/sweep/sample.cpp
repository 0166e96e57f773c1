#include "sim/sweep/sample.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <functional>
#include <numeric>
#include <utility>

#include "sim/base/number.hpp"
#include "sim/base/random.hpp"

namespace metronome::sweep {
namespace {

double unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

/// Takes the coordinate in [0, 1) of a point along an axis.
using Put = std::function<void(std::size_t point, std::size_t axis, double coordinate)>;

void random_points(const SampleSpec& sample, std::size_t axes, const Put& put) {
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const RandomStream stream(sample.seed, "sweep random", axis);
    for (std::size_t i = 0; i < sample.count; ++i) {
      put(i, axis, stream.uniform(i));
    }
  }
}

void latin_hypercube(const SampleSpec& sample, std::size_t axes, const Put& put) {
  const auto count = static_cast<double>(sample.count);
  for (std::size_t axis = 0; axis < axes; ++axis) {
    std::vector<std::uint32_t> part(sample.count);
    std::iota(part.begin(), part.end(), std::uint32_t{0});
    const RandomStream order(sample.seed, "sweep parts", axis);
    for (std::size_t left = part.size(); left > 1; --left) {
      std::swap(part[left - 1], part[order.below(left, left)]);
    }
    const RandomStream within(sample.seed, "sweep within", axis);
    for (std::size_t i = 0; i < sample.count; ++i) {
      put(i, axis, (static_cast<double>(part[i]) + within.uniform(i)) / count);
    }
  }
}

/// The shift is one of binary digits, which leaves each part of 2^-k of an axis with as many
/// points.
void sobol_points(const SampleSpec& sample, std::size_t axes, const Put& put) {
  boost::random::sobol sequence(axes);
  const RandomStream shift(sample.seed, "sweep shift");
  for (std::size_t i = 0; i < sample.count; ++i) {
    for (std::size_t axis = 0; axis < axes; ++axis) {
      put(i, axis, unit(sequence() ^ shift.bits(axis)));
    }
  }
}

void draw(const SampleSpec& sample, std::size_t axes, const Put& put) {
  switch (sample.method) {
    case SampleMethod::random:
      return random_points(sample, axes, put);
    case SampleMethod::latin_hypercube:
      return latin_hypercube(sample, axes, put);
    case SampleMethod::sobol:
      return sobol_points(sample, axes, put);
  }
  fail_no_enumerator(sample.method);
}

/// Without the points that have come before.
std::vector<std::uint32_t> distinct(std::vector<std::uint32_t> places, std::size_t axes) {
  const auto begin = [&](std::uint32_t point) {
    return places.begin() + static_cast<std::ptrdiff_t>(point * axes);
  };
  const auto size = static_cast<std::ptrdiff_t>(axes);
  std::vector<std::uint32_t> order(places.size() / axes);
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto way = std::lexicographical_compare_three_way(begin(a), begin(a) + size, begin(b),
                                                            begin(b) + size);
    return way < 0 || (way == 0 && a < b);
  });
  std::vector<bool> again(order.size(), false);
  for (std::size_t i = 1; i < order.size(); ++i) {
    again[order[i]] = std::equal(begin(order[i]), begin(order[i]) + size, begin(order[i - 1]));
  }
  std::size_t kept = 0;
  for (std::uint32_t point = 0; point < order.size(); ++point) {
    if (!again[point]) {
      std::copy_n(begin(point), size, begin(static_cast<std::uint32_t>(kept++)));
    }
  }
  places.resize(kept * axes);
  return places;
}

}  // namespace

std::vector<std::uint32_t> sampled_places(const SampleSpec& sample,
                                          const std::vector<std::size_t>& sizes) {
  std::vector<std::uint32_t> places(sample.count * sizes.size());
  draw(sample, sizes.size(), [&](std::size_t point, std::size_t axis, double coordinate) {
    const auto at = static_cast<std::size_t>(coordinate * static_cast<double>(sizes[axis]));
    places[point * sizes.size() + axis] = static_cast<std::uint32_t>(std::min(at, sizes[axis] - 1));
  });
  return distinct(std::move(places), sizes.size());
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
                  .max = 1'000'000,
                  .required = true})
          .field("seed", &S::seed,
                 {.doc = "of the draws", .min = kAnyWhole.min, .max = kAnyWhole.max});
  return schema;
}

}  // namespace metronome::config
