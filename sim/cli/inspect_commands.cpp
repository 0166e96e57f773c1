#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/folder_manifest.hpp"
#include "sim/cli/answer.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/presets.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/machine_area.hpp"
#include "sim/report/explain_run.hpp"
#include "sim/report/run_directory.hpp"
#include "workloads/data/load.hpp"
#include "workloads/data/text.hpp"
#include "workloads/formats/format.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

std::string check_one(const fs::path& path) {
  if (is_folder(path)) {
    const trace::Trace trace = trace::read_trace(path);
    return fmt::format("trace of {}, {} iterations", trace.step().model, trace.iterations());
  }
  const FileKind& kind = kind_of(config::load_yaml(path), path);
  kind.check(path, {});
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

/// The data set that the CPT paper trains a model of this name on.
std::string usual_data_set(const std::string& model) {
  static const std::map<std::string, std::string> kOthers{
      {"resnet-18", "imagenet"}, {"resnet-34", "imagenet"},
      {"resnet-50", "imagenet"}, {"transformer-base", "wikitext-103"},
      {"lstm-2", "ptb"},         {"transformer-wiki103", "wikitext-103"}};
  const auto at = kOthers.find(model);
  return at == kOthers.end() ? "cifar-10" : at->second;
}

/// "3x32x32, 10 classes", or of texts "512 tokens, 267735 words".
std::string shape_text(const trace::DataShape& shape) {
  if (shape.input.channels == 1 && shape.input.width == 1) {
    return fmt::format("{} tokens, {} words", shape.input.height, shape.classes);
  }
  return fmt::format("{}x{}x{}, {} classes", shape.input.channels, shape.input.height,
                     shape.input.width, shape.classes);
}

void list_models() {
  for (const std::string& name : model::model_names()) {
    const std::string data_set = usual_data_set(name);
    const trace::DataShape shape = trace::data_set_shape(data_set);
    const model::Graph graph = model::make_model(name, shape.input, shape.classes);
    print("{:<20} {:>10.3f} M multiply-accumulates forward on {} ({})\n", name,
          static_cast<double>(model::forward_macs(graph)) * 1e-6, data_set, shape_text(shape));
  }
}

/// Shapes of inputs {C, H, W}: channels, height and width; a sequence is {features, tokens, 1}.
void list_layers() {
  model::for_each_kind([]<class Kind>(const Kind&) {
    const model::LayerText& text = Kind::kText;
    print("{:<20} {}; output {}; parameters: {}; {}\n", text.kind, text.doc, text.output,
          text.parameters, nn::kExecutes<Kind> ? "training and traces" : "traces only");
  });
}

void list_datasets() {
  std::vector<std::string> trainable = data::data_set_names();
  const std::vector<std::string> texts = data::text_set_names();
  trainable.insert(trainable.end(), texts.begin(), texts.end());
  for (const std::string& name : trace::data_set_shape_names()) {
    const trace::DataShape shape = trace::data_set_shape(name);
    const bool can_train = std::find(trainable.begin(), trainable.end(), name) != trainable.end();
    print("{:<14} {}, {}\n", name, shape_text(shape),
          can_train ? "training and traces" : "traces only");
  }
}

/// Elements without their scales; bits with them.
void list_formats() {
  for (const formats::NamedFormat& named : formats::named_formats()) {
    print("{:<14} {:>8.6g} bits an element, block {:<7} largest {:.6g}, smallest {:.6g}\n",
          named.name, formats::bits_per_element(named.format), formats::block_text(named.format),
          formats::largest_element(named.format), formats::smallest_element(named.format));
  }
}

/// Every file of a folder below configs/, each with a line about it.
template <class Describe>
void list_files(const std::string& folder, const Describe& describe) {
  const fs::path root = configs_folder() / folder;
  for (const std::string& name : files_below(root)) {
    if (name.ends_with(".yaml")) {
      print("{:<42} {}\n", path_text(root / name), describe(root / name));
    }
  }
}

/// The area is that of array, buffers, vector unit and controller: the PHYs' is assumed, and would
/// be most of it.
std::string describe_arch(const fs::path& file) {
  const auto machine = config::load<arch::AcceleratorSpec>(file);
  const experiment::MachineArea area = experiment::machine_area(machine);
  const double beside_memory = area.total() - area.memory_interface;
  return fmt::format("{:5.0f} 8-bit MAC/cycle {:6.2f} mm2 without PHYs, {:6.1f} MAC/cycle/mm2; {}",
                     area.peak_macs_per_cycle, beside_memory,
                     area.peak_macs_per_cycle / beside_memory, machine.source);
}

std::string describe_device(const fs::path& file) {
  const auto device = config::load<dram::DeviceSpec>(file);
  const unsigned channels = device.channels * device.pseudo_channels;
  return fmt::format("{}: {:.1f} GB/s, {} GiB a channel, {} in a package", device.name,
                     device.peak_bytes_per_second() * 1e-9,
                     static_cast<double>(device.capacity_bytes().count()) / (1ULL << 30), channels);
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
                 const std::function<void(const std::string&, const std::string&)>& good) {
  require_plain(files);
  std::vector<Diagnostic> found;
  for (const std::string& file : files) {
    try {
      good(file, check_one(file));
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
  Options options("check FILE...", "Checks configuration files and trace folders; runs nothing.");
  options.positional("FILE", 1, 100000);
  if (!options.parse(arguments)) {
    return;
  }
  check_files(options.arguments(), [](const std::string& file, const std::string& what) {
    print("{}: ok ({})\n", path_text(file), what);
  });
}

void run_explain(const Arguments& arguments) {
  Options options(
      "explain KEY | explain RUN [--operation O] [--component C] [--cycles]",
      "Explains configuration keys: a whole path (array.rows), its last part (rows), a section\n"
      "(array), or `all`; or where the joules or the cycles of a run come from, down to counts, "
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
  if (!found && is_folder(wanted)) {
    throw UserError(Diagnostic{wanted,
                               0,
                               0,
                               {},
                               "is no run directory",
                               "the folder of one machine, with its ledger.json"});
  }
  if (!found) {
    const std::string near = nearest_key(wanted, known);
    throw UserError(
        "`" + wanted + "` is no configuration key",
        near.empty() ? "`metronome explain all` lists them" : "did you mean `" + near + "`?");
  }
}

void run_list(const Arguments& arguments) {
  const std::vector<std::string> topics{"models",  "layers",  "datasets", "archs",
                                        "devices", "formats", "schedules"};
  const std::string all = "models|layers|datasets|archs|devices|formats|schedules";
  Options options("list " + all, "Lists what there is.");
  options.positional(all, 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  const std::string& topic = options.arguments()[0];
  if (topic == "models") {
    list_models();
  } else if (topic == "layers") {
    list_layers();
  } else if (topic == "datasets") {
    list_datasets();
  } else if (topic == "archs") {
    list_files("arch", describe_arch);
  } else if (topic == "devices") {
    list_files("dram", describe_device);
  } else if (topic == "formats") {
    list_formats();
  } else if (topic == "schedules") {
    for (const schedule::ScheduleForm& form : schedule::schedule_forms()) {
      print("{:<32} {}\n", form.form, form.doc);
    }
  } else {
    throw UserError("`" + topic + "` cannot be listed", name_hint(topic, topics));
  }
}

}  // namespace metronome::cli
