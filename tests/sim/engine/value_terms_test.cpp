// Training runs on machines whose time depends on values: whose statistics count, and what they do.
#include "sim/engine/value_terms.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "arch/mapping/patches.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/report/ledger_io.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/value_statistics.hpp"
#include "workloads/train/result_trace.hpp"

namespace metronome::sim {
namespace value_terms_test {

arch::AcceleratorSpec machine_of(const std::string& file) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" + file +
                                             ".yaml");
}

trace::Trace bare_trace(const std::string& schedule, const std::string& model = "resnet-8") {
  return trace::make_trace(model, "synthetic", 2, schedule::parse_schedule(schedule), 64,
                           trace::DxScale::prescale_requantize);
}

/// Counts of codes that all have so many ones (and, centred, one less).
trace::OperandCounts all_with(int ones) {
  trace::OperandCounts counts;
  counts.iterations = 1;
  counts.raw.add((1u << ones) - 1, 1000);
  counts.centred.add((1u << (ones - 1)) - 1, 1000);
  return counts;
}

/// A trace whose every operand has codes with as many ones as bits, or one less for product `thin`.
trace::Trace measured_trace(const std::string& schedule, const std::string& model = "resnet-8",
                            const std::string& thin = {}) {
  trace::Trace trace = bare_trace(schedule, model);
  for (const trace::Phase& phase : trace.schedule) {
    const trace::Precision precision = phase.assignment.all;
    for (const std::string& product : trace::quantized_products(trace.step())) {
      const int less = product == thin ? 1 : 0;
      using enum trace::Operand;
      for (const trace::Operand operand : {forward_a, forward_b, weight_gradient_a}) {
        const int bits =
            operand == weight_gradient_a ? precision.error_bits : precision.weight_bits;
        trace.values[{product, operand, precision}] = all_with(bits - less);
      }
    }
  }
  return trace;
}

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                 const trace::Trace* statistics = nullptr, Mode mode = Mode::analytic) {
  const std::vector<trace::Trace> traces{trace};
  return simulate(traces, machine,
                  {.mode = mode, .statistics = statistics, .jobs = 2, .progress = {}})
      .front();
}

std::uint64_t array_cycles(const Measure& measure) {
  return measure.cycles[Bin::busy] + measure.cycles[Bin::stall_synchronisation];
}

std::string error_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const UserError& wrong) {
    return wrong.what();
  }
  return "no error";
}

constexpr const char* kSchedule = "cpt:4-6,periods=2,backward=6";

TEST(value_terms, without_statistics_the_machine_is_refused_and_others_are_not) {
  const trace::Trace bare = bare_trace(kSchedule);
  const std::string error =
      error_of([&] { (void)run_of(bare, machine_of("plain_term_serial_512")); });
  EXPECT_NE(error.find("value statistics"), std::string::npos) << error;
  EXPECT_NE(error.find("--statistics"), std::string::npos) << error;
  EXPECT_EQ(run_of(bare, machine_of("plain_dual_serial_512")).value_statistics, "");
}

TEST(value_terms, codes_with_all_bits_set_take_the_time_of_a_bit_serial_array) {
  // The same grid, one bit a clock: the densest terms are what operand_serial always takes.
  auto terms = machine_of("plain_term_serial_512");
  std::get<array::TermSerialSpec>(terms.array).subtract_zero_points = false;
  const trace::Trace trace = measured_trace("static:6,backward=6");
  const RunResult dense = run_of(trace, terms);
  const RunResult serial = run_of(trace, machine_of("plain_operand_serial_512"));
  // Borders have no terms, but some lane of a step has a code.
  EXPECT_NEAR(static_cast<double>(array_cycles(dense.total())) /
                  static_cast<double>(array_cycles(serial.total())),
              1, 0.01);
  EXPECT_EQ(dense.value_statistics, "measured in this training");
}

