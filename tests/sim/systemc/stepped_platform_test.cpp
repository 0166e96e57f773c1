// The stepped arrays inside the SystemC platform: real operands, the same tile schedule, the same
// clocks in every bin as the cycle model, whatever the memory. One session, one process, per case.
#include <gtest/gtest.h>

#include <map>

#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/stepped.hpp"
#include "tests/sim/systemc/forked.hpp"
#include "tests/sim/systemc/layers.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace stepped_platform_test {

using trace::OperationClass;

/// A preset with small buffers and narrow ports, so that small operations have many tiles.
arch::AcceleratorSpec cramped(const std::string& kind, const std::vector<std::string>& set) {
  auto machine = config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml",
      config::parse_overrides(set));
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 2;
    buffer->bank_bytes = Bytes(2048);
    buffer->port_bits_per_cycle = 256;
  }
  return machine;
}

struct Case {
  const char* kind;
  MemoryMode memory;
  OperationClass cls;
  int a_bits, b_bits;
  array::CorrectionUnit corrections = array::CorrectionUnit::side_adders;
  trace::Convolution layer = layers::kSquare;
  bool phases = false;
  bool pipelined = false;  ///< array.pipelined_passes
};

/// Additions that a border costs: where taps are missing, the sums of those that are there are put
/// together, or the missing ones are taken off. Counted pixel by pixel.
std::uint64_t border_adds(const trace::Convolution& c, OperationClass cls) {
  // Whether a tap of an axis meets a code at a position of the result.
  const auto meets = [](std::uint64_t at, std::uint64_t tap, const model::WindowAxis& w,
                        std::uint64_t in, std::uint64_t out, bool back) {
    const std::uint64_t reach = tap * w.dilation;
    if (!back) {
      const std::uint64_t y = at * w.stride + reach;
      return y >= w.before && y - w.before < in;
    }
    const std::uint64_t y = at + w.before - reach;  // wraps around below zero: too large
    return y % w.stride == 0 && y / w.stride < out;
  };
  const bool backward = cls == OperationClass::input_gradient;
  const std::uint64_t height = backward ? c.in_height : c.out_height();
  const std::uint64_t width = backward ? c.in_width : c.out_width();
  std::map<std::uint64_t, std::uint64_t> by_pixel, by_tap;  // codes
  for (std::uint64_t y = 0; y < height; ++y) {
    for (std::uint64_t x = 0; x < width; ++x) {
      for (std::uint64_t tap = 0; tap < c.taps(); ++tap) {
        const bool code =
            meets(y, tap / c.kernel.width, c.rows(), c.in_height, c.out_height(), backward) &&
            meets(x, tap % c.kernel.width, c.columns(), c.in_width, c.out_width(), backward);
        by_pixel[y * width + x] += code ? 1 : 0;
        by_tap[tap] += code ? c.batch : 0;
      }
    }
  }
  const trace::Gemm gemm = trace::gemm_of(c, cls);
  std::uint64_t adds = 0;
  if (cls == OperationClass::weight_gradient) {
    for (const auto& [tap, codes] : by_tap) {
      adds += std::min(codes, gemm.k - codes) * gemm.m;
    }
    return adds;
  }
  for (const auto& [pixel, codes] : by_pixel) {
    adds += std::min(codes, c.taps() - codes) * c.batch * gemm.n;
  }
  return adds;
}

