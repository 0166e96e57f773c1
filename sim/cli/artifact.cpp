#include "sim/cli/artifact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/folder_manifest.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/read_files.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/presets.hpp"
#include "sim/config/node.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& path, const std::string& what,
                         const std::string& hint) {
  throw UserError(Diagnostic{path, 0, 0, {}, what, hint});
}

/// The words of a command line that shell_word wrote: arguments have no control characters, so that
/// it only knows plain words, '...' and \' between them.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\'') {
      quoted = !quoted;
    } else if (!quoted && line[i] == '\\' && i + 1 < line.size()) {
      words.back() += line[++i];
    } else if (!quoted && line[i] == ' ') {
      words.emplace_back();
    } else {
      words.back() += line[i];
    }
  }
  return words;
}

/// What a folder's manifest says besides what every reader wants of it.
struct Made {
  FolderManifest folder;
  ReadFiles read;
  report::Manifest manifest;
};

bool tables_are_unfinished(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  return json.is_object() && json.contains("tables") && json["tables"] != "whole";
}

/// UserError where the folder is none that a command finished.
Made made_of(const std::string& folder) {
  const std::string command_hint = "the result folder of run, train, study, simulate, sweep, ...";
  const fs::path partial = fs::path(folder).string() + ".partial";
  if (!is_folder(folder)) {
    refuse(folder,
           is_folder(partial) ? "is not there: its command was ended before it had a result"
                              : "is no folder",
           is_folder(partial) ? "the same command goes on with " + partial.string() : command_hint);
  }
  const fs::path file = fs::path(folder) / kManifestName;
  if (!is_file(file)) {
    refuse(folder,
           is_file(fs::path(folder) / "unfinished.json") ? "is the unfinished work of a command"
                                                         : "is no result: it has no manifest.json",
           command_hint);
  }
  const std::string text = read_file(file);
  const auto found = parse_folder_manifest(text);
  if (!found) {
    refuse(file.string(), "says not which command made the folder", command_hint);
  }
  const bool grows = found->made_by == "sweep" || found->made_by == "search";
  if (grows && (text.find("\"tables\"") == std::string::npos || tables_are_unfinished(text))) {
    refuse(folder, "is an unfinished " + found->made_by + ": it has no tables of all its points",
           "the same command without --shard goes on");
  }
  Made made{.folder = *found, .read = {}, .manifest = {}};
  if (!parse_read_files(text, made.read)) {
    refuse(file.string(), "does not list the files that the result was made of",
           "it is of an earlier version: make it again in another folder");
  }
  made.manifest = report::parse_manifest(text, file.string());
  return made;
}

bool is_point_or_job(const std::string& name) {
  return name.starts_with("points/") || name.starts_with("confirmed/") ||
         name.starts_with("slurm/") || name == "tasks.txt";
}

bool lies_in_figures(const fs::path& file) { return file.parent_path().filename() == "figures"; }

/// What the folder has of the files that its command lists. UserError where one is missing that is
/// always written.
std::vector<std::string> expected_files(const fs::path& folder, const FolderManifest& manifest) {
  std::vector<std::string> files;
  for (const std::string& name : files_below(folder)) {
    const bool taken = name != kManifestName && lists(manifest, name) && !is_point_or_job(name) &&
                       !name.ends_with(".new");
    if (taken && is_file(folder / name)) {
      files.push_back(name);
    }
  }
  const bool grows = std::any_of(manifest.files.begin(), manifest.files.end(),
                                 [](const std::string& name) { return name.ends_with('/'); });
  for (const std::string& name : manifest.files) {
    if (!grows && std::find(files.begin(), files.end(), name) == files.end()) {
      refuse((folder / name).string(), "is missing", "its command wrote it; make the result again");
    }
  }
  return files;
}

/// Another name where results would share a folder of the script or its unfinished one.
std::string free_name(const std::set<std::string>& taken, const std::string& stem) {
  const std::string partial = ".partial";
  const auto clashes = [&](const std::string& name) {
    return taken.contains(name) || taken.contains(name + partial) ||
           (name.ends_with(partial) &&
            taken.contains(name.substr(0, name.size() - partial.size())));
  };
  std::string name = stem;
  for (int n = 2; clashes(name); ++n) {
    name = fmt::format("{}_{}", stem, n);
  }
  return name;
}

/// What a file takes on a disk, which gives it whole blocks.
std::uint64_t on_disk(std::uint64_t bytes) {
  constexpr std::uint64_t kBlock = 4096;
  return (bytes + kBlock - 1) / kBlock * kBlock;
}

/// What a folder takes with all in it, such as the points of a sweep; a folder has a block.
std::uint64_t whole_size(const fs::path& folder) {
  std::uint64_t bytes = 0;
  std::set<fs::path> folders{(folder / "file").parent_path()};
  for (const std::string& name : files_below(folder)) {
    const fs::path file = folder / name;
    bytes += is_file(file) ? on_disk(file_bytes(file)) : 0;
    for (fs::path at = file.parent_path(); folders.insert(at).second; at = at.parent_path()) {
    }
  }
  return bytes + on_disk(1) * folders.size();
}

