#include "arch/links/system_spec.hpp"

#include <fmt/format.h>

#include <bit>
#include <functional>

namespace metronome::links {
namespace {

constexpr std::uint64_t kMostConnected = 2048;  // chips, each with each

using Complain = std::function<void(const char*, std::string, std::string)>;

/// Settings of one scheme without effect on the other.
void check_scheme(const SystemSpec& system, const Complain& complain) {
  const ParallelSpec& parallel = system.parallel;
  const ParallelSpec plain;
  if (parallel.scheme == Scheme::data) {
    if (parallel.pipeline != plain.pipeline) {
      complain("parallel.pipeline", "has no effect where chips share the samples",
               "parallel.scheme: pipeline, or leave it out");
    }
    if (!system.machines.empty()) {
      complain("machines", "belong to the stages of a pipeline; chips that share samples are alike",
               "machine: FILE.yaml, or parallel.scheme: pipeline");
    }
    return;
  }
  const auto refuse = [&](const char* key, bool as_by_default) {
    if (!as_by_default) {
      complain(key, "has no effect on a pipeline: every weight is on one chip alone",
               "leave it out, or parallel.scheme: data");
    }
  };
  refuse("parallel.batch", parallel.batch == plain.batch);
  refuse("parallel.update", parallel.update == plain.update);
  refuse("parallel.batch_norm", parallel.batch_norm == plain.batch_norm);
  refuse("parallel.in_flight", parallel.in_flight == plain.in_flight);
  refuse("parallel.bucket_bytes", parallel.bucket_bytes == plain.bucket_bytes);
  refuse("gradients", system.gradients == GradientsSpec{});
  if (system.collectives != CollectivesSpec{}) {
    complain("collectives", "has no effect on a pipeline, whose chips send single messages",
             "leave it out, or parallel.scheme: data");
  }
  if (!system.machines.empty() && system.machines.size() != system.chips) {
    complain("machines", fmt::format("{} for {} stages", system.machines.size(), system.chips),
             "as many as `chips`, or `machine` for all");
  }
  const std::size_t named = parallel.pipeline.stages.size();
  if (named > 0 && named + 1 != system.chips) {
    complain("parallel.pipeline.stages",
             fmt::format("{} layers begin {} stages, but there are {} chips", named, named + 1,
                         system.chips),
             "a layer for each chip but the first, or none for stages of equal times");
  }
}

}  // namespace

std::uint64_t SystemSpec::rows() const {
  return topology == Topology::torus && dims.size() == 2 ? dims.front() : 1;
}

std::vector<Diagnostic> system_faults(const SystemSpec& system) {
  std::vector<Diagnostic> faults;
  const auto complain = [&](const char* key, std::string what, std::string hint) {
    faults.push_back({.file = {}, .key = key, .what = std::move(what), .hint = std::move(hint)});
  };
  check_scheme(system, complain);
  const bool torus = system.topology == Topology::torus;
  if (torus && (system.dims.size() != 2 || system.dims[0] < 2 || system.dims[1] < 2)) {
    complain("dims", "a torus has two extents of at least 2", "such as dims: [4, 2]");
  } else if (torus && (system.chips % system.dims[0] != 0 ||
                       system.chips / system.dims[0] != system.dims[1])) {
    complain("dims",
             fmt::format("{} x {} are not {} chips", system.dims[0], system.dims[1], system.chips),
             "their product is `chips`");
  } else if (!torus && !system.dims.empty()) {
    complain("dims", "has no effect on this topology", "topology: torus, or leave it out");
  }
  if (system.topology == Topology::fully_connected && system.chips > kMostConnected) {
    complain("chips", fmt::format("{} chips have too many links, each with each", system.chips),
             fmt::format("at most {}", kMostConnected));
  }
  const Algorithm algorithm = system.collectives.algorithm;
  if (algorithm == Algorithm::torus && !torus) {
    complain("collectives.algorithm", "torus runs along rows and columns of a torus",
             "topology: torus, or another algorithm");
  }
  if (algorithm == Algorithm::halving_doubling && !std::has_single_bit(system.chips)) {
    complain("collectives.algorithm",
             fmt::format("halving_doubling does not divide {} chips in halves", system.chips),
             "a power of two, or ring, direct, tree");
  }
  if (system.gradients.sums == Sums::once && algorithm != Algorithm::direct) {
    complain("gradients.sums",
             fmt::format("codes with scales of their own do not meet on the way of {}",
                         enum_name(algorithm)),
             "collectives.algorithm: direct; or shared_scale, each_hop");
  }
  if (system.parallel.update == UpdateOn::sharded && algorithm == Algorithm::tree) {
    complain("parallel.update", "a tree makes no reduce-scatter, which parts of an update need",
             "replicated, or another collectives.algorithm");
  }
  return faults;
}

}  // namespace metronome::links

