#pragma once

#include <cstdint>
#include <string_view>

#include "arch/links/payload.hpp"
#include "sim/config/schema.hpp"

namespace metronome::links {

/// Which chip updates what, once gradients are summed.
enum class UpdateOn {
  replicated,  ///< every chip everything
  sharded      ///< each chip a part, of which it alone keeps the optimizer state
};
constexpr auto enum_rows(UpdateOn) {
  using enum UpdateOn;
  return enum_list<UpdateOn>({{replicated, "replicated"}, {sharded, "sharded"}});
}

/// Over which samples batch norm takes its statistics.
enum class NormStatistics {
  local,        ///< those of the chip
  synchronised  ///< those of all chips: sums over chips in both passes
};
constexpr auto enum_rows(NormStatistics) {
  using enum NormStatistics;
  return enum_list<NormStatistics>({{local, "local"}, {synchronised, "synchronised"}});
}

/// What of a trace's batch a chip has.
enum class BatchOf {
  split,  ///< an equal part: more chips do the same sooner
  each    ///< all of it: more chips do more in about the same time
};
constexpr auto enum_rows(BatchOf) {
  using enum BatchOf;
  return enum_list<BatchOf>({{split, "split"}, {each, "each"}});
}

/// How a program is shared among chips.
struct ParallelSpec {
  static constexpr std::string_view kSchemaName = "parallel";
  BatchOf batch = BatchOf::split;
  UpdateOn update = UpdateOn::replicated;
  NormStatistics batch_norm = NormStatistics::local;
  std::uint64_t in_flight = 1;     ///< collectives at a time; 0: all that are ready
  std::uint64_t bucket_bytes = 0;  ///< gradients are summed together until they are so many
  bool operator==(const ParallelSpec&) const = default;
};

/// How gradients that are codes cross links.
struct GradientsSpec {
  static constexpr std::string_view kSchemaName = "gradients";
  Sums sums = Sums::shared_scale;
  std::uint64_t block = 1024;  ///< codes of one scale; 0: a whole tensor
  bool operator==(const GradientsSpec&) const = default;
};

}  // namespace metronome::links

namespace metronome::config {
template <>
const StructSchema<links::ParallelSpec>& schema_of<links::ParallelSpec>();
template <>
const StructSchema<links::GradientsSpec>& schema_of<links::GradientsSpec>();
}  // namespace metronome::config
