#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arch/links/link.hpp"
#include "arch/links/parallel_spec.hpp"

namespace metronome::links {

/// How chips are joined.
enum class Topology {
  ring,            ///< each with the next, both ways
  torus,           ///< rows and columns of rings
  central_switch,  ///< each with one switch
  fully_connected  ///< each with each
};
constexpr auto enum_rows(Topology) {
  using enum Topology;
  return enum_list<Topology>({{ring, "ring"},
                              {torus, "torus"},
                              {central_switch, "switch"},
                              {fully_connected, "fully_connected"}});
}

/// How a collective operation is cut into messages (collective.hpp).
enum class Algorithm { ring, torus, halving_doubling, direct, tree };
constexpr auto enum_rows(Algorithm) {
  using enum Algorithm;
  return enum_list<Algorithm>({{ring, "ring"},
                               {torus, "torus"},
                               {halving_doubling, "halving_doubling"},
                               {direct, "direct"},
                               {tree, "tree"}});
}

struct CollectivesSpec {
  static constexpr std::string_view kSchemaName = "collectives";
  Algorithm algorithm = Algorithm::ring;
  std::uint64_t chunks = 1;            ///< equal parts of a collective
  std::uint64_t chunks_in_flight = 0;  ///< of them at a time; 0: all
  /// Before each step of a chip in a collective, and behind the last one; not of single messages.
  double endpoint_ns = 0;
  /// At which a chip adds what it receives: three passes over it; absent: at no cost.
  std::optional<double> reduction_gb_per_s;
  bool operator==(const CollectivesSpec&) const = default;
};

struct SystemSpec {
  static constexpr std::string_view kSchemaName = "system";
  std::string name = "system";
  std::uint64_t chips = 8;
  Topology topology = Topology::ring;
  std::vector<std::uint64_t> dims;  ///< rows and columns of a torus
  LinkSpec link;
  CollectivesSpec collectives;
  ParallelSpec parallel;
  GradientsSpec gradients;
  std::optional<config::FilePath> machine;  ///< accelerator file of each chip
  std::vector<config::FilePath> machines;   ///< or of each stage of a pipeline
  Timing timing = Timing::exact;
  bool operator==(const SystemSpec&) const = default;

  /// Of a torus {rows, columns}; else one row of all chips.
  [[nodiscard]] std::uint64_t rows() const;
  [[nodiscard]] std::uint64_t columns() const { return chips / rows(); }
};

/// A system file.
struct SystemFile {
  static constexpr std::string_view kSchemaName = "systems";
  SystemSpec system;
  bool operator==(const SystemFile&) const = default;
};

/// What is wrong with an algorithm on so many chips, by key; empty: nothing.
[[nodiscard]] std::vector<Diagnostic> system_faults(const SystemSpec& system);

}  // namespace metronome::links

namespace metronome::config {
template <>
const StructSchema<links::CollectivesSpec>& schema_of<links::CollectivesSpec>();
template <>
const StructSchema<links::SystemSpec>& schema_of<links::SystemSpec>();
template <>
const StructSchema<links::SystemFile>& schema_of<links::SystemFile>();
}  // namespace metronome::config
