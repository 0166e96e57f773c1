#include "arch/array/stepped.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include "arch/array/stepped_binary_overlay.hpp"
#include "arch/array/stepped_serial.hpp"
#include "arch/array/stepped_systolic.hpp"

namespace metronome::array {
namespace {

using Runner = std::function<ArrayUse(const TileView&, SteppedCounts&)>;

template <class Pe>
Runner systolic_runner(const SystolicGrid& grid, const Pe& pe, const Ports& ports,
                       Unrolling::Kind kind) {
  const auto array = std::make_shared<SteppedSystolic<Pe>>(grid, pe, ports);
  return [array, kind](const TileView& tile, SteppedCounts& counts) {
    const ArrayUse use = kind == Unrolling::Kind::output_stationary
                             ? array->run_output_stationary(tile)
                             : array->run_stationary_operand(tile);
    counts = array->counts();
    return use;
  };
}

Runner serial_runner(const SerialGrid& grid, const SerialOrder& order, const Ports& ports) {
  const auto array = std::make_shared<SteppedSerial>(grid, ports);
  return [array, order](const TileView& tile, SteppedCounts& counts) {
    const ArrayUse use = array->run(tile, order);
    counts = array->counts();
    return use;
  };
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
  return systolic_runner({s.rows, s.columns, s.double_buffered_weights, walk.direction.transposed},
                         FixedPe(s.operand_bits), walk.ports, walk.direction.kind);
}

Runner runner_of(const SpatialFusionSpec& s, const Walk& walk) {
  return systolic_runner({s.rows, s.columns, s.double_buffered_weights, walk.direction.transposed},
                         FusionPe(walk.x_bits(), walk.y_bits()), walk.ports, walk.direction.kind);
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
  return serial_runner(
      {s.columns, s.rows, s.lanes, s.drain_outputs_per_cycle, walk.direction.transposed},
      dual_serial_order(walk.x_bits(), walk.y_bits(), s.bits_per_cycle), walk.ports);
}

Runner runner_of(const BinaryOverlaySpec& s, const Walk& walk) {
  const auto array =
      std::make_shared<SteppedBinaryOverlay>(s, walk.direction.transposed, walk.ports);
  return [array](const TileView& tile, SteppedCounts& counts) {
    const ArrayUse use = array->run(tile);
    counts = array->counts();
    return use;
  };
}

}  // namespace

/// The stepped model of a family behind one call.
class SteppedArray::Machine {
 public:
  explicit Machine(Runner run) : run_(std::move(run)) {}
  ArrayUse run(const TileView& tile, SteppedCounts& counts) { return run_(tile, counts); }

 private:
  Runner run_;
};

bool codes_fit(const CodeMatrix& matrix) {
  const std::int64_t span = std::int64_t{1} << matrix.bits;
  const std::int64_t low = matrix.is_signed ? -span / 2 : 0;
  return matrix.codes.size() == matrix.rows * matrix.columns &&
         std::all_of(matrix.codes.begin(), matrix.codes.end(),
                     [&](std::int32_t code) { return code >= low && code < low + span; });
}

SteppedArray::SteppedArray(const ArraySpec& spec, const Operands& operands, const Unrolling& walk,
                           const Ports& ports, CodeMatrix a, CodeMatrix b)
    : transposed_(walk.transposed), a_(std::move(a)), b_(std::move(b)) {
  METRONOME_ASSERT(codes_fit(a_) && codes_fit(b_) && a_.columns == b_.rows,
                   "codes fit their widths and the matrices each other");
  METRONOME_ASSERT(operands.a_bits == a_.bits && operands.b_bits == b_.bits,
                   "the codes have the widths of the operands");
  const Walk taken{walk, ports, operands};
  machine_ = std::make_unique<Machine>(
      std::visit([&](const auto& one) { return runner_of(one, taken); }, spec));
  sums_.resize(a_.rows * b_.columns);
}

SteppedArray::~SteppedArray() = default;
SteppedArray::SteppedArray(SteppedArray&&) noexcept = default;
SteppedArray& SteppedArray::operator=(SteppedArray&&) noexcept = default;

ArrayUse SteppedArray::run(const Tile& tile) {
  const GemmShape& at = tile.origin;
  const OperandView a{&a_.codes[at.m * a_.columns + at.k], a_.columns, 1, a_.bits, a_.is_signed};
  const OperandView b{&b_.codes[at.k * b_.columns + at.n], 1, b_.columns, b_.bits, b_.is_signed};
  std::int64_t* sums = &sums_[at.m * b_.columns + at.n];
  TileView view{
      a, b, {sums, b_.columns, 1}, tile.shape.m, tile.shape.n, tile.shape.k, tile.accumulate};
  if (transposed_) {
    view = {b, a, {sums, 1, b_.columns}, tile.shape.n, tile.shape.m, tile.shape.k, tile.accumulate};
  }
  const std::uint64_t side_adds = counts_.side_adds;
  const ArrayUse use = machine_->run(view, counts_);
  counts_.side_adds = side_adds;
  return use;
}

std::vector<std::int64_t> SteppedArray::result() {
  std::vector<std::int64_t> corrected = sums_;
  std::vector<std::int64_t> row_sums(a_.rows, 0);
  std::vector<std::int64_t> column_sums(b_.columns, 0);
  const auto& [m, n, k] = std::tuple{a_.rows, b_.columns, a_.columns};
  for (std::uint64_t i = 0; i < m * k; ++i, ++counts_.side_adds) {
    row_sums[i / k] += a_.codes[i];
  }
  for (std::uint64_t i = 0; i < k * n; ++i, ++counts_.side_adds) {
    column_sums[i % n] += b_.codes[i];
  }
  const std::int64_t constant = static_cast<std::int64_t>(k) * a_.zero_point * b_.zero_point;
  for (std::uint64_t i = 0; i < m * n; ++i, counts_.side_adds += 2) {
    // The row's term contains the constant, so that each result takes two additions.
    corrected[i] += constant - b_.zero_point * row_sums[i / n];
    corrected[i] -= a_.zero_point * column_sums[i % n];
  }
  return corrected;
}

std::vector<std::int64_t> exact_product(const CodeMatrix& a, const CodeMatrix& b) {
  std::vector<std::int64_t> c(a.rows * b.columns, 0);
  for (std::uint64_t i = 0; i < a.rows; ++i) {
    for (std::uint64_t k = 0; k < a.columns; ++k) {
      const std::int64_t left = a.at(i, k) - a.zero_point;
      for (std::uint64_t j = 0; j < b.columns; ++j) {
        c[i * b.columns + j] += left * (b.at(k, j) - b.zero_point);
      }
    }
  }
  return c;
}

}  // namespace metronome::array
