#include "workloads/model/network_file.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "sim/base/checked.hpp"
#include "sim/base/text.hpp"
#include "sim/config/text_rules.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/model/layer_schemas.hpp"
#include "workloads/model/taken_names.hpp"

namespace metronome::model {
namespace {

/// Of a tensor.
constexpr std::uint64_t kMostElements = 1'000'000'000'000'000;

Diagnostic at(const NetworkLayer& layer, std::string what, std::string hint) {
  return {layer.mark.file, layer.mark.line, layer.mark.column,
          layer.name,      std::move(what), std::move(hint)};
}

const LayerText& text_of(const Layer& layer) {
  return std::visit([](const auto& kind) -> const LayerText& { return kind.kText; }, layer);
}

/// Makes the graph layer by layer; the first that is wrong ends it, as later shapes are unknown.
class GraphMaker {
 public:
  explicit GraphMaker(const NetworkFile& file) : file_(file), builder_(file.name) {}

  Graph run(const std::optional<Shape>& sample) {
    inputs(sample);
    for (const NetworkLayer& layer : file_.layers) {
      add(layer);
    }
    Graph graph = builder_.graph();
    graph.loss = file_.loss;
    return graph;
  }

 private:
  void inputs(const std::optional<Shape>& sample) {
    if (file_.inputs.empty() && !sample) {
      throw UserError(file_.name + ": the network does not say what it reads",
                      "inputs: [{channels: 3, height: 32, width: 32}]");
    }
    for (const NetworkInput& input : file_.inputs) {
      Input layer;
      layer.shape = {input.channels, input.height, input.width};
      layer.gradient = input.gradient;
      index_.emplace(input.name, builder_.append(input.name, layer, {}));
    }
    if (file_.inputs.empty()) {
      Input layer;
      layer.shape = *sample;
      index_.emplace("input", builder_.append("input", layer, {}));
    }
    last_ = builder_.graph().nodes.size() - 1;
  }

  void add(const NetworkLayer& layer) {
    if (const auto fault = builder_.names().fault(layer.name)) {
      throw UserError(at(layer, fault->what, fault->hint));
    }
    const std::vector<NodeIndex> from = sources(layer);
    try {
      last_ = builder_.append(layer.name, layer.layer, from);
    } catch (const UserError& error) {
      const Diagnostic& said = error.diagnostics().front();
      throw UserError(at(layer, said.what, said.hint));
    }
    index_.emplace(layer.name, last_);
    const Shape& shape = builder_.shape(last_);
    const auto elements = checked_product({shape.channels, shape.height, shape.width});
    if (!elements || *elements > kMostElements || *elements == 0) {
      throw UserError(
          at(layer, "its output has shape " + model::text_of(shape), "1 to 1e15 elements"));
    }
  }

  std::vector<NodeIndex> sources(const NetworkLayer& layer) const {
    std::vector<NodeIndex> from;
    for (const std::string& name : layer.from) {
      const auto found = index_.find(name);
      if (found == index_.end()) {
        throw UserError(at(layer, fmt::format("reads `{}`, which {}", name, why_unknown(name)),
                           name_hint(name, names())));
      }
      from.push_back(found->second);
    }
    const auto& [least, most] = text_of(layer.layer).inputs;
    if (layer.from.empty() && most > 0) {
      from.push_back(last_);
    }
    if (from.size() < least || from.size() > most) {
      throw UserError(at(
          layer,
          fmt::format("reads {}, but {} takes {}", from.size(), text_of(layer.layer).kind,
                      least == most ? fmt::format("{}", least) : fmt::format("{} or more", least)),
          "from: [names of earlier layers]"));
    }
    return from;
  }

  [[nodiscard]] std::string why_unknown(const std::string& name) const {
    const bool later = std::any_of(file_.layers.begin(), file_.layers.end(),
                                   [&](const NetworkLayer& layer) { return layer.name == name; });
    return later ? "does not stand before it: layers are in execution order" : "is no layer";
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const Node& node : builder_.graph().nodes) {
      all.push_back(node.name);
    }
    return all;
  }

  const NetworkFile& file_;
  GraphBuilder builder_;
  std::unordered_map<std::string, NodeIndex> index_;
  NodeIndex last_ = 0;
};

}  // namespace

