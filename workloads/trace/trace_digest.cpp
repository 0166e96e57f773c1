#include "workloads/trace/trace_digest.hpp"

#include <vector>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::trace {
namespace {

constexpr const char* kWorkloadFile = "resolved.yaml";

}  // namespace

std::string trace_digest(const std::filesystem::path& folder) {
  std::string text;
  std::vector<std::string> names = trace_files(folder);
  if (path_exists(folder / kWorkloadFile)) {
    names.emplace_back(kWorkloadFile);
  }
  for (const std::string& name : names) {
    text += name + (" " + file_digest((folder / name).string())) + "\n";
  }
  return content_digest(text);
}

}  // namespace metronome::trace
