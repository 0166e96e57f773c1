#include "arch/array/analytic.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "sim/base/quantity.hpp"

namespace metronome::array {
namespace {

using Count = std::uint64_t;

/// So many pieces of one size.
struct Group {
  Count size = 0;
  Count count = 0;
};

/// The distinct piece sizes of one dimension, at most four.
struct Groups {
  std::array<Group, 4> items{};
  std::size_t used = 0;

  void add(Count size, Count count) {
    if (size > 0 && count > 0) {
      items[used++] = {size, count};
    }
  }
  [[nodiscard]] std::span<const Group> all() const { return {items.data(), used}; }
  [[nodiscard]] Count pieces() const {
    Count sum = 0;
    for (const Group& g : all()) {
      sum += g.count;
    }
    return sum;
  }
};

/// Tiles of a dimension.
Groups tiles_of(Count extent, Count tile) {
  Groups g;
  g.add(tile, extent / tile);
  g.add(extent % tile, 1);
  return g;
}

/// Blocks of `unroll` inside the tiles of a dimension: whole tiles and the ragged last tile each
/// have whole blocks and at most one ragged block.
Groups blocks_of(Count extent, Count tile, Count unroll) {
  Groups g;
  const Count whole_tiles = extent / tile;
  const Count last = extent % tile;
  g.add(unroll, whole_tiles * (tile / unroll) + last / unroll);
  g.add(tile % unroll, whole_tiles);
  g.add(last % unroll, 1);
  return g;
}

Count excess(Count needed, Count window) { return needed > window ? needed - window : 0; }

/// A pass of the closed form: cycles of one pass over r rows, c columns and a stream of length l.
struct PassForm {
  const Unrolling& u;
  Feed x, y;
  Count output_port, accumulator_bits;
  bool shared_output_port;

