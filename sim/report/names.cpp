#include "sim/report/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace metronome::report {

std::string level_name(const trace::Assignment& assignment) {
  return fmt::format(
      "{}{}", trace::precision_text(assignment.all),
      assignment.layers.empty()
          ? ""
          : fmt::format(" ({} {} own)", assignment.layers.size(),
                        assignment.layers.size() == 1 ? "layer its" : "layers their"));
}

std::string level_name(const RunResult& run, const LevelResult& level) {
  const std::string bits = level_name(level.assignment);
  return run.steps.size() > 1 ? run.steps[level.step].name + " " + bits : bits;
}

std::string spoken(std::string_view name) {
  if (name == "dram") {
    return "DRAM";
  }
  if (name == "fill_drain") {
    return "fill and drain";
  }
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

}  // namespace metronome::report
