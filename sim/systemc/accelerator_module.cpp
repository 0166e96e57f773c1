#include "sim/systemc/accelerator_module.hpp"

namespace metronome::sim {

SequencerModule::SequencerModule(const sc_core::sc_module_name& name, const Platform& platform,
                                 const ClockDomain& clock, const Script& script)
    : sc_module(name), platform_(platform), clock_(clock), script_(script) {
  SC_HAS_PROCESS(SequencerModule);
  SC_THREAD(run);
}

void SequencerModule::run() {
  try {
    for (std::size_t i = 0; i < script_.operations; ++i) {
      const OperationInput input = script_.input(i);
      script_.done(i, run_operation(input));
      ++finished_;
    }
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
}

Bin SequencerModule::operand_bin(const std::vector<mapping::StreamTransfer>& loads) const {
  switch (loads.front().role) {
    case trace::Role::weight:
    case trace::Role::master:
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
  OperationOutcome outcome;
  if (input.program.steps.empty()) {
    return outcome;  // nothing to do takes no time
  }
  input_ = &input;
  outcome_ = &outcome;
  input_tickets_ = 0;
  weight_tickets_ = 0;
  side_tickets_ = 0;
  const mapping::Program& program = input.program;
  clock_.wait_cycles(0);
  if (script_.continuity == Continuity::canonical) {
    platform_.memory.reset();
  }
  platform_.input.configure(program.slots.input);
  platform_.weight.configure(program.slots.weight);
  platform_.output.configure(program.slots.output);
  platform_.side.configure(2);
  platform_.load.start(program, outcome);
  const std::uint64_t start = clock_.now_cycle();
  for (std::size_t i = 0; i < program.steps.size(); ++i) {
    run_step(program.steps[i], i + 1 < program.steps.size() ? &program.steps[i + 1] : nullptr);
  }
  attribute(Bin::stall_store, [&] { platform_.store.await_empty(); });
  outcome.dram = platform_.memory.counts();
  METRONOME_ASSERT(outcome.cycles.total().count() == clock_.now_cycle() - start,
                   "every cycle of an operation is in one bin");
  return outcome;
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
  if (step.opens_output) {
    attribute(Bin::stall_store, [&] { platform_.output.take(); });
  }
  if (step.tile) {
    platform_.array.run(*input_, *step.tile, *outcome_);
  }
  if (input_->program.unrolling) {  // of a product, even one of which no tap meets a result
    outcome_->scaled_sums += step.vector_work.elements;
  }
  for (const auto* more : {&step.phases, &step.sums}) {
    for (const array::Tile& tile : *more) {
      platform_.array.run(*input_, tile, *outcome_);
    }
  }
  if (step.vector_work.elements > 0) {
    platform_.vector.run(step.vector_work, input_->idle_bin, *outcome_);
  }
  if (step.host_cycles > 0) {
    platform_.host.run(step.host_cycles, *outcome_);
  }
  if (step.engine_cycles > 0) {
    attribute(input_->idle_bin, [&] { clock_.wait_cycles(step.engine_cycles); });
  }
  if (!step.side_loads.empty()) {
    attribute(operand_bin(step.side_loads), [&] { platform_.side.await_ready(side_tickets_++); });
    platform_.side.release();
  }
  if (step.epilogue.elements > 0) {
    platform_.vector.run(step.epilogue, input_->idle_bin, *outcome_);
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
      dram_("dram", machine.memory, mode),
      load_dma_("load_dma"),
      store_dma_("store_dma"),
      input_("input_buffer"),
      weight_("weight_buffer"),
      output_("output_buffer"),
      side_("output_buffer_side"),
      load_("load", load_dma_, input_, weight_, side_),
      store_("store", store_dma_, output_),
      array_("array", machine.ports(), clock_),
      vector_("vector", machine.vector, clock_),
      host_("host", clock_),
      sequencer_("sequencer",
                 {load_, store_, input_, weight_, output_, side_, array_, vector_, host_, dram_},
                 clock_, script) {
  load_dma_.out_requests.bind(dram_.in_requests);
  store_dma_.out_requests.bind(dram_.in_requests);
}

}  // namespace metronome::sim
