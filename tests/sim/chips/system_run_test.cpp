// Programs on several chips: what is conserved, what bounds their time, and both ways of timing.
#include "sim/chips/system_run.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"
#include "sim/energy/pricing.hpp"
#include "systems.hpp"

namespace metronome::chips {
namespace system_run_test {

const char* const kCpt = "cpt:3-8,periods=2,backward=8";

std::vector<links::SystemSpec> systems() {
  std::vector<links::SystemSpec> all;
  for (const links::UpdateOn update : kEnumValues<links::UpdateOn>) {
    for (const links::NormStatistics norm : kEnumValues<links::NormStatistics>) {
      links::SystemSpec system = ring_of(4);
      system.parallel.update = update;
      system.parallel.batch_norm = norm;
      all.push_back(system);
    }
  }
  all.push_back(ring_of(8));
  all.back().topology = links::Topology::central_switch;
  all.back().collectives.algorithm = links::Algorithm::halving_doubling;
  all.back().parallel.bucket_bytes = 100000;
  return all;
}

/// By request: what all chips send, of a ring or by halving and doubling of real numbers.
std::uint64_t closed_bytes(const links::SystemSpec& system, const links::Request& request) {
  const std::uint64_t own = request.payload.elements * request.payload.wire.bits / 8;
  const std::uint64_t others = system.chips - 1;
  switch (request.collective) {
    case links::Collective::all_reduce:
      return 2 * others * own;
    case links::Collective::reduce_scatter:
      return others * own;
    case links::Collective::all_gather:
      return others * own * system.chips;
  }
  return 0;
}

TEST(system_run, bytes_sent_are_bytes_received_and_those_of_the_closed_form) {
  for (const links::SystemSpec& system : systems()) {
    for (const Mode mode : kEnumValues<Mode>) {
      const SystemRun run = run_on(trace_of("static:8,backward=8"), system, mode);
      for (const LevelTimes& level : run.levels) {
        EXPECT_EQ(level.sent, level.received);
        std::uint64_t closed = 0;
        for (const links::Request& request : level.requests) {
          closed += closed_bytes(system, request);
        }
        // Halves are rounded up to whole numbers.
        const auto slack = system.collectives.algorithm == links::Algorithm::ring
                               ? 0.0
                               : 8.0 * 6 * 4 * static_cast<double>(level.requests.size());
        EXPECT_NEAR(static_cast<double>(level.sent.count()), static_cast<double>(closed), slack);
        const Bytes carried =
            std::accumulate(level.link_bytes.begin(), level.link_bytes.end(), Bytes{});
        const std::uint64_t hops = system.topology == links::Topology::ring ? 1 : 2;
        EXPECT_EQ(carried.count(), hops * level.sent.count());
      }
    }
  }
}

TEST(system_run, both_ways_of_timing_agree_where_chips_end_together) {
  // Numbers that 4 chips share equally; the bias and the last layer are not, so that some chips end
  // a few bytes earlier.
  const links::SystemSpec system = ring_of(4);
  const SystemRun analytic = run_on(trace_of(kCpt), system, Mode::analytic);
  const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  std::vector<ChipStep> steps;
  (void)chip_trace(trace_of(kCpt), system, steps);
  const StepProgram programs(steps[0], machine, system);
  LevelTimer by_events(system, Mode::cycle);
  for (std::size_t i = 0; i < analytic.levels.size(); ++i) {
    const std::vector<LevelProgram> level{programs.level(analytic.chip, analytic.chip.levels[i])};
    const LevelTimes events = by_events.times(level).front();
    const LevelTimes& forms = analytic.levels[i];
    EXPECT_EQ(events.sent, forms.sent);
    EXPECT_EQ(events.link_bytes, forms.link_bytes);
    EXPECT_EQ(events.link_busy, forms.link_busy);
    EXPECT_EQ(events.work, forms.work);
    // 10 numbers of a bias on 4 chips: parts of 2 and 3, 4 bytes or 80 ps a step.
    EXPECT_NEAR(static_cast<double>(events.time.count()), static_cast<double>(forms.time.count()),
                6.0 * 80);
    ASSERT_EQ(events.done.size(), forms.done.size());
  }
}

// On a ring the steps of halving-doubling and of trees meet on links, and chips end a sum long
// before others: no chip stands for all.
TEST(system_run, both_ways_of_timing_agree_where_chips_end_a_sum_apart) {
  for (const links::Algorithm algorithm :
       {links::Algorithm::halving_doubling, links::Algorithm::tree}) {
    links::SystemSpec system = ring_of(8);
    system.collectives.algorithm = algorithm;
    system.parallel.bucket_bytes = 0;
    const auto times = [&](Mode mode) {
      const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
      std::vector<ChipStep> steps;
      (void)chip_trace(trace_of("static:8,backward=8"), system, steps);
      const StepProgram program(steps[0], machine, system);
      const SystemRun run = run_on(trace_of("static:8,backward=8"), system, Mode::analytic);
      const std::vector<LevelProgram> level{program.level(run.chip, run.chip.levels[0])};
      return std::pair(run.levels[0].time, LevelTimer(system, mode).times(level).front().time);
    };
    const auto [run, queue] = times(Mode::cycle);
    EXPECT_EQ(run, queue) << enum_name(algorithm);
    EXPECT_EQ(run, times(Mode::analytic).second) << enum_name(algorithm);
  }
}

TEST(system_run, takes_its_work_and_what_links_leave_exposed) {
  const trace::Trace trace = trace_of(kCpt);
  Picoseconds slower{~0ULL >> 1};
  for (const double gb_per_s : {0.01, 0.1, 1.0, 1000.0}) {
    const SystemRun run = run_on(trace, ring_of(4, gb_per_s));
    for (const LevelTimes& level : run.levels) {
      EXPECT_EQ(level.time, level.work[0] + level.exposed());
      EXPECT_LE(level.exposed(), level.communication);
      EXPECT_LE(level.time, level.work[0] + level.communication);
      EXPECT_GE(level.time, level.communication);
    }
    EXPECT_LE(run.levels.front().time, slower);
    slower = run.levels.front().time;
  }
}

TEST(system_run, work_is_the_chips_operations_and_one_chip_has_nothing_else) {
  const trace::Trace trace = trace_of(kCpt);
  const SystemRun one = run_on(trace, ring_of(1));
  const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  const std::vector<trace::Trace> traces{trace};
  const RunResult alone = sim::simulate(traces, machine, {.mode = Mode::analytic}).front();
  EXPECT_EQ(one.chip.total(), alone.total());
  EXPECT_DOUBLE_EQ(one.time().count(), alone.seconds(alone.total().cycles.total()).count());
  EXPECT_NEAR(one.energy().count(),
              price(alone.total(), sim::complete_table(machine), alone.clock).total().count(),
              1e-9 * one.energy().count());
  EXPECT_EQ(one.links_energy()->count(), 0);
}

TEST(system_run, energy_is_that_of_chips_and_links) {
  const SystemRun run = run_on(trace_of(kCpt), ring_of(4, 0.1));
  double sum = run.switch_energy().count();
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    const auto iterations = static_cast<double>(run.chip.levels[i].iterations);
    sum += iterations * (4 * run.work_energy_of(i, 0).count() + run.idle_energy(i).count() +
                         run.link_energy[i]->count());
    EXPECT_DOUBLE_EQ(run.link_energy[i]->count(),
                     8 * 1.3e-12 * static_cast<double>(run.levels[i].sent.count()));
    EXPECT_GT(run.idle_energy(i).count(), 0) << "chips leak while they wait";
  }
  EXPECT_NEAR(run.energy().count(), sum, 1e-9 * sum);
  links::SystemSpec unpriced = ring_of(4);
  unpriced.link.pj_per_bit.reset();
  EXPECT_FALSE(run_on(trace_of(kCpt), unpriced).links_energy());
}

TEST(system_run, gradients_of_few_bits_cross_with_their_scales_and_their_sums_grow) {
  const SystemRun real = run_on(trace_of("static:8,backward=8"), ring_of(4));
  const SystemRun codes = run_on(trace_of("static:8,backward=8,gradients=8"), ring_of(4));
  std::uint64_t quantized = 0, scales = 0, left = 0;
  for (std::size_t i = 0; i < codes.levels[0].requests.size(); ++i) {
    const links::Request& request = codes.levels[0].requests[i];
    switch (codes.levels[0].exchanges[i].purpose) {
      case Purpose::gradients:
        (request.payload.wire.codes ? quantized : left) += request.payload.elements;
        break;
      case Purpose::scales:
        scales += request.payload.elements;
        break;
      case Purpose::statistics:
      case Purpose::parameters:
      case Purpose::activations:
      case Purpose::errors:
        ADD_FAILURE();
        break;
    }
  }
  std::uint64_t all = 0;
  for (const links::Request& request : real.levels[0].requests) {
    all += request.payload.elements;
  }
  EXPECT_EQ(quantized + left, all);
  EXPECT_GE(scales, quantized / 1024);
  // Codes: hops of 8, 9 and 10 bits, then three of 10, of a quarter each, on 4 chips; messages are
  // whole bytes.
  const std::uint64_t bytes = quantized * (8 + 9 + 10 + 3 * 10) / 8 + 2 * 3 * 4 * (scales + left);
  EXPECT_GE(codes.levels[0].sent.count(), bytes);
  EXPECT_LE(codes.levels[0].sent.count(), bytes + 6 * 4 * codes.levels[0].requests.size());
}

TEST(system_run, a_chip_waits_for_scales_before_it_makes_codes_and_works_on_meanwhile) {
  links::SystemSpec slow = ring_of(4);
  slow.link.latency_ns = 50000;
  const SystemRun run = run_on(trace_of("static:8,backward=8,gradients=8"), slow);
  const LevelTimes& level = run.levels[0];
  for (std::size_t i = 0; i < level.exchanges.size(); ++i) {
    if (level.exchanges[i].purpose == Purpose::scales) {
      for (std::size_t j = 0; j < level.exchanges.size(); ++j) {
        if (level.exchanges[j].purpose == Purpose::gradients &&
            level.exchanges[j].first == level.exchanges[i].first) {
          EXPECT_GE(level.began[j], level.done[i]);
        }
      }
    }
  }
  EXPECT_LT(level.time, level.work[0] + level.communication) << "something is hidden";
}

TEST(system_run, buckets_join_gradients_of_one_form_and_send_the_same_bytes) {
  links::SystemSpec buckets = ring_of(4);
  buckets.parallel.bucket_bytes = 1 << 30;
  const trace::Trace trace = trace_of("static:8,backward=8");
  const SystemRun alone = run_on(trace, ring_of(4));
  const SystemRun joined = run_on(trace, buckets);
  EXPECT_EQ(joined.levels[0].requests.size(), 1u);
  EXPECT_EQ(joined.levels[0].exchanges[0].tensors, alone.levels[0].requests.size());
  EXPECT_EQ(joined.levels[0].sent, alone.levels[0].sent);
  EXPECT_GT(joined.levels[0].exposed(), alone.levels[0].exposed())
      << "one sum behind the whole backward pass hides behind nothing";
}

TEST(system_run, synchronised_statistics_stop_the_chip_in_both_passes) {
  links::SystemSpec synchronised = ring_of(4);
  synchronised.parallel.batch_norm = links::NormStatistics::synchronised;
  for (const char* machine : {"plain_systolic_512", "systolic_512"}) {
    const trace::Trace trace = trace_of("static:8,backward=8");
    const SystemRun local = run_on(trace, ring_of(4), Mode::analytic, machine);
    const SystemRun run = run_on(trace, synchronised, Mode::analytic, machine);
    const auto statistics =
        std::count_if(run.levels[0].exchanges.begin(), run.levels[0].exchanges.end(),
                      [](const Exchange& one) { return one.purpose == Purpose::statistics; });
    ASSERT_GT(statistics, 10);
    // Each of them takes at least 6 steps of 500 ns in which nothing else runs but what does not
    // read what is normalised.
    EXPECT_GT(run.levels[0].exposed(), local.levels[0].exposed()) << machine;
    EXPECT_GT(run.levels[0].time, local.levels[0].time) << machine;
  }
}

/// Seven layers are normalised one behind the other, and each waits for a sum of six steps, however
/// the machine joins its passes: also where what is normalised leaves the pass that it is summed
/// in.
TEST(system_run, what_is_normalised_waits_for_its_sums_whatever_passes_a_machine_joins) {
  links::SystemSpec system = ring_of(4);
  system.link.latency_ns = 1e6;
  system.parallel.batch_norm = links::NormStatistics::synchronised;
  system.parallel.in_flight = 0;
  const std::vector<trace::Trace> traces{trace_of("static:8,backward=8")};
  for (const auto passes : kEnumValues<arch::BatchNormPasses>) {
    for (const auto output : kEnumValues<arch::OutputPath>) {
      for (const auto input : kEnumValues<arch::InputPath>) {
        arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
        machine.input_buffer.bank_bytes = Bytes(1 << 20);
        machine.training.batch_norm_passes = passes;
        machine.training.output_path = output;
        machine.training.input_path = input;
        const EnergyTable prices = sim::complete_table(machine);
        const SharedChips chips(traces, machine, system, prices,
                                {.mode = Mode::analytic, .jobs = 1, .progress = {}});
        const LevelTimes level = chips.on(0, system).levels[0];
        EXPECT_GT(level.exposed().count(), 2 * 7 * 6 * 1'000'000'000ULL)
            << enum_name(passes) << " " << enum_name(output) << " " << enum_name(input);
      }
    }
  }
}

TEST(system_run, gradients_of_micro_batches_are_summed_over_chips_once) {
  const arch::AcceleratorSpec whole = machine_of("plain_systolic_512");
  arch::AcceleratorSpec parts = whole;
  parts.training.micro_batches = 2;
  for (const char* schedule : {"static:8,backward=8", "static:8,backward=8,gradients=8"}) {
    const std::vector<trace::Trace> traces{trace_of(schedule)};
    const links::SystemSpec system = ring_of(4);
    const EnergyTable prices = sim::complete_table(whole);
    const SharedChips one(traces, whole, system, prices, {.mode = Mode::analytic});
    const SharedChips two(traces, parts, system, prices, {.mode = Mode::analytic});
    const LevelTimes at_once = one.on(0, system).levels[0];
    const LevelTimes twice = two.on(0, system).levels[0];
    EXPECT_EQ(twice.sent, at_once.sent);
    EXPECT_EQ(twice.requests.size(), at_once.requests.size());
    // The first sum begins when the second part's backward pass has begun.
    EXPECT_GT(2 * twice.began[0].count(), twice.work[0].count());
  }
  links::SystemSpec synchronised = ring_of(4);
  synchronised.parallel.batch_norm = links::NormStatistics::synchronised;
  const std::vector<trace::Trace> traces{trace_of("static:8,backward=8")};
  const EnergyTable prices = sim::complete_table(whole);
  EXPECT_THROW(SharedChips(traces, parts, synchronised, prices, {.mode = Mode::analytic}),
               UserError);
}

TEST(system_run, every_kind_of_network_ends_in_every_way_of_sharing) {
  for (const char* model : {"lstm-2", "mobilenet-v2", "mlp"}) {
    const std::string dataset = std::string(model) == "lstm-2" ? "ptb" : "cifar-10";
    const trace::Trace trace = trace::make_trace(
        model, dataset, 8, schedule::parse_schedule("cpt:3-8,periods=2,backward=8,gradients=4"), 8,
        trace::DxScale::prescale_requantize);
    for (const links::SystemSpec& system : systems()) {
      if (system.parallel.batch_norm == links::NormStatistics::synchronised &&
          !has_statistics(trace.step())) {
        EXPECT_THROW((void)run_on(trace, system), UserError) << model << " has no batch norm";
        continue;
      }
      const SystemRun run = run_on(trace, system);
      for (const LevelTimes& level : run.levels) {
        EXPECT_EQ(level.sent, level.received) << model;
        EXPECT_GE(level.time, level.work[0]) << model;
        EXPECT_GT(level.sent.count(), 0u) << model;
      }
    }
  }
}

/// Distinct operations that are simulated for a trace on a system.
std::size_t simulated(std::uint64_t iterations, const links::SystemSpec& system) {
  const trace::Trace trace =
      trace::make_trace("resnet-8", "synthetic", 16, schedule::parse_schedule(kCpt), iterations,
                        trace::DxScale::prescale_requantize);
  const SystemRun run = run_on(trace, system);
  EXPECT_GT(run.time().count(), 0);
  return run.chip.operations.size();
}

TEST(system_run, costs_distinct_operations_whatever_the_number_of_chips_and_iterations) {
  links::SystemSpec few = ring_of(2);
  few.parallel.batch = links::BatchOf::each;
  links::SystemSpec many = few;
  many.chips = 64;
  const std::size_t once = simulated(64, few);
  EXPECT_GT(once, 10u);
  EXPECT_EQ(simulated(6'400'000, few), once);
  // The pass that takes a sum has as many additions for a number as there are other chips.
  EXPECT_EQ(simulated(64, many), once);
}

TEST(system_run, update_of_a_balanced_machine_waits_for_the_sum) {
  // Alone its optimiser takes gradients as they leave the array; with others it may not.
  const SystemRun run =
      run_on(trace_of("static:8,backward=8"), ring_of(4, 0.001), Mode::analytic, "systolic_512");
  std::size_t updates = 0;
  for (const OperationResult& operation : run.chip.operations_of(run.chip.levels[0])) {
    updates += operation.cls == trace::OperationClass::update ? 1 : 0;
  }
  EXPECT_GT(updates, 5u);
  EXPECT_GT(run.levels[0].exposed().count(), run.levels[0].communication.count() / 2);
}

}  // namespace system_run_test
}  // namespace metronome::chips
