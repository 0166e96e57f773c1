#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "arch/array/stepped_clock.hpp"
#include "arch/array/stepped_tile.hpp"
#include "sim/base/quantity.hpp"

namespace metronome::array {

/// Size of a stepped grid of inner-product units.
struct SerialGrid {
  std::uint64_t rows = 1, columns = 1;  ///< units along x and y
  std::uint64_t lanes = 1;
  std::uint64_t drain_outputs_per_cycle = 1;
  bool transposed = false;  ///< x comes from the weight buffer

  [[nodiscard]] std::uint64_t units() const { return rows * columns; }
  /// Clocks in which all outputs leave.
  [[nodiscard]] std::uint64_t scan_clocks() const {
    return ceil_div(units(), drain_outputs_per_cycle);
  }
};

/// What follows the multipliers of inner-product units, every register moving at every clock: an
/// adder tree with a register at each level, a shift register, an accumulator, a shadow
/// accumulator. Control words travel beside the data.
template <class Product>
class SumPipeline {
 public:
  struct Block {
    std::uint64_t x = 0, y = 0, rows = 0, columns = 0;
  };
  /// What goes through the pipeline with the sums of one clock.
  struct Control {
    bool valid = false;  ///< products of a step
    std::uint64_t shift = 0;
    bool scan = false;   ///< moves the next outputs from the shadow registers to the port
    bool latch = false;  ///< the block is complete: shadow takes the sums
    Block block{};       ///< of the latch
  };

  explicit SumPipeline(const SerialGrid& grid) : grid_(grid) {
    for (std::uint64_t width = grid.lanes;; width = ceil_div<std::uint64_t>(width, 2)) {
      widths_.push_back(width);
      tree_.emplace_back(grid.units() * width, 0);
      if (width == 1) {
        break;
      }
    }
    shifted_.resize(grid.units());
    sums_.resize(grid.units());
    shadow_.resize(grid.units());
    controls_.resize(tree_.size() + 1);
  }

  /// Empties the accumulators, between tiles.
  void clear() {
    shadow_block_ = {};
    scanned_ = 0;
    std::fill(sums_.begin(), sums_.end(), 0);
  }
  /// Product registers, unit by unit and lane by lane: to be written behind advance().
  [[nodiscard]] std::vector<Product>& products() { return tree_.front(); }

  /// All registers but the products take their next values, the last ones first.
  void advance(const TileView& tile, const Control& control, SteppedClock& clock) {
    clock.count(work(control));
    retire(tile, controls_.back());
    const std::vector<Product>& root = tree_.back();
    const std::uint64_t shift = controls_[controls_.size() - 2].shift;
    for (std::size_t u = 0; u < shifted_.size(); ++u) {
      shifted_[u] = static_cast<std::int64_t>(root[u]) * (std::int64_t{1} << shift);
    }
    for (std::size_t level = tree_.size() - 1; level > 0; --level) {
      add_pairs(level);
    }
    std::move_backward(controls_.begin(), controls_.end() - 1, controls_.end());
    controls_.front() = control;
  }
  /// Whether outputs are still on their way.
  [[nodiscard]] bool pending() const {
    return std::any_of(controls_.begin(), controls_.end(),
                       [](const Control& c) { return c.scan || c.latch; });
  }

  /// Registers of a unit: the product of lane 0, the tree's last level, accumulator and shadow.
  [[nodiscard]] std::int64_t product(std::uint64_t unit) const {
    return tree_.front()[unit * grid_.lanes];
  }
  [[nodiscard]] std::int64_t tree_sum(std::uint64_t unit) const { return tree_.back()[unit]; }
  [[nodiscard]] std::int64_t sum(std::uint64_t unit) const { return sums_[unit]; }
  [[nodiscard]] std::int64_t shadow(std::uint64_t unit) const { return shadow_[unit]; }

 private:
  /// Of the values that move at this clock: products, each level of the tree, shifted and
  /// accumulated sums, and sums that are complete.
  [[nodiscard]] ArrayWork work(const Control& entering) const {
    const std::uint64_t units = grid_.units();
    ArrayWork sum;
    sum += {.register_writes = entering.valid ? units * grid_.lanes : 0};
    for (std::size_t level = 1; level < widths_.size(); ++level) {
      if (controls_[level - 1].valid) {
        sum +=
            {.adds = units * (widths_[level - 1] / 2), .register_writes = units * widths_[level]};
      }
    }
    const Control& shifted = controls_[controls_.size() - 2];
    const Control& accumulated = controls_.back();
    sum += shifted.valid ? ArrayWork{.shifts = units, .register_writes = units} : ArrayWork{};
    sum += accumulated.valid ? ArrayWork{.adds = units, .register_writes = units} : ArrayWork{};
    sum += {.register_writes = accumulated.latch ? units : 0};
    return sum;
  }

  void add_pairs(std::size_t level) {
    const std::uint64_t from = widths_[level - 1];
    const std::uint64_t to = widths_[level];
    const std::vector<Product>& above = tree_[level - 1];
    std::vector<Product>& sums = tree_[level];
    for (std::uint64_t u = 0; u < grid_.units(); ++u) {
      for (std::uint64_t i = 0; i < to; ++i) {
        const Product second = 2 * i + 1 < from ? above[u * from + 2 * i + 1] : 0;
        sums[u * to + i] = above[u * from + 2 * i] + second;
      }
    }
  }

  /// The accumulators take the shifted sums; their control says what else happens.
  void retire(const TileView& tile, const Control& control) {
    for (std::size_t u = 0; u < sums_.size(); ++u) {
      sums_[u] += shifted_[u];
    }
    if (control.scan) {
      scan(tile);
    }
    if (control.latch) {
      shadow_.swap(sums_);
      std::fill(sums_.begin(), sums_.end(), 0);
      shadow_block_ = control.block;
      scanned_ = 0;
    }
  }

  void scan(const TileView& tile) {
    const std::uint64_t end = std::min(scanned_ + grid_.drain_outputs_per_cycle, grid_.units());
    for (; scanned_ < end; ++scanned_) {
      const std::uint64_t r = scanned_ / grid_.columns;
      const std::uint64_t c = scanned_ % grid_.columns;
      if (r < shadow_block_.rows && c < shadow_block_.columns) {
        tile.out.write(shadow_block_.x + r, shadow_block_.y + c, shadow_[scanned_],
                       tile.accumulate);
      }
    }
  }

  SerialGrid grid_;
  std::vector<std::vector<Product>> tree_;  ///< products, then each level of the adder tree
  std::vector<std::uint64_t> widths_;       ///< values per unit at each level
  std::vector<std::int64_t> shifted_, sums_, shadow_;
  std::vector<Control> controls_;  ///< beside product, tree and shift registers
  Block shadow_block_;
  std::uint64_t scanned_ = 0;
};

}  // namespace metronome::array
