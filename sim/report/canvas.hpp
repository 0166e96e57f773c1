#pragma once

#include <string>

#include "sim/base/enumeration.hpp"

namespace metronome::report {

/// What a chart is drawn as: an SVG in a report's page, or a file for a paper.
enum class Medium { page, pdf, svg, png };

/// The files that `metronome figures` writes.
enum class FigureFormat { pdf, svg, png };
constexpr auto enum_rows(FigureFormat) {
  using enum FigureFormat;
  return enum_list<FigureFormat>({{pdf, "pdf"}, {svg, "svg"}, {png, "png"}});
}

/// Where a figure is to stand: the widths of columns and pages that publishers ask for.
enum class FigureStyle { ieee_column, ieee_page, acm_column, acm_page, slides };
constexpr auto enum_rows(FigureStyle) {
  using enum FigureStyle;
  return enum_list<FigureStyle>({{ieee_column, "ieee-column"},
                                 {ieee_page, "ieee-page"},
                                 {acm_column, "acm-column"},
                                 {acm_page, "acm-page"},
                                 {slides, "slides"}});
}

/// A surface to draw on and the sizes that fit it. Lengths in its units: pixels of a page, else
/// points of 1/72 inch.
struct Canvas {
  Medium medium = Medium::page;
  double width = 940;
  double font = 13;           ///< of axes and legends
  double small = 11;          ///< of numbers: the smallest text
  double line = 1.9;          ///< width of a curve
  double mark = 0.7;          ///< size of a mark, as gnuplot counts it
  double panel = 260;         ///< height of the plot of a chart with one panel
  bool legend_beside = true;  ///< it may stand to the right of the plot
  bool own_height = false;    ///< plots are as high as `panel` says, not as the chart says
};

/// A report's page on a wide screen and on paper.
[[nodiscard]] Canvas wide_page();
/// A report's page on a narrow screen.
[[nodiscard]] Canvas narrow_page();

/// Inches: 3.5 and 7.16 (IEEE), 3.33 and 7.0 (ACM), 10 (slides).
[[nodiscard]] double width_in_inches(FigureStyle style);
[[nodiscard]] Canvas canvas_of(FigureStyle style, FigureFormat format);

/// The ending of its files, with the dot.
[[nodiscard]] std::string ending_of(Medium medium);

inline constexpr double kPointsPerInch = 72;
/// Of PNG files.
inline constexpr double kPixelsPerInch = 300;

}  // namespace metronome::report
