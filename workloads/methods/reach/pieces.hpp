#pragma once

#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/methods/reach/linear_program.hpp"
#include "workloads/methods/reach/relu_network.hpp"

namespace metronome::reach {

/// Which neurons of a ReLU layer carry a constraint and a slack.
///   published  every one [chung2021constrained]; the slack of a neuron of constant sign is pinned
///              near 1, whatever the rest of the set looks like, and v with it
///   tight      only those whose interval c_j +- |G_j|_1 holds both signs
enum class Form { published, tight };
constexpr auto enum_rows(Form) {
  using enum Form;
  return enum_list<Form>({{published, "published"}, {tight, "tight"}});
}

/// The constrained zonotope {c + G z : |z|_inf <= 1, A z = b}.
struct ConstrainedZonotope {
  Vector centre;
  Matrix generators;
  Matrix constraints;  ///< A: as many columns as there are generators
  Vector right;        ///< b

  [[nodiscard]] static ConstrainedZonotope of(const Box& box);
};

/// What a neuron of a ReLU layer does on a piece.
struct NeuronState {
  bool active = false;
  /// Its row in the constraints and its column among the generators (its slack); -1: it has none.
  Eigen::Index row = -1;
  Eigen::Index column = -1;
};

/// What a piece was before a ReLU layer, which its gradient goes back through.
struct LayerRecord {
  Vector input_centre;  ///< of the affine layer before it
  Matrix input_generators;
  Vector centre;  ///< between the two
  Matrix generators;
  std::vector<NeuronState> neurons;  ///< empty where no ReLU stands behind the layer
};

/// The image of those inputs on which each neuron keeps its state: a network is affine there.
struct Piece {
  ConstrainedZonotope set;
  std::vector<LayerRecord> layers;

  /// Of layer l: bit n - 1 - j is neuron j's, 1 where it is active. At most 62 neurons.
  [[nodiscard]] std::uint64_t pattern(std::size_t layer) const;
};

/// What a step may take: pieces can be exponentially many.
struct PieceLimits {
  std::uint64_t programs = 100000;  ///< linear programs
  /// In the matrices of all pieces behind any layer: eight bytes each.
  std::uint64_t numbers = 50000000;
};

/// The pieces of the image of a box, whose union it is up to what has no inside. A piece is split
/// neuron by neuron, and dropped as soon as a constraint cannot hold (its slack has a negative
/// extent) or v >= 1 - 1e-9 (least_scale): that leaves what full enumeration of the patterns with
/// the same rule leaves, in ascending order of the patterns. The all-inactive pattern of a layer is
/// kept only where no other of that layer is: its one point lies in the closure of any other. In
/// the published form the rule also drops pieces that a neuron of constant sign pins to v = 1; one
/// idle neuron (no weights, a positive bias) drops them all.
/// For training; what must hold for certain is certificate.hpp's. UserError beyond the limits.
[[nodiscard]] std::vector<Piece> pieces_of(const ReluNetwork& network, const Box& input, Form form,
                                           ProgramCost& cost, const PieceLimits& limits = {});

/// UserError where layers do not fit each other or the box, or a number is not finite.
void check_network(const ReluNetwork& network, const Box& input);
/// UserError where a box is empty (low above high) or unbounded; `name` says which.
void check_box(const Box& box, const char* name);

}  // namespace metronome::reach
