#include "sim/report/memory_peak.hpp"

#include "sim/base/number.hpp"
#include "sim/config/node.hpp"

namespace metronome::report {
namespace {

/// A number of a map; 0 where it is not there.
double number_of(const config::Node& map, std::string_view key) {
  const config::Node* node = map.find(key);
  return node == nullptr ? 0 : read_number<double>(node->scalar, kAnyReal).value.value_or(0);
}

}  // namespace

double memory_peak(const std::string& resolved_yaml) {
  if (resolved_yaml.empty()) {
    return 0;
  }
  const config::Node machine = config::parse_yaml(resolved_yaml, "resolved.yaml");
  const config::Node* memory = machine.find("memory");
  const config::Node* device = memory == nullptr ? nullptr : memory->find("device");
  if (device == nullptr) {
    return 0;
  }
  const double period = number_of(*device, "clock_period_ps") * 1e-12;
  return period > 0 ? number_of(*memory, "channels") * number_of(*device, "beats_per_clock") *
                          number_of(*device, "bus_width_bits") / 8 / period
                    : 0;
}

}  // namespace metronome::report
