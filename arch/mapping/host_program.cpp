#include <algorithm>
#include <utility>

#include "arch/mapping/placement.hpp"
#include "arch/mapping/program.hpp"
#include "arch/mapping/residency.hpp"

namespace metronome::mapping {
namespace {

/// A step for each block of a stream on its way to or from the host.
void add_host_blocks(Program& program, const Stream& stream, std::uint64_t base,
                     dram::Direction direction, const arch::AcceleratorSpec& machine) {
  const bool reads = direction == dram::Direction::read;
  const std::uint64_t block =
      (reads ? machine.input_buffer.capacity().count() : output_room(machine)) / 2;
  const host::HostUnit host(machine.host, machine.clock_hz);
  const std::uint64_t bytes = stream.bytes().count();
  for (std::uint64_t begin = 0; begin < bytes; begin += block) {
    const std::uint64_t end = std::min(begin + block, bytes);
    TileStep step;
    (reads ? step.input_loads : step.stores)
        .push_back({stream.role, matrix_transfer(bytes, 8, base, {0, 1}, {begin, end}, direction)});
    step.opens_output = !reads;
    step.closes_output = !reads;
    step.host_cycles = host.link_cycles(Bytes(end - begin));
    program.steps.push_back(std::move(step));
  }
}

}  // namespace

Program host_program(const HostJob& job, const arch::AcceleratorSpec& machine,
                     std::vector<std::uint64_t> addresses) {
  Placement placement(machine, std::move(addresses));
  Program program;
  for (const Stream& s : job.inputs) {
    add_host_blocks(program, s, placement.place(s.bytes()), dram::Direction::read, machine);
  }
  const host::HostUnit host(machine.host, machine.clock_hz);
  if (const std::uint64_t cycles = host.work_cycles(job.flops, job.words); cycles > 0) {
    program.steps.push_back({});
    program.steps.back().host_cycles = cycles;
  }
  for (const Stream& s : job.outputs) {
    add_host_blocks(program, s, placement.place(s.bytes()), dram::Direction::write, machine);
  }
  return program;
}

}  // namespace metronome::mapping
