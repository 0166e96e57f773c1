#include "sim/report/speed_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "sim/report/chart.hpp"
#include "sim/report/palette.hpp"

namespace metronome::report {
namespace {

BarChart bars(const std::vector<TimedRun>& runs, ChartFrame frame, const std::string& series,
              const std::function<double(const SimulationTime&)>& value) {
  BarChart chart;
  chart.frame = std::move(frame);
  chart.kind = BarKind::side_by_side;
  chart.series = {{series, kRunColour, {}}};
  for (const TimedRun& run : runs) {
    chart.groups.emplace_back(run.name, std::vector<std::string>{});
    chart.series[0].values.push_back(value(run.time));
  }
  return chart;
}

/// "with 2 worker processes", of several numbers "with 1, 2 worker processes".
std::string jobs_text(const std::vector<TimedRun>& runs) {
  std::set<unsigned> jobs;
  for (const TimedRun& run : runs) {
    jobs.insert(run.time.jobs);
  }
  return fmt::format("with {} worker process{}", fmt::join(jobs, ", "),
                     jobs == std::set{1U} ? "" : "es");
}

}  // namespace

bool tells_speed(const SimulationTime& time) {
  return time.reused == 0 && time.seconds > 0 && time.cycles > 0;
}

std::vector<Figure> speed_figures(const std::vector<TimedRun>& runs) {
  std::vector<TimedRun> timed = runs;
  std::erase_if(timed, [](const TimedRun& run) { return !tells_speed(run.time); });
  std::vector<Figure> figures;
  if (timed.empty()) {
    return figures;
  }
  const std::string how = jobs_text(timed);
  append_figure(figures,
                bars(timed,
                     {.name = kSpeedFigure,
                      .title = "Speed of simulation",
                      .value_label = "Simulated array cycles",
                      .unit = "cycles/s",
                      .value_column = "cycles_per_s"},
                     "run and baseline",
                     [](const SimulationTime& time) {
                       return static_cast<double>(time.cycles) / time.seconds;
                     }),
                "Array cycles simulated in a second of wall time, " + how +
                    ": of each distinct operation of a run and its baseline once, those of which "
                    "only the steady state was simulated with all their cycles.");
  append_figure(figures,
                bars(timed,
                     {.name = kTimeFigure,
                      .title = "Time of simulation",
                      .value_label = "Wall time",
                      .unit = "s",
                      .value_column = "wall_s"},
                     "run and baseline", [](const SimulationTime& time) { return time.seconds; }),
                "Wall time of simulating a run and its baseline, " + how +
                    "; reading, pricing and drawing are not in it.");
  return figures;
}

}  // namespace metronome::report
