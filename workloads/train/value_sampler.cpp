#include "workloads/train/value_sampler.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "sim/base/error.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::train {
namespace {

/// How often each code occurs, and each magnitude of a centred one.
struct Histograms {
  std::vector<std::uint64_t> raw, centred;
};

/// The code nearest to the real zero.
std::int32_t zero_code(const quant::Grid<float>& grid) {
  return static_cast<std::int32_t>(std::clamp(grid.zero_code, 0.0f, grid.top));
}

/// Counts elements [first, first + n) of one row.
void count_codes(const nn::QuantizedOperand<float>& operand, std::size_t row, std::size_t first,
                 std::size_t n, float* codes, Histograms& into) {
  const quant::Grid<float>& grid = operand.grids[operand.grids.size() == 1 ? 0 : row];
  const float factor = operand.factors.empty() ? 1.0f : operand.factors[row];
  const float* from = operand.real->row(row) + first;
  if (operand.noise != nullptr) {
    const std::uint64_t draw = row * operand.real->row_size() + first;
    quant::quantize_to_codes_stochastic(from, n, grid, *operand.noise, draw, codes, factor);
  } else {
    quant::quantize_to_codes(from, n, grid, codes, factor);
  }
  const std::int32_t zero = zero_code(grid);
  for (std::size_t i = 0; i < n; ++i) {
    const auto code = static_cast<std::int32_t>(codes[i]);
    ++into.raw[static_cast<std::size_t>(code)];
    ++into.centred[static_cast<std::size_t>(std::abs(code - zero))];
  }
}

void add_histogram(const std::vector<std::uint64_t>& histogram, trace::CodeCounts& counts) {
  for (std::size_t code = 0; code < histogram.size(); ++code) {
    if (histogram[code] > 0) {
      counts.add(static_cast<std::uint32_t>(code), histogram[code]);
    }
  }
}

trace::Role role_of(const model::Layer& layer, trace::Operand operand) {
  switch (operand) {
    case trace::Operand::forward_a:
      return trace::Role::activation;
    case trace::Operand::weight_gradient_b:
      return trace::Role::stash;
    case trace::Operand::forward_b:
    case trace::Operand::input_gradient_b:
      return model::multiplies_activations(layer) ? trace::Role::activation : trace::Role::weight;
    case trace::Operand::weight_gradient_a:
    case trace::Operand::input_gradient_a:
      return trace::Role::error;
  }
  fail_no_enumerator(operand);
}

/// The name of a layer's product, or of its second one.
std::string product_name(const model::Node& node, bool second) {
  if (std::holds_alternative<model::Attention>(node.layer)) {
    return node.name + (second ? ".context" : ".scores");
  }
  if (std::holds_alternative<model::Lstm>(node.layer)) {
    return node.name + (second ? ".recurrent" : ".input");
  }
  return node.name;
}

}  // namespace

ValueSampler::ValueSampler(std::uint64_t every, const model::Graph& graph,
                           nn::Workspace<float>& workspace)
    : every_(every),
      graph_(graph),
      workspace_(workspace),
      observer_([this](const nn::QuantizedOperand<float>& operand) { count(operand); }) {}

const nn::CodeObserver<float>* ValueSampler::next(const trace::Assignment& assignment) {
  if (every_ == 0 || seen_[assignment]++ % every_ != 0) {
    return nullptr;
  }
  current_ = trace::with_fixed_bits(graph_, assignment);
  ++sample_;
  return &observer_;
}

void ValueSampler::restore(const std::vector<trace::Phase>& done,
                           trace::ValueStatistics statistics) {
  seen_.clear();
  for (const trace::Phase& phase : done) {
    seen_[phase.assignment] += phase.iterations;
  }
  statistics_ = std::move(statistics);
}

bool ValueSampler::accepts(const trace::ValueStatistics& statistics) const {
  std::set<std::string> products;
  for (const model::Node& node : graph_.nodes) {
    products.insert(product_name(node, false));
    products.insert(product_name(node, true));
  }
  return std::all_of(statistics.begin(), statistics.end(),
                     [&](const auto& entry) { return products.contains(entry.first.product); });
}

trace::OperandKey ValueSampler::key_of(const nn::QuantizedOperand<float>& operand) const {
  const model::Node& node = graph_.nodes.at(operand.id % nn::kSecondProduct);
  return {product_name(node, operand.id >= nn::kSecondProduct), operand.operand,
          current_.of(node.name)};
}

void ValueSampler::count(const nn::QuantizedOperand<float>& operand) {
  const trace::OperandKey key = key_of(operand);
  trace::OperandCounts& counts = statistics_[key];
  counts.role = role_of(graph_.nodes.at(operand.id % nn::kSecondProduct).layer, operand.operand);
  if (operand.magnitudes.empty()) {
    count_affine(operand, counts);
  } else {
    for (std::size_t i = 0; i < operand.magnitudes.size(); ++i) {  // numbers around zero
      counts.raw.add(static_cast<std::uint32_t>(i), operand.magnitudes[i]);
      counts.centred.add(static_cast<std::uint32_t>(i), operand.magnitudes[i]);
    }
  }
  // Every token of an LSTM is counted, but an iteration once.
  std::uint64_t& last = last_[key];
  if (last != sample_) {
    last = sample_;
    ++counts.iterations;
  }
}

void ValueSampler::count_affine(const nn::QuantizedOperand<float>& operand,
                                trace::OperandCounts& counts) {
  constexpr std::size_t kPiece = 1 << 12;
  const std::size_t rows = operand.real->dim(0);
  const std::size_t row_size = operand.real->row_size();
  const std::size_t pieces = (row_size + kPiece - 1) / kPiece;
  const std::size_t codes = std::size_t{1} << operand.bits;
  tensor::ThreadPool& pool = workspace_.pool();
  std::vector<Histograms> histograms(pool.workers());
  for (Histograms& histogram : histograms) {
    histogram.raw.resize(codes);
    histogram.centred.resize(codes);
  }
  pool.run(rows * pieces, [&](std::size_t task, std::size_t worker) {
    const std::size_t first = task % pieces * kPiece;
    count_codes(operand, task / pieces, first, std::min(kPiece, row_size - first),
                workspace_.scratch(worker, kPiece), histograms[worker]);
  });
  for (const Histograms& histogram : histograms) {
    add_histogram(histogram.raw, counts.raw);
    add_histogram(histogram.centred, counts.centred);
  }
}

}  // namespace metronome::train
