#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::sweep {

/// How points are drawn from a grid instead of taking all of it:
///   random           each value of each axis by itself;
///   latin_hypercube  of n points, each n-th part of each axis once [mckay1979lhs];
///   sobol            a low-discrepancy sequence, shifted digit by digit by the seed
///                    [joe2008sobol].
enum class SampleMethod { random, latin_hypercube, sobol };
constexpr auto enum_rows(SampleMethod) {
  using enum SampleMethod;
  return enum_list<SampleMethod>(
      {{random, "random"}, {latin_hypercube, "latin_hypercube"}, {sobol, "sobol"}});
}

/// `sample: {method: sobol, count: 256, seed: 1}` of a sweep.
struct SampleSpec {
  static constexpr std::string_view kSchemaName = "sample";
  SampleMethod method = SampleMethod::random;
  std::uint64_t count = 0;
  std::uint64_t seed = 1;

  [[nodiscard]] bool is_asked() const { return count > 0; }
  bool operator==(const SampleSpec&) const = default;
};

/// The places along axes of so many values (each from one to 2^32) of the points that are drawn: a
/// place for each axis, point by point in the order in which they come; a point that comes again is
/// left out. A function of the arguments alone; of random and sobol, fewer points are the first of
/// more.
[[nodiscard]] std::vector<std::uint32_t> sampled_places(const SampleSpec& sample,
                                                        const std::vector<std::size_t>& sizes);

}  // namespace metronome::sweep

namespace metronome::config {
template <>
const StructSchema<sweep::SampleSpec>& schema_of<sweep::SampleSpec>();
}  // namespace metronome::config
