#include "sim/report/legend.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/report/text_width.hpp"

namespace metronome::report {
namespace {

// Heights of the font.
constexpr double kLine = 1.3;
/// Samples of lines are as long as tells all dashes apart; a mark hides the middle of one.
constexpr double kSample = 3.6;
constexpr double kMarkedSample = 4.4;
constexpr double kBox = 1.0;
constexpr double kGap = 0.5;      ///< behind a sample
constexpr double kBetween = 1.3;  ///< entries of a row
constexpr double kFromPlot = 1.0;
/// Of the width of the canvas: a legend beside the plot takes no more.
constexpr double kMostBeside = 0.26;

double sample_width(Sample sample) {
  switch (sample) {
    case Sample::box:
    case Sample::mark:
      return kBox;
    case Sample::line:
      return kSample;
    case Sample::marked_line:
      return kMarkedSample;
  }
  fail_no_enumerator(sample);
}

}  // namespace

Legend::Legend(std::vector<LegendEntry> entries, const Canvas& canvas, double plot_height)
    : entries_(std::move(entries)), canvas_(canvas) {
  const double font = canvas.font;
  double widest_entry = 0;
  for (const LegendEntry& entry : entries_) {
    widest_entry =
        std::max(widest_entry, (sample_width(entry.sample) + kGap + text_width(entry.name)) * font);
  }
  const double height = static_cast<double>(entries_.size()) * kLine * font;
  beside_ = canvas.legend_beside && height <= plot_height &&
            widest_entry + kFromPlot * font <= kMostBeside * canvas.width;
  for (const LegendEntry& entry : entries_) {
    const double most = canvas.width / font - sample_width(entry.sample) - kGap - 1;
    names_.push_back(beside_ ? std::vector<std::string>{entry.name}
                             : broken_text(entry.name, most));
  }
  if (!beside_) {
    lay_rows();
  }
}

double Legend::entry_width(std::size_t entry) const {
  return (sample_width(entries_[entry].sample) + kGap + widest(names_[entry])) * canvas_.font;
}

void Legend::lay_rows() {
  double used = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const double width = entry_width(i) + (used > 0 ? kBetween * canvas_.font : 0);
    if (rows_.empty() || used + width > canvas_.width - canvas_.font) {
      rows_.push_back({});
      used = 0;
    }
    used += used > 0 ? width : entry_width(i);
    rows_.back().entries.push_back(i);
    rows_.back().lines = std::max(rows_.back().lines, names_[i].size());
  }
}

double Legend::width_beside() const {
  double most = 0;
  for (std::size_t i = 0; beside_ && i < entries_.size(); ++i) {
    most = std::max(most, entry_width(i) + 2 * kFromPlot * canvas_.font);
  }
  return most;
}

double Legend::height_above() const {
  std::size_t lines = 0;
  for (const Row& row : rows_) {
    lines += row.lines;
  }
  return lines == 0 ? 0 : (static_cast<double>(lines) * kLine + 0.3) * canvas_.font;
}

void Legend::draw_entry(Sheet& sheet, std::size_t entry, double left, double top) const {
  const double font = canvas_.font;
  const LegendEntry& shown = entries_[entry];
  const double middle = top - kLine * font / 2;
  const double right = left + sample_width(shown.sample) * font;
  switch (shown.sample) {
    case Sample::box:
      sheet.box(left, middle - 0.36 * font, left + 0.85 * font, middle + 0.36 * font,
                shown.look.colour, shown.hatch);
      break;
    case Sample::line:
      sheet.line(left, right, middle, shown.look);
      break;
    case Sample::marked_line:
      sheet.line(left, right, middle, shown.look);
      sheet.mark((left + right) / 2, middle, shown.look);
      break;
    case Sample::mark:
      sheet.mark((left + right) / 2, middle, shown.look);
      break;
  }
  for (std::size_t i = 0; i < names_[entry].size(); ++i) {
    sheet.text(right + kGap * font, middle - static_cast<double>(i) * kLine * font,
               names_[entry][i], Align::left, font);
  }
}

void Legend::draw(Sheet& sheet, double right, double top) const {
  const double font = canvas_.font;
  if (beside_) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      draw_entry(sheet, i, right + kFromPlot * font, top - static_cast<double>(i) * kLine * font);
    }
    return;
  }
  for (const Row& row : rows_) {
    double left = font * 0.5;
    for (const std::size_t entry : row.entries) {
      draw_entry(sheet, entry, left, top);
      left += entry_width(entry) + kBetween * font;
    }
    top -= static_cast<double>(row.lines) * kLine * font;
  }
}

}  // namespace metronome::report
