#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/folder_manifest.hpp"
#include "sim/cli/answer.hpp"
#include "sim/cli/explain_topics.hpp"
#include "sim/cli/export_coefficients.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/run_folders.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/explain_run.hpp"
#include "sim/report/run_directory.hpp"
#include "workloads/formats/product_formats.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

std::string check_one(const fs::path& path, const std::vector<config::Override>& overrides) {
  if (!overrides.empty() && (is_folder(path) || is_container(path))) {
    throw UserError(path_text(path) + ": --set changes keys of configuration files",
                    "without it, or a configuration file");
  }
  if (is_folder(path)) {
    const trace::Trace trace = trace::read_trace(path);
    return fmt::format("trace of {}, {} iterations", trace.step().model, trace.iterations());
  }
  if (is_container(path)) {
    return checked_container(path);
  }
  const FileKind& kind = kind_of(config::load_yaml(path), path);
  kind.check(path, overrides);
  return kind.name;
}

/// The keys of experiments, studies and sweeps that lie in files of their own are explained under
/// those.
bool own_key(const FileKind& kind, const config::FieldInfo& field) {
  return (kind.name != "experiment" || field.key.find('.') == std::string::npos) &&
         (kind.name != "study" || !field.key.starts_with("workload.")) &&
         !field.key.starts_with("base.accelerator.");
}

/// The key nearest to a text: by its last part where the text has no dot, else by the whole path.
std::string nearest_key(const std::string& wanted, const std::vector<std::string>& keys) {
  if (wanted.find('.') != std::string::npos) {
    return nearest_name(wanted, keys);
  }
  std::vector<std::string> last_parts;
  last_parts.reserve(keys.size());
  for (const std::string& key : keys) {
    last_parts.push_back(key.substr(key.rfind('.') + 1));  // no dot: npos + 1 is 0
  }
  return nearest_name(wanted, last_parts);
}

/// Whether a key lies below the section of that name: `array` or `memory.device`.
bool in_section(const std::string& key, const std::string& section) {
  return key.starts_with(section + ".") || key.find("." + section + ".") != std::string::npos;
}

void print_field(const FileKind& kind, const config::FieldInfo& field) {
  print("{}: {}\n  type: {}\n", kind.name, field.key, field.type);
  const auto line = [](const char* name, const std::string& value) {
    if (!value.empty()) {
      print("  {}: {}\n", name, value);
    }
  };
  line("unit", field.unit);
  line("default", field.default_value);
  line("allowed", field.range);
  line("meaning", field.doc);
}

/// Where the joules or cycles of a run come from.
std::string explained_run(const Options& options) {
  const report::LoadedRun loaded = report::load_run(options.arguments()[0]);
  report::RunQuestion question;
  question.operation = options.has("operation") ? options.text("operation") : "";
  if (options.has("component")) {
    question.component = enum_from_name<Component>(options.text("component"));
    if (!question.component) {
      throw UserError("`" + options.text("component") + "` is no component",
                      name_hint(options.text("component"), enum_name_list<Component>()));
    }
    if (options.flag("cycles")) {
      throw UserError("--component is about joules, --cycles about cycles", "one of them");
    }
  }
  return options.flag("cycles") ? report::explain_cycles(loaded.run, question)
                                : report::explain_energy(loaded.run, loaded.table, question);
}

}  // namespace

void check_files(const std::vector<std::string>& files,
                 const std::function<void(const std::string&, const std::string&)>& good,
                 const std::vector<config::Override>& overrides) {
  require_plain(files);
  std::vector<Diagnostic> found;
  for (const std::string& file : files) {
    try {
      good(file, check_one(file, overrides));
    } catch (const UserError& error) {
      const std::vector<Diagnostic> listing = error.listing();
      found.insert(found.end(), listing.begin(), listing.end());
    }
  }
  if (!found.empty()) {
    throw UserError(found);
  }
}

