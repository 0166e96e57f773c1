#include "arch/array/stepped.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "arch/array/stepped_binary_overlay.hpp"
#include "arch/array/stepped_blocks.hpp"
#include "arch/array/stepped_floats.hpp"
#include "arch/array/stepped_pipelined.hpp"
#include "arch/array/stepped_serial.hpp"
#include "arch/array/stepped_systolic.hpp"
#include "arch/array/stepped_terms.hpp"
#include "arch/array/stepped_two_in_one.hpp"

namespace metronome::array {

/// A stepped machine behind two calls.
struct SteppedRunner {
  std::function<ArrayUse(const TileView&, SteppedCounts&)> run;
  PeProbe probe;
};

namespace {

using Runner = SteppedRunner;

/// `run` takes the machine and a tile.
template <class M, class Run>
Runner runner(const std::shared_ptr<M>& machine, std::uint64_t rows, std::uint64_t columns,
              const Run& run) {
  return {
      [machine, run](const TileView& tile, SteppedCounts& counts) {
        const ArrayUse use = run(*machine, tile);
        counts = machine->counts();
        return use;
      },
      {rows, columns, machine->pe_signals(),
       [machine](std::uint64_t row, std::uint64_t column) { return machine->sample(row, column); },
       [machine](ClockWatch* watch) { machine->watch(watch); }}};
}

template <class Pe>
Runner systolic_runner(const SystolicGrid& grid, const Pe& pe, const Ports& ports,
                       Unrolling::Kind kind) {
  const auto run = [kind](auto& array, const TileView& tile) {
    return kind == Unrolling::Kind::output_stationary ? array.run_output_stationary(tile)
                                                      : array.run_stationary_operand(tile);
  };
  if (overlaps(kind, grid.pipelined_passes, grid.double_buffered_weights)) {
    return runner(std::make_shared<PipelinedSystolic<Pe>>(grid, pe, ports), grid.rows, grid.columns,
                  run);
  }
  return runner(std::make_shared<SteppedSystolic<Pe>>(grid, pe, ports), grid.rows, grid.columns,
                run);
}

Runner serial_runner(const SerialGrid& grid, const SerialOrder& order, const Ports& ports) {
  return runner(
      std::make_shared<SteppedSerial>(grid, ports), grid.rows, grid.columns,
      [order](SteppedSerial& array, const TileView& tile) { return array.run(tile, order); });
}

/// What every family is told of a GEMM.
struct Walk {
  const Unrolling& direction;
  const Ports& ports;
  Operands operands;

