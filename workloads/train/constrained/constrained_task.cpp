#include "workloads/train/constrained/constrained_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/number.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/methods/reach/chain_graph.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/onnx/onnx_network.hpp"
#include "workloads/train/initial_weights.hpp"

namespace metronome::reach {
namespace {

namespace fs = std::filesystem;

constexpr NumberRange kSample{-1e6, 1e6};
constexpr std::size_t kMostSamples = 1000000;
constexpr Eigen::Index kMostCorners = 12;  // dimensions of which all are taken

Vector target_of(TargetFunction target, double a, double b) {
  switch (target) {
    case TargetFunction::squares_and_sines:
      return Eigen::Vector2d(a * a + std::sin(b), b * b + std::sin(a));
  }
  fail_no_enumerator(target);
}

model::Graph layers_of(const ConstrainedTrainingSpec& spec) {
  model::GraphBuilder builder("constrained", {spec.input_low.size(), 1, 1});
  model::NodeIndex x = 0;
  for (std::size_t l = 0; l < spec.hidden.size(); ++l) {
    x = builder.linear(fmt::format("fc{}", l + 1), x,
                       {.out_features = spec.hidden[l], .quantized = true});
    x = builder.relu(fmt::format("relu{}", l + 1), x);
  }
  builder.linear(fmt::format("fc{}", spec.hidden.size() + 1), x,
                 {.out_features = spec.unsafe_low.size(), .quantized = true});
  return builder.graph();
}

/// A network of a file, and where its layers stand there.
struct PlacedGraph {
  model::Graph graph;
  std::vector<model::NetworkLayer> layers;  ///< none of ONNX
};

PlacedGraph read_graph(const ConstrainedTrainingSpec& spec) {
  const fs::path& path = spec.network.path;
  if (model::is_onnx_file(path.string())) {
    return {importers::read_onnx_network(path), {}};
  }
  const auto file = config::load<model::NetworkFile>(path);
  const model::Shape sample{spec.input_low.size(), 1, 1};
  return {model::graph_of(file, sample), file.layers};
}

[[noreturn]] void refuse_layer(const fs::path& path, const PlacedGraph& placed,
                               const ChainFault& fault) {
  const std::string& name = placed.graph.nodes[fault.node].name;
  config::Mark mark;
  for (const model::NetworkLayer& layer : placed.layers) {
    mark = layer.name == name ? layer.mark : mark;
  }
  throw UserError(Diagnostic{path.string(),
                             mark.line,
                             mark.column,
                             {},
                             fmt::format("`{}` {}", name, fault.what),
                             kChainHint});
}

void check_numbers(const fs::path& path, std::size_t found, std::size_t wanted, const char* numbers,
                   const char* key) {
  if (found != wanted) {
    throw UserError(Diagnostic{
        path.string(),
        0,
        0,
        {},
        fmt::format("the network has {} {}, `{}` {} numbers", found, numbers, key, wanted),
        "a bound for each, channel by channel and row by row"});
  }
}

model::Graph graph_of_file(const ConstrainedTrainingSpec& spec) {
  const fs::path& path = spec.network.path;
  const PlacedGraph placed = read_graph(spec);
  for (const auto& fault : {chain_fault(placed.graph), size_fault(placed.graph)}) {
    if (fault) {
      refuse_layer(path, placed, *fault);
    }
  }
  if (model::forward_macs(placed.graph) == 0) {
    throw UserError(Diagnostic{path.string(),
                               0,
                               0,
                               {},
                               "the network has nothing to train",
                               "a linear or convolution layer"});
  }
  check_numbers(path, volume(placed.graph.input()), spec.input_low.size(), "inputs", "input_low");
  check_numbers(path, volume(placed.graph.nodes.back().output), spec.unsafe_low.size(), "outputs",
                "unsafe_low");
  return placed.graph;
}

/// A file of samples.
class SampleReader {
 public:
  explicit SampleReader(const fs::path& path)
      : file_(path.string()),
        text_(plain_text(read_file(path), path.string())),
        reader_(text_, file_) {}