void run_check(const Arguments& arguments) {
  Options options(
      "check FILE... [--set KEY.PATH=VALUE]...",
      "Checks configuration files, trace folders and containers of coefficients; runs nothing.");
  options.add_set();
  options.positional("FILE", 1, 100000);
  if (!options.parse(arguments)) {
    return;
  }
  check_files(
      options.arguments(),
      [](const std::string& file, const std::string& what) {
        print("{}: ok ({})\n", path_text(file), what);
      },
      options.overrides());
}

void run_explain(const Arguments& arguments) {
  Options options(
      "explain KEY | explain RUN [--operation O] [--component C] [--cycles]",
      "Explains configuration keys: a whole path (array.rows), its last part (rows), a section\n"
      "(array), or `all`; what stands in results: columns, bins of cycles (stall_weights), parts "
      "of the\n"
      "energy, passes, methods; or where the joules or the cycles of a run come from, down to "
      "counts, "
      "rows\n"
      "of its energy table and their sources.");
  options.add()("operation", po::value<std::string>(), "of a run: of this operation only")(
      "component", po::value<std::string>(), "of a run: joules of this component only")(
      "cycles", po::bool_switch(), "of a run: its cycles instead of its joules");
  options.positional("KEY|RUN", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  const std::string& wanted = options.arguments()[0];
  refuse_system(wanted);
  if (path_exists(fs::path(wanted) / "ledger.json")) {
    print("{}", explained_run(options));
    return;
  }
  if (options.has("operation") || options.has("component") || options.flag("cycles")) {
    throw UserError(Diagnostic{wanted,
                               0,
                               0,
                               {},
                               "is no run directory",
                               "--operation, --component and --cycles are about a run"});
  }
  std::vector<std::string> known;
  bool found = false;
  for (const FileKind& kind : file_kinds()) {
    for (const config::FieldInfo& field : kind.describe()) {
      if (!own_key(kind, field)) {
        continue;
      }
      std::string plain = field.key;  // "array(systolic).rows" is written array.rows
      if (const std::size_t open = plain.find('('); open != std::string::npos) {
        plain.erase(open, plain.find(')') - open + 1);
      }
      known.push_back(plain);
      if (wanted == "all" || plain == wanted || field.key == wanted ||
          plain.ends_with("." + wanted) || kind.name + "." + plain == wanted ||
          in_section(plain, wanted)) {
        print_field(kind, field);
        found = true;
      }
    }
  }
  constexpr std::string_view kFile = ".file";
  if (!found && wanted.ends_with(kFile)) {
    const std::string section = wanted.substr(0, wanted.size() - kFile.size());
    if (std::any_of(known.begin(), known.end(),
                    [&](const std::string& key) { return in_section(key, section); })) {
      print(
          "{}: {}\n  type: a file's name relative to this file\n  meaning: what `{}` is; keys "
          "beside `file` take the place of those of the file\n",
          "file", wanted, section);
      found = true;
    }
  }
  for (const ResultTerm& topic : result_terms_of(wanted)) {
    print("{}: {}\n  meaning: {}\n", topic.kind, topic.name, topic.doc);
    found = true;
  }
  if (!found && is_folder(wanted)) {
    throw UserError(Diagnostic{wanted,
                               0,
                               0,
                               {},
                               "is no run directory",
                               "the folder of one machine, with its ledger.json"});
  }
  if (!found) {
    for (const ResultTerm& topic : result_terms()) {
      known.push_back(topic.name);
    }
    if (formats::read_product_formats(wanted).value) {
      throw UserError(
          "`" + wanted + "` is a preset of number formats",
          "`metronome list presets` says what presets are, docs/formats.md what formats");
    }
    const std::string near = nearest_key(wanted, known);
    throw UserError(
        "`" + wanted + "` is no configuration key and no name in results",
        near.empty() ? "`metronome explain all` lists them" : "did you mean `" + near + "`?");
  }
}

}  // namespace metronome::cli
