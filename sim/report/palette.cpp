#include "sim/report/palette.hpp"

#include <array>
#include <map>

#include "sim/base/error.hpp"
#include "sim/report/names.hpp"

namespace metronome::report {

std::string colour_of(Bin bin) {
  using enum Bin;
  static constexpr auto kColours = enum_table<Bin, const char*>({{busy, "#1b3a5c"},
                                                                 {fill_drain, "#8fb3d3"},
                                                                 {stall_weights, "#8a2d1f"},
                                                                 {stall_activations, "#c9602f"},
                                                                 {stall_partial_sums, "#e79a5b"},
                                                                 {stall_store, "#f3cfa5"},
                                                                 {stall_port, "#6d4a68"},
                                                                 {stall_synchronisation, "#b79ab4"},
                                                                 {stall_rebuild, "#a87c2a"},
                                                                 {idle_vector, "#3f7a5a"},
                                                                 {idle_quantize, "#86ad8f"},
                                                                 {idle_update, "#c3dac4"},
                                                                 {idle_host, "#5b7f95"},
                                                                 {idle_switch, "#d4d4d4"}});
  return kColours[bin];
}

std::string colour_of(Component component) {
  using enum Component;
  static constexpr auto kColours = enum_table<Component, const char*>({{array, "#2f6aa3"},
                                                                       {input_buffer, "#79a9d4"},
                                                                       {weight_buffer, "#a3c4e3"},
                                                                       {output_buffer, "#cfe1f1"},
                                                                       {vector, "#3f7a5a"},
                                                                       {interconnect, "#9a7fb0"},
                                                                       {dram, "#d9893b"},
                                                                       {host, "#5b7f95"},
                                                                       {leakage, "#c9c9c9"}});
  return kColours[component];
}

std::string colour_of(trace::Role role) {
  using enum trace::Role;
  static constexpr auto kColours =
      enum_table<trace::Role, const char*>({{weight, "#1b3a5c"},
                                            {activation, "#5b92c4"},
                                            {error, "#b9522a"},
                                            {gradient, "#eab27c"},
                                            {stash, "#a9cbe6"},
                                            {master, "#3f6a54"},
                                            {optimizer_state, "#93b99b"},
                                            {partial_sum, "#c9c9c9"},
                                            {feedback, "#7fc8c8"}});
  return kColours[role];
}

std::string colour_of(trace::OperationClass cls) {
  using enum trace::OperationClass;
  static constexpr auto kColours =
      enum_table<trace::OperationClass, const char*>({{forward, "#1b3a5c"},
                                                      {input_gradient, "#5b92c4"},
                                                      {weight_gradient, "#b3d0e8"},
                                                      {vector, "#3f7a5a"},
                                                      {quantize, "#86ad8f"},
                                                      {update, "#c3dac4"},
                                                      {host, "#5b7f95"},
                                                      {load, "#d4d4d4"}});
  return kColours[cls];
}

std::string effect_colour(const std::string& effect) {
  static const std::map<std::string, std::string> kOthers{
      {"exempt work", "#e3dccb"},
      {"supported widths", "#b08d57"},
      {"utilisation", "#4f86b8"},
      {"array", colour_of(Component::array)},
      {"buffers", colour_of(Component::input_buffer)},
      {"memory traffic", colour_of(Component::dram)},
      {"memory idle", "#f0c795"},
      {"vector", colour_of(Component::vector)},
      {"other", colour_of(Component::leakage)},
      {"small effects", "#8a8f96"}};
  if (const auto at = kOthers.find(effect); at != kOthers.end()) {
    return at->second;
  }
  for (const Bin bin : kEnumValues<Bin>) {
    if (spoken(bin_name(bin)) == effect) {
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
