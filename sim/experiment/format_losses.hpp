#pragma once

#include <filesystem>
#include <string>

namespace metronome::experiment {

/// Losses of a small language model of characters in number formats, three seeds, beside those that
/// Quartet II publishes.
struct FormatLosses {
  std::string csv, markdown;
};

/// From the committed trainings, `inputs`/text.costs.csv (`metronome study
/// configs/studies/formats.yaml`), and `inputs`/quartet2_losses.csv.
[[nodiscard]] FormatLosses format_losses(const std::filesystem::path& inputs);

}  // namespace metronome::experiment
