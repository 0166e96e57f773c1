#pragma once

#include <filesystem>

#include "arch/dram/device.hpp"
#include "arch/dram/statistics.hpp"

namespace metronome::cli {

/// Whether `path` ends in .svg or .csv; UserError otherwise. Warns where a figure cannot be drawn.
void require_chart_name(const std::filesystem::path& path);

/// Bandwidth over time, reads and writes apart, beside the device's peak: a figure (.svg, drawn by
/// gnuplot, left out where that is missing) or its data (.csv: panel, series, time_us,
/// bandwidth_bytes_per_s).
void write_bandwidth(const std::filesystem::path& path, const dram::DeviceSpec& device,
                     const dram::BandwidthProfile& profile);

}  // namespace metronome::cli
