#include "sim/report/chart.hpp"

namespace metronome::report {

LaidOut lay_out(const Chart& chart, const Canvas& canvas) {
  return std::visit([&](const auto& one) { return lay_out(one, canvas); }, chart);
}

const ChartFrame& frame_of(const Chart& chart) {
  return std::visit([](const auto& one) -> const ChartFrame& { return one.frame; }, chart);
}

ChartFrame& frame_of(Chart& chart) {
  return std::visit([](auto& one) -> ChartFrame& { return one.frame; }, chart);
}

}  // namespace metronome::report
