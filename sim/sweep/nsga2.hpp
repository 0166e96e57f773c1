#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace metronome::sweep {

/// What is known of a point of a space that is searched: its objectives, of which less is better;
/// nothing where it has no numbers (infeasible, unpriced, failed).
using Objectives = std::optional<std::vector<double>>;

/// A space of points: places along axes of so many values each, numbered with the last axis varying
/// fastest.
class SearchSpace {
 public:
  explicit SearchSpace(std::vector<std::size_t> sizes);
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const std::vector<std::size_t>& sizes() const { return sizes_; }
  [[nodiscard]] std::vector<std::size_t> places(std::size_t index) const;
  [[nodiscard]] std::size_t index(const std::vector<std::size_t>& places) const;

 private:
  std::vector<std::size_t> sizes_;
  std::size_t count_ = 1;
};

/// Ranks of non-dominated sorting [deb2002genetic]: 0 is the front, 1 the front without it, and so
/// on. Points without objectives come behind all that have some: feasible first.
[[nodiscard]] std::vector<std::size_t> domination_ranks(const std::vector<Objectives>& points);

/// Crowding distances within one rank [deb2002genetic]: infinite at the ends of each objective.
[[nodiscard]] std::vector<double> crowding_distances(const std::vector<std::vector<double>>& front);

struct Nsga2Settings {
  std::size_t population = 32;
  std::uint64_t seed = 1;
};

/// NSGA-II [deb2002genetic] over a space of places, generation by generation: each asks for points
/// that no generation before it has asked for. A function of its settings and of what it is told.
///   parents    binary tournaments by rank, then crowding;
///   crossover  each axis from either parent, for nine children of ten;
///   mutation   each axis with a chance of one over their number, to a neighbour or, as often, to
///              any place.
class Nsga2 {
 public:
  Nsga2(SearchSpace space, const Nsga2Settings& settings);

  /// The next points to be evaluated, at most `most`; empty when the whole space is.
  [[nodiscard]] std::vector<std::size_t> ask(std::size_t most);
  /// What came of them, in order.
  void tell(const std::vector<std::size_t>& points, const std::vector<Objectives>& objectives);

 private:
  class Draws;
  [[nodiscard]] std::vector<std::size_t> first(std::size_t most) const;
  [[nodiscard]] std::vector<std::size_t> children(std::size_t most);
  [[nodiscard]] std::size_t parent(Draws& draws) const;
  [[nodiscard]] std::size_t child(Draws& draws) const;
  void select();

  SearchSpace space_;
  Nsga2Settings settings_;
  std::size_t generation_ = 0;
  std::map<std::size_t, Objectives> known_;
  std::vector<std::size_t> population_;
  std::vector<std::size_t> ranks_;  ///< of the population
  std::vector<double> crowding_;    ///< likewise
};

/// The space that a front dominates up to a reference point, in the objectives' units multiplied
/// (the hypervolume, by slicing along one objective after the other [while2006hypervolume]). Points
/// that are not better than the reference in every objective add nothing.
[[nodiscard]] double hypervolume(std::vector<std::vector<double>> front,
                                 const std::vector<double>& reference);

}  // namespace metronome::sweep
