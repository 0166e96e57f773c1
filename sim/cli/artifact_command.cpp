#include <chrono>
#include <set>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/folder_lock.hpp"
#include "sim/base/folder_manifest.hpp"
#include "sim/base/output_file.hpp"
#include "sim/base/output_place.hpp"
#include "sim/base/program.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/artifact.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEnding = ".tar.gz";
/// In a staging folder of ours: a folder, which is there at once and not first under another name.
constexpr const char* kMark = "artifact.unfinished";

/// The mark goes last, so that what a kill leaves is known as ours.
void remove_staging(const fs::path& folder) {
  for (const std::string& name : names_in(folder)) {
    if (name != kMark) {
      remove_folder(folder / name);
    }
  }
  remove_folder(folder);
}

/// The folder in which an artifact is put together, beside the archive. It goes with this object;
/// that of a killed process is taken over.
class Staging {
 public:
  explicit Staging(const fs::path& out)
      : lock_(beside_output(out, ".", ".lock"), out), folder_(beside_output(out, ".", ".partial")) {
    const std::string what = what_stands_at(folder_);
    if (what == "a folder" && (names_in(folder_).empty() || path_exists(folder_ / kMark))) {
      remove_staging(folder_);
    } else if (!what.empty()) {
      refuse_output(folder_, "is in the way: the artifact would be put together there",
                    "move it elsewhere, or name another archive");
    }
    make_folder(folder_);
    make_folder(folder_ / kMark);
  }
  ~Staging() {
    try {
      remove_staging(folder_);
    } catch (const std::exception&) {
      return;  // the next command that writes there removes it
    }
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  FolderLock lock_;
  fs::path folder_;
};

/// The artifact's folder in the archive. UserError where the archive's name makes none.
std::string name_of(const std::string& named, const fs::path& out) {
  const std::string file = out.filename().string();
  const std::string ending = kEnding;
  const std::string name =
      file.ends_with(ending) ? file_stem(file.substr(0, file.size() - ending.size())) : "";
  if (name.empty() || name == "." || name == ".." || name.front() == '-') {
    throw UserError(Diagnostic{
        named, 0, 0, {}, "is no name of an archive", "NAME" + ending + ", such as paper" + ending});
  }
  return name;
}

/// Whether the file is an archive that this command wrote: its check-list is the first file in it.
bool is_artifact(const fs::path& file) {
  const ProgramResult tar =
      run_program({.words = {"tar", "--extract", "--gzip", "--to-stdout", "--force-local",
                             "--wildcards", "--occurrence=1",
                             "--file=" + resolved_path(file).string(), "--", "*/CHECKLIST.md"},
                   .environment = {{"TAR_OPTIONS", ""}, {"GZIP", ""}, {"LC_ALL", "C"}},
                   .limit = std::chrono::minutes(10)});
  return tar.output.starts_with(kChecklistTitle);
}

void require_ours(const fs::path& out, bool restart) {
  if (!restart && path_exists(out) && !is_artifact(out)) {
    refuse_output(out, "is a file that this command did not write",
                  "move it elsewhere, name another archive, or replace it with --restart");
  }
}

/// What the archive may not lie in: the results, and folders of results that they were made of,
/// such as traces.
std::vector<fs::path> sources_of(const Artifact& artifact) {
  std::set<fs::path> sources;
  for (const ArtifactResult& result : artifact.results) {
    sources.insert(result.folder);
  }
  for (const auto& [path, input] : artifact.inputs) {
    sources.insert(path);
    for (fs::path at = fs::path(path).parent_path(); at.has_relative_path();
         at = at.parent_path()) {
      if (is_file(at / kManifestName)) {
        sources.insert(at);
      }
    }
  }
  if (!artifact.presets.empty()) {
    sources.insert(artifact.presets);
  }
  return {sources.begin(), sources.end()};
}

/// The folder as an archive of the same bytes for the same content: sorted, of nobody, at no time.
void pack(const fs::path& staging, const std::string& name, const std::string& archive) {
  const ProgramResult tar = run_program(
      {.words = {"tar", "--create", "--file=" + archive, "--force-local", "--format=gnu",
                 "--sort=name", "--mtime=@0", "--owner=root:0", "--group=root:0", "--numeric-owner",
                 "--mode=u=rwX,go=rX", "--use-compress-program=gzip -n", "--", name},
       .folder = resolved_path(staging),
       .environment = {{"TAR_OPTIONS", ""}, {"GZIP", ""}, {"LC_ALL", "C"}},
       .limit = std::chrono::hours(24)});
  if (!tar.good()) {
    throw EnvironmentError("the archive cannot be written by tar: " +
                           (tar.errors.empty() ? status_text(tar.status) : printable(tar.errors)));
  }
}

}  // namespace

void run_artifact(const Arguments& arguments) {
  Options options(
      "artifact RUN|SWEEP... --out NAME.tar.gz [--restart]",
      "Packs results (folders that commands wrote) with the files that they were made of and a "
      "script,\n"
      "reproduce.sh [--quick], that makes them again and says PASS or FAIL for each table and "
      "figure.");
  options.add()("out", po::value<std::string>(), "the archive, NAME.tar.gz");
  options.add()("restart", po::bool_switch(),
                "replace what stands at --out though this command did not write it");
  options.positional("RUN|SWEEP", 1, 1000);
  if (!options.parse(arguments)) {
    return;
  }
  const std::vector<std::string>& folders = options.arguments();
  const std::string named = options.required("out");
  const fs::path out = plain_output_path(named);
  const std::string name = name_of(named, out);
  require_replaceable_file(out);
  const Artifact artifact = gather_artifact(name, folders);
  require_output_files({out}, sources_of(artifact));
  require_ours(out, options.flag("restart"));
  const MissingFolders parents(folder_of(out), out);
  const Staging staging(out);
  write_artifact(artifact, staging.folder() / name);
  pack(staging.folder(), name, "archive");
  move_to(staging.folder() / "archive", out);
  sync_folder(folder_of(out));
  print("{} results, {} files that they were made of: {}\n", artifact.results.size(),
        artifact.inputs.size(), path_text(out));
}

}  // namespace metronome::cli