Graph graph_of(const NetworkFile& file, const std::optional<Shape>& sample) {
  return GraphMaker(file).run(sample);
}

NetworkFile file_of(const Graph& graph) {
  NetworkFile file;
  file.name = graph.name;
  file.loss = graph.loss;
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (const auto* input = std::get_if<Input>(&node.layer)) {
      file.inputs.push_back({node.name, input->shape.channels, input->shape.height,
                             input->shape.width, input->gradient});
      continue;
    }
    NetworkLayer layer{node.name, {}, node.layer, {}};
    if (node.inputs != std::vector<NodeIndex>{i - 1}) {
      for (const NodeIndex source : node.inputs) {
        layer.from.push_back(graph.nodes[source].name);
      }
    }
    file.layers.push_back(std::move(layer));
  }
  return file;
}

bool is_network_file(const std::string& model) {
  return model.ends_with(".yaml") || model.ends_with(".yml") || is_onnx_file(model);
}

bool is_onnx_file(const std::string& model) { return model.ends_with(".onnx"); }

Graph read_network(const std::filesystem::path& path, const std::optional<Shape>& sample) {
  return graph_of(config::load<NetworkFile>(path), sample);
}

}  // namespace metronome::model

namespace metronome::config {

using model::NetworkFile;
using model::NetworkInput;
using model::NetworkLayer;

namespace {

/// Keys of every layer.
constexpr std::array<const char*, 3> kCommonKeys{"name", "kind", "from"};

/// The keys of a layer's kind alone.
Node without_common_keys(const Node& node) {
  Node rest = node;
  std::erase_if(rest.entries, [](const Node::Entry& entry) {
    return std::find(kCommonKeys.begin(), kCommonKeys.end(), entry.key) != kCommonKeys.end();
  });
  return rest;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  model::for_each_kind([&]<class Kind>(const Kind&) {
    if constexpr (!std::same_as<Kind, model::Input>) {
      names.emplace_back(Kind::kText.kind);
    }
  });
  return names;
}

bool read_kind(model::Layer& out, const Node& node, Reader& reader, const std::string& path) {
  const Node* kind = node.find("kind");
  if (kind == nullptr || kind->kind != Node::Kind::scalar) {
    reader.error(node.mark, join_path(path, "kind"), "is missing", name_hint("", kind_names()));
    return false;
  }
  bool known = false;
  bool ok = false;
  model::for_each_kind([&]<class Kind>(const Kind&) {
    if constexpr (!std::same_as<Kind, model::Input>) {
      if (kind->scalar == Kind::kText.kind) {
        known = true;
        Kind layer;
        ok = model::layer_schema<Kind>().read(layer, without_common_keys(node), reader, path);
        out = std::move(layer);
      }
    }
  });
  if (!known) {
    reader.error(kind->mark, join_path(path, "kind"),
                 fmt::format("`{}` is not a kind of layer", kind->scalar),
                 name_hint(kind->scalar, kind_names()));
  }
  return ok;
}

bool read_name(std::string& out, const Node& node, Reader& reader, const std::string& path) {
  const Node* name = node.find("name");
  if (name == nullptr) {
    reader.error(node.mark, join_path(path, "name"), "is missing", "a name of its own");
    return false;
  }
  return Codec<std::string>::read(out, *name, reader, join_path(path, "name"), {}) &&
         check_text(out, *name, reader, join_path(path, "name"), TextRule::label);
}

/// Names of inputs must be able to stand beside each other; those of layers have places of their
/// own (graph_of).
void check_inputs(const NetworkFile& file, const StructSchema<NetworkFile>::Complain& complain) {
  model::TakenNames names;
  for (const NetworkInput& input : file.inputs) {
    if (auto fault = names.fault(input.name)) {
      complain("inputs", fmt::format("`{}` {}", input.name, fault->what), std::move(fault->hint));
    }
    names.insert(input.name);
  }
}

/// A name, or a list of names.
bool read_from(std::vector<std::string>& out, const Node& node, Reader& reader,
               const std::string& path) {
  const Node* from = node.find("from");
  if (from == nullptr) {
    return true;
  }
  if (from->kind == Node::Kind::scalar) {
    out = {from->scalar};
    return true;
  }
  return Codec<std::vector<std::string>>::read(out, *from, reader, join_path(path, "from"), {});
}

}  // namespace

bool Codec<NetworkLayer>::read(NetworkLayer& out, const Node& given, Reader& reader,
                               const std::string& path, const FieldSpec& /*spec*/) {
  Node node = given;
  if (node.kind != Node::Kind::map) {
    reader.error(node.mark, path, "must be a map with the keys name and kind");
    return false;
  }
  reader.apply_overrides(node, path);
  out.mark = node.mark;
  const bool named = read_name(out.name, node, reader, path);
  const bool placed = read_from(out.from, node, reader, path);
  return read_kind(out.layer, node, reader, path) && named && placed;
}

Node Codec<NetworkLayer>::write(const NetworkLayer& layer) {
  Node node = std::visit(
      [](const auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        return model::layer_schema<Kind>().write(kind);
      },
      layer.layer);
  Node out = Node::make_map();
  out.add("name", Codec<std::string>::write(layer.name));
  out.add("kind", Node::make_scalar(std::string(
                      std::visit([](const auto& kind) { return kind.kText.kind; }, layer.layer))));
  if (!layer.from.empty()) {
    out.add("from", Codec<std::vector<std::string>>::write(layer.from));
  }
  for (Node::Entry& entry : node.entries) {
    out.add(entry.key, std::move(entry.value));
  }
  return out;
}

void Codec<NetworkLayer>::describe(const std::string& path, const NetworkLayer& /*initial*/,
                                   const FieldSpec& /*spec*/, std::vector<FieldInfo>& rows) {
  rows.push_back({join_path(path, "name"), "text", "", "required", "", "a name of its own"});
  rows.push_back({join_path(path, "kind"), "text", "", "required", "",
                  "what it computes: `metronome list layers`"});
  rows.push_back({join_path(path, "from"), "text, or list of text", "", "the layer before it", "",
                  "the layers or inputs that it reads"});
  model::for_each_kind([&]<class Kind>(const Kind& kind) {
    model::layer_schema<Kind>().describe(fmt::format("{}({})", path, Kind::kText.kind), kind, rows);
  });
}

template <>
const StructSchema<NetworkInput>& schema_of<NetworkInput>() {
  constexpr long double kMost = 1e9L;
  static const auto schema =
      StructSchema<NetworkInput>("what a network reads")
          .field("name", &NetworkInput::name, {.doc = "how layers name it", .omit_default = true})
          .field("channels", &NetworkInput::channels,
                 {.doc = "channels; 1 of tokens", .min = 1, .max = kMost, .required = true})
          .field("height", &NetworkInput::height,
                 {.doc = "rows, or tokens", .min = 1, .max = kMost, .omit_default = true})
          .field("width", &NetworkInput::width,
                 {.doc = "columns", .min = 1, .max = kMost, .omit_default = true})
          .field("gradient", &NetworkInput::gradient,
                 {.doc = "its error is computed too: it stands for another network's output",
                  .omit_default = true})
          .validate(keeps("name", &NetworkInput::name, TextRule::label));
  return schema;
}

template <>
const StructSchema<NetworkFile>& schema_of<NetworkFile>() {
  static const auto schema =
      StructSchema<NetworkFile>("a neural network")
          .field("name", &NetworkFile::name, {.doc = "of the network", .required = true})
          .field("inputs", &NetworkFile::inputs,
                 {.doc = "what it reads; without it the data set's sample, named `input`"})
          .field("layers", &NetworkFile::layers,
                 {.doc = "in execution order; what no other reads is an output", .required = true})
          .field("loss", &NetworkFile::loss,
                 {.doc = "what training makes smaller", .omit_default = true})
          .validate(keeps("name", &NetworkFile::name, TextRule::label))
          .validate(
              [](const NetworkFile& file, const StructSchema<NetworkFile>::Complain& complain) {
                if (file.layers.empty()) {
                  complain("layers", "is empty", "at least one layer");
                }
              })
          .validate(check_inputs);
  return schema;
}

}  // namespace metronome::config