namespace metronome::config {

using links::CollectivesSpec;
using links::SystemSpec;

template <>
const StructSchema<CollectivesSpec>& schema_of<CollectivesSpec>() {
  static const auto schema =
      StructSchema<CollectivesSpec>("how sums over chips are made")
          .field("algorithm", &CollectivesSpec::algorithm,
                 {.doc = "how a collective is cut into messages"})
          .field("chunks", &CollectivesSpec::chunks,
                 {.doc = "equal parts that go one behind the other", .min = 1, .max = 65536})
          .field("chunks_in_flight", &CollectivesSpec::chunks_in_flight,
                 {.doc = "parts under way at a time; 0: all", .min = 0, .max = 65536})
          .field("endpoint_ns", &CollectivesSpec::endpoint_ns,
                 {.unit = "ns",
                  .doc = "a chip takes before each step and behind the last",
                  .min = 0,
                  .max = 1e9})
          .field(
              "reduction_gb_per_s", &CollectivesSpec::reduction_gb_per_s,
              {.unit = "GB/s",
               .doc = "at which a chip reads, reads and writes to add what it receives; without it "
                      "sums cost nothing",
               .min = 1e-3,
               .max = 1e6});
  return schema;
}

template <>
const StructSchema<SystemSpec>& schema_of<SystemSpec>() {
  static const auto schema =
      StructSchema<SystemSpec>("several chips joined by links")
          .field("name", &SystemSpec::name, {.doc = "in tables and figures"})
          .field("chips", &SystemSpec::chips,
                 {.doc = "that train together", .min = 1, .max = 65536})
          .field("topology", &SystemSpec::topology, {.doc = "how they are joined"})
          .field("dims", &SystemSpec::dims,
                 {.doc = "rows and columns of a torus", .min = 2, .max = 65536})
          .field("link", &SystemSpec::link, {.doc = "one direction of each link"})
          .field("collectives", &SystemSpec::collectives, {.doc = "how sums over chips are made"})
          .field("parallel", &SystemSpec::parallel, {.doc = "how a program is shared among them"})
          .field("gradients", &SystemSpec::gradients,
                 {.doc = "how gradients that are codes cross links"})
          .field("machine", &SystemSpec::machine,
                 {.doc = "accelerator file of each chip; --arch takes its place"})
          .field("machines", &SystemSpec::machines,
                 {.doc = "of a pipeline: an accelerator file for each stage, in the place of "
                         "`machine`",
                  .omit_default = true})
          .field("timing", &SystemSpec::timing,
                 {.doc = "units and rounding: exact, or those of ASTRA-sim's analytical back ends"})
          .validate(
              [](const SystemSpec& system, const StructSchema<SystemSpec>::Complain& complain) {
                for (const Diagnostic& fault : links::system_faults(system)) {
                  complain(fault.key, fault.what, fault.hint);
                }
              });
  return schema;
}

template <>
const StructSchema<links::SystemFile>& schema_of<links::SystemFile>() {
  static const auto schema = StructSchema<links::SystemFile>("a system of several chips")
                                 .field("system", &links::SystemFile::system,
                                        {.doc = "several chips joined by links", .required = true});
  return schema;
}

}  // namespace metronome::config
