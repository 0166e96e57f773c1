#include "arch/mapping/program.hpp"

#include <algorithm>
#include <utility>

#include "arch/mapping/block_scales.hpp"
#include "arch/mapping/load_engines.hpp"
#include "arch/mapping/loading.hpp"
#include "arch/mapping/near_update.hpp"
#include "arch/mapping/patches.hpp"
#include "arch/mapping/placement.hpp"
#include "arch/mapping/residency.hpp"

namespace metronome::mapping {
namespace {

/// Index of a step in the tile nest.
struct LoopIndex {
  std::uint64_t m = 0, n = 0, k = 0;
};

Range tile_range(std::uint64_t index, std::uint64_t tile, std::uint64_t extent) {
  return {index * tile, std::min((index + 1) * tile, extent)};
}

/// Makes the steps of a matrix job.
class MatrixProgrammer {
 public:
  MatrixProgrammer(const MatrixJob& job, const Mapping& mapping,
                   const arch::AcceleratorSpec& machine, std::vector<std::uint64_t> addresses,
                   const Gaps& gaps)
      : job_(job),
        mapping_(mapping),
        machine_(machine),
        gaps_(gaps),
        geometry_(job),
        scales_(job, mapping),
        tiles_(tile_counts(job, mapping)),
        of_image_(geometry_.tiles_of_image(mapping.cut)),
        gemm_(array_shape(job, mapping.unrolling)) {
    if (job.zero_points && machine.training.corrections == array::CorrectionUnit::array) {
      sums_ = sum_shapes(job);
    }
    Placement placement(machine, std::move(addresses));
    const std::uint64_t groups = job.convolution.groups;
    a_pitch_ = bytes_of_group(job.a);
    b_pitch_ = job.b_by_tiles() ? 0 : bytes_of_group(job.b);
    c_pitch_ = bytes_of_group(job.c);
    a_base_ = placement.place(Bytes(groups * a_pitch_));
    plane_pitch_ = round_up(groups * b_pitch_, machine.memory.device.bytes_per_burst().count());
    b_base_ = placement.place(job.b_planes() > 1 ? Bytes(job.b_planes() * plane_pitch_)
                              : job.b_by_tiles() ? job.b.bytes()
                                                 : Bytes(groups * b_pitch_));
    c_base_ = placement.place(Bytes(groups * c_pitch_));
    for (const Stream& s : job.epilogue.inputs) {
      side_in_.push_back(placement.place(s.bytes()));
    }
    for (const Stream& s : job.epilogue.outputs) {
      side_out_.push_back(placement.place(s.bytes()));
    }
    if (job.a_exponents) {
      a_exponent_base_ = placement.place(job.a_exponents->bytes());
    }
    if (job.b_exponents) {
      b_exponent_base_ = placement.place(job.b_exponents->bytes());
    }
    place_beside(placement, job.a_made, as_stored_a, a_beside_);
    place_beside(placement, job.b_made, as_stored_b, b_beside_);
    a_.push_back(lying(as_stored_a(job, job.a), job.a, a_base_, a_pitch_));
    for (unsigned plane = 0; plane < job.b_planes(); ++plane) {
      b_.push_back(lying(as_stored_b(job, job.b), job.b, b_base_ + plane * plane_pitch_, b_pitch_));
    }
    phases_ = phase_shapes(job, mapping.unrolling);
    taps_ = weight_gradient() ? geometry_.taps() : taps_on_array(job, mapping.unrolling);
  }

  Program run() {
    const std::uint64_t groups = job_.convolution.groups;
    program_.slots = groups > 1 ? BufferSlots{} : buffer_slots(tiles_, mapping_.order);
    program_.unrolling = mapping_.unrolling;
    program_.executor = job_.executor;
    const std::uint64_t most = (groups - gaps_.group.size()) * (tiles_.m - gaps_.m.size()) *
                               (tiles_.n - gaps_.n.size()) * (tiles_.k - gaps_.k.size());
    program_.steps.reserve(most / of_image_ * (of_image_ - gaps_.rows.size()));
    for (; group_ < groups; group_ = after(group_, gaps_.group)) {
      add_group();
    }
    return std::move(program_);
  }

