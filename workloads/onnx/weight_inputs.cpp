#include "workloads/onnx/weight_inputs.hpp"

#include <algorithm>
#include <map>

namespace metronome::importers {
namespace {

struct Reader {
  const ImportedNode* node;
  std::size_t input;
};
using Readers = std::vector<std::vector<Reader>>;

Readers readers_of(const ImportedGraph& graph) {
  Readers readers(graph.tensors.size());
  for (const ImportedNode& node : graph.nodes) {
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] != kAbsent) {
        readers[node.inputs[i]].push_back({&node, i});
      }
    }
  }
  return readers;
}

/// Whether an operator passes on, in another layout, what it reads there.
bool passes_on(const std::string& op, std::size_t input) {
  static const std::vector<std::string> ops{"Identity", "Transpose",      "Cast",
                                            "Reshape",  "Unsqueeze",      "Squeeze",
                                            "Slice",    "QuantizeLinear", "DequantizeLinear"};
  return op == "Concat" || (input == 0 && std::find(ops.begin(), ops.end(), op) != ops.end());
}

/// Axes by which MatMul and Gather tell a weight from an input.
bool is_matrix(const OnnxFile& file, TensorIndex input) {
  const auto found = file.declared.find(input);
  return found != file.declared.end() && found->second.size() <= 2;
}

/// Reads that are looked at for one input: kernels of recurrent layers are cut and joined anew.
constexpr std::size_t kMostFollowed = 256;

/// Whether a kernel, a bias, ... is read from the input, perhaps in another layout.
bool read_as_weight(const OnnxFile& file, const Readers& readers, TensorIndex input) {
  std::vector<TensorIndex> reached{input};
  std::size_t followed = 0;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const Reader& reader : readers[reached[i]]) {
      if (++followed > kMostFollowed) {
        return false;
      }
      const std::string& op = reader.node->op;
      const bool told_by_axes = op == "MatMul" || op == "Gather";
      if (takes_weight(op, reader.input) && (!told_by_axes || is_matrix(file, input))) {
        return true;
      }
      if (passes_on(op, reader.input) && !reader.node->outputs.empty() &&
          reader.node->outputs[0] != kAbsent) {
        reached.push_back(reader.node->outputs[0]);
      }
    }
  }
  return false;
}

/// Whether an operator reads data there and nowhere else: images and sequences beside their
/// kernels, and what is pooled.
bool takes_data(const std::string& op, std::size_t input) {
  static const std::vector<std::string> pools{"MaxPool",       "AveragePool",       "LpPool",
                                              "GlobalMaxPool", "GlobalAveragePool", "LRN"};
  if (op == "Gather") {
    return input == 1;
  }
  const bool beside_weights = takes_weight(op, 1) || op == "QLinearConv";
  return input == 0 && op != "MatMul" &&
         (beside_weights || std::find(pools.begin(), pools.end(), op) != pools.end());
}

/// Whether what leaves an operator is data where this input is: others add nothing of their own.
bool changes_alone(const std::string& op, std::size_t input) {
  static const std::vector<std::string> ops{
      "Relu", "LeakyRelu",   "Sigmoid", "Tanh",    "Clip",    "Elu",     "HardSwish",
      "Gelu", "HardSigmoid", "Pad",     "Flatten", "Dropout", "Softmax", "Erf"};
  return input == 0 && op != "Concat" &&
         (passes_on(op, 0) || std::find(ops.begin(), ops.end(), op) != ops.end());
}

/// Of samples, for a product of two activations.
bool is_of_samples(const OnnxFile& file, TensorIndex input) {
  const auto found = file.declared.find(input);
  return found != file.declared.end() && found->second.size() > 2 && found->second[0].extent != 1;
}

/// The left side of a product whose right side is given as it is, too, or either side with an axis
/// of samples.
bool multiplied_as_data(const OnnxFile& file, const Reader& reader, TensorIndex input) {
  const ImportedNode& node = *reader.node;
  if (node.op != "MatMul" || node.inputs.size() < 2) {
    return false;
  }
  return is_of_samples(file, input) ||
         (reader.input == 0 && file.graph.tensors[node.inputs[1]].origin != Origin::computed);
}

