#include "sim/report/draw.hpp"

#include <algorithm>
#include <string_view>

#include "sim/base/files.hpp"
#include "sim/base/warning.hpp"
#include "sim/report/chart_io.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/stamp.hpp"

namespace metronome::report {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kLater =
    "; results are complete without them, and `metronome report` (of a sweep: the same sweep "
    "again) "
    "draws them";

/// Documents that stand one behind the other.
std::vector<std::string> split_documents(const std::string& text) {
  constexpr std::string_view kHead = "<?xml";
  std::vector<std::string> documents;
  for (std::size_t at = text.find(kHead); at != std::string::npos;) {
    const std::size_t next = text.find(kHead, at + 1);
    documents.push_back(text.substr(at, next - at));
    at = next;
  }
  return documents;
}

}  // namespace

std::string on_standard_output(const std::string& script) {
  const std::string setting = "\nset output ";
  const std::size_t at = script.find(setting);
  const std::size_t end = script.find('\n', at + 1);
  return script.substr(0, at) + "\nset output" + script.substr(end);
}

bool can_draw() {
  static const bool can = [] {
    const GnuplotRun trial = run_gnuplot("set terminal svg noenhanced\nset output\n");
    if (!trial.complaint.empty()) {
      warn("figures are left out: " + trial.complaint + std::string(kLater));
    }
    return trial.complaint.empty();
  }();
  return can;
}

std::vector<std::string> draw(const std::vector<Figure>& figures, const Canvas& canvas) {
  const std::vector<std::string> none(figures.size());
  if (figures.empty() || !can_draw()) {
    return none;
  }
  std::string script;
  for (const Figure& figure : figures) {
    script += on_standard_output(figure.script(canvas).source());
  }
  const GnuplotRun run = run_gnuplot(script + "set output\n");  // the last one is complete then
  std::vector<std::string> drawn = split_documents(run.output);
  if (run.complaint.empty() && drawn.size() == figures.size()) {
    return drawn;
  }
  warn("figures are left out: " +
       (run.complaint.empty() ? "gnuplot drew fewer than were asked for" : run.complaint) +
       std::string(kLater));
  return none;
}

std::string figures_state(const std::vector<std::string>& drawn) {
  const bool all =
      std::none_of(drawn.begin(), drawn.end(), [](const std::string& svg) { return svg.empty(); });
  return all ? "drawn" : "missing";
}

void write_figures(const std::vector<Figure>& figures, const std::vector<std::string>& drawn,
                   const fs::path& folder) {
  if (figures.empty()) {
    remove_file(folder / kChartsFile);  // of an earlier result
  } else {
    write_file_atomically(folder / kChartsFile, charts_json(figures));
  }
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const fs::path stem = folder / figures[i].name;
    if (drawn[i].empty()) {
      remove_file(stem.string() + ".svg");
    } else {
      write_file_atomically(stem.string() + ".svg", stamped_svg(drawn[i], figures[i].about));
    }
    write_file_atomically(stem.string() + ".csv", figures[i].csv);
    write_file_atomically(stem.string() + ".gp", figures[i].script(wide_page()).source());
  }
}

}  // namespace metronome::report
