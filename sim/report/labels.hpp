#pragma once

#include <string>
#include <vector>

#include "sim/report/sheet.hpp"

namespace metronome::report {

/// Between lines of text, in heights of the font.
inline constexpr double kLineHeight = 1.25;

/// Labels below a plot: in lines, or turned where they would not fit beside each other; every
/// `each`-th of them where even turned ones would not.
struct LabelRow {
  std::vector<std::vector<std::string>> lines;
  bool turned = false;
  std::size_t each = 1;
  double height = 0;
};

/// Of texts of the size `size`, each with its room.
[[nodiscard]] LabelRow label_row(const std::vector<std::string>& texts,
                                 const std::vector<double>& rooms, double size);

/// Labels whose middles are `middles`, the first line's top at `top`.
void put_labels(Sheet& sheet, const LabelRow& row, const std::vector<double>& middles, double top,
                double size);

/// The label of a value axis at the left edge of the sheet, beside a plot between two heights.
void put_axis_label(Sheet& sheet, const std::vector<std::string>& lines, double bottom, double top,
                    double font);

/// Lines at the sheet's upper edge. Returns where the room below them begins.
double put_note(Sheet& sheet, const std::vector<std::string>& lines, const Canvas& canvas);
[[nodiscard]] std::vector<std::string> note_lines(const std::string& note, const Canvas& canvas);

/// Of the plot of a chart on this canvas: as its frame says, or as the canvas does for as many
/// panels.
[[nodiscard]] double plot_height(const Canvas& canvas, int page_height, double panels);

}  // namespace metronome::report
