#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace metronome::report {

/// What identifies a run (version, seed, hashes) and what merely happened (host, wall time). The
/// latter appears in manifest.json only, the one file that is exempt from byte equality.
struct Manifest {
  std::string version;
  std::string command;  ///< as typed
  std::uint64_t seed = 0;
  std::map<std::string, std::string> hashes;  ///< "accelerator", "trace", "energy_table", ...
  std::string host;
  double wall_seconds = 0;
  std::string figures{};  ///< "drawn" or "missing"; empty: the folder has none
  bool operator==(const Manifest&) const = default;
};

[[nodiscard]] std::string manifest_json(const Manifest& manifest);
/// A manifest's text with the state of its folder's figures; other keys stay as they are.
[[nodiscard]] std::string with_figures(std::string_view text, const std::string& file,
                                       const std::string& figures);
/// UserError naming file and key.
[[nodiscard]] Manifest parse_manifest(std::string_view text, const std::string& file);

}  // namespace metronome::report