TEST(value_terms, fewer_terms_take_less_time_and_the_machine_chooses_what_it_counts) {
  const trace::Trace trace = measured_trace("static:6,backward=6");
  auto machine = machine_of("plain_term_serial_512");
  const std::uint64_t centred = array_cycles(run_of(trace, machine).total());
  std::get<array::TermSerialSpec>(machine.array).subtract_zero_points = false;
  const std::uint64_t raw = array_cycles(run_of(trace, machine).total());
  EXPECT_NEAR(static_cast<double>(centred) / static_cast<double>(raw), 5. / 6, 0.01);
  // 2^n - 1 has two signed digits.
  std::get<array::TermSerialSpec>(machine.array).encoding = array::TermEncoding::signed_digits;
  EXPECT_NEAR(
      static_cast<double>(array_cycles(run_of(trace, machine).total())) / static_cast<double>(raw),
      2. / 6, 0.01);
}

TEST(value_terms, cycle_and_analytic_agree_on_the_array_under_statistics) {
  const trace::Trace trace = measured_trace(kSchedule);
  for (const char* file : {"plain_term_serial_512", "published/pragmatic", "published/laconic"}) {
    const auto machine = machine_of(file);
    const RunResult cycle = run_of(trace, machine, nullptr, Mode::cycle);
    const RunResult analytic = run_of(trace, machine);
    std::size_t compared = 0;
    for (std::size_t l = 0; l < cycle.levels.size(); ++l) {
      const auto one = cycle.operations_of(cycle.levels[l]);
      const auto other = analytic.operations_of(analytic.levels[l]);
      for (std::size_t i = 0; i < one.size(); ++i) {
        const OperationResult& a = one[i];
        const OperationResult& b = other[i];
        if (a.mapping == b.mapping) {  // else the plain one was quicker
          EXPECT_EQ(array_cycles(a.measure), array_cycles(b.measure)) << file << ' ' << a.operation;
          compared += a.a_bits > 0 ? 1 : 0;
        }
      }
    }
    EXPECT_GT(compared, 20u) << file;
  }
}

TEST(value_terms, statistics_of_the_same_model_count_layer_by_layer) {
  const trace::Trace trace = measured_trace("static:6,backward=6");
  const std::string product = trace::quantized_products(trace.step()).back();
  const trace::Trace thin = measured_trace("static:6,backward=6", "resnet-8", product);
  const auto machine = machine_of("plain_term_serial_512");
  const RunResult borrowed = run_of(trace, machine, &thin);
  EXPECT_EQ(borrowed.value_statistics,
            "borrowed from resnet-8 on synthetic, static:6,backward=6 (layer by layer)");
  const RunResult own = run_of(trace, machine);
  const auto all = own.operations_of(own.levels[0]);
  const auto others = borrowed.operations_of(borrowed.levels[0]);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const OperationResult& a = all[i];
    const OperationResult& b = others[i];
    const bool thinner = a.operation.starts_with(product + ".") && a.a_bits > 0;
    EXPECT_EQ(a.measure.cycles[Bin::busy] > b.measure.cycles[Bin::busy], thinner) << a.operation;
  }
}

TEST(value_terms, statistics_of_another_model_count_as_means_and_are_named) {
  const trace::Trace trace = bare_trace("static:6,backward=6", "resnet-14");
  const trace::Trace other = measured_trace(kSchedule);
  const auto machine = machine_of("plain_term_serial_512");
  const RunResult run = run_of(trace, machine, &other);
  EXPECT_EQ(run.value_statistics, std::string("borrowed from resnet-8 on synthetic, ") +
                                      other.schedule_name + " (mean over its layers)");
  EXPECT_EQ(report::parse_ledger(report::ledger_json(run), "ledger.json"), run);
}

TEST(value_terms, bits_that_were_not_measured_are_named) {
  const trace::Trace other = measured_trace(kSchedule);
  const std::string error = error_of([&] {
    (void)run_of(bare_trace("static:8,backward=6"), machine_of("plain_term_serial_512"), &other);
  });
  EXPECT_NE(error.find("of 8 bits"), std::string::npos) << error;
}

/// A trained trace in a number format, with its statistics.
trace::Trace trained_in(const std::string& preset) {
  train::WorkloadSpec spec;
  spec.model = "transformer-base:layers=1,features=32,heads=2,inner=64";
  spec.dataset = "synthetic-text";
  spec.train_samples = 800;
  spec.test_samples = 40;
  spec.sequence_length = 16;
  spec.batch = 8;
  spec.iterations = 4;
  spec.schedule = "static:" + preset;
  return train::result_trace(spec, train::train(spec, {}));
}

