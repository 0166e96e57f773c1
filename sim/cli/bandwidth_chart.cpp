#include "sim/cli/bandwidth_chart.hpp"

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/draw.hpp"
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
    peak.points.emplace_back(static_cast<double>(i) * microseconds,
                             device.peak_bytes_per_second() * device.channels);
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

}  // namespace

void require_chart_name(const fs::path& path) {
  if (path.extension() != ".svg" && path.extension() != ".csv") {
    throw UserError("`" + path.string() + "` is neither a figure nor its data",
                    "a name that ends in .svg or .csv");
  }
  if (path.extension() == ".svg") {
    report::can_draw();
  }
}

void write_bandwidth(const fs::path& path, const dram::DeviceSpec& device,
                     const dram::BandwidthProfile& profile) {
  const report::LineChart chart = chart_of(device, profile);
  if (path.extension() == ".csv") {
    write_file_durably(path, report::chart_csv(chart));
    return;
  }
  std::vector<report::Figure> figures;
  report::append_figure(figures, chart, "");
  for (const std::string& svg : report::draw(figures)) {
    if (!svg.empty()) {
      write_file_durably(path, svg);
    }
  }
}

}  // namespace metronome::cli