 private:
  /// A tensor that lies as an operand does, and is read by its walk.
  struct Beside {
    Stream stream;
    Geometry geometry;    ///< as it is stored
    std::uint64_t k = 0;  ///< of its reduction
    std::uint64_t base = 0;
    std::uint64_t pitch = 0;
  };
  [[nodiscard]] static Beside lying(MatrixJob stored, const Stream& stream, std::uint64_t base,
                                    std::uint64_t pitch) {
    (stored.is_weight_gradient() ? stored.b : stored.a).bits = stream.bits;
    return {stream, Geometry(stored), trace::gemm_of(stored.convolution, stored.cls).k, base,
            pitch};
  }
  template <class AsStored>
  void place_beside(Placement& placement, const std::optional<MadeOperand>& made,
                    const AsStored& as_stored, std::vector<Beside>& list) const {
    if (!made) {
      return;
    }
    for (const Stream& stream : made->beside) {
      if (made->by_tiles) {
        list.push_back({stream, geometry_, 0, placement.place(stream.bytes()), 0});
        continue;
      }
      const std::uint64_t pitch = bytes_of_group(stream);
      list.push_back(lying(as_stored(job_, stream), stream,
                           placement.place(Bytes(job_.convolution.groups * pitch)), pitch));
    }
  }

  /// A group's elements begin at a byte of their own.
  [[nodiscard]] std::uint64_t bytes_of_group(const Stream& stream) const {
    const std::uint64_t elements =
        exact_div<std::uint64_t>(stream.elements, job_.convolution.groups);
    return Stream{stream.role, elements, stream.bits}.bytes().count();
  }

  /// The iteration behind `index`, or behind the gap that begins there.
  [[nodiscard]] static std::uint64_t after(std::uint64_t index, const Range& gap) {
    return index + 1 == gap.begin ? std::max(gap.end, index + 1) : index + 1;
  }

  /// The same of the loop over pixels, for which rows of each image may be left out, too.
  [[nodiscard]] std::uint64_t after_pixels(std::uint64_t index, const Range& gap) const {
    const bool at_gap = gaps_.rows.size() > 0 && index % of_image_ + 1 == gaps_.rows.begin;
    return after(at_gap ? index + gaps_.rows.size() : index, gap);
  }
  [[nodiscard]] std::uint64_t after_m(std::uint64_t index) const {
    return weight_gradient() ? after(index, gaps_.m) : after_pixels(index, gaps_.m);
  }
  [[nodiscard]] std::uint64_t after_k(std::uint64_t index) const {
    return weight_gradient() ? after_pixels(index, gaps_.k) : after(index, gaps_.k);
  }

  void add_group() {
    first_of_group_ = true;
    const bool m_outer = mapping_.order == LoopOrder::m_outer;
    const std::uint64_t outer = m_outer ? tiles_.m : tiles_.n;
    const std::uint64_t inner = m_outer ? tiles_.n : tiles_.m;
    const auto after_n = [&](std::uint64_t index) { return after(index, gaps_.n); };
    for (std::uint64_t o = 0; o < outer; o = m_outer ? after_m(o) : after_n(o)) {
      for (std::uint64_t i = 0; i < inner; i = m_outer ? after_n(i) : after_m(i)) {
        for (std::uint64_t k = 0; k < tiles_.k; k = after_k(k)) {
          add(m_outer ? LoopIndex{o, i, k} : LoopIndex{i, o, k});
        }
      }
    }
  }

  [[nodiscard]] bool weight_gradient() const {
    return job_.cls == trace::OperationClass::weight_gradient;
  }

