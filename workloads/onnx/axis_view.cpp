#include "workloads/onnx/axis_view.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::importers {
namespace {

std::uint64_t extent_of_role(const model::Shape& shape, Role role, std::uint64_t batch) {
  switch (role) {
    case Role::batch:
      return batch;
    case Role::channels:
      return shape.channels;
    case Role::height:
      return shape.height;
    case Role::width:
      return shape.width;
  }
  fail_no_enumerator(role);
}

/// Pieces of a layer's own axes are numbered as roles are, without the batch.
AxisView::Piece piece_of(Role role) {
  return role == Role::batch ? AxisView::kBatch : enum_index(role) - 1;
}

}  // namespace

Roles single_roles(std::initializer_list<Role> roles) {
  Roles axes;
  for (const Role role : roles) {
    axes.push_back({role});
  }
  return axes;
}

AxisView::AxisView(const model::Shape& shape, const Roles& roles, std::uint64_t batch)
    : extents_{shape.channels, shape.height, shape.width},
      storage_{0, 1, 2},
      batch_(batch),
      is_own_(true) {
  for (const AxisRoles& own : roles) {
    Axis& axis = axes_.emplace_back();
    for (const Role role : own) {
      if (role == Role::batch || extent_of_role(shape, role, batch) > 1) {
        axis.push_back(piece_of(role));
      }
    }
  }
}

AxisView::AxisView(std::vector<std::uint64_t> pieces, std::vector<Axis> axes, std::uint64_t batch)
    : extents_(std::move(pieces)), axes_(std::move(axes)), batch_(batch) {
  for (Piece piece = 0; piece < extents_.size(); ++piece) {
    storage_.push_back(piece);
  }
  for (Axis& axis : axes_) {
    std::erase_if(axis, [&](Piece piece) { return piece != kBatch && extents_[piece] == 1; });
  }
}

std::uint64_t AxisView::extent(Piece piece) const {
  return piece == kBatch ? batch_ : extents_.at(piece);
}

std::uint64_t AxisView::extent_of(std::size_t axis) const {
  std::uint64_t product = 1;
  for (const Piece piece : axes_[axis]) {
    product *= extent(piece);
  }
  return product;
}

std::vector<AxisView::Piece> AxisView::storage() const {
  std::vector<Piece> pieces;
  std::copy_if(storage_.begin(), storage_.end(), std::back_inserter(pieces),
               [&](Piece piece) { return extents_[piece] > 1; });
  return pieces;
}

std::size_t AxisView::place(Piece piece) const {
  return static_cast<std::size_t>(std::find(storage_.begin(), storage_.end(), piece) -
                                  storage_.begin());
}

AxisView::Axis AxisView::without_batch(std::size_t axis) const {
  Axis pieces = axes_[axis];
  std::erase(pieces, kBatch);
  return pieces;
}

bool AxisView::has_batch(std::size_t axis) const {
  return std::find(axes_[axis].begin(), axes_[axis].end(), kBatch) != axes_[axis].end();
}

/// Takes pieces in the order of the axes and deals them out to others, cutting them where needed.
class AxisView::Reshaping {
 public:
  explicit Reshaping(const AxisView& view) : view_(view) {
    for (const Axis& axis : view.axes_) {
      rest_.insert(rest_.end(), axis.begin(), axis.end());
    }
    view_.axes_.clear();
  }

  std::optional<AxisView> run(const Extents& to) {
    for (const std::int64_t extent : to) {
      if (!deal(static_cast<std::uint64_t>(extent))) {
        return std::nullopt;
      }
    }
    if (next_ < rest_.size() && !view_.axes_.empty()) {  // a batch of one sample
      view_.axes_.back().insert(view_.axes_.back().end(), next(), rest_.end());
    }
    return view_;
  }

 private:
  [[nodiscard]] std::vector<Piece>::iterator next() {
    return rest_.begin() + static_cast<std::ptrdiff_t>(next_);
  }

  /// One axis.
  bool deal(std::uint64_t extent) {
    Axis& axis = view_.axes_.emplace_back();
    std::uint64_t wanted = extent;
    while (next_ < rest_.size() && (wanted > 1 || (axis.empty() && is_batch_of_one()))) {
      const Piece piece = rest_[next_];
      const std::uint64_t has = view_.extent(piece);
      if (has > 0 && wanted % has == 0) {
        wanted /= has;
        ++next_;
      } else if (piece != kBatch && has % wanted == 0) {
        cut(piece, wanted);
        wanted = 1;
      } else {
        return false;
      }
      axis.push_back(piece);
    }
    return wanted == 1;
  }

  [[nodiscard]] bool is_batch_of_one() const { return rest_[next_] == kBatch && view_.batch_ == 1; }

