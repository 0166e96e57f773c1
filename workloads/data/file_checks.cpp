#include "workloads/data/file_checks.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome::data {

void fail_file(const std::filesystem::path& file, std::string what, std::string hint) {
  throw UserError(Diagnostic{
      .file = file.string(), .key = {}, .what = std::move(what), .hint = std::move(hint)});
}

std::size_t checked_count(const std::filesystem::path& file, std::size_t available,
                          std::size_t wanted) {
  if (available == 0) {
    fail_file(file, "holds no samples", "expected at least one");
  }
  if (wanted > available) {
    fail_file(file, fmt::format("holds {} samples, {} are asked for", available, wanted),
              fmt::format("at most {}, or 0 for all", available));
  }
  return wanted == 0 ? available : wanted;
}

}  // namespace metronome::data
