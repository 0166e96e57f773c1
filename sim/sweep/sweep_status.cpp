#include "sim/sweep/sweep_status.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace metronome::sweep {

std::string progress_text(const PointsFolder& points, const std::string& command) {
  std::string text = fmt::format("{} points:", points.count());
  for (const auto& [status, name] : kEnumRows<PointStatus>) {
    text += fmt::format(" {} {},", points.by_status()[status], name);
  }
  text += fmt::format(" {} missing", points.missing());
  if (points.rate_per_second() > 0) {
    text += fmt::format("; {:.3g} points a second", points.rate_per_second());
  }
  return text + (points.missing() > 0 ? "; goes on with\n" + command + "\n" : "\n");
}

std::string progress_json(const PointsFolder& points, const std::string& command) {
  nlohmann::ordered_json out{{"points", points.count()}};
  for (const auto& [status, name] : kEnumRows<PointStatus>) {
    out[std::string(name)] = points.by_status()[status];
  }
  out["missing"] = points.missing();
  out["rate_per_second"] = points.rate_per_second();
  out["command"] = command;
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace metronome::sweep
