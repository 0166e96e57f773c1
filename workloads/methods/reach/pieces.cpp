#include "workloads/methods/reach/pieces.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"

namespace metronome::reach {
namespace {

constexpr double kEmpty = 1 - 1e-9;  // least scale from which on a piece is dropped

/// What is left of the limits of a step.
class Allowance {
 public:
  Allowance(const PieceLimits& limits, ProgramCost& cost)
      : limits_(limits), cost_(cost), before_(cost.programs) {}

  LeastScale solve(const Matrix& a, const Vector& b) {
    stop_if_interrupted();
    if (cost_.programs - before_ >= limits_.programs) {
      fail(fmt::format("{} linear programs", limits_.programs));
    }
    return least_scale(a, b, cost_);
  }
  void keep(const Piece& piece) {
    numbers_ += numbers_of(piece);
    if (numbers_ > limits_.numbers) {
      fail(fmt::format("{} numbers in pieces", limits_.numbers));
    }
  }
  void forget(const Piece& piece) { numbers_ -= numbers_of(piece); }

 private:
  [[noreturn]] static void fail(const std::string& what) {
    throw UserError("a step on the constraint takes more than " + what,
                    "fewer neurons, a smaller input box, or a larger `most_programs`");
  }
  [[nodiscard]] static std::uint64_t numbers_of(const Piece& piece) {
    Eigen::Index count = piece.set.generators.size() + piece.set.constraints.size();
    for (const LayerRecord& record : piece.layers) {
      count += record.input_generators.size() + record.generators.size();
    }
    return static_cast<std::uint64_t>(count);
  }

  const PieceLimits& limits_;
  ProgramCost& cost_;
  std::uint64_t before_;
  std::uint64_t numbers_ = 0;
};

/// Splits the image of one piece under an affine layer and a ReLU.
class Splitter {
 public:
  Splitter(const Piece& before, Form form, Allowance& allowance, std::vector<Piece>& out)
      : form_(form),
        allowance_(allowance),
        out_(out),
        record_(before.layers.back()),
        before_(before) {}

  void run() {
    std::vector<NeuronState> states;
    const ConstrainedZonotope& set = before_.set;
    split(set.constraints, set.right, set.generators.cols(), states);
  }

 private:
  [[nodiscard]] Eigen::Index neurons() const { return record_.centre.size(); }

  /// States of the neurons before the next one are decided; A has `columns` columns.
  void split(const Matrix& a, const Vector& b, Eigen::Index columns,
             std::vector<NeuronState>& states) {
    const auto j = static_cast<Eigen::Index>(states.size());
    if (j == neurons()) {
      finish(a, b, columns, states);
      return;
    }
    for (const bool active : {false, true}) {
      states.push_back({active});
      split_at(a, b, columns, states);
      states.pop_back();
    }
  }

  /// The last of `states` has just been chosen.
  void split_at(const Matrix& a, const Vector& b, Eigen::Index columns,
                std::vector<NeuronState>& states) {
    const auto j = static_cast<Eigen::Index>(states.size()) - 1;
    NeuronState& state = states.back();
    const double centre = record_.centre[j];
    const double reach = record_.generators.row(j).lpNorm<1>();
    const double sign = state.active ? -1 : 1;
    const double extent = (reach - sign * centre) / 2;
    if (extent < 0) {
      return;
    }
    if (form_ == Form::tight && std::abs(centre) >= reach) {
      const bool only = centre + reach > 0;  // a neuron that is zero throughout is inactive
      if (state.active == only) {
        split(a, b, columns, states);
      }
      return;
    }
    Matrix wider = Matrix::Zero(a.rows() + 1, columns + 1);
    wider.topLeftCorner(a.rows(), columns) = a;
    wider.row(a.rows()).head(record_.generators.cols()) = sign * record_.generators.row(j);
    wider(a.rows(), columns) = extent;
    Vector right(b.size() + 1);
    right << b, -sign * centre - extent;
    if (allowance_.solve(wider, right).value >= kEmpty) {
      return;
    }
    state.row = a.rows();
    state.column = columns;
    split(wider, right, columns + 1, states);
  }

