#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/ledger/simulation_time.hpp"

namespace metronome::report {

/// What an output is a function of, and how to make it again: every output carries it. Where and
/// how fast it was made is no part of it.
struct Recipe {
  std::string version;  ///< with the commit
  /// The command without the options that say where to write, with how many workers, and whether
  /// to go on (cli/recipe.hpp).
  std::string command;
  std::vector<std::string> overrides;         ///< "key.path=value" of its --set
  std::vector<std::string> from;              ///< commands that made the runs that were read
  std::uint64_t seed = 0;                     ///< of trainings
  std::map<std::string, std::string> inputs;  ///< "trace", "energy_table", ...: content_digest
  bool operator==(const Recipe&) const = default;
};

/// A recipe, and what merely happened (the command as typed, host, wall times). The latter appears
/// in manifest.json only, the one file that is exempt from byte equality.
struct Manifest {
  Recipe recipe;
  std::string command;  ///< as typed
  std::string host;
  double wall_seconds = 0;
  std::string figures{};  ///< "drawn", "missing" or "left out"; empty: the folder has none
  std::optional<SimulationTime> simulation{};  ///< of a run on one machine
  bool operator==(const Manifest&) const = default;
};

/// recipe.json: the recipe alone.
[[nodiscard]] std::string recipe_json(const Recipe& recipe);
/// The inverse. UserError naming file and key.
[[nodiscard]] Recipe parse_recipe(std::string_view text, const std::string& file);
/// Of recipe.json: what tables carry of it.
[[nodiscard]] std::string recipe_digest(const Recipe& recipe);

[[nodiscard]] std::string manifest_json(const Manifest& manifest);
/// A manifest's text with the state of its folder's figures; other keys stay as they are.
[[nodiscard]] std::string with_figures(std::string_view text, const std::string& file,
                                       const std::string& figures);
/// UserError naming file and key.
[[nodiscard]] Manifest parse_manifest(std::string_view text, const std::string& file);

}  // namespace metronome::report
