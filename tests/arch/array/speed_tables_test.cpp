// The two tables of docs/arrays.md that compare array styles: cycles by precision at equal 8-bit
// peak, and what cyclic precision saves on each. The numbers follow from the rules of the
// publications (one cycle a bit, a pair of bits, a pair of chunks; widths rounded up to 2, 4 or 8).
// The symmetric sub-word style (SWU, DVAFS) has no family here. Term-serial time depends on values,
// so that the tables have no row for it; with all bits set it is single-serial.
#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "arch/array/analytic.hpp"
#include "arch/array/array.hpp"
#include "arch/array/families.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::array {
namespace speed_tables_test {

ChunkedBfpSpec modes_of_chunks() { return {.chunk_counts = ChunkCounts::power_of_two}; }

// ---- cycles by precision --------------------------------------------------------------------

using Widths = std::pair<int, int>;
const std::vector<Widths> kColumns{{2, 2}, {3, 3}, {4, 4}, {5, 5},  {6, 6},
                                   {4, 8}, {6, 8}, {8, 8}, {16, 16}};

struct Row {
  std::string style;
  ArraySpec spec;
  std::vector<std::optional<double>> cycles;  ///< by column; nothing where the table has none
  std::uint64_t sixteen;                      ///< cycles of one unit's 16 x 16 step
};

std::vector<Row> rows() {
  constexpr auto none = std::nullopt;
  const std::vector<std::optional<double>> serial{.25, .375, .5, .625, .75, .5, .75, 1., 2.};
  const std::vector<std::optional<double>> product{.0625, .141, .25, .391, .5625, .5, .75, 1., 4.};
  return {
      {"fixed 8 b", SystolicSpec{}, {1., 1., 1., 1., 1., 1., 1., 1., 4.}, 4},
      {"BitFusion", SpatialFusionSpec{}, {.0625, .25, .25, 1., 1., .5, 1., 1., 4.}, 4},
      {"BitBlade",
       SpatialFusionSpec{.shift_add = ShiftAdd::per_group},
       {.0625, .25, .25, 1., 1., .5, 1., 1., 4.},
       4},
      {"Stripes/UNPU, 16-b parallel side", OperandSerialSpec{.parallel_bits = 16}, serial, 16},
      {"term-serial, all bits set",
       TermSerialSpec{},
       {.25, .375, .5, .625, .75, .5, .75, 1., 4.},
       32},
      {"Loom", DualSerialSpec{}, product, 256},
      {"BISMO", BinaryOverlaySpec{}, product, 256},
      {"2-b-step serial", ChunkedBfpSpec{}, {.0625, .25, .25, .5625, .5625, .5, .75, 1., 4.}, 64},
      {"BFP chunks", modes_of_chunks(), {.0625, .25, .25, none, none, .5, none, 1., 4.}, 64},
      {"2-in-1", TwoInOneSpec{}, {.125, .1875, .25, .75, .75, .5, .75, 1., 4.}, 16},
      {"number chunks", ChunkedFpSpec{}, {.0625, .25, .25, .5625, .5625, .5, .75, 1., 4.}, 64}};
}

TEST(speed_tables, cycles_by_precision_at_equal_8_bit_peak) {
  for (const Row& row : rows()) {
    const auto cycles = [&](int a, int b) {
      return peak_macs_per_cycle(row.spec, {}) /
             peak_macs_per_cycle(row.spec, {.a_bits = a, .b_bits = b});
    };
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const auto& [a, b] = kColumns[i];
      if (row.cycles[i]) {
        EXPECT_NEAR(cycles(a, b), *row.cycles[i], 5e-4) << row.style << ' ' << a << 'x' << b;
        EXPECT_NEAR(cycles(b, a), *row.cycles[i], 5e-4) << row.style << ' ' << b << 'x' << a;
      }
    }
    EXPECT_EQ(unrollings(row.spec, {.a_bits = 16, .b_bits = 16}).front().cycles_per_step,
              row.sixteen)
        << row.style;
  }
}

