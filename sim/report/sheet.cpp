#include "sim/report/sheet.hpp"

#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace metronome::report {
namespace {

Gnuplot align_code(Align align) {
  switch (align) {
    case Align::left:
      return Gnuplot("left");
    case Align::center:
      return Gnuplot("center");
    case Align::right:
      return Gnuplot("right");
  }
  fail_no_enumerator(align);
}

/// The terminal, whose units become those of the canvas: gnuplot's SVG has pixels; its PDF counts
/// fonts in 1/96 inch and lines in half points; its PNG has pixels, fonts and lines as PDF.
Gnuplot terminal(const Canvas& canvas, double height) {
  switch (canvas.medium) {
    case Medium::page:
      return code<Gnuplot>(
          "svg noenhanced size {:.0f},{:.0f} font 'Helvetica,{}' background 'white'", canvas.width,
          height, canvas.font);
    case Medium::svg:
      return code<Gnuplot>(
          "svg noenhanced size {:.0f},{:.0f} font 'Liberation Sans,{}' "
          "background 'white'",
          canvas.width, height, canvas.font);
    case Medium::pdf:
      return code<Gnuplot>(
          "pdfcairo noenhanced size {:.4f}in,{:.4f}in font 'Liberation Sans,{}' "
          "fontscale 0.75 linewidth 2 pointscale 1",
          canvas.width / kPointsPerInch, height / kPointsPerInch, canvas.font);
    case Medium::png: {
      const double scale = kPixelsPerInch / kPointsPerInch;
      return code<Gnuplot>(
          "pngcairo noenhanced size {:.0f},{:.0f} font 'Liberation Sans,{}' "
          "fontscale {:.4f} linewidth {:.4f} pointscale {:.4f} background 'white'",
          canvas.width * scale, height * scale, canvas.font, scale * 0.75, scale, scale);
    }
  }
  fail_no_enumerator(canvas.medium);
}

}  // namespace

void Sheet::text(double x, double y, const std::string& words, Align align, double size,
                 bool turned) {
  content_ += code<Gnuplot>(
      "set label {} {} at screen {:.5f}, screen {:.5f} {}{} font ',{}' textcolor rgb '#33373d' "
      "front\n",
      ++labels_, words, across(x), up(y), align_code(align),
      Gnuplot(turned ? CodeLiteral(" rotate by 90") : CodeLiteral("")), size);
}

void Sheet::box(double left, double bottom, double right, double top, const std::string& colour,
                Hatch hatch) {
  const auto fill = [&](const Gnuplot& how) {
    content_ += code<Gnuplot>(
        "set object {} rectangle from screen {:.5f}, screen {:.5f} to screen {:.5f}, screen {:.5f} "
        "{}\n",
        ++objects_, across(left), up(bottom), across(right), up(top), how);
  };
  fill(code<Gnuplot>("fc rgb {} fs solid 1.0 noborder", colour));
  if (hatch != Hatch::none) {
    fill(hatch_code(hatch, colour));
  }
}

void Sheet::line(double left, double right, double y, const Look& look) {
  // gnuplot's SVG makes one path of arrows of one width and colour, with the first one's dash.
  const double width = canvas_.line + 1e-4 * static_cast<double>(lines_);
  content_ += code<Gnuplot>(
      "set arrow {} from screen {:.5f}, screen {:.5f} to screen {:.5f}, screen {:.5f} nohead lw {} "
      "{} "
      "lc rgb {}\n",
      ++lines_, across(left), up(y), across(right), up(y), width, dash_code(look.dash),
      look.colour);
}

void Sheet::mark(double x, double y, const Look& look) {
  content_ += code<Gnuplot>(
      "set label {} \"\" at screen {:.5f}, screen {:.5f} point {} ps {} lc rgb {} front\n",
      ++labels_, across(x), up(y), mark_code(look.mark), canvas_.mark, look.colour);
}

Gnuplot Sheet::head() const {
  METRONOME_ASSERT(!frame_.name.empty() && file_stem(frame_.name) == frame_.name,
                   "a figure's file is named by us");
  return code<Gnuplot>(
      "reset session\n"
      "figure_title = {}\n"
      "set terminal {}\n"
      "set encoding utf8\n"
      "set output {}\n"
      "set border 3 lc rgb '#8a8f96' lw {}\n"
      "set tics nomirror out scale 0.4\n"
      "set format x ''\nset format y ''\n"
      "set grid ytics lt 1 lc rgb '#e3e6ea' lw {}\n"
      "unset key\n",
      frame_.title, terminal(canvas_, height_), frame_.name + ending_of(canvas_.medium),
      canvas_.line * 0.42, canvas_.line * 0.42);
}

Gnuplot Sheet::plot_area(double left, double right, double bottom, double top) const {
  return code<Gnuplot>(
      "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n"
      "set bmargin at screen {:.5f}\nset tmargin at screen {:.5f}\n",
      across(left), across(right), up(bottom), up(top));
}

}  // namespace metronome::report
