#include "sim/report/chart_script.hpp"

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace metronome::report {

Gnuplot script_head(const ChartFrame& frame) {
  METRONOME_ASSERT(!frame.name.empty() && file_stem(frame.name) == frame.name,
                   "a figure's file is named by us");
  return code<Gnuplot>(
      "reset session\n"
      "figure_title = {}\n"
      "set terminal svg noenhanced size {},{} font 'Helvetica,13' background 'white'\n"
      "set encoding utf8\n"
      "set output {}\n"
      "set border 3 lc rgb '#8a8f96' lw 0.8\n"
      "set tics nomirror out scale 0.4 textcolor rgb '#33373d'\n"
      "set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8\n"
      "set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 "
      "textcolor rgb '#33373d'\n",
      frame.title, frame.width, frame.height, frame.name + ".svg");
}

std::string axis_label(const std::string& label, const std::string& unit, const Scale& scale) {
  const std::string full = scale.prefix + unit;
  return full.empty() ? label : fmt::format("{} ({})", label, full);
}

Gnuplot tic_list(const std::vector<std::pair<std::string, double>>& tics) {
  Gnuplot out("(");
  for (std::size_t i = 0; i < tics.size(); ++i) {
    out += i == 0 ? CodeLiteral("") : CodeLiteral(", ");
    out += code<Gnuplot>("{} {}", tic_label(tics[i].first), tics[i].second);
  }
  out += ")";
  return out;
}

}  // namespace metronome::report
