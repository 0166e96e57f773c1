#include "sim/systemc/accelerator_module.hpp"

#include <algorithm>
#include <utility>

namespace metronome::sim {

SequencerModule::SequencerModule(const sc_core::sc_module_name& name, const Platform& platform,
                                 const ClockDomain& clock, const Script& script)
    : sc_module(name), platform_(platform), clock_(clock), script_(script) {
  SC_HAS_PROCESS(SequencerModule);
  SC_THREAD(run);
}

void SequencerModule::run() {
  try {
    while (const auto input = script_.next()) {
      script_.done(run_operation(*input));
    }
    finished_ = true;
  } catch (const sc_core::sc_unwind_exception&) {
    throw;
  } catch (...) {
    failure_ = std::current_exception();
  }
  sc_core::sc_stop();
}

template <class Wait>
void SequencerModule::attribute(Bin bin, const Wait& waiting) {
  const std::uint64_t before = clock_.now_cycle();
  waiting();
  clock_.wait_cycles(0);
  // Work that has no part for the array leaves it idle, whatever it waits for.
  const Bin booked = input_->program.array_works() ? bin : input_->idle_bin;
  outcome_->cycles[booked] += clock_.now_cycle() - before;
  const std::uint64_t now = platform_.watch.now();
  platform_.watch.booked(booked, now - (clock_.now_cycle() - before), now);
}

template <class Work>
void SequencerModule::work_on(const mapping::TileStep& step, TileWork unit, const Work& work) {
  if (!platform_.watch.asked()) {
    work();
    return;
  }
  const Attribution before = outcome_->cycles;
  const std::uint64_t began = platform_.watch.now();
  work();
  platform_.watch.worked(unit, step, began);
  // Of a tile it is known how many cycles went where, not in which order.
  std::uint64_t at = began;
  for (const Bin bin : kEnumValues<Bin>) {
    const std::uint64_t cycles = outcome_->cycles[bin] - before[bin];
    platform_.watch.booked(bin, at, at + cycles);
    at += cycles;
  }
}

Bin SequencerModule::operand_bin(const std::vector<mapping::StreamTransfer>& loads) const {
  switch (loads.front().role) {
    case trace::Role::weight:
    case trace::Role::master:
    case trace::Role::feedback:
      return Bin::stall_weights;
    case trace::Role::partial_sum:
      return Bin::stall_partial_sums;
    case trace::Role::activation:
    case trace::Role::error:
    case trace::Role::gradient:
    case trace::Role::stash:
    case trace::Role::optimizer_state:
      return Bin::stall_activations;
  }
  fail_no_enumerator(loads.front().role);
}

OperationOutcome SequencerModule::run_operation(const OperationInput& input) {
  if (input.program.steps.empty()) {
    return {};  // nothing to do takes no time
  }
  StepOutcomes outcomes(input, [&] { return platform_.memory.counts(); });
  input_ = &input;
  outcomes_ = &outcomes;
  input_tickets_ = 0;
  weight_tickets_ = 0;
  side_tickets_ = 0;
  loading_done_ = false;
  const mapping::Program& program = input.program;
  clock_.wait_cycles(0);
  if (script_.continuity == Continuity::canonical) {
    platform_.memory.reset();
  }
  platform_.input.configure(program.slots.input);
  platform_.weight.configure(program.slots.weight);
  platform_.output.configure(program.slots.output);
  platform_.side.configure(2);
  platform_.watch.begin(program, input.observer);
  platform_.load.start(program, outcomes);
  const std::uint64_t start = clock_.now_cycle();
  const std::size_t last = program.steps.size() - 1;
  for (std::size_t i = 0; i <= last; ++i) {
    outcome_ = &outcomes.of(i);
    run_step(program.steps[i], i < last ? &program.steps[i + 1] : nullptr);
    outcomes.step_done(i, clock_.now_cycle() - start);
  }
  attribute(Bin::stall_store, [&] { platform_.store.await_empty(); });
  outcomes.finish(clock_.now_cycle() - start);
  const OperationOutcome whole = outcomes.whole();
  METRONOME_ASSERT(whole.cycles.total().count() == clock_.now_cycle() - start,
                   "every cycle of an operation is in one bin");
  if (input.parted) {
    input.parted(outcomes.parted());
  }
  return whole;
}

void SequencerModule::load_work(const mapping::TileStep& step, std::uint64_t from) {
  OperationOutcome& outcome =
      outcomes_->of(static_cast<std::size_t>(&step - input_->program.steps.data()));
  const std::uint64_t done = from + platform_.vector.cycles_of(step.input_work) +
                             platform_.vector.cycles_of(step.weight_work);
  outcome.a_loaded += step.input_work.elements;
  outcome.b_loaded += std::max(step.weight_work.elements, step.made_weights);
  const auto wait_until = [&](std::uint64_t cycle, Bin bin) {
    if (const std::uint64_t now = clock_.now_cycle(); cycle > now) {
      clock_.wait_cycles(cycle - now);
      outcome_->cycles[bin] += cycle - now;
      const std::uint64_t end = platform_.watch.now();
      platform_.watch.booked(bin, end - (cycle - now), end);
    }
  };
  wait_until(done, input_->idle_bin);
  wait_until(from + step.load_engine_cycles, Bin::stall_rebuild);
}

void SequencerModule::load_work_ahead(const mapping::TileStep& next, std::uint64_t began) {
  const bool lanes_are_free = input_->program.array_works();
  std::uint64_t from = lanes_are_free ? began : clock_.now_cycle();
  const auto arrived = [&](const BufferModule& buffer, BufferModule::Ticket ticket) {
    if (!buffer.is_ready(ticket)) {
      return false;
    }
    from = std::max(from, clock_.cycle_at(to_picoseconds(buffer.ready_since(ticket))));
    return true;
  };
  // What lies on chip needs no load to arrive.
  const bool inputs = next.input_work.elements == 0 || next.input_loads.empty() ||
                      arrived(platform_.input, input_tickets_);
  const bool works = next.weight_work.elements > 0 || next.made_weights > 0;
  const bool weights =
      !works || next.weight_loads.empty() || arrived(platform_.weight, weight_tickets_);
  if (inputs && weights) {
    load_work(next, from);
    loading_done_ = true;
  }
}

void SequencerModule::run_step(const mapping::TileStep& step, const mapping::TileStep* next) {
  if (!step.weight_loads.empty()) {
    attribute(operand_bin(step.weight_loads),
              [&] { platform_.weight.await_ready(weight_tickets_++); });
  }
  if (!step.input_loads.empty()) {
    attribute(operand_bin(step.input_loads),
              [&] { platform_.input.await_ready(input_tickets_++); });
  }
  if (!std::exchange(loading_done_, false)) {
    load_work(step, clock_.now_cycle());
  }
  const std::uint64_t began = clock_.now_cycle();
  if (step.opens_output) {
    attribute(Bin::stall_store, [&] { platform_.output.take(); });
  }
  if (step.tile) {
    work_on(step, TileWork::multiply, [&] { platform_.array.run(*input_, *step.tile, *outcome_); });
  }
  if (input_->program.unrolling) {  // of a product, even one of which no tap meets a result
    outcome_->scaled_sums += step.vector_work.elements;
  }
  for (const auto* more : {&step.phases, &step.sums}) {
    for (const array::Tile& tile : *more) {
      work_on(step, TileWork::multiply, [&] { platform_.array.run(*input_, tile, *outcome_); });
    }
  }
  if (next != nullptr) {
    load_work_ahead(*next, began);
  }
  if (step.vector_work.elements > 0) {
    work_on(step, TileWork::vector,
            [&] { platform_.vector.run(step.vector_work, input_->idle_bin, *outcome_); });
  }
  if (step.host_cycles > 0) {
    work_on(step, TileWork::host, [&] { platform_.host.run(step.host_cycles, *outcome_); });
  }
  if (step.engine_cycles > 0) {
    work_on(step, TileWork::engine, [&] {
      clock_.wait_cycles(step.engine_cycles);
      outcome_->cycles[input_->idle_bin] += step.engine_cycles;
    });
  }
  if (!step.side_loads.empty()) {
    attribute(operand_bin(step.side_loads), [&] { platform_.side.await_ready(side_tickets_++); });
    platform_.side.release();
  }
  if (step.epilogue.elements > 0) {
    work_on(step, TileWork::vector,
            [&] { platform_.vector.run(step.epilogue, input_->idle_bin, *outcome_); });
  }
  // A tile's slot is free once the next step brings another tile.
  if (next == nullptr || !next->weight_loads.empty()) {
    platform_.weight.release();
  }
  if (next == nullptr || !next->input_loads.empty()) {
    platform_.input.release();
  }
  if (step.closes_output) {
    platform_.store.push(step, *outcome_);
  }
}

AcceleratorModule::AcceleratorModule(const sc_core::sc_module_name& name,
                                     const arch::AcceleratorSpec& machine, MemoryMode mode,
                                     const SequencerModule::Script& script)
    : sc_module(name),
      clock_(machine.clock_hz),
      watch_(clock_),
      dram_("dram", machine.memory, mode),
      load_dma_("load_dma"),
      store_dma_("store_dma"),
      input_("input_buffer"),
      weight_("weight_buffer"),
      output_("output_buffer"),
      side_("output_buffer_side"),
      load_("load", load_dma_, input_, weight_, side_, watch_),
      store_("store", store_dma_, output_, watch_),
      array_("array", machine.ports(), clock_),
      vector_("vector", machine.vector, clock_),
      host_("host", clock_),
      sequencer_(
          "sequencer",
          {load_, store_, input_, weight_, output_, side_, array_, vector_, host_, dram_, watch_},
          clock_, script) {
  load_dma_.out_requests.bind(dram_.in_requests);
  store_dma_.out_requests.bind(dram_.in_requests);
}

}  // namespace metronome::sim