ArtifactResult result_of(const std::string& folder, const Made& made,
                         const std::set<std::string>& taken) {
  ArtifactResult result{.name = {},
                        .folder = folder,
                        .made_by = made.folder.made_by,
                        .manifest = made.manifest,
                        .where = made.read.folder,
                        .words = words_of(made.manifest.recipe.command),
                        .files = expected_files(folder, made.folder),
                        .tables = {},
                        .texts = {},
                        .figures = {}};
  result.words.erase(result.words.begin());  // metronome
  result.name = free_name(taken, file_stem(resolved_path(folder).filename().string()));
  for (const std::string& name : result.files) {
    result.bytes += on_disk(file_bytes(fs::path(folder) / name));
    if (name.ends_with(".csv") && lies_in_figures(name)) {
      result.figures.push_back(name);
    } else if (name.ends_with(".csv") || fs::path(name).filename() == "summary.json") {
      result.tables.push_back(name);
    } else if (name.ends_with(".md") || name.ends_with(".tex")) {
      result.texts.push_back(name);
    }
  }
  result.made_bytes = whole_size(folder);
  if (result.tables.empty()) {
    refuse(folder, "has no table that could be compared", "a result with tables");
  }
  return result;
}

/// Data sets that packages of the system bring: too large and not ours to hand over.
bool is_of_the_system(const fs::path& path) {
  return lies_within(path, "/usr/share/datasets") ||
         lies_within(path, "/usr/share/common-licenses");
}

/// A file as it is handed over: a manifest without the computer's name and the places of what was
/// read there, which nothing but this command asks for.
std::string handed_over(const fs::path& path, std::string content) {
  if (path.filename() == kManifestName) {
    auto json = nlohmann::ordered_json::parse(content, nullptr, false);
    if (json.is_object() && (json.contains("host") || json.contains("read"))) {
      if (json.contains("host")) {
        json["host"] = "";
      }
      json.erase("read");
      return json.dump(2) + "\n";
    }
  }
  return content;
}

/// UserError where the file is not what the result was made of.
void take_input(Artifact& artifact, const std::string& named, const std::string& digest,
                const std::string& result) {
  stop_if_interrupted();
  const fs::path path = fs::path(named).lexically_normal();
  const std::string again =
      "the result " + result + " was made of it: put it back, or make the result again";
  if (digest == kStream) {
    refuse(named, "was no file when " + result + " was made of it, and cannot be read again",
           "put its content into a file and make the result again");
  }
  if (!is_file(path)) {
    refuse(path.string(), "is gone", again);
  }
  const std::string content = read_file(path);
  if (content_digest(content) != digest) {
    refuse(path.string(), "has changed since", again);
  }
  const std::string packed = handed_over(path, content);
  artifact.inputs[path.string()] = {digest, content_digest(packed), packed.size(),
                                    !is_of_the_system(path)};
}

fs::path common_folder(const fs::path& one, const fs::path& other) {
  fs::path common;
  auto at = other.begin();
  for (const fs::path& part : one) {
    if (at == other.end() || *at != part) {
      break;
    }
    common /= part;
    ++at;
  }
  return common;
}

void find_root(Artifact& artifact) {
  artifact.root = artifact.results.front().where;
  for (const ArtifactResult& result : artifact.results) {
    artifact.root = common_folder(artifact.root, result.where);
  }
  for (const auto& [path, input] : artifact.inputs) {
    if (input.packed) {
      artifact.root = common_folder(artifact.root, fs::path(path).parent_path());
    }
  }
  const fs::path presets = fs::absolute(configs_folder()).lexically_normal();
  const auto is_preset = [&](const auto& item) { return lies_within(item.first, presets); };
  if (std::any_of(artifact.inputs.begin(), artifact.inputs.end(), is_preset) &&
      lies_within(presets, artifact.root)) {
    artifact.presets = presets;
  }
}

/// Absolute paths of the packed files that a result read, and of their folders below the root: what
/// none of these files may name. Other absolute names in them were not followed.
std::set<fs::path> own_places(const Artifact& artifact, const ReadFiles& read) {
  std::set<fs::path> places;
  for (const auto& [named, digest] : read.digests) {
    const fs::path path = fs::path(named).lexically_normal();
    if (artifact.inputs.at(path.string()).packed) {
      for (fs::path at = path; at != artifact.root && at.has_relative_path();
           at = at.parent_path()) {
        places.insert(at);
      }
    }
  }
  return places;
}

/// The absolute paths that a value is or has, as in csv:/FILE; in one form, however they are
/// written.
std::vector<fs::path> absolute_in(const std::string& value) {
  std::vector<fs::path> paths;
  for (std::size_t at = value.find('/'); at != std::string::npos; at = value.find('/', at + 1)) {
    const bool begins =
        at == 0 || value[at - 1] == '=' || value[at - 1] == ':' || value[at - 1] == ',';
    if (!begins) {
      continue;
    }
    const std::size_t first = value.find_first_not_of('/', at);
    fs::path path("/");
    if (first != std::string::npos) {
      path /= value.substr(first, value.find(',', first) - first);
    }
    path = path.lexically_normal();
    paths.push_back(path.has_filename() ? path : path.parent_path());
  }
  return paths;
}