  void add(const LoopIndex& at) {
    TileStep step;
    const Range m = tile_range(at.m, mapping_.tile.m, gemm_.m);
    const Range n = tile_range(at.n, mapping_.tile.n, gemm_.n);
    const Range k = tile_range(at.k, mapping_.tile.k, gemm_.k);
    const bool first = std::exchange(first_of_group_, false);
    if (first || at.m != last_.m || at.k != last_.k) {
      load(step.input_loads, job_.a, [&] { return load_a(at, m, k, a_.front()); });
      for (const Beside& one : a_beside_) {
        load(step.input_loads, one.stream, [&] { return load_a(at, m, k, one); });
      }
      if (!job_.a_made) {
        load_scales(step.input_loads, job_.a_exponents, a_exponent_base_,
                    scales_.of_a(group_, at.m, at.k));
      }
      step.input_work = loading(job_.a_loading, elements_of_a(at, m, k));
    }
    if (first || at.n != last_.n || at.k != last_.k) {
      load_weights(step, at, n, k);
    }
    step.opens_output = at.k == 0;
    step.closes_output = at.k + 1 == tiles_.k;
    const array::Tile tile{{m.size(), n.size(), k.size()}, at.k > 0, {m.begin, n.begin, k.begin}};
    for (std::uint64_t i = 0; i < phases_.size(); ++i) {
      add_tiles(step, at, tile, i);
    }
    if (const auto sums = scaled_sums_per_result(job_, mapping_.unrolling, k.size()); sums > 0) {
      step.vector_work = {m.size() * n.size() * sums, 2.0};
    }
    if (step.closes_output) {
      push(step.stores, job_.c.role, store_c(m, n));
      add_epilogue(step, at.n == 0, m, n);
    }
    program_.steps.push_back(std::move(step));
    last_ = at;
  }

  void load_weights(TileStep& step, const LoopIndex& at, const Range& n, const Range& k) const {
    const std::uint64_t tile = at.n * tiles_.k + at.k;
    const std::uint64_t tiles = tiles_.n * tiles_.k;
    const auto operand = [&](const Stream& stream, std::uint64_t base, const auto& transfers) {
      if (job_.b_by_tiles()) {
        load(step.weight_loads, stream, [&] { return share_of_tile(stream, base, tile, tiles); });
      } else {
        load(step.weight_loads, stream, transfers);
      }
    };
    operand(job_.b, b_base_, [&] { return load_b(at, n, k); });
    for (const Beside& one : b_beside_) {
      operand(one.stream, one.base, [&] { return load_b(at, n, k, one); });
    }
    if (!job_.b_made) {
      load_scales(step.weight_loads, job_.b_exponents, b_exponent_base_,
                  scales_.of_b(group_, at.n, at.k));
    }
    const std::uint64_t elements = elements_of_b(at, n, k);
    step.weight_work = loading(job_.b_loading, elements);
    if (job_.b_made && job_.b_made->engine) {
      step.made_weights = elements;
      step.load_engine_cycles = engine_cycles(job_.b_made, elements, machine_.load_path);
    }
  }

  /// A phase's part of a tile, and the sums that the array forms of it: of A's tile once for its
  /// row of C, of B's once for its column.
  void add_tiles(TileStep& step, const LoopIndex& at, const array::Tile& whole,
                 std::uint64_t phase) const {
    array::Tile tile = whole;
    tile.shape = phase_tile(job_, mapping_, phases_[phase], whole.shape);
    tile.origin = phase_tile(job_, mapping_, phases_[phase], whole.origin);
    tile.stride_phase = phase;
    if (step.tile) {
      step.phases.push_back(tile);
    } else {
      step.tile = tile;
    }
    if (!sums_.empty() && at.n == 0) {
      array::Tile sums = tile;
      sums.part = array::TilePart::row_sums;
      sums.shape.n = sums_[phase].row_width;
      step.sums.push_back(sums);
    }
    if (!sums_.empty() && at.m == 0) {
      array::Tile sums = tile;
      sums.part = array::TilePart::column_sums;
      sums.shape.m = sums_[phase].column_height;
      step.sums.push_back(sums);
    }
  }

