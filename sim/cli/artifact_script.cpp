#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/artifact.hpp"
#include "sim/cli/version.hpp"

namespace metronome::cli {
namespace {

std::string calls_of(const Artifact& artifact, const ArtifactResult& result) {
  std::string text =
      fmt::format("\nresult {} {} {:.1f} {}", shell_word(result.name),
                  shell_word(result.manifest.recipe.version), result.manifest.wall_seconds,
                  shell_word(artifact.place(result.where)));
  for (const std::string& word : result.words) {
    text += " " + shell_word(artifact.word(result, word));
  }
  for (const std::string& table : result.tables) {
    text += "\ntable " + shell_word(table);
  }
  for (const std::string& figure : result.figures) {
    text += "\nfigure " + shell_word(std::filesystem::path(figure).replace_extension().string());
  }
  for (const std::string& table : result.texts) {
    text += "\ntext " + shell_word(table);
  }
  text += "\nholds";
  for (const std::string& file : result.files) {
    text += " " + shell_word(file);
  }
  return text + "\n";
}

std::string say(const std::string& line) { return "echo " + shell_word(line) + "\n"; }

}  // namespace

std::string artifact_script(const Artifact& artifact) {
  std::string calls = say(fmt::format("packed by metronome {}", version()));
  for (const ArtifactResult& result : artifact.results) {
    calls += say(
        fmt::format("{} was made by metronome {}", result.name, result.manifest.recipe.version));
  }
  calls += "echo \"compared with $this\"\n";
  if (!artifact.presets.empty()) {
    calls +=
        "export METRONOME_CONFIGS=$here/" + shell_word(artifact.place(artifact.presets)) + "\n";
  }
  for (const auto& [path, input] : artifact.inputs) {
    if (!input.packed) {
      calls += "need " + shell_word(path) + "\n";
    }
  }
  for (const ArtifactResult& result : artifact.results) {
    calls += calls_of(artifact, result);
  }
  const std::string mark = "#RESULTS#\n";
  std::string text = script_text();
  const std::size_t at = text.find(mark);
  METRONOME_ASSERT(at != std::string::npos, "the script has a place for its results");
  return text.replace(at, mark.size(), calls);
}

}  // namespace metronome::cli
