#include "sim/systemc/load_module.hpp"

#include <memory>

namespace metronome::sim {

LoadModule::LoadModule(const sc_core::sc_module_name& name, DmaModule& dma, BufferModule& input,
                       BufferModule& weight, BufferModule& side, const TileWatch& watch)
    : sc_module(name),
      dma_(dma),
      input_(input),
      weight_(weight),
      side_(side),
      watch_(watch),
      ev_start_("ev_start") {
  SC_HAS_PROCESS(LoadModule);
  SC_THREAD(run);
}

void LoadModule::start(const mapping::Program& program, StepOutcomes& outcomes) {
  METRONOME_ASSERT(program_ == nullptr, "one program is loaded at a time");
  program_ = &program;
  outcomes_ = &outcomes;
  ev_start_.notify(sc_core::SC_ZERO_TIME);
}

void LoadModule::run() {
  while (true) {
    wait(ev_start_);
    load_all();
    program_ = nullptr;
  }
}

void LoadModule::load_all() {
  for (std::size_t i = 0; i < program_->steps.size(); ++i) {
    const mapping::TileStep& step = program_->steps[i];
    load(i, step.weight_loads, weight_);
    load(i, step.input_loads, input_);
    load(i, step.side_loads, side_);
    outcomes_->loads_sent(i);
  }
}

void LoadModule::load(std::size_t number, const std::vector<mapping::StreamTransfer>& transfers,
                      BufferModule& buffer) {
  if (transfers.empty()) {
    return;
  }
  const BufferModule::Ticket ticket = buffer.take();
  const std::uint64_t began = watch_.now();
  auto left = std::make_shared<std::size_t>(transfers.size());
  const mapping::TileStep& step = program_->steps[number];
  OperationOutcome& outcome = outcomes_->of(number);
  for (const mapping::StreamTransfer& stream : transfers) {
    count_traffic(stream, outcome);
    dma_.issue(stream.transfer, [this, &step, &stream, &buffer, ticket, left, began] {
      watch_.moved(TileWork::load, step, stream, began);
      if (--*left == 0) {
        buffer.mark_ready(ticket);
      }
    });
  }
}

void count_traffic(const mapping::StreamTransfer& stream, OperationOutcome& outcome) {
  const dram::Transfer& t = stream.transfer;
  Traffic& traffic = outcome.traffic[stream.role];
  (t.direction == dram::Direction::read ? traffic.read : traffic.write) +=
      Bytes(t.rows * t.row_bytes);
}

}  // namespace metronome::sim
