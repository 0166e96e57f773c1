#include "arch/mapping/exposed_time.hpp"

#include "arch/dram/least_time.hpp"

namespace metronome::mapping {
namespace {

/// All of a loop but its first and its last iteration.
Range inner(std::uint64_t count) { return count > 2 ? Range{1, count - 1} : Range{}; }

std::vector<dram::Transfer> transfers_of(const std::vector<StreamTransfer>& streams) {
  std::vector<dram::Transfer> all;
  for (const StreamTransfer& one : streams) {
    all.push_back(one.transfer);
  }
  return all;
}

std::uint64_t bytes_of(const std::vector<StreamTransfer>& streams) {
  std::uint64_t bytes = 0;
  for (const StreamTransfer& one : streams) {
    bytes += one.transfer.rows * one.transfer.row_bytes;
  }
  return bytes;
}

/// `stores`: output tiles that the whole program has.
ExposedTime ends_of(const Program& program, std::uint64_t stores,
                    const arch::AcceleratorSpec& machine) {
  if (program.steps.empty()) {
    return {};
  }
  const std::uint64_t cycle = clock_period(machine.clock_hz).count();
  const auto cycles = [&](Picoseconds time) { return time.count() / cycle; };
  const TileStep& first = program.steps.front();
  const TileStep& last = program.steps.back();
  std::vector<dram::Transfer> loads = transfers_of(first.weight_loads);
  const std::vector<dram::Transfer> inputs = transfers_of(first.input_loads);
  loads.insert(loads.end(), inputs.begin(), inputs.end());
  const dram::MemorySpec& memory = machine.memory;
  ExposedTime ends;
  ends.first_load = cycles(dram::least_time(memory, loads, dram::Rows::reset));
  ends.last_store = cycles(dram::least_time(memory, transfers_of(last.stores),
                                            stores > 1 ? dram::Rows::open : dram::Rows::closed));
  ends.first_weight_bytes = bytes_of(first.weight_loads);
  ends.first_input_bytes = bytes_of(first.input_loads);
  if (!loads.empty()) {
    ends.first_access =
        cycles(dram::first_access(memory.device, dram::Direction::read, dram::Rows::reset));
  }
  return ends;
}

}  // namespace

ExposedTime exposed_time(const MatrixJob& job, const Mapping& mapping,
                         const arch::AcceleratorSpec& machine) {
  const TileCounts tiles = tile_counts(job, mapping);
  Gaps gaps;
  gaps.group = inner(job.convolution.groups);
  gaps.m = inner(tiles.m);
  gaps.n = inner(tiles.n);
  gaps.k = inner(tiles.k);
  return ends_of(matrix_program(job, mapping, with_room(machine), {}, gaps),
                 job.convolution.groups * tiles.m * tiles.n, machine);
}

ExposedTime exposed_time(const VectorJob& job, const arch::AcceleratorSpec& machine) {
  if (job.near || job.elements == 0) {
    return {};
  }
  const std::uint64_t blocks = ceil_div(job.elements, vector_block(job, machine));
  Gaps gaps;
  gaps.block = inner(blocks);
  return ends_of(vector_program(job, with_room(machine), {}, gaps), blocks, machine);
}

}  // namespace metronome::mapping