  [[nodiscard]] bool os() const { return u.kind == Unrolling::Kind::output_stationary; }
  [[nodiscard]] StreamClocks stream(const PassBlock& block) const {
    if (u.stream_time) {
      return u.stream_time->clocks(block);
    }
    return {ceil_div(block.length, os() ? u.depth : 1) * u.cycles_per_step, 0};
  }
  /// Adds so many passes like this one; `again`: they take up partial sums.
  void add(ArrayUse& use, const PassBlock& block, Count passes, bool again) const {
    if (passes == 0) {
      return;
    }
    const StreamClocks clocks = stream(block);
    const Count window = std::max(clocks.total(), u.minimum_pass_cycles);
    use.busy_cycles += passes * clocks.busy;
    use.synchronisation_cycles += passes * clocks.synchronisation;
    use.fill_drain_cycles +=
        passes * (u.preload_cycles + (window - clocks.total()) + u.skew_cycles);
    use.port_stall_cycles +=
        passes * port_stall(block.rows, block.columns, block.length, window, again);
  }
  /// Cycles of a way for so many rows (columns) of k elements, each of which `users` PEs take.
  [[nodiscard]] Count way(const Feed& feed, Count outer, Count k, Count users) const {
    const Count bits = outer * (k * feed.element_bits + u.exponents(k));
    const Count port = ceil_div(bits * (feed.multicast ? 1 : users), feed.port_bits);
    return feed.transposed == 0 ? port : std::max(port, ceil_div(outer * k, feed.transposed));
  }
  /// `w`: the window of the stream; `again`: partial sums are taken up.
  [[nodiscard]] Count port_stall(Count r, Count c, Count l, Count w, bool again) const {
    const Count outputs =
        (os() ? r : l) * c * accumulator_bits * (again && shared_output_port ? 2 : 1);
    const Count k = os() ? l : r;
    const Count stream = std::max(excess(way(x, os() ? r : l, k, c), w),
                                  excess(ceil_div(outputs, output_port), w + u.skew_cycles));
    const Count y_cycles = way(y, c, k, os() ? r : 1);
    if (os() || u.preload_cycles == 0) {
      return std::max(stream, excess(y_cycles, w));
    }
    return stream + excess(y_cycles, u.preload_cycles);
  }
};

/// A dimension that is cut into tiles, and these into blocks.
struct Cut {
  Count extent, tile, block;
};

/// The blocks of a dimension, in order: whole ones, and a ragged one at each tile's end.
std::vector<std::pair<Count, Count>> places_of(const Cut& cut) {
  std::vector<std::pair<Count, Count>> places;
  for (Count at = 0; at < cut.extent; at += places.back().second) {
    const Count end = std::min((at / cut.tile + 1) * cut.tile, cut.extent);
    places.emplace_back(at, std::min(cut.block, end - at));
  }
  return places;
}

/// Passes that take different times, each by itself.
void add_by_place(const PassForm& pass, ArrayUse& use, const Cut& x, const Cut& y, const Cut& k,
                  Count stride_phase) {
  for (const auto& [k_at, length] : places_of(k)) {
    for (const auto& [x_at, rows] : places_of(x)) {
      for (const auto& [y_at, columns] : places_of(y)) {
        pass.add(use, {rows, columns, length, x_at, y_at, k_at, stride_phase}, 1, k_at > 0);
      }
    }
  }
}

/// Passes of equal blocks together. The first piece of the reduction (the first stream, or the
/// first rows) takes up no partial sums.
void add_by_group(const PassForm& pass, ArrayUse& use, const Groups& rows, const Groups& columns,
                  const Groups& streams, Count first) {
  bool begun = false;
  for (const Group& k : (pass.os() ? streams : rows).all()) {
    const Count fresh = !begun && k.size == first ? 1 : 0;
    begun |= fresh > 0;
    for (const Group& outer : (pass.os() ? rows : streams).all()) {
      for (const Group& c : columns.all()) {
        const PassBlock block{pass.os() ? outer.size : k.size, c.size,
                              pass.os() ? k.size : outer.size};
        const Count passes = outer.count * c.count;
        pass.add(use, block, passes * fresh, false);
        pass.add(use, block, passes * (k.count - fresh), true);
      }
    }
  }
}

/// How often an element is read: once for each block of the other dimension, or once for each of
/// that dimension's elements.
Count reads_of(const Feed& feed, const Groups& blocks, Count elements) {
  return feed.multicast ? blocks.pieces() : elements;
}

}  // namespace

ArrayUse analytic_use(const Unrolling& u, const Ports& ports, const GemmShape& gemm,
                      const TileShape& tile, std::uint64_t stride_phase) {
  const bool os = u.kind == Unrolling::Kind::output_stationary;
  const Count x = u.transposed ? gemm.n : gemm.m;
  const Count y = u.transposed ? gemm.m : gemm.n;
  const Count tile_x = std::min(x, u.transposed ? tile.n : tile.m);
  const Count tile_y = std::min(y, u.transposed ? tile.m : tile.n);
  const Count tile_k = std::min(gemm.k, tile.k);
  const PassForm pass{u,
                      x_feed(u, ports),
                      y_feed(u, ports),
                      ports.output_bits,
                      ports.accumulator_bits,
                      ports.shared_output_port};

  const Groups rows = os ? blocks_of(x, tile_x, u.rows) : blocks_of(gemm.k, tile_k, u.rows);
  const Groups columns = blocks_of(y, tile_y, u.columns);
  const Groups streams = os ? tiles_of(gemm.k, tile_k) : tiles_of(x, tile_x);
  const Count tiles = ceil_div(x, tile_x) * ceil_div(y, tile_y) * ceil_div(gemm.k, tile_k);

  ArrayUse use;
  use.fill_drain_cycles = tiles * u.tile_latency_cycles;
  use.work = u.tile_work * tiles;
  use.work += u.pass_work * (streams.pieces() * rows.pieces() * columns.pieces());
  if (u.stream_time && u.stream_time->by_place()) {
    add_by_place(pass, use, {x, tile_x, u.rows}, {y, tile_y, u.columns}, {gemm.k, tile_k, tile_k},
                 stride_phase);
  } else {
    add_by_group(pass, use, rows, columns, streams, os ? tile_k : std::min(u.rows, tile_k));
  }
  use.work += u.cycle_work * (use.busy_cycles + use.synchronisation_cycles);
  // Operands: each x element streams once for every block of columns; y likewise for blocks of rows
  // (output stationary), or once for every tile of the stream (stationary).
  Count exponents = 0;  // of one row of x, or one column of y
  for (const Group& k : (os ? streams : rows).all()) {
    exponents += k.count * u.exponents(k.size);
  }
  const Count x_bits =
      x * (gemm.k * pass.x.element_bits + exponents) * reads_of(pass.x, columns, y);
  const Count y_bits = y * (gemm.k * pass.y.element_bits + exponents) *
                       (os ? reads_of(pass.y, rows, x) : streams.pieces());
  use.input_read_bits = u.transposed ? y_bits : x_bits;
  use.weight_read_bits = u.transposed ? x_bits : y_bits;
  // Outputs: written once for every piece of the reduction, taken up for all but the first.
  const Count reductions = os ? streams.pieces() : rows.pieces();
  use.output_write_bits = x * y * ports.accumulator_bits * reductions;
  use.output_read_bits = x * y * ports.accumulator_bits * (reductions - 1);
  return use;
}

std::uint64_t least_cycles(const Unrolling& u, const GemmShape& gemm) {
  if (u.stream_time) {
    return 0;
  }
  const bool os = u.kind == Unrolling::Kind::output_stationary;
  const Count x = u.transposed ? gemm.n : gemm.m;
  const Count y = u.transposed ? gemm.m : gemm.n;
  const Count steps = os ? ceil_div(gemm.k, u.depth) : x;
  return ceil_div(os ? x : gemm.k, u.rows) * ceil_div(y, u.columns) * steps * u.cycles_per_step;
}

}  // namespace metronome::array
