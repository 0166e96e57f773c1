#pragma once

#include <string>
#include <string_view>

#include "sim/config/codec.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/ledger/run_result.hpp"

namespace metronome::report {

/// "3/8": forward / backward bits of a level; 32 where FP32; "3/8 (2 layers their own)" where
/// layers have other bits.
[[nodiscard]] std::string level_name(const trace::Assignment& assignment);
/// The same, behind the name of its step where the run has several: "evaluate 8/8".
[[nodiscard]] std::string level_name(const RunResult& run, const LevelResult& level);

/// A name of a file or enumeration as in prose: "spatial fusion", "DRAM", "fill and drain".
[[nodiscard]] std::string spoken(std::string_view name);

}  // namespace metronome::report
