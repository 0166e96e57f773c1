#include "sim/cli/bandwidth_chart.hpp"

#include <unistd.h>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/palette.hpp"

namespace metronome::cli {
namespace fs = std::filesystem;
namespace {

using Interval = dram::BandwidthProfile::Interval;

report::LineChart chart_of(const dram::DeviceSpec& device, const dram::BandwidthProfile& profile) {
  const double microseconds =
      static_cast<double>(profile.width) * static_cast<double>(device.clock_period.count()) * 1e-6;
  const double bytes_per_second =
      static_cast<double>(device.bytes_per_burst().count()) / (microseconds * 1e-6);
  const auto line = [&](const char* name, const char* colour, std::uint64_t Interval::*bursts) {
    report::LineSeries series{name, colour, report::LineStyle::step, false, {}};
    for (std::size_t i = 0; i < profile.intervals.size(); ++i) {
      series.points.emplace_back(
          static_cast<double>(i) * microseconds,
          static_cast<double>(profile.intervals[i].*bursts) * bytes_per_second);
    }
    return series;
  };
  report::LineSeries peak{"peak", report::kIdealColour, report::LineStyle::line, true, {}};
  for (const std::size_t i : {std::size_t{0}, profile.intervals.size()}) {
    peak.points.emplace_back(static_cast<double>(i) * microseconds, device.peak_bytes_per_second());
  }
  return {.frame = {.name = "bandwidth",
                    .title = "Bandwidth of " + device.name,
                    .value_label = "Bandwidth",
                    .unit = "B/s",
                    .value_column = "bandwidth_bytes_per_s"},
          .x_label = "Time (µs)",
          .x_column = "time_us",
          .panels = {{.label = "Bandwidth",
                      .unit = "B/s",
                      .series = {line("reads", report::kRunColour, &Interval::read_bursts),
                                 line("writes", report::kBaselineColour, &Interval::write_bursts),
                                 peak}}}};
}

/// The figure, drawn in a folder that goes with it.
std::string draw(const report::LineChart& chart) {
  const fs::path folder =
      fs::temp_directory_path() / ("metronome_chart_" + std::to_string(::getpid()));
  AtomicDirectory scratch(folder);
  write_file_atomically(scratch.path() / "bandwidth.gp", report::gnuplot_script(chart));
  report::run_gnuplot(scratch.path(), {"bandwidth.gp"});
  return read_file(scratch.path() / "bandwidth.svg");
}

}  // namespace

void require_chart_name(const fs::path& path) {
  if (path.extension() != ".svg" && path.extension() != ".csv") {
    throw UserError("`" + path.string() + "` is neither a figure nor its data",
                    "a name that ends in .svg or .csv");
  }
}

void write_bandwidth(const fs::path& path, const dram::DeviceSpec& device,
                     const dram::BandwidthProfile& profile) {
  const report::LineChart chart = chart_of(device, profile);
  write_file_atomically(path, path.extension() == ".csv" ? report::chart_csv(chart) : draw(chart));
}

}  // namespace metronome::cli
