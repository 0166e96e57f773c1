#pragma once

#include <string>

#include "sim/config/codec.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/ledger/run_result.hpp"
#include "workloads/trace/names.hpp"

namespace metronome::config {

template <>
struct EnumNames<Mode> {
  static const std::vector<std::pair<Mode, std::string>>& all();
};
/// Keys in files: "busy", "stall_weights", ... (bin_name gives the names in text).
template <>
struct EnumNames<Bin> {
  static const std::vector<std::pair<Bin, std::string>>& all();
};

}  // namespace metronome::config

namespace metronome::report {

/// "3/8": forward / backward bits of a level; 32 where FP32; "*" where layers deviate.
[[nodiscard]] std::string level_name(const trace::Assignment& assignment);

/// A name of a file or enumeration as in prose: "spatial fusion", "DRAM", "fill and drain".
[[nodiscard]] std::string spoken(std::string name);

}  // namespace metronome::report
