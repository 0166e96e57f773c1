#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/model/layer.hpp"
#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// What an axis of a tensor is to the layers of ours, which have {channels, height, width} of one
/// sample. A sequence has its positions along the height.
enum class Role { batch, channels, height, width };

constexpr auto enum_rows(Role) {
  return enum_list<Role>({{Role::batch, "batch"},
                          {Role::channels, "channels"},
                          {Role::height, "height"},
                          {Role::width, "width"}});
}

/// Of each axis of a tensor the roles whose product it is, outermost first; none: its extent is 1.
using AxisRoles = std::vector<Role>;
using Roles = std::vector<AxisRoles>;
/// Axes of one role each.
[[nodiscard]] Roles single_roles(std::initializer_list<Role> roles);

/// How the axes of a tensor lie in what a layer gives for a sample. The elements of the layer,
/// counted by channel, row and column, are those of `pieces`, the first outermost; an axis of the
/// tensor is the product of some pieces and perhaps of the batch, outermost first. So reshaping and
/// transposing a tensor changes its view and moves nothing. Pieces of one element are in no axis.
class AxisView {
 public:
  using Piece = std::size_t;
  static constexpr Piece kBatch = std::numeric_limits<Piece>::max();
  using Axis = std::vector<Piece>;

  AxisView() = default;
  /// Of a layer's own axes.
  AxisView(const model::Shape& shape, const Roles& roles, std::uint64_t batch);
  /// Of pieces in the order of storage; axes name them by number.
  AxisView(std::vector<std::uint64_t> pieces, std::vector<Axis> axes, std::uint64_t batch);

  [[nodiscard]] const std::vector<Axis>& axes() const { return axes_; }
  [[nodiscard]] std::uint64_t extent(Piece piece) const;
  /// The product of an axis.
  [[nodiscard]] std::uint64_t extent_of(std::size_t axis) const;
  /// Pieces of more than one element in the order of storage.
  [[nodiscard]] std::vector<Piece> storage() const;
  [[nodiscard]] std::size_t place(Piece piece) const;
  /// The pieces of an axis without the batch.
  [[nodiscard]] Axis without_batch(std::size_t axis) const;
  [[nodiscard]] bool has_batch(std::size_t axis) const;

  /// The same elements with other axes; nothing where an axis would have parts of pieces that are
  /// no factors, or a part of the batch.
  [[nodiscard]] std::optional<AxisView> reshaped(const Extents& to) const;
  /// Axis i is the former axis order[i].
  [[nodiscard]] AxisView permuted(const std::vector<std::size_t>& order) const;
  /// Axes of one element go, or come at a place.
  void erase(std::size_t axis);
  void insert(std::size_t axis);

  /// The roles of the axes where pieces are the layer's channels, height and width as they are, and
  /// no axis has two of them.
  [[nodiscard]] std::optional<Roles> roles() const;

 private:
  class Reshaping;

  std::vector<std::uint64_t> extents_;  ///< by piece
  std::vector<Piece> storage_;          ///< outermost first
  std::vector<Axis> axes_;
  std::uint64_t batch_ = 1;
  bool is_own_ = false;  ///< pieces 0, 1, 2 are the layer's channels, height, width
};

/// Pieces that are to be channels, height and width, outermost first.
using Groups = std::array<AxisView::Axis, 3>;

/// Layers that lay elements out as wanted, each reading the one before, and the shape they end
/// with.
struct Arrangement {
  std::vector<model::Layer> layers;
  model::Shape shape;
};

/// The fewest of `reshape`, `transpose`, `reshape`; nothing where more than three blocks of
/// elements change places. `shape`: of the layer that the view is of.
[[nodiscard]] std::optional<Arrangement> arrangement(const AxisView& view,
                                                     const model::Shape& shape,
                                                     const Groups& groups);

}  // namespace metronome::importers