/// All additions of an input gradient in phases of one group, result by result: its row's sum, its
/// border, its two corrections; and each weight once, of taps that reach a result.
std::uint64_t adds_in_phases(const trace::Convolution& c, bool sums_on_array) {
  const trace::Gemm gemm = trace::gemm_of(c, OperationClass::input_gradient);
  const std::uint64_t channels = gemm.k / c.taps();
  std::map<std::uint64_t, bool> reaches;
  std::uint64_t adds = 0;
  for (std::uint64_t pixel = 0; pixel < c.in_height * c.in_width; ++pixel) {
    std::uint64_t taps = 0, codes = 0;
    for (std::uint64_t tap = 0; tap < c.taps(); ++tap) {
      // Rounded down to a multiple of the stride nowhere: what is no multiple has no error.
      const auto along = [](std::uint64_t at, std::uint64_t t, const model::WindowAxis& w) {
        return static_cast<std::int64_t>(at + w.before) - static_cast<std::int64_t>(t * w.dilation);
      };
      const std::int64_t y = along(pixel / c.in_width, tap / c.kernel.width, c.rows());
      const std::int64_t x = along(pixel % c.in_width, tap % c.kernel.width, c.columns());
      const auto rows = static_cast<std::int64_t>(c.stride.height);
      const auto columns = static_cast<std::int64_t>(c.stride.width);
      if (y % rows == 0 && x % columns == 0) {
        ++taps;
        reaches[tap] = true;
        codes += y >= 0 && x >= 0 && y / rows < static_cast<std::int64_t>(c.out_height()) &&
                         x / columns < static_cast<std::int64_t>(c.out_width())
                     ? 1
                     : 0;
      }
    }
    if (taps > 0) {
      const std::uint64_t row_sum = sums_on_array ? 0 : taps * channels;
      adds += c.batch * (row_sum + (std::min(codes, taps - codes) + 2) * gemm.n);
    }
  }
  return adds + (sums_on_array ? 0 : reaches.size() * channels * gemm.n);
}

class stepped_platform : public testing::TestWithParam<Case> {};

TEST_P(stepped_platform, equals_cycle_in_every_bin_and_is_exact) {
  const Case& c = GetParam();
  arch::AcceleratorSpec machine =
      cramped(c.kind, c.pipelined ? std::vector<std::string>{"array.pipelined_passes=true"}
                                  : std::vector<std::string>{});
  machine.mapping.choose = arch::Choose::estimate;  // the same mapping in both models
  machine.training.corrections = c.corrections;
  machine.training.strided_input_gradient = c.phases
                                                ? arch::StridedInputGradient::phase_decomposition
                                                : arch::StridedInputGradient::zero_insertion;
  const mapping::MatrixJob job = mapping::matrix_job(c.cls, c.layer, c.a_bits, c.b_bits, machine);
  const std::vector<mapping::Job> jobs{job};
  // Simulated by a worker process: this one has a session of its own.
  const auto cycle =
      execute(jobs, machine, {.mode = Mode::cycle, .memory = c.memory, .progress = {}});
  const SteppedResult stepped = execute_stepped(job, machine,
                                                {.codes = {.seed = 5,
                                                           .is_signed = false,
                                                           .a_file = {},
                                                           .b_file = {},
                                                           .a_histogram = {},
                                                           .b_histogram = {}},
                                                 .memory = c.memory});
  EXPECT_TRUE(stepped.exact);
  EXPECT_EQ(stepped.mapping, cycle[0].mapping);
  EXPECT_EQ(stepped.outcome, cycle[0].outcome);
  EXPECT_EQ(stepped.outcome.cycles.total().count() > stepped.outcome.use.cycles(),
            c.memory == MemoryMode::real)
      << "real memory makes the array wait";
  const Measure measure = measure_of(job, machine, stepped.outcome);
  if (!job.zero_points) {
    EXPECT_EQ(stepped.counts.side_adds, 0u);
    EXPECT_FALSE(measure.counts.contains({Component::array, "side_adder.add", 0, 0}));
    return;
  }
  EXPECT_EQ(measure.counts.at({Component::array, "side_adder.add", 0, 0}),
            stepped.counts.side_adds);
  const bool on_array = c.corrections == array::CorrectionUnit::array;
  if (c.phases) {
    ASSERT_TRUE(job.phases);
    EXPECT_EQ(stepped.counts.side_adds, c.layer.groups * adds_in_phases(job.convolution, on_array));
    return;
  }
  const trace::Gemm gemm = trace::gemm_of(c.layer, c.cls);
  const std::uint64_t sums = on_array ? 0 : (gemm.m + gemm.n) * gemm.k;
  const std::uint64_t borders = on_array && c.cls == OperationClass::weight_gradient
                                    ? 0
                                    : border_adds(job.convolution, job.cls);
  EXPECT_GT(border_adds(job.convolution, job.cls), 0u);
  EXPECT_EQ(stepped.counts.side_adds, c.layer.groups * (sums + borders + 2 * gemm.m * gemm.n));
}