  void finish(const Matrix& a, const Vector& b, Eigen::Index columns,
              const std::vector<NeuronState>& states) {
    Piece piece = before_;
    piece.layers.back().neurons = states;
    piece.set.constraints = a;
    piece.set.right = b;
    piece.set.centre = record_.centre;
    piece.set.generators = Matrix::Zero(neurons(), columns);
    for (Eigen::Index j = 0; j < neurons(); ++j) {
      if (states[static_cast<std::size_t>(j)].active) {
        piece.set.generators.row(j).head(record_.generators.cols()) = record_.generators.row(j);
      } else {
        piece.set.centre[j] = 0;
      }
    }
    allowance_.keep(piece);
    out_.push_back(std::move(piece));
  }

  Form form_;
  Allowance& allowance_;
  std::vector<Piece>& out_;
  const LayerRecord& record_;
  const Piece& before_;
};

bool all_inactive(const Piece& piece) {
  for (const NeuronState& state : piece.layers.back().neurons) {
    if (state.active) {
      return false;
    }
  }
  return true;
}

void apply_affine(const AffineLayer& layer, Piece& piece) {
  LayerRecord record;
  record.input_centre = piece.set.centre;
  record.input_generators = piece.set.generators;
  piece.set.centre = layer.weight * piece.set.centre + layer.bias;
  piece.set.generators = layer.weight * piece.set.generators;
  record.centre = piece.set.centre;
  record.generators = piece.set.generators;
  piece.layers.push_back(std::move(record));
}

std::vector<Piece> through_relu(const Piece& piece, Form form, Allowance& allowance) {
  std::vector<Piece> parts;
  Splitter(piece, form, allowance, parts).run();
  if (parts.size() > 1 && all_inactive(parts.front())) {
    allowance.forget(parts.front());
    parts.erase(parts.begin());
  }
  return parts;
}

}  // namespace

ConstrainedZonotope ConstrainedZonotope::of(const Box& box) {
  return {box.centre(), Matrix(box.halfwidth().asDiagonal()), Matrix(0, box.size()), Vector(0)};
}

std::uint64_t Piece::pattern(std::size_t layer) const {
  std::uint64_t bits = 0;
  for (const NeuronState& state : layers.at(layer).neurons) {
    bits = 2 * bits + (state.active ? 1 : 0);
  }
  return bits;
}

std::vector<Piece> pieces_of(const ReluNetwork& network, const Box& input, Form form,
                             ProgramCost& cost, const PieceLimits& limits) {
  check_network(network, input);
  Allowance allowance(limits, cost);
  std::vector<Piece> pieces{{ConstrainedZonotope::of(input), {}}};
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    std::vector<Piece> next;
    for (Piece& piece : pieces) {
      apply_affine(network.layers[l], piece);
      if (!network.layers[l].relu) {
        next.push_back(std::move(piece));
        continue;
      }
      for (Piece& part : through_relu(piece, form, allowance)) {
        next.push_back(std::move(part));
      }
    }
    pieces = std::move(next);
  }
  return pieces;
}

void check_network(const ReluNetwork& network, const Box& input) {
  check_box(input, "input");
  Eigen::Index width = input.size();
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const AffineLayer& layer = network.layers[l];
    if (layer.weight.cols() != width || layer.weight.rows() != layer.bias.size()) {
      throw UserError(
          fmt::format("layer {} takes {} inputs and gives {} outputs with {} biases, but there are "
                      "{} inputs",
                      l + 1, layer.weight.cols(), layer.weight.rows(), layer.bias.size(), width),
          "as many as the layer before it, or the input box, has");
    }
    if (!layer.weight.allFinite() || !layer.bias.allFinite()) {
      throw UserError(fmt::format("layer {} has a weight that is not finite", l + 1));
    }
    width = layer.weight.rows();
  }
}

void check_box(const Box& box, const char* name) {
  if (box.size() == 0 || box.low.size() != box.high.size()) {
    throw UserError(fmt::format("the {} box has no dimension", name), "lo:hi for each number");
  }
  for (Eigen::Index i = 0; i < box.size(); ++i) {
    if (!std::isfinite(box.low[i]) || !std::isfinite(box.high[i])) {
      throw UserError(fmt::format("the {} box is unbounded in dimension {}", name, i + 1),
                      "two finite bounds");
    }
    if (box.low[i] > box.high[i]) {
      throw UserError(fmt::format("the {} box is empty: {} > {} in dimension {}", name, box.low[i],
                                  box.high[i], i + 1),
                      "the lower bound first");
    }
  }
}

}  // namespace metronome::reach
