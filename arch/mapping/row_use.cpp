#include "arch/mapping/row_use.hpp"

#include <algorithm>
#include <numeric>

#include "arch/dram/row_openings.hpp"
#include "arch/mapping/program.hpp"

namespace metronome::mapping {
namespace {

/// All of a loop but its first two and its last iteration: the second shows what the first leaves
/// open.
Range inner(std::uint64_t count) { return count > 3 ? Range{2, count - 1} : Range{}; }

/// Transfers of one kind in the steps that are looked at.
struct Kind {
  std::uint64_t bytes = 0;
  double openings = 0;
};

void add(Kind& kind, const std::vector<StreamTransfer>& transfers, dram::RowOpenings& rows,
         RowUse& use) {
  for (const StreamTransfer& one : transfers) {
    kind.bytes += one.transfer.rows * one.transfer.row_bytes;
    kind.openings += rows.of(one.transfer);
    use.footprint = std::max(use.footprint, one.transfer.end());
  }
}

double openings(const Kind& kind, std::uint64_t bytes) {
  return kind.bytes == 0
             ? 0
             : kind.openings * static_cast<double>(bytes) / static_cast<double>(kind.bytes);
}

/// Bursts of one direction in all of an operation, and the rows that they open if nothing comes
/// between them.
struct Direction {
  double bursts = 0;
  double openings = 0;
};

/// Writes that are drained at a stretch while reads wait: down to the low watermark.
double write_batch(const dram::DeviceSpec& device) {
  return std::min<double>(
      device.write_batch,
      (device.write_high_watermark - device.write_low_watermark) * device.write_queue);
}

/// Where loads and stores meet, the controller serves a batch of one and a batch of the other.
/// Loads of a step meet the stores of one before; stores that the write queue holds wait until
/// there are no loads.
double turns_of(const Direction& loads, const Direction& stores, std::uint64_t steps,
                std::uint64_t storing, const arch::AcceleratorSpec& machine) {
  const dram::DeviceSpec& device = machine.memory.device;
  if (steps < 2 || storing == 0) {
    return 0;
  }
  const auto channels = static_cast<double>(machine.memory.channels);
  const double load = loads.bursts / channels / static_cast<double>(steps);
  const double store = stores.bursts / channels / static_cast<double>(storing);
  if (store <= device.write_high_watermark * device.write_queue) {
    return 0;
  }
  return std::min(load / device.read_batch, store / write_batch(device)) *
         static_cast<double>(storing) * channels * static_cast<double>(steps - 1) /
         static_cast<double>(steps);
}

/// A batch finds the rows of its banks closed by the one before: how many more it opens.
double reopened(const Direction& one, double batch, const dram::DeviceSpec& device) {
  const auto step = static_cast<double>(dram::AddressMap(device).columns().step);
  return one.bursts == 0 ? 0
                         : std::max(0.0, std::min(batch, step) - one.openings / one.bursts * batch);
}

RowUse use_of(const Program& program, const arch::AcceleratorSpec& machine,
              const AnalyticCost& cost, std::uint64_t steps, std::uint64_t storing, bool rest) {
  dram::RowOpenings rows(machine.memory);
  RowUse use;
  use.steps = steps;
  Kind inputs, weights, sides, stores;
  for (const TileStep& step : program.steps) {
    add(weights, step.weight_loads, rows, use);
    add(inputs, step.input_loads, rows, use);
    add(sides, step.side_loads, rows, use);
    add(stores, step.stores, rows, use);
    if (rest) {
      rows.close();
    }
  }
  // Beside a and b come bytes of both (scales of blocks) and of the epilogue.
  const std::uint64_t side =
      std::accumulate(cost.side_read_bytes.begin(), cost.side_read_bytes.end(), std::uint64_t{0});
  const std::uint64_t beside_b = sides.bytes > 0 ? side : 0;
  const std::uint64_t of_a = cost.read_bytes - cost.read_bytes_of_b - beside_b;
  const Direction loaded{
      static_cast<double>(cost.read_bursts),
      openings(inputs, of_a) + openings(weights, cost.read_bytes_of_b) + openings(sides, beside_b)};
  const Direction stored{static_cast<double>(cost.write_bursts),
                         openings(stores, cost.write_bytes)};
  const dram::DeviceSpec& device = machine.memory.device;
  use.turns = turns_of(loaded, stored, steps, storing, machine);
  use.openings = loaded.openings + stored.openings +
                 use.turns * (reopened(loaded, device.read_batch, device) +
                              reopened(stored, write_batch(device), device));
  return use;
}

}  // namespace

std::uint64_t steps_of(const MatrixJob& job, const Mapping& mapping) {
  return std::max<std::uint64_t>(1, job.convolution.groups * tile_counts(job, mapping).steps());
}

std::uint64_t steps_of(const VectorJob& job, const arch::AcceleratorSpec& machine) {
  return job.elements == 0 ? 1 : ceil_div(job.elements, vector_block(job, machine));
}

std::uint64_t steps_of(const HostJob& /*job*/, const arch::AcceleratorSpec& /*machine*/) {
  return 1;
}

RowUse row_use(const MatrixJob& job, const Mapping& mapping, const arch::AcceleratorSpec& machine,
               const AnalyticCost& cost, bool rest) {
  const TileCounts tiles = tile_counts(job, mapping);
  Gaps gaps;
  gaps.group = inner(job.convolution.groups);
  gaps.m = inner(tiles.m);
  gaps.n = inner(tiles.n);
  gaps.k = inner(tiles.k);
  return use_of(matrix_program(job, mapping, with_room(machine), {}, gaps), machine, cost,
                steps_of(job, mapping), job.convolution.groups * tiles.m * tiles.n, rest);
}

RowUse row_use(const VectorJob& job, const arch::AcceleratorSpec& machine, const AnalyticCost& cost,
               bool rest) {
  if (job.near || job.elements == 0) {
    return {};
  }
  const std::uint64_t blocks = steps_of(job, machine);
  Gaps gaps;
  gaps.block = inner(blocks);
  return use_of(vector_program(job, with_room(machine), {}, gaps), machine, cost, blocks, blocks,
                rest);
}

RowUse row_use(const HostJob& job, const arch::AcceleratorSpec& machine, const AnalyticCost& cost,
               bool rest) {
  return use_of(host_program(job, with_room(machine)), machine, cost, 1, 1, rest);
}

}  // namespace metronome::mapping