/// Transposers slower than the array: all three models wait for the same cycles.
TEST(stepped_transposing, takes_the_time_of_the_closed_form_and_of_the_simulation) {
  arch::AcceleratorSpec machine = cramped("operand_serial", {});
  machine.vector.lanes = 4;
  machine.vector.transposer_elements_per_lane_cycle = 0.25;
  for (const OperationClass cls :
       {OperationClass::input_gradient, OperationClass::weight_gradient}) {
    const mapping::MatrixJob job = mapping::matrix_job(cls, layers::kSquare, 8, 3, machine);
    const std::vector<mapping::Job> jobs{job};
    const auto run = [&](Mode mode) {
      return execute(jobs, machine, {.mode = mode, .memory = MemoryMode::ideal, .progress = {}})[0]
          .outcome;
    };
    const OperationOutcome cycle = run(Mode::cycle);
    const auto stepped = in_a_process<OperationOutcome>([&] {
      SteppedOptions options;
      options.codes.seed = 5;
      options.memory = MemoryMode::ideal;
      return execute_stepped(job, machine, options).outcome;
    });
    EXPECT_EQ(stepped, cycle);
    EXPECT_EQ(run(Mode::analytic).cycles, cycle.cycles);
    EXPECT_GT(cycle.cycles[Bin::idle_vector], 0u);
    EXPECT_GT(cycle.b_loaded, 0u);
  }
}

/// Planes through an assembler that is slower than the array, and coefficients through an engine.
TEST(stepped_load_path, takes_the_time_of_the_closed_form_and_of_the_simulation) {
  arch::AcceleratorSpec machine = cramped("systolic", {});
  machine.load_path.assembled_bits_per_cycle = 4;
  machine.load_path.rebuilt_rows_per_cycle = 0.5;
  machine.mapping.choose = arch::Choose::estimate;
  for (const bool planes : {true, false}) {
    mapping::MatrixJob job =
        mapping::matrix_job(OperationClass::forward, layers::kSquare, 8, 3, machine);
    job.b_made = mapping::MadeOperand{{}, 3, trace::Role::weight};
    job.b_made->planes = planes ? 3 : 1;
    job.b_made->by_tiles = !planes;
    job.b_made->engine = planes ? mapping::EngineWork{mapping::LoadEngine::assembler, 3, 3}
                                : mapping::EngineWork{mapping::LoadEngine::rebuild, 0.3, 1};
    job.b.bits = 1;
    const std::vector<mapping::Job> jobs{job};
    for (const MemoryMode memory : {MemoryMode::ideal, MemoryMode::real}) {
      const auto run = [&](Mode mode) {
        return execute(jobs, machine, {.mode = mode, .memory = memory, .progress = {}})[0].outcome;
      };
      const OperationOutcome cycle = run(Mode::cycle);
      const auto stepped = in_a_process<OperationOutcome>([&] {
        SteppedOptions options;
        options.codes.seed = 5;
        options.memory = memory;
        return execute_stepped(job, machine, options).outcome;
      });
      EXPECT_EQ(stepped, cycle);
      EXPECT_GT(cycle.cycles[Bin::stall_rebuild], 0u);
      if (memory == MemoryMode::ideal) {
        EXPECT_EQ(run(Mode::analytic).cycles, cycle.cycles);
      }
    }
  }
}

