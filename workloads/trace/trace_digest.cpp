#include "workloads/trace/trace_digest.hpp"

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"

namespace metronome::trace {

std::string trace_digest(const std::filesystem::path& folder) {
  std::string text;
  for (const char* name :
       {"step.yaml", "schedule.csv", "metrics.csv", "value_statistics.csv", "resolved.yaml"}) {
    if (path_exists(folder / name)) {
      text += name + (" " + file_digest((folder / name).string())) + "\n";
    }
  }
  return content_digest(text);
}

}  // namespace metronome::trace
