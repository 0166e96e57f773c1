#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace metronome::experiment {

/// Losses of a small language model of characters in number formats, three seeds, beside those that
/// Quartet II publishes.
struct FormatLosses {
  std::string csv;               ///< a row for each run of any length
  std::string markdown;          ///< of the usual length, which every recipe has
  std::string lengths;           ///< gaps to BF16 and joules over tokens a parameter
  std::uint64_t test_every = 0;  ///< iterations
};

/// From the committed trainings, `inputs`/text.costs.csv (`metronome study` of
/// `configs`/studies/formats.yaml), and `inputs`/quartet2_losses.csv.
[[nodiscard]] FormatLosses format_losses(const std::filesystem::path& inputs,
                                         const std::filesystem::path& configs);

}  // namespace metronome::experiment