/// A feed that leaves out rows of zeros: the arrays step the rows that are left, and give the
/// product of all of them.
TEST(stepped_load_path, without_rows_takes_the_time_of_the_closed_form_and_of_the_simulation) {
  for (const char* family : {"systolic", "spatial_fusion", "operand_serial", "two_in_one"}) {
    arch::AcceleratorSpec machine = cramped(family, {});
    machine.load_path.rebuilt_rows_per_cycle = 0.5;
    machine.load_path.skips_zero_rows = true;
    machine.mapping.choose = arch::Choose::estimate;
    mapping::MatrixJob job =
        mapping::matrix_job(OperationClass::forward, layers::kSquare, 8, 3, machine);
    job.zero_points = false;
    std::erase_if(job.epilogue.inputs, [](const mapping::Stream& side) {
      return side.role == trace::Role::partial_sum;
    });
    std::uint64_t whole = 0;
    for (const std::uint64_t kept : {17u, 9u, 4u}) {
      job.kept_rows = kept < 17 ? kept : 0;
      job.all_rows = kept < 17 ? 17 : 0;
      const std::vector<mapping::Job> jobs{job};
      const auto run = [&](Mode mode) {
        return execute(jobs, machine,
                       {.mode = mode, .memory = MemoryMode::ideal, .progress = {}})[0];
      };
      const OperationOutcome cycle = run(Mode::cycle).outcome;
      const auto stepped = in_a_process<OperationOutcome>([&] {
        SteppedOptions options;
        options.codes.seed = 5;
        options.codes.is_signed = true;
        options.memory = MemoryMode::ideal;
        return execute_stepped(job, machine, options).outcome;
      });
      EXPECT_EQ(stepped, cycle) << family << ' ' << kept;
      EXPECT_EQ(run(Mode::analytic).outcome.cycles, cycle.cycles) << family << ' ' << kept;
      whole = kept == 17 ? cycle.cycles[Bin::busy] : whole;
      EXPECT_TRUE(kept == 17 || cycle.cycles[Bin::busy] < whole) << family << ' ' << kept;
    }
  }
}

constexpr auto kReal = MemoryMode::real;
constexpr auto kIdeal = MemoryMode::ideal;
constexpr auto kOnArray = array::CorrectionUnit::array;

Case ragged(const char* kind, MemoryMode memory, OperationClass cls) {
  return {kind, memory, cls, 8, 3, array::CorrectionUnit::side_adders, layers::kRagged};
}
Case transposed(const char* kind, MemoryMode memory, OperationClass cls) {
  return {kind, memory, cls, 5, 4, array::CorrectionUnit::side_adders, layers::kTransposed};
}
/// A strided input gradient, or a transposed layer's forward pass, in phases.
Case in_phases(Case c) {
  c.phases = true;
  return c;
}
Case pipelined(Case c) {
  c.pipelined = true;
  return c;
}

