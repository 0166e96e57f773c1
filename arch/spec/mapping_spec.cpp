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
              {.doc = "what the search makes least: cycles (and, within 1 % of them, bytes "
                      "moved), energy, or their product. Default: time, as published mappers do"})
          .field("fixed", &S::fixed, {.doc = "mappings that are not searched for"});
  return schema;
}

}  // namespace metronome::config
