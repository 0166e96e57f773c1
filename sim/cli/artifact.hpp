#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/report/manifest.hpp"

namespace metronome::cli {

/// A result that is handed over: a folder that a command wrote.
struct ArtifactResult {
  std::string name;              ///< of its folder in the artifact, which no other has
  std::filesystem::path folder;  ///< as the user named it
  std::string made_by;           ///< the command: "sweep"
  report::Manifest manifest;
  std::string where;                ///< the working directory, absolute
  std::vector<std::string> words;   ///< the command without `metronome` and without --out
  std::vector<std::string> files;   ///< what is expected, below the folder
  std::vector<std::string> tables;  ///< of these what `metronome compare` compares
  /// Tables for people, compared line by line: "sweep.md", "sweep.tex".
  std::vector<std::string> texts;
  /// The data of figures: "figures/energy.csv".
  std::vector<std::string> figures;
  std::uint64_t bytes = 0;  ///< of its expected files, on a disk
  /// Of all in its folder on a disk, the points of a sweep included: what making it again takes.
  std::uint64_t made_bytes = 0;
};

/// A file that a result was made of.
struct ArtifactInput {
  std::string digest;         ///< content_digest, as it was read
  std::string packed_digest;  ///< as it is handed over
  std::uint64_t bytes = 0;    ///< of that
  /// False: it belongs to a package of the system, such as a data set, and is not packed.
  bool packed = true;
};

/// What an artifact holds.
struct Artifact {
  std::string name;  ///< of its folder
  std::vector<ArtifactResult> results;
  std::map<std::string, ArtifactInput> inputs;  ///< by their absolute paths
  /// The folder above all packed inputs and working directories: they are packed as they lie below
  /// it, so that files find each other.
  std::filesystem::path root;
  /// The presets that came with the program, where results read some of them; else empty.
  std::filesystem::path presets;

  /// Where an absolute path below the root stands in the artifact: "inputs/configs/arch".
  [[nodiscard]] std::string place(const std::filesystem::path& path) const;
  /// A word of a result's command as it is called in its folder of the artifact: absolute paths
  /// below the root are relative.
  [[nodiscard]] std::string word(const ArtifactResult& result, const std::string& word) const;
  /// On a disk, in whole blocks: of inputs, of expected files, of what the script makes.
  [[nodiscard]] std::uint64_t packed_bytes() const;
  [[nodiscard]] std::uint64_t expected_bytes() const;
  [[nodiscard]] std::uint64_t made_bytes() const;
};

/// Reads the results and what they were made of. UserError where a folder is no finished result of
/// a command, or stands twice; where a file that it was made of is gone, has changed since, was no
/// file, or names a file by a path that holds on this computer only.
[[nodiscard]] Artifact gather_artifact(const std::string& name,
                                       const std::vector<std::string>& folders);

/// Writes the artifact's folder. UserError where a file changed meanwhile.
void write_artifact(const Artifact& artifact, const std::filesystem::path& folder);

/// How the check-list begins, by which an archive is known as one of ours.
inline constexpr const char* kChecklistTitle = "# Check-list of artifact evaluation: ";

/// Its texts: what it is, the check-list of artifact evaluation, the script that makes the results
/// again and compares them, inputs.csv.
[[nodiscard]] std::string artifact_readme(const Artifact& artifact);
[[nodiscard]] std::string artifact_checklist(const Artifact& artifact);
[[nodiscard]] std::string artifact_script(const Artifact& artifact);
[[nodiscard]] std::string artifact_inputs(const Artifact& artifact);
[[nodiscard]] std::string artifact_licences(const Artifact& artifact);

/// The licence of this program, and reproduce.sh.in. Defined in a source that the build writes.
[[nodiscard]] const char* licence_text();
[[nodiscard]] const char* script_text();

}  // namespace metronome::cli