TEST(speed_tables, the_512_machines_have_the_table_s_peak) {
  for (const ArraySpec& spec : families()) {
    EXPECT_DOUBLE_EQ(peak_macs_per_cycle(spec, {}), 512) << kind_name(spec);
  }
}

// ---- what cyclic precision saves ------------------------------------------------------------

/// Busy cycles of one GEMM that fills every array exactly, best walk.
double full_time(const ArraySpec& spec, const Operands& operands) {
  const GemmShape gemm{4096, 4096, 4096};
  double best = 1e300;
  for (const Unrolling& u : unrollings(spec, operands)) {
    const ArrayUse use = analytic_use(u, {1 << 30, 1 << 30, 1 << 30}, gemm, {4096, 4096, 4096});
    best = std::min(best, static_cast<double>(use.busy_cycles));
  }
  return best;
}

/// Times of the three GEMMs, each over its own at 8 x 8 bits, and of the step; equal
/// multiply-accumulates in each class.
struct Times {
  double forward = 0, input_gradient = 0, weight_gradient = 0;
  [[nodiscard]] double step() const { return (forward + input_gradient + weight_gradient) / 3; }
};

Times cpt_times(const ArraySpec& spec, const std::string& levels) {
  using enum OperandRole;
  const auto cpt = schedule::parse_schedule("cpt:" + levels + ",periods=32,backward=8");
  const double at_8 = 64000 * full_time(spec, {});
  Times times;
  for (const trace::Phase& phase : cpt.phases(64000)) {
    const int b = phase.assignment.all.weight_bits;
    const int g = phase.assignment.all.error_bits;
    const double share = static_cast<double>(phase.iterations) / at_8;
    times.forward += share * full_time(spec, {b, b, activation, weight});
    times.input_gradient += share * full_time(spec, {g, b, error, weight});
    times.weight_gradient += share * full_time(spec, {g, b, error, activation});
  }
  return times;
}

TEST(speed_tables, compute_bound_time_of_cpt_over_static_8_bits) {
  struct Case {
    std::string style;
    ArraySpec spec;
    double forward, input_gradient, weight_gradient, step, step_4_to_8;
  };
  const OperandSerialSpec wrong_operand{.serial = SerialOperand::activation};
  const std::vector<Case> table{
      {"Loom", DualSerialSpec{}, .525, .687, .687, .633, .699},
      {"BISMO", BinaryOverlaySpec{}, .525, .687, .687, .633, .699},
      {"single-serial, narrow operand", OperandSerialSpec{}, .687, .687, .687, .687, .750},
      {"term-serial, all bits set", TermSerialSpec{}, .687, .687, .687, .687, .750},
      {"single-serial, always the activation", wrong_operand, .687, 1., .687, .792, .833},
      {"2-bit-step serial on both", ChunkedBfpSpec{}, .608, .750, .750, .703, .756},
      {"number chunks, integers", ChunkedFpSpec{}, .608, .750, .750, .703, .756},
      {"BitFusion", SpatialFusionSpec{}, .723, .815, .815, .784, .866},
      {"BitBlade", SpatialFusionSpec{.shift_add = ShiftAdd::per_group}, .723, .815, .815, .784,
       .866},
      {"2-in-1", TwoInOneSpec{}, .645, .724, .724, .698, .778},
      {"fixed 8 b", SystolicSpec{}, 1., 1., 1., 1., 1.}};
  for (const Case& c : table) {
    const Times times = cpt_times(c.spec, "3-8");
    EXPECT_NEAR(times.forward, c.forward, 5e-4) << c.style;
    EXPECT_NEAR(times.input_gradient, c.input_gradient, 5e-4) << c.style;
    EXPECT_NEAR(times.weight_gradient, c.weight_gradient, 5e-4) << c.style;
    EXPECT_NEAR(times.step(), c.step, 5e-4) << c.style;
    EXPECT_NEAR(cpt_times(c.spec, "4-8").step(), c.step_4_to_8, 5e-4) << c.style;
  }
}

}  // namespace speed_tables_test
}  // namespace metronome::array