  static void load_scales(std::vector<StreamTransfer>& list, const std::optional<Stream>& scales,
                          std::uint64_t base, const ScaleShare& share) {
    if (scales) {
      push(list, scales->role,
           stream_share(*scales, base, share.part, share.whole, dram::Direction::read));
    }
  }
  /// Of a stream that lies tile by tile, so many a group.
  [[nodiscard]] dram::Transfer share_of_tile(const Stream& stream, std::uint64_t base,
                                             std::uint64_t tile, std::uint64_t tiles) const {
    const std::uint64_t first = group_ * tiles + tile;
    return stream_share(stream, base, {first, first + 1}, job_.convolution.groups * tiles,
                        dram::Direction::read);
  }

  /// Streams that go by results take the tile's; others come (go) with the first tile of its rows.
  void add_epilogue(TileStep& step, bool first_of_rows, const Range& m, const Range& n) const {
    const auto add = [&](std::vector<StreamTransfer>& list, const Stream& s, std::uint64_t base,
                         dram::Direction direction) {
      if (s.held) {
        return;
      }
      if (goes_by_results(job_, s)) {
        const std::uint64_t pitch = bytes_of_group(s);
        push(list, s.role,
             matrix_transfer(gemm_.n, s.bits, base + group_ * pitch, m, n, direction));
      } else if (first_of_rows) {
        push(list, s.role,
             stream_share(s, base, {group_ * gemm_.m + m.begin, group_ * gemm_.m + m.end},
                          job_.convolution.groups * gemm_.m, direction));
      }
    };
    for (std::size_t i = 0; i < side_in_.size(); ++i) {
      add(step.side_loads, job_.epilogue.inputs[i], side_in_[i], dram::Direction::read);
    }
    for (std::size_t i = 0; i < side_out_.size(); ++i) {
      add(step.stores, job_.epilogue.outputs[i], side_out_[i], dram::Direction::write);
    }
    if (const ElementCost cost = job_.epilogue.cost(); cost.any()) {
      step.epilogue = {m.size() * n.size(), cost.operations(), 0, cost.units};
    }
  }

  using Transfers = std::vector<dram::Transfer>;

  static void push(std::vector<StreamTransfer>& list, trace::Role role,
                   const dram::Transfer& transfer) {
    if (!transfer.empty()) {
      list.push_back({role, transfer});
    }
  }
  static void push(std::vector<StreamTransfer>& list, trace::Role role,
                   const Transfers& transfers) {
    for (const dram::Transfer& transfer : transfers) {
      push(list, role, transfer);
    }
  }

  /// What lies on chip crosses no pins.
  template <class Load>
  static void load(std::vector<StreamTransfer>& list, const Stream& stream, const Load& transfers) {
    if (!stream.held) {
      push(list, stream.role, transfers());
    }
  }

  /// The channels behind a range of the dimension that unites channels and taps.
  [[nodiscard]] Range channels(const Range& range) const {
    return {range.begin / taps_, range.end / taps_};
  }

  [[nodiscard]] std::uint64_t base_of(std::uint64_t tensor, std::uint64_t pitch) const {
    return tensor + group_ * pitch;
  }

  /// Of a tile those that a tensor has; others fill it up.
  [[nodiscard]] static Range inside(const Range& range, std::uint64_t extent) {
    return {std::min(range.begin, extent), std::min(range.end, extent)};
  }

  [[nodiscard]] Transfers load_a(const LoopIndex& at, const Range& m, const Range& k,
                                 const Beside& one) const {
    const std::uint64_t base = base_of(one.base, one.pitch);
    if (weight_gradient()) {
      return {matrix_transfer(gemm_.m, one.stream.bits, base, inside(k, one.k), m,
                              dram::Direction::read)};
    }
    const Range c = inside(channels(k), one.geometry.window().channels);
    return c.size() == 0 ? Transfers{}
                         : window_transfers(one.geometry, mapping_.cut, at.m, base, c);
  }