  void read(Eigen::Index inputs, Eigen::Index outputs, ConstrainedProblem& problem) {
    inputs_ = inputs;
    read_header(inputs, outputs);
    std::vector<double> numbers;
    std::size_t count = 0;
    for (CsvRow row; next(row); ++count) {
      if (count == kMostSamples) {
        fail(row.line, 1, {}, "has too many samples", fmt::format("at most {}", kMostSamples));
      }
      read_sample(row, numbers);
    }
    if (count == 0) {
      fail(1, 1, {}, "has no sample", "a line for each");
    }
    const Matrix all = Eigen::Map<const Matrix>(numbers.data(), inputs + outputs,
                                                static_cast<Eigen::Index>(count));
    problem.x = all.topRows(inputs);
    problem.y = all.bottomRows(outputs);
  }

 private:
  [[noreturn]] void fail(int line, int column, const std::string& key, std::string what,
                         std::string hint) const {
    throw UserError(Diagnostic{file_, line, column, key, std::move(what), std::move(hint)});
  }

  bool next(CsvRow& row) {
    while (reader_.next(row)) {
      if (!row.comment && !row.blank()) {
        return true;
      }
    }
    return false;
  }

  /// x1, ..., then y1, ...: of place `at`.
  [[nodiscard]] std::string name_of(std::size_t at) const {
    const auto inputs = static_cast<std::size_t>(inputs_);
    return at < inputs ? fmt::format("x{}", at + 1) : fmt::format("y{}", at - inputs + 1);
  }

  /// Which column has each number: they may stand in any order.
  void read_header(Eigen::Index inputs, Eigen::Index outputs) {
    const auto wanted = static_cast<std::size_t>(inputs + outputs);
    const std::string hint =
        fmt::format("x1 to x{} and y1 to y{}, as many as the boxes have numbers", inputs, outputs);
    CsvRow header;
    if (!next(header)) {
      fail(1, 1, {}, "has no header", hint);
    }
    columns_.assign(wanted, header.fields.size());
    for (std::size_t c = 0; c < header.fields.size(); ++c) {
      const CsvField& field = header.fields[c];
      std::size_t at = 0;
      while (at < wanted && name_of(at) != field.text) {
        ++at;
      }
      if (at == wanted) {
        fail(header.line, field.column, field.text, "is a column that samples do not have", hint);
      }
      if (columns_[at] != header.fields.size()) {
        fail(header.line, field.column, field.text, "is there twice", hint);
      }
      columns_[at] = c;
    }
    for (std::size_t at = 0; at < wanted; ++at) {
      if (columns_[at] == header.fields.size()) {
        fail(header.line, 1, name_of(at), "is missing", hint);
      }
    }
  }

  void read_sample(const CsvRow& row, std::vector<double>& numbers) const {
    if (row.fields.size() != columns_.size()) {
      fail(row.line, 1, {}, fmt::format("has {} fields", row.fields.size()),
           fmt::format("{}, as the header", columns_.size()));
    }
    for (std::size_t at = 0; at < columns_.size(); ++at) {
      const CsvField& field = row.fields[columns_[at]];
      NumberResult<double> number = read_number<double>(field.text, kSample);
      if (!number.value) {
        fail(row.line, field.column, name_of(at), std::move(number.what), std::move(number.hint));
      }
      numbers.push_back(*number.value);
    }
  }

