#include "sim/report/paper_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "sim/base/error.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/stamp.hpp"

namespace metronome::report {
namespace {

/// The same day in each file, as many characters as before, so that no offset of the file moves.
std::string without_day(std::string pdf) {
  constexpr std::string_view kKey = "/CreationDate (D:";
  constexpr std::string_view kDay = "20000101000000";
  const std::size_t at = pdf.rfind(kKey);
  if (at != std::string::npos && at + kKey.size() + kDay.size() < pdf.size()) {
    pdf.replace(at + kKey.size(), kDay.size(), kDay);
  }
  return pdf;
}

/// gnuplot's SVG counts pixels; its numbers are our points.
std::string in_points(const std::string& svg, const Canvas& canvas) {
  const std::string old = fmt::format("width=\"{:.0f}\" height=\"", canvas.width);
  const std::size_t at = svg.find(old);
  if (at == std::string::npos) {
    throw EnvironmentError("gnuplot's SVG has another head than that of version 5.4");
  }
  const std::size_t end = svg.find('"', at + old.size());
  const std::string height = svg.substr(at + old.size(), end - at - old.size());
  return svg.substr(0, at) +
         fmt::format("width=\"{:.0f}pt\" height=\"{}pt\"", canvas.width, height) +
         svg.substr(end + 1);
}

/// Of PNG chunks.
std::uint32_t crc_of(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffu;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
    }
  }
  return ~crc;
}

std::string big_endian(std::uint32_t value) {
  std::string out;
  for (const int shift : {24, 16, 8, 0}) {
    out += static_cast<char>((value >> shift) & 0xffu);
  }
  return out;
}

/// A PNG that says how large a pixel is: without it, viewers and LaTeX guess.
std::string with_pixel_size(const std::string& png) {
  constexpr std::size_t kHead = 8 + 25;  ///< signature and IHDR
  if (png.size() < kHead || png.compare(1, 3, "PNG") != 0) {
    throw EnvironmentError("gnuplot has written no PNG");
  }
  const auto per_metre = static_cast<std::uint32_t>(std::lround(kPixelsPerInch / 0.0254));
  const std::string chunk = "pHYs" + big_endian(per_metre) + big_endian(per_metre) + '\1';
  return png.substr(0, kHead) + big_endian(9) + chunk + big_endian(crc_of(chunk)) +
         png.substr(kHead);
}

/// The bars of a group that are shown, in order: all but those that are smaller than `most` others.
std::vector<std::size_t> largest_of(const std::vector<double>& sums, std::size_t first,
                                    std::size_t count, std::size_t most) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), first);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sums[a] > sums[b]; });
  order.resize(std::min(count, most));
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

std::string paper_figure(const Figure& figure, const Canvas& canvas) {
  const GnuplotRun run =
      run_gnuplot(on_standard_output(figure.script(canvas).source()) + "set output\n");
  if (!run.complaint.empty() || run.output.empty()) {
    throw EnvironmentError(figure.name + " was not drawn: " +
                           (run.complaint.empty() ? "gnuplot wrote nothing" : run.complaint));
  }
  switch (canvas.medium) {
    case Medium::page:
      return run.output;
    case Medium::pdf:
      return without_day(run.output);
    case Medium::svg:
      return stamped_svg(in_points(run.output, canvas), figure.about);
    case Medium::png:
      return with_pixel_size(run.output);
  }
  fail_no_enumerator(canvas.medium);
}

std::optional<BarChart> largest_bars(const BarChart& chart, std::size_t most) {
  const bool more = std::any_of(chart.groups.begin(), chart.groups.end(),
                                [&](const auto& group) { return group.second.size() > most; });
  if (chart.kind != BarKind::stacked || !more) {
    return std::nullopt;
  }
  std::vector<double> sums(chart.series.front().values.size(), 0.0);
  for (const ChartSeries& series : chart.series) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
      sums[i] += series.values[i];
    }
  }
  BarChart out = chart;
  for (ChartSeries& series : out.series) {
    series.values.clear();
  }
  std::size_t first = 0;
  for (std::size_t g = 0; g < chart.groups.size(); ++g) {
    const std::size_t count = chart.groups[g].second.size();
    const std::vector<std::size_t> shown = largest_of(sums, first, count, most);
    out.groups[g].second.clear();
    for (const std::size_t bar : shown) {
      out.groups[g].second.push_back(chart.groups[g].second[bar - first]);
    }
    if (count > shown.size()) {
      out.groups[g].second.push_back(fmt::format("{} others", count - shown.size()));
    }
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const std::vector<double>& values = chart.series[s].values;
      double others = 0;
      for (std::size_t i = first; i < first + count; ++i) {
        others += std::binary_search(shown.begin(), shown.end(), i) ? 0 : values[i];
      }
      for (const std::size_t bar : shown) {
        out.series[s].values.push_back(values[bar]);
      }
      if (count > shown.size()) {
        out.series[s].values.push_back(others);
      }
    }
    first += count;
  }
  return out;
}

}  // namespace metronome::report
