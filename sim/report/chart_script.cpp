#include "sim/report/chart_script.hpp"

#include <fmt/format.h>

namespace metronome::report {

std::string gnuplot_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c == '\n' ? "\\n" : std::string(1, c);
  }
  return out + "\"";
}

std::string script_head(const ChartFrame& frame) {
  return fmt::format(
      "# {}\n"
      "reset session\n"
      "set terminal svg noenhanced size {},{} font 'Helvetica,13' background 'white'\n"
      "set encoding utf8\n"
      "set output '{}.svg'\n"
      "set border 3 lc rgb '#8a8f96' lw 0.8\n"
      "set tics nomirror out scale 0.4 textcolor rgb '#33373d'\n"
      "set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8\n"
      "set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 "
      "textcolor rgb '#33373d'\n",
      frame.title, frame.width, frame.height, frame.name);
}

std::string axis_label(const std::string& label, const std::string& unit, const Scale& scale) {
  const std::string full = scale.prefix + unit;
  return full.empty() ? label : fmt::format("{} ({})", label, full);
}

}  // namespace metronome::report
