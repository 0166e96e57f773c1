#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "arch/dram/replay.hpp"
#include "sim/config/schema.hpp"
#include "sim/validation/dram_patterns.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::dram::testing {

inline DeviceSpec load_device(const std::string& file) {
  return config::load<DeviceSpec>(std::filesystem::path(metronome::source_dir()) / "configs/dram" /
                                  file);
}
inline DeviceSpec ddr4(const std::string& mapping = "RoBaCoBg") {
  DeviceSpec device = load_device("ddr4_2400.yaml");
  device.mapping = mapping;
  return device;
}
inline DeviceSpec lpddr4(const std::string& mapping = "RoCoBa") {
  DeviceSpec device = load_device("lpddr4_3200.yaml");
  device.mapping = mapping;
  return device;
}
inline DeviceSpec hbm2(const std::string& mapping = "RoBaCoBg") {
  DeviceSpec device = load_device("hbm2_2000.yaml");
  device.mapping = mapping;
  return device;
}

/// Every device file, but for that of DDR4-2400 with its pins, which differs in these alone.
inline std::vector<DeviceSpec> all_devices() {
  std::vector<DeviceSpec> out;
  for (const char* file : {"ddr4_2400.yaml", "ddr4_3200.yaml", "lpddr4_3200.yaml",
                           "lpddr5_6400.yaml", "lpddr5x_8533.yaml", "ddr5_4800.yaml",
                           "hbm2_2000.yaml", "hbm3_6400.yaml", "gddr6_14000.yaml"}) {
    out.push_back(load_device(file));
  }
  return out;
}

// The patterns of results/reference/dram, and their generator.
using patterns::double_buffer;
using patterns::random;
using patterns::row_stride;
using patterns::sequential;
using patterns::Xorshift;

}  // namespace metronome::dram::testing