  [[nodiscard]] int x_bits() const {
    return direction.transposed ? operands.b_bits : operands.a_bits;
  }
  [[nodiscard]] int y_bits() const {
    return direction.transposed ? operands.a_bits : operands.b_bits;
  }
};

Runner runner_of(const SystolicSpec& s, const Walk& walk) {
  return systolic_runner({.rows = s.rows,
                          .columns = s.columns,
                          .double_buffered_weights = s.double_buffered_weights,
                          .transposed = walk.direction.transposed,
                          .pipelined_passes = s.pipelined_passes},
                         FixedPe(s.operand_bits), walk.ports, walk.direction.kind);
}

Runner runner_of(const SpatialFusionSpec& s, const Walk& walk) {
  const SystolicSpec elements = element_grid(s);
  const SystolicGrid grid{.rows = elements.rows,
                          .columns = elements.columns,
                          .double_buffered_weights = elements.double_buffered_weights,
                          .transposed = walk.direction.transposed,
                          .pipelined_passes = elements.pipelined_passes};
  if (s.shift_add == ShiftAdd::per_group) {
    return systolic_runner(grid, GroupPe(walk.x_bits(), walk.y_bits()), walk.ports,
                           walk.direction.kind);
  }
  return systolic_runner(grid, FusionPe(walk.x_bits(), walk.y_bits()), walk.ports,
                         walk.direction.kind);
}

Runner runner_of(const OperandSerialSpec& s, const Walk& walk) {
  const bool a_serial = split(s, walk.operands).serial_bits == walk.operands.a_bits;
  const bool transposed = walk.direction.transposed;
  return serial_runner(
      {s.rows, s.columns, s.lanes, s.drain_outputs_per_cycle, transposed},
      operand_serial_order(walk.x_bits(), walk.y_bits(), a_serial != transposed, s.parallel_bits),
      walk.ports);
}

Runner runner_of(const DualSerialSpec& s, const Walk& walk) {
  // Windows along x, filters along y.
  const SerialGrid grid{s.columns, s.rows, s.lanes, s.drain_outputs_per_cycle,
                        walk.direction.transposed};
  if (s.group_precision) {
    return runner(std::make_shared<SteppedSerial>(grid, walk.ports), s.columns, s.rows,
                  [s](SteppedSerial& array, const TileView& tile) { return array.run(tile, s); });
  }
  return serial_runner(grid, dual_serial_order(walk.x_bits(), walk.y_bits(), s.bits_per_cycle),
                       walk.ports);
}

Runner runner_of(const ChunkedBfpSpec& s, const Walk& walk) {
  return systolic_runner(chunked_grid(s, walk.direction.transposed), ChunkPe(s), walk.ports,
                         walk.direction.kind);
}

Runner runner_of(const ChunkedFpSpec& s, const Walk& walk) {
  return systolic_runner(
      float_grid(s, walk.operands, walk.direction.transposed),
      FloatChunkPe<std::int64_t>(s, walk.operands,
                                 limbs_of(s, walk.operands, walk.direction.transposed)),
      walk.ports, walk.direction.kind);
}

Runner runner_of(const BinaryOverlaySpec& s, const Walk& walk) {
  return runner(std::make_shared<SteppedBinaryOverlay>(s, walk.direction.transposed, walk.ports),
                s.rows, s.columns,
                [](SteppedBinaryOverlay& array, const TileView& tile) { return array.run(tile); });
}

Runner runner_of(const TermSerialSpec& s, const Walk& walk) {
  return runner(
      std::make_shared<SteppedTerms>(s, walk.operands, walk.direction.transposed, walk.ports),
      s.columns, s.rows, [](SteppedTerms& array, const TileView& tile) { return array.run(tile); });
}

Runner runner_of(const TwoInOneSpec& s, const Walk& walk) {
  return runner(std::make_shared<SteppedTwoInOne>(s, walk.x_bits(), walk.y_bits(),
                                                  walk.direction.transposed, walk.ports),
                s.rows, s.columns,
                [](SteppedTwoInOne& array, const TileView& tile) { return array.run(tile); });
}

}  // namespace

/// The stepped model of a family behind one call.
class SteppedArray::Machine {
 public:
  explicit Machine(Runner runner) : runner_(std::move(runner)) {}
  ArrayUse run(const TileView& tile, SteppedCounts& counts) { return runner_.run(tile, counts); }
  [[nodiscard]] const PeProbe& probe() const { return runner_.probe; }

