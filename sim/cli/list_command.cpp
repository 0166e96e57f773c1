#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/presets.hpp"
#include "sim/cli/print.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/machine_area.hpp"
#include "workloads/data/load.hpp"
#include "workloads/data/text.hpp"
#include "workloads/formats/format.hpp"
#include "workloads/formats/product_formats.hpp"
#include "workloads/methods/catalogue/methods.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/schedule/recipes.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/data_shapes.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// One of what there is.
struct Row {
  std::string name;
  std::string about;
  /// Further fields of --json, which `about` says in its own words.
  std::vector<std::pair<std::string, std::string>> fields{};
};
using Rows = std::vector<Row>;

/// What can be listed, and how wide its names are printed.
struct Topic {
  std::string name;
  std::size_t width;
  std::function<Rows()> rows;
};

/// The data set that the CPT paper, or the model's own, trains a model of this name on.
std::string usual_data_set(const std::string& model) {
  static const std::map<std::string, std::string> kOthers{
      {"resnet-18", "imagenet"},   {"resnet-34", "imagenet"},
      {"resnet-50", "imagenet"},   {"transformer-base", "wikitext-103"},
      {"lstm-2", "ptb"},           {"transformer-wiki103", "wikitext-103"},
      {"vit-s-16", "imagenet"},    {"llama-3.2-1b", "llama-text"},
      {"bert-base", "bert-text"},  {"gpt2-small", "gpt2-text"},
      {"gpt2-medium", "gpt2-text"}};
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

Rows models() {
  Rows rows;
  for (const std::string& name : model::model_names()) {
    const std::string data_set = usual_data_set(name);
    const trace::DataShape shape = trace::data_set_shape(data_set);
    const model::Graph graph = model::make_model(name, shape.input, shape.classes);
    rows.push_back({name, fmt::format("{:>10.3f} M multiply-accumulates forward on {} ({})",
                                      static_cast<double>(model::forward_macs(graph)) * 1e-6,
                                      data_set, shape_text(shape))});
  }
  return rows;
}

/// Shapes of inputs {C, H, W}: channels, height and width; a sequence is {features, tokens, 1}.
Rows layers() {
  Rows rows;
  model::for_each_kind([&]<class Kind>(const Kind&) {
    const model::LayerText& text = Kind::kText;
    rows.push_back(
        {std::string(text.kind),
         fmt::format("{}; output {}; parameters: {}; {}", text.doc, text.output, text.parameters,
                     nn::kExecutes<Kind> ? "training and traces" : "traces only")});
  });
  return rows;
}

Rows datasets() {
  std::vector<std::string> trainable = data::data_set_names();
  const std::vector<std::string> texts = data::text_set_names();
  trainable.insert(trainable.end(), texts.begin(), texts.end());
  Rows rows;
  for (const std::string& name : trace::data_set_shape_names()) {
    const trace::DataShape shape = trace::data_set_shape(name);
    const bool can_train = std::find(trainable.begin(), trainable.end(), name) != trainable.end();
    rows.push_back({name, fmt::format("{}, {}", shape_text(shape),
                                      can_train ? "training and traces" : "traces only")});
  }
  return rows;
}

/// Elements without their scales; bits with them.
Rows formats() {
  Rows rows;
  for (const formats::NamedFormat& named : formats::named_formats()) {
    rows.push_back(
        {named.name,
         fmt::format("{:>8.6g} bits an element, block {:<7} largest {:.6g}, smallest {:.6g}",
                     formats::bits_per_element(named.format), formats::block_text(named.format),
                     formats::largest_element(named.format),
                     formats::smallest_element(named.format))});
  }
  return rows;
}

/// Every file of a folder below configs/, each with a line about it.
template <class Describe>
Rows files(const std::string& folder, const Describe& describe) {
  const fs::path root = configs_folder() / folder;
  Rows rows;
  for (const std::string& name : files_below(root)) {
    if (name.ends_with(".yaml")) {
      rows.push_back({path_text(root / name), describe(root / name)});
    }
  }
  return rows;
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

Rows schedules() {
  Rows rows;
  for (const schedule::ScheduleForm& form : schedule::schedule_forms()) {
    rows.push_back({std::string(form.form), std::string(form.doc)});
  }
  return rows;
}

/// Of operands; bfp:B,G and mxint:B are presets with parameters, affine:B and fp32 precisions.
Rows presets() {
  Rows rows;
  for (const formats::NamedPreset& preset : formats::presets()) {
    rows.push_back({preset.name, preset.doc});
  }
  rows.push_back({"bfp:B,G", "block floating point of B bits in groups of G, nearest even"});
  rows.push_back({"mxint:B", "two's complement of B bits, a shared power of two for 32"});
  rows.push_back({"affine:B", "affine codes of B bits, as bits without a preset are"});
  rows.push_back({"fp32", "no quantization"});
  return rows;
}

Rows recipes() {
  Rows rows;
  for (const schedule::Recipe& recipe : schedule::recipes()) {
    rows.push_back(
        {recipe.name,
         fmt::format(
             "{}{}{}", recipe.doc, recipe.key.empty() ? "" : " [" + recipe.key + "]",
             recipe.reconstructed.empty() ? "" : "; reconstructed: " + recipe.reconstructed),
         {{"doc", recipe.doc},
          {"schedule", recipe.schedule},
          {"key", recipe.key},
          {"reconstructed", recipe.reconstructed}}});
  }
  return rows;
}

Rows published_methods() {
  Rows rows;
  for (const methods::Method& method : methods::methods()) {
    rows.push_back(
        {method.name,
         fmt::format("{}; {} [{}]; {}", method.doc, method.paper, method.key, method.page),
         {{"doc", method.doc},
          {"paper", method.paper},
          {"key", method.key},
          {"page", method.page}}});
  }
  return rows;
}

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{
      {"models", 20, models},
      {"layers", 20, layers},
      {"datasets", 14, datasets},
      {"archs", 42, [] { return files("arch", describe_arch); }},
      {"devices", 42, [] { return files("dram", describe_device); }},
      {"formats", 14, formats},
      {"presets", 14, presets},
      {"schedules", 32, schedules},
      {"recipes", 18, recipes},
      {"methods", 14, published_methods}};
  return all;
}

nlohmann::ordered_json json_of(const Rows& rows) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Row& row : rows) {
    nlohmann::ordered_json item{{"name", row.name}};
    for (const auto& [field, text] : row.fields) {
      item[field] = text;
    }
    if (row.fields.empty()) {
      item["about"] =
          row.about.substr(std::min(row.about.find_first_not_of(' '), row.about.size()));
    }
    list.push_back(std::move(item));
  }
  return list;
}

}  // namespace

void run_list(const Arguments& arguments) {
  std::vector<std::string> names;
  for (const Topic& topic : topics()) {
    names.push_back(topic.name);
  }
  const std::string all = fmt::format("{}", fmt::join(names, "|"));
  Options options("list " + all + " [--json]", "Lists what there is.");
  options.add()("json", po::bool_switch(), "as a list of objects");
  options.positional(all, 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  const std::string& wanted = options.arguments()[0];
  const auto topic = std::find_if(topics().begin(), topics().end(),
                                  [&](const Topic& one) { return one.name == wanted; });
  if (topic == topics().end()) {
    throw UserError("`" + wanted + "` cannot be listed", name_hint(wanted, names));
  }
  const Rows rows = topic->rows();
  if (options.flag("json")) {
    print("{}\n", json_of(rows).dump(2));
    return;
  }
  for (const Row& row : rows) {
    print("{:<{}} {}\n", row.name, topic->width, row.about);
  }
}

}  // namespace metronome::cli
