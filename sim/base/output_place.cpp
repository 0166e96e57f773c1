#include "sim/base/output_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"

namespace metronome {
namespace fs = std::filesystem;

void refuse_output(const fs::path& path, const std::string& what, const std::string& hint) {
  throw UserError(Diagnostic{path.string(), 0, 0, {}, what, hint});
}

OutputRequest with_program(OutputRequest request) {
  if (!request.inputs.empty() && !request.program.empty()) {
    request.inputs = "program: " + request.program + "\n" + request.inputs;
  }
  return request;
}

FolderManifest require_own_result(const OutputRequest& request, const fs::path& folder) {
  auto found = read_folder_manifest(folder);
  if (!found) {
    refuse_output(
        request.path,
        what_stands_at(folder / kManifestName).empty()
            ? "holds something else, which would be lost"
            : "holds a manifest.json that lists no files (of an older version, or damaged)",
        "name another folder, or remove this one yourself");
  }
  if (found->made_by != request.made_by) {
    refuse_output(request.path,
                  fmt::format("holds the result of `{}`, which `{}` does not replace",
                              found->made_by, request.made_by),
                  "name another folder, or remove this one yourself");
  }
  if (const std::string foreign = foreign_entry(folder, *found); !foreign.empty()) {
    refuse_output(request.path,
                  "holds " + foreign + ", which is not of its result and would be lost",
                  "move that elsewhere, or name another folder");
  }
  return *std::move(found);
}

fs::path plain_output_path(const fs::path& named) {
  if (named.empty()) {
    throw UserError("--out is empty", "name the folder to write");
  }
  const bool dots = std::any_of(named.begin(), named.end(),
                                [](const fs::path& part) { return part == "." || part == ".."; });
  if (dots && !named.filename().empty() && named.filename() != "." && named.filename() != "..") {
    return resolved_path(named.parent_path()) / named.filename();
  }
  fs::path plain = dots ? resolved_path(named) : named;
  while (!plain.has_filename() && plain.has_relative_path()) {
    plain = plain.parent_path();
  }
  return plain;
}

fs::path beside_output(const fs::path& path, const std::string& before, const std::string& after) {
  return path.parent_path() / (before + path.filename().string() + after);
}

void check_output_place(const fs::path& named, const fs::path& path,
                        const std::vector<fs::path>& others) {
  if (!path.has_filename()) {
    refuse_output(named, "is no folder that can be replaced", "name a folder of its own");
  }
  const std::string what = what_stands_at(path);
  if (!what.empty() && what != "a folder") {
    refuse_output(named, "is " + what + ", not a folder", "name a new folder");
  }
  for (const fs::path& other : others) {
    (void)what_stands_at(other);  // a name that is too long with its ending
  }
  if (what.empty()) {
    return;
  }
  if (is_mount_point(path)) {
    refuse_output(named, "is a mount point, which cannot be replaced as a whole",
                  "name a folder in it");
  }
  if (lies_within(resolved_path("."), resolved_path(path))) {
    refuse_output(named, "is the working directory, or holds it", "name a folder of its own");
  }
}

void check_output_sources(const OutputRequest& request, const std::vector<fs::path>& written) {
  for (const fs::path& source : request.sources) {
    const fs::path from = resolved_path(source);
    for (const fs::path& ours : written) {
      const fs::path to = resolved_path(ours);
      if (from == to) {
        refuse_output(request.path, "is an input of this command, which would be lost",
                      "name another folder");
      }
      if (lies_within(from, to)) {
        refuse_output(request.path, "holds an input of this command, " + source.string(),
                      "name another folder");
      }
      if (lies_within(to, from)) {
        refuse_output(request.path, "lies in an input of this command, " + source.string(),
                      "name another folder");
      }
    }
  }
}

}  // namespace metronome
