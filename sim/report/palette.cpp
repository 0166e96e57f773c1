#include "sim/report/palette.hpp"

#include <array>
#include <map>

#include "sim/base/error.hpp"
#include "sim/report/names.hpp"

namespace metronome::report {
namespace {

template <std::size_t N, class E>
std::string pick(const std::array<const char*, N>& colours, E value) {
  return colours.at(static_cast<std::size_t>(value));
}

}  // namespace

std::string colour_of(Bin bin) {
  static constexpr std::array<const char*, kBins> kColours{
      "#1b3a5c", "#8fb3d3", "#8a2d1f", "#c9602f", "#e79a5b", "#f3cfa5",
      "#6d4a68", "#b79ab4", "#3f6a54", "#86ad8f", "#c3dac4", "#d4d4d4"};
  return pick(kColours, bin);
}

std::string colour_of(Component component) {
  static constexpr std::array<const char*, kComponents> kColours{
      "#1b3a5c", "#4f86b8", "#86b0d5", "#c2d9ec", "#3f7a5a", "#d9893b", "#c9c9c9"};
  return pick(kColours, component);
}

std::string colour_of(trace::Role role) {
  static constexpr std::array<const char*, kRoles> kColours{
      "#1b3a5c", "#5b92c4", "#b9522a", "#eab27c", "#a9cbe6", "#3f6a54", "#93b99b", "#c9c9c9"};
  return pick(kColours, role);
}

std::string colour_of(trace::OperationClass cls) {
  static constexpr std::array<const char*, 6> kColours{"#1b3a5c", "#5b92c4", "#b3d0e8",
                                                       "#b9522a", "#e79a5b", "#f5d7b5"};
  return pick(kColours, cls);
}

std::string effect_colour(const std::string& effect) {
  static const std::map<std::string, std::string> kOthers{
      {"exempt work", "#e3dccb"},
      {"supported widths", "#b08d57"},
      {"utilisation", "#4f86b8"},
      {"array", colour_of(Component::weight_buffer)},
      {"buffers", colour_of(Component::input_buffer)},
      {"DRAM", colour_of(Component::dram)},
      {"vector unit", colour_of(Component::vector)},
      {"static", colour_of(Component::leakage)}};
  if (const auto at = kOthers.find(effect); at != kOthers.end()) {
    return at->second;
  }
  for (std::size_t i = 0; i < kBins; ++i) {
    const auto bin = static_cast<Bin>(i);
    if (spoken(std::string(bin_name(bin))) == effect) {
      return colour_of(bin);
    }
  }
  throw InternalError("the effect " + effect + " has no colour");
}

std::string line_colour(std::size_t n) {
  static constexpr std::array<const char*, 7> kColours{"#6b6b6b", "#1b3a5c", "#d08a3c", "#3f8f6b",
                                                       "#8a2d1f", "#7aa9d0", "#b79ab4"};
  return kColours[n % kColours.size()];
}

}  // namespace metronome::report