  /// The next piece keeps its outer part; the inner one comes next.
  void cut(Piece piece, std::uint64_t outer) {
    const Piece inner = view_.extents_.size();
    view_.extents_.push_back(view_.extents_[piece] / outer);
    view_.extents_[piece] = outer;
    view_.storage_.insert(
        view_.storage_.begin() + static_cast<std::ptrdiff_t>(view_.place(piece)) + 1, inner);
    view_.is_own_ = false;
    rest_[next_] = inner;
  }

  AxisView view_;
  std::vector<Piece> rest_;
  std::size_t next_ = 0;
};

std::optional<AxisView> AxisView::reshaped(const Extents& to) const {
  return Reshaping(*this).run(to);
}

AxisView AxisView::permuted(const std::vector<std::size_t>& order) const {
  AxisView view = *this;
  for (std::size_t i = 0; i < order.size(); ++i) {
    view.axes_[i] = axes_.at(order[i]);
  }
  return view;
}

void AxisView::erase(std::size_t axis) {
  METRONOME_ASSERT(axes_.at(axis).empty(), "only axes of one element go");
  axes_.erase(axes_.begin() + static_cast<std::ptrdiff_t>(axis));
}

void AxisView::insert(std::size_t axis) {
  axes_.insert(axes_.begin() + static_cast<std::ptrdiff_t>(axis), Axis{});
}

std::optional<Roles> AxisView::roles() const {
  if (!is_own_) {
    return std::nullopt;
  }
  Roles roles;
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    if (without_batch(axis).size() > 1) {
      return std::nullopt;
    }
    AxisRoles& own = roles.emplace_back();
    for (const Piece piece : axes_[axis]) {
      own.push_back(piece == kBatch ? Role::batch : kEnumValues<Role>[piece + 1]);
    }
  }
  return roles;
}

namespace {

model::Shape shape_of(const std::vector<std::uint64_t>& extents) {
  const auto at = [&](std::size_t i) { return i < extents.size() ? extents[i] : 1; };
  return {at(0), at(1), at(2)};
}

model::Reshape reshape_to(const model::Shape& shape) {
  model::Reshape layer;
  layer.height = shape.height;
  layer.width = shape.width;
  layer.channels = shape.height == 1 && shape.width == 1 ? 0 : shape.channels;
  return layer;
}

/// Pieces that stay together.
struct Block {
  std::size_t place;  ///< of the first, in storage
  std::uint64_t extent;
};

/// In the order that is wanted.
std::vector<Block> blocks_of(const AxisView& view, const Groups& groups) {
  const std::vector<AxisView::Piece> storage = view.storage();
  std::vector<Block> blocks;
  std::size_t last = 0;
  for (const AxisView::Axis& group : groups) {
    for (const AxisView::Piece piece : group) {
      const auto at = static_cast<std::size_t>(std::find(storage.begin(), storage.end(), piece) -
                                               storage.begin());
      if (!blocks.empty() && at == last + 1) {
        blocks.back().extent *= view.extent(piece);
      } else {
        blocks.push_back({at, view.extent(piece)});
      }
      last = at;
    }
  }
  return blocks;
}

}  // namespace

std::optional<Arrangement> arrangement(const AxisView& view, const model::Shape& shape,
                                       const Groups& groups) {
  const std::vector<Block> wanted = blocks_of(view, groups);
  if (wanted.size() > 3) {
    return std::nullopt;
  }
  Arrangement made{{}, shape};
  const auto reshape = [&](const model::Shape& to) {
    if (to != made.shape) {
      made.layers.emplace_back(reshape_to(to));
      made.shape = to;
    }
  };
  if (wanted.size() > 1) {
    std::vector<Block> stored = wanted;
    std::sort(stored.begin(), stored.end(),
              [](const Block& a, const Block& b) { return a.place < b.place; });
    std::vector<std::uint64_t> extents, turned;
    model::Transpose layer;
    layer.order = {model::Axis::channels, model::Axis::height, model::Axis::width};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      extents.push_back(stored[i].extent);
      turned.push_back(wanted[i].extent);
      const auto from = std::find_if(stored.begin(), stored.end(), [&](const Block& block) {
        return block.place == wanted[i].place;
      });
      layer.order[i] = kEnumValues<model::Axis>[static_cast<std::size_t>(from - stored.begin())];
    }
    reshape(shape_of(extents));
    made.layers.emplace_back(layer);
    made.shape = shape_of(turned);
  }
  std::vector<std::uint64_t> products;
  for (const AxisView::Axis& group : groups) {
    std::uint64_t product = 1;
    for (const AxisView::Piece piece : group) {
      product *= view.extent(piece);
    }
    products.push_back(product);
  }
  reshape(shape_of(products));
  return made;
}

}  // namespace metronome::importers