// Whole iterations on arrays that multiply terms: those that the training has counted. At most two
// of a number of E2M1, so that the array takes less time than for MXINT8's seven bits.
TEST(value_terms, trainings_in_number_formats_run_by_the_terms_that_they_counted) {
  for (const char* file : {"plain_term_serial_512", "term_serial_512", "published/laconic"}) {
    auto machine = machine_of(file);
    machine.training.fp32_products = arch::Fp32Products::vector_unit;
    std::map<std::string, std::uint64_t> clocks;
    for (const char* preset : {"mxfp4", "nvfp4", "mxfp6_e2m3", "mxint8"}) {
      const trace::Trace trace = trained_in(preset);
      const RunResult analytic = run_of(trace, machine);
      const RunResult cycle = run_of(trace, machine, nullptr, Mode::cycle);
      EXPECT_EQ(analytic.value_statistics, "measured in this training") << file;
      clocks[preset] = array_cycles(analytic.total());
      EXPECT_GT(clocks[preset], 0u);
      // A trace that was made without training borrows them.
      trace::Trace bare = trace;
      bare.values.clear();
      EXPECT_EQ(array_cycles(run_of(bare, machine, &trace).total()), clocks[preset]) << file;
      EXPECT_NE(error_of([&] { (void)run_of(bare, machine); }).find("no value statistics"),
                std::string::npos);
      std::size_t compared = 0;
      const auto one = cycle.operations_of(cycle.levels[0]);
      const auto other = analytic.operations_of(analytic.levels[0]);
      for (std::size_t i = 0; i < one.size(); ++i) {
        if (one[i].mapping == other[i].mapping) {
          EXPECT_EQ(array_cycles(one[i].measure), array_cycles(other[i].measure))
              << file << ' ' << preset << ' ' << one[i].operation;
          compared += one[i].a_bits > 0 ? 1 : 0;
        }
      }
      EXPECT_TRUE(compared > 4 || file == std::string("term_serial_512"))
          << file << ": the balanced machine's mappings are chosen by each mode's own times";
    }
    EXPECT_LT(clocks["mxfp4"], clocks["mxint8"]) << file;
    EXPECT_LT(clocks["mxfp4"], clocks["mxfp6_e2m3"]) << file;
  }
}

TEST(value_terms, formats_that_were_not_measured_or_have_no_integers_are_named) {
  const auto machine = machine_of("plain_term_serial_512");
  const trace::Trace mxfp4 = trained_in("mxfp4");
  trace::Trace other = mxfp4;
  for (trace::Phase& phase : other.schedule) {
    phase.assignment.all = trace::read_preset("mxfp6_e2m3").value.value();
  }
  const std::string unmeasured = error_of([&] { (void)run_of(other, machine, &mxfp4); });
  EXPECT_NE(unmeasured.find("of mxfp6_e2m3"), std::string::npos) << unmeasured;
  for (trace::Phase& phase : other.schedule) {
    phase.assignment.all = trace::read_preset("mxfp8").value.value();
  }
  other.values.clear();  // what can never run does not ask for statistics first
  const std::string wide = error_of([&] { (void)run_of(other, machine); });
  EXPECT_NE(wide.find("term_serial multiplies integers; those of e4m3 have 19 bits"),
            std::string::npos)
      << wide;
}

// Groups of numbers stream the bits that they have, and a sign.
TEST(value_terms, arrays_of_dynamic_widths_take_number_formats_too) {
  auto machine = machine_of("plain_dual_serial_512");
  const trace::Trace trace = trained_in("mxfp4");
  const std::uint64_t fixed = array_cycles(run_of(trace, machine).total());
  std::get<array::DualSerialSpec>(machine.array).group_precision = true;
  const std::uint64_t dynamic = array_cycles(run_of(trace, machine).total());
  EXPECT_GT(dynamic, 0u);
  EXPECT_LE(dynamic, fixed * 11 / 10);
}

}  // namespace value_terms_test
}  // namespace metronome::sim
