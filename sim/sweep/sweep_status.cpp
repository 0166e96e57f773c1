#include "sim/sweep/sweep_status.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/sweep/point_result.hpp"

namespace metronome::sweep {

SweepStatus status_of(const std::vector<Point>& points, const std::filesystem::path& folder) {
  SweepStatus status{.points = points.size()};
  std::set<std::string> seen;
  for (const Point& point : points) {
    if (!point.refused.empty()) {
      ++status.refused;
      continue;
    }
    if (!seen.insert(point.key).second) {
      continue;
    }
    ++status.results;
    const std::filesystem::path file = folder / (point.key + ".json");
    try {
      if (path_exists(file)) {
        const bool feasible = parse_point(read_file(file), file.string()).message.empty();
        ++status.done;
        status.infeasible += feasible ? 0 : 1;
      }
    } catch (const UserError&) {
      // damaged, or it went just now
    }
  }
  return status;
}

std::string status_text(const SweepStatus& status) {
  return fmt::format(
      "{} points: {} results, {} done ({} infeasible), {} missing; {} points break a constraint\n",
      status.points, status.results, status.done, status.infeasible, status.missing(),
      status.refused);
}

std::string status_json(const SweepStatus& status) {
  const nlohmann::ordered_json out{
      {"points", status.points}, {"refused", status.refused},       {"results", status.results},
      {"done", status.done},     {"infeasible", status.infeasible}, {"missing", status.missing()}};
  return out.dump(2) + "\n";
}

}  // namespace metronome::sweep