/// Whether the input is read where only data can be, perhaps behind an activation. What becomes a
/// kernel by a product of weights is none.
bool read_as_data(const OnnxFile& file, const Readers& readers, TensorIndex input) {
  std::vector<TensorIndex> reached{input};
  std::size_t followed = 0;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const Reader& reader : readers[reached[i]]) {
      if (++followed > kMostFollowed) {
        return false;
      }
      const std::vector<TensorIndex>& outputs = reader.node->outputs;
      const bool given_on = !outputs.empty() && outputs[0] != kAbsent;
      if (takes_data(reader.node->op, reader.input) || multiplied_as_data(file, reader, input)) {
        if (!given_on || !read_as_weight(file, readers, outputs[0])) {
          return true;
        }
      } else if (changes_alone(reader.node->op, reader.input) && given_on) {
        reached.push_back(outputs[0]);
      }
    }
  }
  return false;
}

bool has_fixed_shape(const OnnxFile& file, TensorIndex input) {
  const auto found = file.declared.find(input);
  return found != file.declared.end() &&
         std::all_of(found->second.begin(), found->second.end(),
                     [](const Dimension& dimension) { return dimension.extent.has_value(); });
}

/// A bias, a token or a position that is learned: real, without an axis of samples or with one for
/// all of them, and only joined to others.
bool is_learned_constant(const OnnxFile& file, const Readers& readers, TensorIndex input) {
  const std::vector<Dimension>& shape = file.declared.at(input);
  const bool of_all = shape.size() == 1 || (shape.size() > 1 && shape[0].extent == 1);
  return file.graph.tensors[input].type == ElementType::real && of_all &&
         std::all_of(readers[input].begin(), readers[input].end(), [](const Reader& reader) {
           static const std::vector<std::string> ops{"Add",    "Sub",    "Mul",     "Div",
                                                     "Concat", "Expand", "Identity"};
           return std::find(ops.begin(), ops.end(), reader.node->op) != ops.end();
         });
}

}  // namespace

bool takes_weight(const std::string& op, std::size_t input) {
  static const std::map<std::string, std::vector<std::size_t>> places{
      {"Conv", {1, 2}},
      {"ConvTranspose", {1, 2}},
      {"ConvInteger", {1}},
      {"QLinearConv", {3, 8}},
      {"Gemm", {1, 2}},
      {"MatMul", {1}},
      {"Gather", {0}},
      {"BatchNormalization", {1, 2, 3, 4}},
      {"InstanceNormalization", {1, 2}},
      {"LayerNormalization", {1, 2}},
      {"PRelu", {1}},
      {"RNN", {1, 2, 3}},
      {"GRU", {1, 2, 3}},
      {"LSTM", {1, 2, 3, 7}}};
  const auto found = places.find(op);
  return found != places.end() &&
         std::find(found->second.begin(), found->second.end(), input) != found->second.end();
}

std::vector<bool> weights_among_inputs(const OnnxFile& file) {
  const std::vector<TensorIndex>& inputs = file.graph.inputs;
  const Readers readers = readers_of(file.graph);
  std::vector<bool> weights(inputs.size(), false);
  std::vector<bool> data(inputs.size(), false);
  bool behind = false;
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    data[i] = read_as_data(file, readers, inputs[i]);
    behind = behind || (!data[i] && read_as_weight(file, readers, inputs[i]));
    weights[i] = behind && !data[i] && has_fixed_shape(file, inputs[i]);
  }
  for (std::size_t i = 1; behind && i < inputs.size(); ++i) {
    weights[i] = weights[i] || (!data[i] && has_fixed_shape(file, inputs[i]) &&
                                is_learned_constant(file, readers, inputs[i]));
  }
  return weights;
}

}  // namespace metronome::importers
