#include "sim/report/canvas.hpp"

#include "sim/base/error.hpp"

namespace metronome::report {

Canvas wide_page() { return {}; }

Canvas narrow_page() {
  return {.width = 360,
          .font = 12,
          .small = 10.5,
          .line = 1.7,
          .mark = 0.6,
          .panel = 190,
          .legend_beside = false,
          .own_height = true};
}

double width_in_inches(FigureStyle style) {
  switch (style) {
    case FigureStyle::ieee_column:
      return 3.5;
    case FigureStyle::ieee_page:
      return 7.16;
    case FigureStyle::acm_column:
      return 3.33;
    case FigureStyle::acm_page:
      return 7.0;
    case FigureStyle::slides:
      return 10;
  }
  fail_no_enumerator(style);
}

Canvas canvas_of(FigureStyle style, FigureFormat format) {
  constexpr double kColumn = 4;  // inches: narrower ones have the legend above
  Canvas canvas{.width = width_in_inches(style) * kPointsPerInch,
                .font = 8,
                .small = 7,
                .line = 1.1,
                .mark = 0.45,
                .panel = 110,
                .legend_beside = width_in_inches(style) > kColumn,
                .own_height = true};
  if (style == FigureStyle::slides) {
    canvas.font = 15;
    canvas.small = 13;
    canvas.line = 2.2;
    canvas.mark = 0.9;
    canvas.panel = 260;
  }
  switch (format) {
    case FigureFormat::pdf:
      canvas.medium = Medium::pdf;
      return canvas;
    case FigureFormat::svg:
      canvas.medium = Medium::svg;
      return canvas;
    case FigureFormat::png:
      canvas.medium = Medium::png;
      return canvas;
  }
  fail_no_enumerator(format);
}

std::string ending_of(Medium medium) {
  switch (medium) {
    case Medium::page:
    case Medium::svg:
      return ".svg";
    case Medium::pdf:
      return ".pdf";
    case Medium::png:
      return ".png";
  }
  fail_no_enumerator(medium);
}

}  // namespace metronome::report
