#include <algorithm>
#include <utility>

#include "arch/mapping/load_engines.hpp"
#include "arch/mapping/near_update.hpp"
#include "arch/mapping/patches.hpp"
#include "arch/mapping/placement.hpp"
#include "arch/mapping/program.hpp"
#include "arch/mapping/residency.hpp"

namespace metronome::mapping {

std::uint64_t vector_block(const VectorJob& job, const arch::AcceleratorSpec& machine) {
  const std::uint64_t total = std::max<std::uint64_t>(job.elements, 1);
  if (job.cls == trace::OperationClass::load) {
    return total;  // past the buffers that others are staged in
  }
  const auto bits = [](const std::vector<Stream>& streams) {
    std::uint64_t sum = 0;
    for (const Stream& s : streams) {
      sum += s.elements * s.bits;
    }
    return sum;
  };
  const auto blocks_for = [](std::uint64_t stream_bits, Bytes capacity) {
    return std::max<std::uint64_t>(ceil_div<std::uint64_t>(stream_bits, capacity.count() * 8 / 2),
                                   1);
  };
  const std::uint64_t blocks =
      std::max(blocks_for(bits(job.inputs), machine.input_buffer.capacity()),
               blocks_for(bits(job.outputs), Bytes(output_room(machine))));
  const std::uint64_t lanes = machine.vector.lanes;
  // Whole rows of lanes; rounded down so that a block still fits.
  return std::max(ceil_div(total, blocks) / lanes * lanes, std::min(lanes, total));
}

namespace {

/// What comes into a store lies piece behind piece, as a model is deployed, and needs no staging:
/// pieces of one role are one transfer. Where they lie elsewhere each is one, and the next comes
/// while the one before it is under way.
Program load_program(const VectorJob& job, const arch::AcceleratorSpec& machine,
                     const std::vector<std::uint64_t>& addresses) {
  std::uint64_t bytes = 0;
  for (const Stream& s : job.inputs) {
    bytes += s.bytes().count();
  }
  std::uint64_t next = addresses.empty() ? Placement(machine).place(Bytes(bytes)) : 0;
  Program program;
  for (std::size_t i = 0; i < job.inputs.size(); ++i) {
    const std::uint64_t size = job.inputs[i].bytes().count();
    const std::uint64_t base = addresses.empty() ? next : addresses.at(i);
    next = base + size;
    if (size == 0) {
      continue;
    }
    if (!program.steps.empty()) {
      StreamTransfer& before = program.steps.back().input_loads.back();
      if (before.role == job.inputs[i].role && before.transfer.end() == base) {
        before.transfer.row_bytes += size;
        before.transfer.pitch += size;
        continue;
      }
    }
    program.steps.push_back({});
    program.steps.back().input_loads.push_back(
        {job.inputs[i].role, {base, 1, size, size, dram::Direction::read}});
  }
  return program;
}

}  // namespace

Program vector_program(const VectorJob& job, const arch::AcceleratorSpec& machine,
                       std::vector<std::uint64_t> addresses, const Gaps& gaps) {
  if (job.cls == trace::OperationClass::load) {
    return load_program(job, machine, addresses);
  }
  if (job.near) {
    Program program;
    if (const std::uint64_t cycles = near_update_cycles(job, machine); cycles > 0) {
      program.steps.push_back({});
      program.steps.back().engine_cycles = cycles;
    }
    return program;
  }
  Placement placement(machine, std::move(addresses));
  std::vector<std::uint64_t> in, out;
  for (const Stream& s : job.inputs) {
    in.push_back(placement.place(s.bytes()));
  }
  for (const Stream& s : job.outputs) {
    out.push_back(placement.place(s.bytes()));
  }
  Program program;
  const std::uint64_t block = vector_block(job, machine);
  for (std::uint64_t begin = 0; begin < job.elements; begin += block) {
    if (gaps.block.size() > 0 && begin == gaps.block.begin * block) {
      begin = gaps.block.end * block;
    }
    const Range part{begin, std::min(begin + block, job.elements)};
    TileStep step;
    const auto append = [&](std::vector<StreamTransfer>& list, const Stream& s, std::uint64_t base,
                            dram::Direction direction) {
      const dram::Transfer transfer = stream_share(s, base, part, job.elements, direction);
      if (!transfer.empty()) {
        list.push_back({s.role, transfer});
      }
    };
    for (std::size_t i = 0; i < in.size(); ++i) {
      append(step.input_loads, job.inputs[i], in[i], dram::Direction::read);
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
      append(step.stores, job.outputs[i], out[i], dram::Direction::write);
    }
    step.opens_output = true;
    step.closes_output = true;
    if (works_elsewhere(job)) {
      step.engine_cycles = cycles_elsewhere(job, part.size(), machine.load_path);
    } else {
      step.vector_work = {part.size(), job.cost().operations(), codes_written(job, part.size()),
                          job.units};
    }
    program.steps.push_back(std::move(step));
  }
  return program;
}

}  // namespace metronome::mapping
