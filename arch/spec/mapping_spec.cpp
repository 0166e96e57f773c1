#include "arch/spec/mapping_spec.hpp"

#include <algorithm>

namespace metronome::arch {

std::string MappingSpec::fixed_for(const std::string& operation) const {
  const auto at = std::find_if(fixed.begin(), fixed.end(),
                               [&](const FixedMapping& f) { return f.operation == operation; });
  return at == fixed.end() ? std::string() : at->mapping;
}

}  // namespace metronome::arch

namespace metronome::config {

template <>
const StructSchema<arch::FixedMapping>& schema_of<arch::FixedMapping>() {
  using S = arch::FixedMapping;
  static const auto schema =
      StructSchema<S>("a mapping fixed by the user")
          .field("operation", &S::operation,
                 {.doc = "name of a matrix operation, as in operations.csv", .required = true})
          .field("mapping", &S::mapping,
                 {.doc = "walk, tile and outer loop as operations.csv and `metronome op` print "
                         "them: \"ws, tile 8192x16x144, m outer\"",
                  .required = true});
  return schema;
}

template <>
const StructSchema<arch::MappingSpec>& schema_of<arch::MappingSpec>() {
  using S = arch::MappingSpec;
  static const auto schema =
      StructSchema<S>("how products are cut into tiles and walked")
          .field(
              "objective", &S::objective,
              {.doc = "what the search makes least: cycles (times the 32nd root of the bytes that "
                      "cross the pins, so that twice the traffic must gain 2.2 % of time, three "
                      "times 3.5 %), energy, or energy times cycles. Default: time, as published "
                      "mappers do; the root is chosen"})
          .field("choose", &S::choose,
                 {.doc = "estimate: the best by the mapper's estimate. simulate: the best of the "
                         "`candidates` best by the estimate, of those that a bit more of an "
                         "operand and halved buffers would be given, and of the plain "
                         "output-stationary one, each run in the mode chosen (real memory); of "
                         "those within 1 % "
                         "and 100 clocks of the best, the one of the fewest joules. "
                         "Default: simulate, which in analytic mode is the closed form of each; "
                         "in cycle mode of operations long enough to be extrapolated only the "
                         "first and the plain one are run"})
          .field("candidates", &S::candidates,
                 {.doc = "with choose: simulate, how many of the best by the estimate are run. "
                         "Default: chosen",
                  .min = 1,
                  .max = 64})
          .field("fixed", &S::fixed, {.doc = "mappings that are not searched for"});
  return schema;
}

}  // namespace metronome::config