 private:
  Runner runner_;
};

/// One of the products of a GEMM that a tile may belong to, whole.
struct SteppedArray::Part {
  const CodeMatrix& a;
  const CodeMatrix& b;
  std::vector<std::int64_t>& sums;
};

namespace {

bool are_numbers(NumberFormat format, const CodeMatrix& matrix) {
  return format == NumberFormat::integer ||
         std::all_of(matrix.codes.begin(), matrix.codes.end(), [&](std::int32_t code) {
           return is_number(format, static_cast<std::uint32_t>(code));
         });
}

/// Of numbers; those of integers of 16 bits always do.
void require_sums_that_fit(const Operands& operands, std::uint64_t products) {
  constexpr std::uint64_t kMost = 63;
  const std::uint64_t bits = exact_sum_bits(operands, products);
  if (!operands.are_integers() && bits > kMost) {
    throw UserError(fmt::format("exact sums of {} products of {} x {} have {} bits, and steps keep "
                                "{}",
                                products, enum_name(operands.a_format),
                                enum_name(operands.b_format), bits, kMost),
                    "--mode cycle, whose clocks are the same; or numbers of a narrower range");
  }
}

std::vector<GemmCodes> one_gemm(CodeMatrix a, CodeMatrix b) {
  std::vector<GemmCodes> gemms;
  gemms.push_back({std::move(a), std::move(b)});
  return gemms;
}

}  // namespace

SteppedArray::SteppedArray(const ArraySpec& spec, const Operands& operands, const Unrolling& walk,
                           const Ports& ports, CodeMatrix a, CodeMatrix b,
                           CorrectionUnit corrections)
    : SteppedArray(spec, operands, walk, ports, one_gemm(std::move(a), std::move(b)), corrections) {
}

SteppedArray::SteppedArray(const ArraySpec& spec, const Operands& operands, const Unrolling& walk,
                           const Ports& ports, std::vector<GemmCodes> gemms,
                           CorrectionUnit corrections)
    : transposed_(walk.transposed),
      zero_points_(has_zero_points(spec) && operands.are_integers()),
      a_format_(operands.a_format),
      b_format_(operands.b_format),
      corrections_(corrections) {
  for (GemmCodes& codes : gemms) {
    gemms_.push_back(gemm_of(spec, operands, std::move(codes)));
  }
  const Walk taken{walk, ports, operands};
  machine_ = std::make_unique<Machine>(
      std::visit([&](const auto& one) { return runner_of(one, taken); }, spec));
}

SteppedArray::Gemm SteppedArray::gemm_of(const ArraySpec& spec, const Operands& operands,
                                         GemmCodes codes) const {
  Gemm gemm{std::move(codes.a), std::move(codes.b), {}, {}, {}, {}};
  auto& [a, b, row_ones, column_ones, product, sums] = gemm;
  METRONOME_ASSERT(codes_fit(a) && codes_fit(b) && a.columns == b.rows,
                   "codes fit their widths and the matrices each other");
  require_sums_that_fit(operands, a.columns);
  METRONOME_ASSERT(are_numbers(operands.a_format, a) && are_numbers(operands.b_format, b),
                   "codes of numbers are no infinities");
  METRONOME_ASSERT(zero_points_ || (a.zero_point == 0 && b.zero_point == 0),
                   "floating point has no zero points");
  METRONOME_ASSERT(operands.a_bits == a.bits && operands.b_bits == b.bits,
                   "the codes have the widths of the operands");
  sums = empty_sums(a, b);
  if (const auto* terms = std::get_if<TermSerialSpec>(&spec)) {
    enter_terms(*terms, operands, a, b);
  }
  product.resize(a.rows * b.columns);
  if (corrections_ == CorrectionUnit::array) {
    row_ones = row_selector(b);
    column_ones = column_selector(a);
  }
  return gemm;
}

SteppedArray::~SteppedArray() = default;
SteppedArray::SteppedArray(SteppedArray&&) noexcept = default;
SteppedArray& SteppedArray::operator=(SteppedArray&&) noexcept = default;

const PeProbe& SteppedArray::probe() const { return machine_->probe(); }

SteppedArray::Part SteppedArray::part_of(const Tile& tile) {
  METRONOME_ASSERT(tile.part == TilePart::product || corrections_ == CorrectionUnit::array,
                   "the array forms sums only where it is the correction unit");
  Gemm& gemm = gemms_.at(tile.stride_phase);
  switch (tile.part) {
    case TilePart::row_sums:
      return {gemm.a, gemm.row_selector, gemm.sums.rows};
    case TilePart::column_sums:
      return {gemm.column_selector, gemm.b, gemm.sums.columns};
    case TilePart::product:
      return {gemm.a, gemm.b, gemm.product};
  }
  fail_no_enumerator(tile.part);
}

ArrayUse SteppedArray::run(const Tile& tile) {
  const auto& [left, right, whole] = part_of(tile);
  const GemmShape& at = tile.origin;
  const OperandView a{&left.codes[at.m * left.columns + at.k],
                      left.columns,
                      1,
                      left.bits,
                      left.is_signed,
                      a_format_};
  const OperandView b{&right.codes[at.k * right.columns + at.n],
                      1,
                      right.columns,
                      right.bits,
                      right.is_signed,
                      b_format_};
  std::int64_t* sums = &whole[at.m * right.columns + at.n];
  TileView view{
      a, b, {sums, right.columns, 1}, tile.shape.m, tile.shape.n, tile.shape.k, tile.accumulate};
  if (transposed_) {
    view = {
        b, a, {sums, 1, right.columns}, tile.shape.n, tile.shape.m, tile.shape.k, tile.accumulate};
  }
  const std::uint64_t side_adds = counts_.side_adds;
  const ArrayUse use = machine_->run(view, counts_);
  counts_.side_adds = side_adds;
  return use;
}

std::vector<std::int64_t> SteppedArray::result(std::uint64_t stride_phase) {
  const Gemm& gemm = gemms_.at(stride_phase);
  if (!zero_points_) {
    return gemm.product;
  }
  std::vector<std::int64_t> corrected = gemm.product;
  CorrectionSums sums = gemm.sums;
  if (corrections_ == CorrectionUnit::side_adders) {
    sums = side_sums(gemm.a, gemm.b, counts_.side_adds);
  }
  const auto turn = [](std::vector<std::int64_t>& all, const CodeMatrix& selector) {
    // Selected by -1, the sums are negative.
    for (std::int64_t& sum : all) {
      sum *= selector.bits == 1 && selector.is_signed ? -1 : 1;
    }
  };
  turn(sums.rows, gemm.row_selector);
  turn(sums.columns, gemm.column_selector);
  correct(corrected, sums, gemm.a, gemm.b, counts_.side_adds);
  return corrected;
}

}  // namespace metronome::array
