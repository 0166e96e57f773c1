#include "sim/report/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace metronome {
namespace config {

const std::vector<std::pair<Mode, std::string>>& EnumNames<Mode>::all() {
  static const std::vector<std::pair<Mode, std::string>> names{{Mode::analytic, "analytic"},
                                                               {Mode::cycle, "cycle"}};
  return names;
}

const std::vector<std::pair<Bin, std::string>>& EnumNames<Bin>::all() {
  static const std::vector<std::pair<Bin, std::string>> names{
      {Bin::busy, "busy"},
      {Bin::fill_drain, "fill_drain"},
      {Bin::stall_weights, "stall_weights"},
      {Bin::stall_activations, "stall_activations"},
      {Bin::stall_partial_sums, "stall_partial_sums"},
      {Bin::stall_store, "stall_store"},
      {Bin::stall_port, "stall_port"},
      {Bin::stall_synchronisation, "stall_synchronisation"},
      {Bin::idle_vector, "idle_vector"},
      {Bin::idle_quantize, "idle_quantize"},
      {Bin::idle_update, "idle_update"},
      {Bin::idle_switch, "idle_switch"}};
  return names;
}

}  // namespace config

namespace report {

std::string level_name(const trace::Assignment& assignment) {
  const auto bits = [](int n) { return n == 0 ? 32 : n; };
  return fmt::format("{}/{}{}", bits(assignment.all.forward_bits),
                     bits(assignment.all.backward_bits), assignment.layers.empty() ? "" : "*");
}

std::string spoken(std::string name) {
  if (name == "dram") {
    return "DRAM";
  }
  if (name == "fill_drain") {
    return "fill and drain";
  }
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace report
}  // namespace metronome
