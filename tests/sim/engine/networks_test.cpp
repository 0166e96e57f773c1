// A network of every kind of layer on every machine: with ideal memory the closed form and the
// simulation agree in every bin of every operation.
#include <gtest/gtest.h>

#include "arch/array/families.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"
#include "tests/workloads/model/network_text.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::sim {
namespace networks_test {

class networks : public testing::TestWithParam<std::string> {};

TEST_P(networks, take_the_same_cycles_in_closed_form_and_simulated_with_ideal_memory) {
  const std::string root = metronome::source_dir();
  const auto machine =
      config::load<arch::AcceleratorSpec>(root + "/configs/arch/plain_" + GetParam() + "_512.yaml");
  const trace::Trace trace = trace::make_trace(
      model::graph_of(model::parse_network(model::kEveryImageLayer), std::nullopt), "none", 2,
      schedule::parse_schedule("cpt:3-8,periods=1,backward=8"), 4,
      trace::DxScale::prescale_requantize, trace::UpdateRule::momentum);
  const trace::Trace lent =
      trace::read_trace(root + "/results/statistics/fashion_mnist_resnet8_cpt");
  const auto run = [&](Mode mode) {
    return simulate(std::span(&trace, 1), machine,
                    {.mode = mode,
                     .memory = MemoryMode::ideal,
                     .statistics = &lent,
                     .jobs = 2,
                     .progress = {}})
        .front();
  };
  const RunResult closed = run(Mode::analytic);
  const RunResult simulated = run(Mode::cycle);
  ASSERT_EQ(closed.levels.size(), simulated.levels.size());
  for (std::size_t level = 0; level < closed.levels.size(); ++level) {
    const auto operations = closed.operations_of(closed.levels[level]);
    const auto others = simulated.operations_of(simulated.levels[level]);
    ASSERT_EQ(operations.size(), others.size());
    EXPECT_GT(operations.size(), 90u);
    for (std::size_t i = 0; i < operations.size(); ++i) {
      const OperationResult& other = others[i];
      EXPECT_EQ(operations[i].mapping, other.mapping) << other.operation;
      EXPECT_EQ(operations[i].measure.cycles, other.measure.cycles) << other.operation;
    }
  }
}

/// Every pair of widths of forward and backward operands, FP32 among them, one layer apart.
TEST_P(networks, run_at_every_mix_of_codes_and_real_numbers_or_are_refused_by_name) {
  const std::string root = metronome::source_dir();
  auto machine =
      config::load<arch::AcceleratorSpec>(root + "/configs/arch/plain_" + GetParam() + "_512.yaml");
  trace::Trace trace = trace::make_trace(
      model::graph_of(model::parse_network(model::kEveryImageLayer), std::nullopt), "none", 2,
      schedule::parse_schedule("static:8,backward=8"), 4, trace::DxScale::prescale_requantize,
      trace::UpdateRule::momentum);
  const trace::Trace lent =
      trace::read_trace(root + "/results/statistics/fashion_mnist_resnet8_cpt");
  const auto run = [&] {
    return simulate(std::span(&trace, 1), machine,
                    {.mode = Mode::analytic, .statistics = &lent, .jobs = 1, .progress = {}});
  };
  for (const auto products : {arch::Fp32Products::vector_unit, arch::Fp32Products::array}) {
    machine.training.fp32_products = products;
    for (const trace::Precision all : {trace::Precision{8, 0}, {0, 8}, {0, 0}, {4, 8}}) {
      trace.schedule = {{0, 4, {all, {{"dilated", {0, 0}}, {"up", {5, 8}}}}}};
      if (machine.name != "plain_term_serial_512" || products == arch::Fp32Products::vector_unit) {
        EXPECT_GT(run().front().total().cycles.total().count(), 0u);
        continue;
      }
      try {
        (void)run();
        FAIL() << "values of real numbers were invented";
      } catch (const UserError& error) {
        EXPECT_NE(std::string(error.what()).find("fp32_products=vector_unit"), std::string::npos)
            << error.what();
      }
    }
  }
}

/// Bits of each operand by itself: as they are trained, so they are simulated, in both modes.
TEST_P(networks, run_with_bits_of_each_operand_and_count_them_at_their_own_widths) {
  const std::string root = metronome::source_dir();
  const auto machine =
      config::load<arch::AcceleratorSpec>(root + "/configs/arch/plain_" + GetParam() + "_512.yaml");
  const trace::Trace lent =
      trace::read_trace(root + "/results/statistics/fashion_mnist_resnet8_cpt");
  const auto run = [&](const std::string& schedule, Mode mode) {
    const trace::Trace trace = trace::make_trace(
        model::graph_of(model::parse_network(model::kEveryImageLayer), std::nullopt), "none", 2,
        schedule::parse_schedule(schedule), 4, trace::DxScale::prescale_requantize,
        trace::UpdateRule::momentum);
    return simulate(std::span(&trace, 1), machine,
                    {.mode = mode, .statistics = &lent, .jobs = 1, .progress = {}})
        .front();
  };
  const std::string quantized_forward = "static:weights=4,activations=8,errors=fp32";
  const RunResult forward = run(quantized_forward, Mode::cycle);
  const RunResult analytic = run(quantized_forward, Mode::analytic);
  const RunResult all =
      run("static:weights=4,activations=8,errors=8,gradients=8,stash=5", Mode::analytic);
  for (const RunResult* one : {&forward, &analytic, &all}) {
    for (const OperationResult& operation : one->operations) {
      // Products of two activations have no weights and no stash of their own.
      const bool of_activations = operation.layer == "scores" || operation.layer == "mixed";
      if (operation.cls == trace::OperationClass::forward && operation.b_bits < 16) {
        EXPECT_EQ(operation.a_bits, 8) << operation.operation;
        EXPECT_EQ(operation.b_bits, of_activations ? 8 : 4) << operation.operation;
      }
      // One layer stays in FP32 whatever the schedule says.
      if (operation.cls == trace::OperationClass::weight_gradient && operation.layer != "logits" &&
          operation.layer != "answers" && !of_activations) {
        const bool exchanged = operation.layer == "up";  // transposed: operands change places
        EXPECT_EQ(operation.a_bits, one != &all ? 32 : exchanged ? 5 : 8) << operation.operation;
        EXPECT_EQ(operation.b_bits, one != &all ? 32 : exchanged ? 8 : 5) << operation.operation;
      }
    }
  }
  const auto weights_read = [](const RunResult& one) {
    return one.total().traffic(trace::Role::weight).read.count();
  };
  EXPECT_LT(weights_read(all), weights_read(run("static:8,stash=5,gradients=8", Mode::analytic)));
  EXPECT_GT(all.total().traffic(trace::Role::stash).read.count(),
            run("static:weights=4,activations=8", Mode::analytic)
                .total()
                .traffic(trace::Role::stash)
                .read.count());
}

INSTANTIATE_TEST_SUITE_P(machines, networks, testing::ValuesIn(array::family_names()),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace networks_test
}  // namespace metronome::sim