  [[nodiscard]] Transfers load_b(const LoopIndex& at, const Range& n, const Range& k) const {
    Transfers all;
    for (unsigned plane = 0; plane < job_.b_planes(); ++plane) {
      const Transfers one = load_b(at, n, k, b_[plane]);
      all.insert(all.end(), one.begin(), one.end());
    }
    return all;
  }
  [[nodiscard]] Transfers load_b(const LoopIndex& at, const Range& n, const Range& k,
                                 const Beside& one) const {
    const std::uint64_t base = base_of(one.base, one.pitch);
    if (weight_gradient()) {
      return at.k < one.geometry.tiles(mapping_.cut)
                 ? window_transfers(one.geometry, mapping_.cut, at.k, base, channels(n))
                 : Transfers{};
    }
    const Range c = inside(channels(k), one.geometry.window().channels);
    const Range rows{c.begin * geometry_.taps(), c.end * geometry_.taps()};
    return {matrix_transfer(gemm_.n, one.stream.bits, base, rows, n, dram::Direction::read)};
  }

  [[nodiscard]] static vector::ElementWork loading(const ElementCost& cost,
                                                   std::uint64_t elements) {
    return cost.any() ? vector::ElementWork{elements, cost.operations(), 0, cost.units}
                      : vector::ElementWork{};
  }
  [[nodiscard]] std::uint64_t window_elements(std::uint64_t tile, const Range& range) const {
    return geometry_.rows_read(mapping_.cut, tile) * geometry_.window().width *
           channels(range).size();
  }
  [[nodiscard]] std::uint64_t elements_of_a(const LoopIndex& at, const Range& m,
                                            const Range& k) const {
    return weight_gradient() ? m.size() * k.size() : window_elements(at.m, k);
  }
  [[nodiscard]] std::uint64_t elements_of_b(const LoopIndex& at, const Range& n,
                                            const Range& k) const {
    return weight_gradient() ? window_elements(at.k, n)
                             : channels(k).size() * geometry_.taps() * n.size();
  }

  [[nodiscard]] dram::Transfer store_c(const Range& m, const Range& n) const {
    return matrix_transfer(gemm_.n, job_.c.bits, base_of(c_base_, c_pitch_), m, n,
                           dram::Direction::write);
  }

  const MatrixJob& job_;
  const Mapping& mapping_;
  const arch::AcceleratorSpec& machine_;
  const Gaps& gaps_;
  Geometry geometry_;
  BlockScales scales_;
  TileCounts tiles_;
  std::uint64_t of_image_;  ///< tiles
  array::GemmShape gemm_;
  std::vector<SumShape> sums_;  ///< of each phase; empty where the array forms none
  std::uint64_t taps_ = 1;
  std::uint64_t plane_pitch_ = 0;  ///< bytes from one plane of b to the next
  std::uint64_t a_base_ = 0, b_base_ = 0, c_base_ = 0;
  std::uint64_t a_exponent_base_ = 0, b_exponent_base_ = 0;
  std::vector<std::uint64_t> side_in_, side_out_;  ///< addresses of the epilogue's streams
  std::vector<Beside> a_, b_;                      ///< the operands, one; as many as b has planes
  std::vector<Beside> a_beside_, b_beside_;
  std::vector<PhaseShape> phases_;
  std::uint64_t a_pitch_ = 0, b_pitch_ = 0, c_pitch_ = 0;  ///< bytes from one group to the next
  std::uint64_t group_ = 0;
  bool first_of_group_ = true;
  LoopIndex last_;
  Program program_;
};

}  // namespace

Program matrix_program(const MatrixJob& job, const Mapping& mapping,
                       const arch::AcceleratorSpec& machine, std::vector<std::uint64_t> addresses,
                       const Gaps& gaps) {
  return MatrixProgrammer(job, mapping, machine, std::move(addresses), gaps).run();
}

arch::AcceleratorSpec with_room(const arch::AcceleratorSpec& machine) {
  arch::AcceleratorSpec roomy = machine;
  roomy.memory.device.rows = std::max(machine.memory.device.rows, 1U << 31);
  return roomy;
}

}  // namespace metronome::mapping
