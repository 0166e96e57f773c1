#pragma once

#include <string>

#include "sim/ledger/run_result.hpp"

namespace metronome::report {

/// Fill colours as "#rrggbb". Blue against orange and dark against light, so that neighbours of a
/// stack differ for every kind of colour vision and in grey print.
[[nodiscard]] std::string colour_of(Bin bin);
[[nodiscard]] std::string colour_of(Component component);
[[nodiscard]] std::string colour_of(trace::Role role);
[[nodiscard]] std::string colour_of(trace::OperationClass cls);
/// An effect of a waterfall, by its name.
[[nodiscard]] std::string effect_colour(const std::string& effect);
/// The n-th of a set of lines.
[[nodiscard]] std::string line_colour(std::size_t n);

inline constexpr const char* kRunColour = "#1b3a5c";
inline constexpr const char* kBaselineColour = "#d08a3c";
inline constexpr const char* kIdealColour = "#b9c4d0";

}  // namespace metronome::report
