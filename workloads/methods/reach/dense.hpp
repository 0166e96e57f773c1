#pragma once

#include <Eigen/Core>
#include <vector>

namespace metronome::reach {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// The points between `low` and `high`, both included; low <= high in each component.
struct Box {
  Vector low;
  Vector high;

  [[nodiscard]] Eigen::Index size() const { return low.size(); }
  [[nodiscard]] Vector centre() const { return (low + high) / 2; }
  [[nodiscard]] Vector halfwidth() const { return (high - low) / 2; }
  [[nodiscard]] bool contains(const Vector& point) const {
    return (point.array() >= low.array()).all() && (point.array() <= high.array()).all();
  }
};

}  // namespace metronome::reach
