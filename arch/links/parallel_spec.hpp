#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

/// What of a program a chip has.
enum class Scheme {
  data,     ///< all of it, of a part of the samples
  pipeline  ///< some of its layers, of all samples
};
constexpr auto enum_rows(Scheme) {
  using enum Scheme;
  return enum_list<Scheme>({{data, "data"}, {pipeline, "pipeline"}});
}

/// In which order a stage of a pipeline does the passes of micro-batches.
enum class PipelineOrder {
  forward_and_backward,     ///< all forward passes, then all backward ones [huang2019gpipe]
  one_forward_one_backward  ///< a backward pass as soon as it can be [narayanan2019pipedream]
};
constexpr auto enum_rows(PipelineOrder) {
  using enum PipelineOrder;
  return enum_list<PipelineOrder>({{forward_and_backward, "forward_and_backward"},
                                   {one_forward_one_backward, "one_forward_one_backward"}});
}

/// A chip for each stage of the network, which all parts of a batch pass one after the other.
struct PipelineSpec {
  static constexpr std::string_view kSchemaName = "pipeline";
  std::uint64_t micro_batches = 4;  ///< equal parts of a batch
  PipelineOrder order = PipelineOrder::one_forward_one_backward;
  /// With which layer each stage but the first begins; empty: by time, as equal as can be.
  std::vector<std::string> stages;
  bool operator==(const PipelineSpec&) const = default;
};

/// How a program is shared among chips.
struct ParallelSpec {
  static constexpr std::string_view kSchemaName = "parallel";
  Scheme scheme = Scheme::data;
  PipelineSpec pipeline;
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
const StructSchema<links::PipelineSpec>& schema_of<links::PipelineSpec>();
template <>
const StructSchema<links::ParallelSpec>& schema_of<links::ParallelSpec>();
template <>
const StructSchema<links::GradientsSpec>& schema_of<links::GradientsSpec>();
}  // namespace metronome::config