INSTANTIATE_TEST_SUITE_P(
    families, stepped_platform,
    testing::Values(
        Case{"systolic", kReal, OperationClass::forward, 8, 8},
        Case{"systolic", kIdeal, OperationClass::weight_gradient, 8, 16},
        Case{"spatial_fusion", kReal, OperationClass::input_gradient, 8, 3},
        Case{"spatial_fusion", kIdeal, OperationClass::forward, 2, 2},
        Case{"operand_serial", kReal, OperationClass::weight_gradient, 8, 4},
        Case{"operand_serial", kIdeal, OperationClass::forward, 5, 5},
        Case{"dual_serial", kReal, OperationClass::forward, 3, 3},
        Case{"dual_serial", kIdeal, OperationClass::input_gradient, 8, 6},
        Case{"binary_overlay", kReal, OperationClass::weight_gradient, 8, 3},
        Case{"binary_overlay", kIdeal, OperationClass::forward, 4, 4},
        Case{"systolic", kReal, OperationClass::weight_gradient, 8, 8, kOnArray},
        Case{"operand_serial", kIdeal, OperationClass::forward, 1, 3, kOnArray},
        Case{"dual_serial", kReal, OperationClass::input_gradient, 8, 5, kOnArray},
        ragged("systolic", kReal, OperationClass::forward),
        ragged("spatial_fusion", kIdeal, OperationClass::weight_gradient),
        ragged("operand_serial", kReal, OperationClass::input_gradient),
        ragged("dual_serial", kIdeal, OperationClass::forward),
        ragged("binary_overlay", kReal, OperationClass::input_gradient),
        ragged("chunked_bfp", kIdeal, OperationClass::weight_gradient),
        transposed("systolic", kIdeal, OperationClass::weight_gradient),
        transposed("spatial_fusion", kReal, OperationClass::forward),
        transposed("operand_serial", kIdeal, OperationClass::forward),
        transposed("dual_serial", kReal, OperationClass::weight_gradient),
        transposed("binary_overlay", kIdeal, OperationClass::input_gradient),
        transposed("chunked_bfp", kReal, OperationClass::input_gradient),
        Case{"chunked_bfp", kReal, OperationClass::input_gradient, 8, 5},
        Case{"chunked_bfp", kIdeal, OperationClass::forward, 4, 4},
        in_phases({"systolic", kReal, OperationClass::input_gradient, 8, 8}),
        in_phases({"spatial_fusion", kIdeal, OperationClass::input_gradient, 8, 3}),
        in_phases({"operand_serial", kReal, OperationClass::input_gradient, 5, 5}),
        in_phases({"dual_serial", kIdeal, OperationClass::input_gradient, 8, 6}),
        in_phases({"binary_overlay", kReal, OperationClass::input_gradient, 8, 3}),
        in_phases({"chunked_bfp", kIdeal, OperationClass::input_gradient, 8, 5}),
        in_phases({"dual_serial", kReal, OperationClass::input_gradient, 8, 5, kOnArray}),
        in_phases(ragged("systolic", kIdeal, OperationClass::input_gradient)),
        in_phases(ragged("dual_serial", kReal, OperationClass::input_gradient)),
        in_phases(transposed("operand_serial", kIdeal, OperationClass::forward)),
        in_phases(transposed("chunked_bfp", kReal, OperationClass::forward)),
        Case{"two_in_one", kReal, OperationClass::weight_gradient, 8, 3},
        Case{"two_in_one", kIdeal, OperationClass::forward, 5, 5},
        Case{"two_in_one", kReal, OperationClass::forward, 4, 4, kOnArray},
        ragged("two_in_one", kIdeal, OperationClass::input_gradient),
        transposed("two_in_one", kReal, OperationClass::weight_gradient),
        in_phases({"two_in_one", kReal, OperationClass::input_gradient, 8, 5}),
        pipelined({"systolic", kReal, OperationClass::forward, 8, 8}),
        pipelined({"systolic", kIdeal, OperationClass::weight_gradient, 8, 16}),
        pipelined({"systolic", kReal, OperationClass::weight_gradient, 8, 8, kOnArray}),
        pipelined({"spatial_fusion", kReal, OperationClass::input_gradient, 8, 3}),
        pipelined({"spatial_fusion", kIdeal, OperationClass::forward, 2, 2}),
        pipelined({"binary_overlay", kReal, OperationClass::weight_gradient, 8, 3}),
        pipelined({"binary_overlay", kIdeal, OperationClass::forward, 4, 4}),
        pipelined({"chunked_bfp", kReal, OperationClass::input_gradient, 8, 5}),
        pipelined({"chunked_bfp", kIdeal, OperationClass::forward, 4, 4}),
        pipelined(ragged("spatial_fusion", kIdeal, OperationClass::weight_gradient)),
        pipelined(transposed("systolic", kReal, OperationClass::forward)),
        pipelined(in_phases({"systolic", kReal, OperationClass::input_gradient, 8, 8})),
        pipelined(in_phases({"chunked_bfp", kIdeal, OperationClass::input_gradient, 8, 5}))),
    [](const testing::TestParamInfo<Case>& one) {
      return std::string(one.param.kind) +
             (one.param.memory == MemoryMode::real ? "_real" : "_ideal") +
             (one.param.corrections == kOnArray ? "_corrections_on_array" : "") +
             (one.param.layer.transposed   ? "_transposed"
              : one.param.layer.groups > 1 ? "_ragged"
                                           : "") +
             (one.param.phases ? "_in_phases" : "") + (one.param.pipelined ? "_pipelined" : "");
    });

}  // namespace stepped_platform_test
}  // namespace metronome::sim