  std::string file_;
  std::string text_;
  CsvReader reader_;
  Eigen::Index inputs_ = 0;
  std::vector<std::size_t> columns_;
};

/// The target on the centres of a grid's cells.
void fit_target(const ConstrainedTrainingSpec& spec, ConstrainedProblem& problem) {
  const auto side = static_cast<Eigen::Index>(spec.samples_per_side);
  problem.x = Matrix(2, side * side);
  problem.y = problem.x;
  const Vector extent = problem.input.high - problem.input.low;
  for (Eigen::Index i = 0; i < side * side; ++i) {
    const Eigen::Vector2d cell(static_cast<double>(i / side) + 0.5,
                               static_cast<double>(i % side) + 0.5);
    problem.x.col(i) = problem.input.low + extent.cwiseProduct(cell / static_cast<double>(side));
    problem.y.col(i) = target_of(spec.target, problem.x(0, i), problem.x(1, i));
  }
}

}  // namespace

model::Graph graph_of(const ConstrainedTrainingSpec& spec) {
  model::Graph graph = spec.network.path.empty() ? layers_of(spec) : graph_of_file(spec);
  graph.loss = model::Loss::mse;
  return graph;
}

ConstrainedProblem problem_of(const ConstrainedTrainingSpec& spec) {
  ConstrainedProblem problem{{},
                             {},
                             spec.input(),
                             spec.unsafe(),
                             {spec.form, spec.margin, {.programs = spec.most_programs}}};
  if (spec.data.path.empty()) {
    fit_target(spec, problem);
  } else {
    SampleReader(spec.data.path).read(problem.input.size(), problem.unsafe.size(), problem);
  }
  return problem;
}

void check_task(const ConstrainedTrainingSpec& spec) {
  const model::Graph graph = graph_of(spec);
  (void)problem_of(spec);
  if (!spec.initial_weights.path.empty()) {
    nn::Network<float> network(graph, trace::DxScale::per_tensor);
    train::start_from(network, spec.initial_weights.path.string());
  }
}

Matrix range_samples(const ConstrainedTrainingSpec& spec) {
  const Matrix x = problem_of(spec).x;
  const Box box = spec.input();
  const bool all_corners = box.size() <= kMostCorners;
  const Eigen::Index corners = all_corners ? Eigen::Index{1} << box.size() : 2;
  Matrix all(x.rows(), x.cols() + corners);
  all.leftCols(x.cols()) = x;
  for (Eigen::Index c = 0; c < corners; ++c) {
    for (Eigen::Index i = 0; i < box.size(); ++i) {
      const bool high = ((all_corners ? c >> i : c) & 1) != 0;
      all(i, x.cols() + c) = high ? box.high[i] : box.low[i];
    }
  }
  return all;
}

std::vector<std::pair<std::string, fs::path>> files_of(const ConstrainedTrainingSpec& spec) {
  std::vector<std::pair<std::string, fs::path>> files;
  const auto add = [&](const char* key, const fs::path& file) {
    if (!file.empty()) {
      files.emplace_back(key, file);
    }
  };
  add("data", spec.data.path);
  add("network", spec.network.path);
  add("initial_weights", spec.initial_weights.path.empty()
                             ? fs::path()
                             : train::weights_file(spec.initial_weights.path.string()));
  return files;
}

std::string training_identity(const ConstrainedTrainingSpec& spec) {
  ConstrainedTrainingSpec decisive = spec;
  decisive.checkpoint_every = ConstrainedTrainingSpec{}.checkpoint_every;
  decisive.most_programs = ConstrainedTrainingSpec{}.most_programs;  // a limit alone
  for (config::FilePath* file : {&decisive.data, &decisive.network, &decisive.initial_weights}) {
    file->path.clear();  // their contents decide
  }
  std::string text = config::resolved_yaml(decisive);
  for (const auto& [key, file] : files_of(spec)) {
    text += key + "_digest: " + content_digest(read_file(file)) + "\n";
  }
  return text;
}

ConstrainedTrainingSpec with_absolute_places(ConstrainedTrainingSpec spec) {
  for (config::FilePath* file : {&spec.data, &spec.network, &spec.initial_weights}) {
    if (!file->path.empty()) {
      file->path = fs::absolute(file->path).lexically_normal();
    }
  }
  return spec;
}

}  // namespace metronome::reach