/// UserError where a value of YAML names such a place.
void require_relative(const config::Node& node, const std::set<fs::path>& places) {
  const auto check = [&](const std::string& text, const config::Mark& mark) {
    for (const fs::path& path : absolute_in(text)) {
      if (places.contains(path)) {
        throw UserError(Diagnostic{mark.file,
                                   mark.line,
                                   mark.column,
                                   {},
                                   "names " + path.string() + ", which holds on this computer only",
                                   "name it relative to this file and make the result again"});
      }
    }
  };
  check(node.scalar, node.mark);
  for (const config::Node& item : node.items) {
    require_relative(item, places);
  }
  for (const config::Node::Entry& entry : node.entries) {
    check(entry.key, entry.key_mark);
    require_relative(entry.value, places);
  }
}

void require_relative_files(const Artifact& artifact, const ReadFiles& read) {
  const std::set<fs::path> places = own_places(artifact, read);
  for (const auto& [named, digest] : read.digests) {
    const fs::path path = fs::path(named).lexically_normal();
    const bool yaml = path.extension() == ".yaml" || path.extension() == ".yml";
    if (yaml && artifact.inputs.at(path.string()).packed) {
      require_relative(config::load_yaml(path), places);
    }
  }
}

}  // namespace

std::string Artifact::place(const fs::path& path) const {
  const fs::path below = path.lexically_relative(root);
  return below == "." ? "inputs" : (fs::path("inputs") / below).generic_string();
}

std::string Artifact::word(const ArtifactResult& result, const std::string& word) const {
  for (std::size_t at = 0; at < word.size(); ++at) {
    const bool begins = at == 0 || word[at - 1] == '=' || word[at - 1] == ':';
    const fs::path path = fs::path(word.substr(at)).lexically_normal();
    if (begins && word[at] == '/' && lies_within(path, root)) {
      return word.substr(0, at) + path.lexically_relative(result.where).generic_string();
    }
  }
  return word;
}

std::uint64_t Artifact::packed_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& [path, input] : inputs) {
    bytes += input.packed ? on_disk(input.bytes) : 0;
  }
  return bytes;
}

std::uint64_t Artifact::expected_bytes() const {
  std::uint64_t bytes = 0;
  for (const ArtifactResult& result : results) {
    bytes += result.bytes;
  }
  return bytes;
}

std::uint64_t Artifact::made_bytes() const {
  std::uint64_t bytes = 0;
  for (const ArtifactResult& result : results) {
    bytes += result.made_bytes;
  }
  return bytes;
}

Artifact gather_artifact(const std::string& name, const std::vector<std::string>& folders) {
  Artifact artifact{.name = name, .results = {}, .inputs = {}, .root = {}, .presets = {}};
  std::set<fs::path> seen;
  std::set<std::string> names;
  std::vector<ReadFiles> read;
  for (const std::string& folder : folders) {
    const Made made = made_of(folder);
    if (!seen.insert(resolved_path(folder)).second) {
      refuse(folder, "is named twice", "each result once");
    }
    artifact.results.push_back(result_of(folder, made, names));
    names.insert(artifact.results.back().name);
    for (const auto& [path, digest] : made.read.digests) {
      take_input(artifact, path, digest, folder);
    }
    read.push_back(made.read);
  }
  find_root(artifact);
  for (const ReadFiles& one : read) {
    require_relative_files(artifact, one);
  }
  return artifact;
}

void write_artifact(const Artifact& artifact, const fs::path& folder) {
  for (const ArtifactResult& result : artifact.results) {
    make_folder(folder / artifact.place(result.where));
    for (const std::string& name : result.files) {
      stop_if_interrupted();
      write_file_atomically(folder / "expected" / result.name / name,
                            handed_over(name, read_file(result.folder / name)));
    }
  }
  for (const auto& [path, input] : artifact.inputs) {
    stop_if_interrupted();
    const std::string content = input.packed ? read_file(path) : std::string();
    if (input.packed && content_digest(content) != input.digest) {
      refuse(path, "changed while it was packed", "call the command again");
    }
    if (input.packed) {
      write_file_atomically(folder / artifact.place(path), handed_over(path, content));
    }
  }
  if (!artifact.presets.empty()) {
    make_folder(folder / artifact.place(artifact.presets) / "arch");
  }
  write_file_atomically(folder / "README.md", artifact_readme(artifact));
  write_file_atomically(folder / "CHECKLIST.md", artifact_checklist(artifact));
  write_file_atomically(folder / "LICENCES.md", artifact_licences(artifact));
  write_file_atomically(folder / "LICENSE.metronome", licence_text());
  write_file_atomically(folder / "inputs.csv", artifact_inputs(artifact));
  const fs::path script = folder / "reproduce.sh";
  write_file_atomically(script, artifact_script(artifact));
  fs::permissions(script, fs::perms::owner_exec, fs::perm_options::add);
}

}  // namespace metronome::cli
