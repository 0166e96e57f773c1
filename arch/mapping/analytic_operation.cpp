#include "arch/mapping/analytic_operation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "arch/dram/touched_bursts.hpp"
#include "arch/mapping/lane_cycles.hpp"
#include "arch/mapping/load_engines.hpp"
#include "arch/mapping/loading.hpp"
#include "arch/mapping/near_update.hpp"
#include "arch/mapping/program.hpp"
#include "arch/mapping/residency.hpp"
#include "arch/mapping/traffic.hpp"

namespace metronome::mapping {
namespace {

/// Whole tiles of a dimension and, as a second group, its ragged last one (count 0: none).
struct TileGroup {
  std::uint64_t size = 0;
  std::uint64_t count = 0;
};
std::array<TileGroup, 2> tile_groups(std::uint64_t extent, std::uint64_t tile) {
  return {TileGroup{tile, extent / tile}, TileGroup{extent % tile, extent % tile > 0 ? 1u : 0u}};
}

/// The use of so many equal GEMMs, one after the other.
array::ArrayUse times(const array::ArrayUse& use, std::uint64_t count) {
  return {use.busy_cycles * count,
          use.fill_drain_cycles * count,
          use.port_stall_cycles * count,
          use.input_read_bits * count,
          use.weight_read_bits * count,
          use.output_read_bits * count,
          use.output_write_bits * count,
          use.synchronisation_cycles * count,
          use.work * count};
}

/// The vector unit's part in one group, over the at most eight kinds of tiles: FP32 scaling inside
/// reductions, and the epilogue of whole ones.
std::uint64_t vector_cycles(const MatrixJob& job, const Mapping& mapping,
                            const vector::VectorSpec& spec) {
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  const ElementCost epilogue = job.epilogue.cost();
  std::uint64_t cycles = 0;
  for (const TileGroup& m : tile_groups(gemm.m, mapping.tile.m)) {
    for (const TileGroup& n : tile_groups(gemm.n, mapping.tile.n)) {
      const std::uint64_t results = m.size * n.size;
      for (const TileGroup& k : tile_groups(gemm.k, mapping.tile.k)) {
        const std::uint64_t count = m.count * n.count * k.count;
        const std::uint64_t sums = scaled_sums_per_result(job, mapping.unrolling, k.size);
        cycles += sums > 0 && count > 0 ? count * lane_cycles(results * sums, {1, 1, {}}, spec) : 0;
      }
      if (epilogue.any() && m.count * n.count > 0) {
        cycles += m.count * n.count * lane_cycles(results, epilogue, spec);
      }
    }
  }
  return cycles;
}

std::uint64_t sum_of(const std::vector<std::uint64_t>& each) {
  return std::accumulate(each.begin(), each.end(), std::uint64_t{0});
}

std::uint64_t reads_of(const OperationTraffic& traffic) {
  std::uint64_t moved = traffic.a + traffic.b + sum_of(traffic.side_inputs);
  for (const MovedBeside& one : traffic.beside) {
    moved += one.moved;
  }
  return moved;
}

std::uint64_t writes_of(const OperationTraffic& traffic) {
  return traffic.c + sum_of(traffic.side_outputs);
}

void count_traffic(AnalyticCost& cost, const MatrixJob& job, const Mapping& mapping, Bytes burst) {
  const OperationTraffic bytes = traffic_of(job, mapping);
  cost.read_bytes_of_a = bytes.a;
  cost.read_bytes_of_b = bytes.b;
  cost.write_bytes_of_c = bytes.c;
  cost.side_read_bytes = bytes.side_inputs;
  cost.side_write_bytes = bytes.side_outputs;
  cost.beside = bytes.beside;
  cost.read_bytes = reads_of(bytes);
  cost.write_bytes = writes_of(bytes);
  const OperationTraffic bursts = traffic_of(job, mapping, burst);
  cost.read_bursts_of_b = bursts.b;
  cost.read_bursts = reads_of(bursts);
  cost.write_bursts = writes_of(bursts);
}

/// Streams that are read or written in blocks of `block` of `elements` elements.
struct Moved {
  std::vector<std::uint64_t> bytes;  ///< of each
  std::uint64_t bursts = 0;          ///< of all
};
Moved moved_in_blocks(const std::vector<Stream>& streams, std::uint64_t elements,
                      std::uint64_t block, Bytes burst) {
  Moved moved;
  for (const Stream& s : streams) {
    moved.bytes.push_back(touched_in_tiles(s, elements, {0, elements}, block));
    moved.bursts += touched_in_tiles(s, elements, {0, elements}, block, burst);
  }
  return moved;
}

void count_traffic(AnalyticCost& cost, const Moved& in, const Moved& out) {
  cost.side_read_bytes = in.bytes;
  cost.side_write_bytes = out.bytes;
  cost.read_bytes = sum_of(in.bytes);
  cost.write_bytes = sum_of(out.bytes);
  cost.read_bursts = in.bursts;
  cost.write_bursts = out.bursts;
}

/// Of what comes into a store, which lies piece behind piece: pieces of one role are one transfer.
std::uint64_t bursts_of_load(const VectorJob& job, const arch::AcceleratorSpec& machine) {
  std::uint64_t bursts = 0;
  for (const TileStep& step : vector_program(job, with_room(machine)).steps) {
    for (const StreamTransfer& one : step.input_loads) {
      bursts += dram::touched_units(one.transfer, machine.memory.device.bytes_per_burst().count());
    }
  }
  return bursts;
}

}  // namespace

std::uint64_t AnalyticCost::memory_cycles(const arch::AcceleratorSpec& machine) const {
  const std::uint64_t burst = machine.memory.device.bytes_per_burst().count();
  const auto moved = static_cast<double>((read_bursts + write_bursts) * burst);
  return static_cast<std::uint64_t>(std::floor(moved / machine.peak_bytes_per_cycle()));
}

AnalyticCost analytic_cost(const MatrixJob& job, const Mapping& mapping,
                           const arch::AcceleratorSpec& machine) {
  AnalyticCost cost;
  const std::uint64_t groups = job.convolution.groups;
  cost.use = times(array_use(job, mapping, machine), groups);
  const LoadingExcess waits = loading_excess(job, mapping, machine);
  cost.vector_cycles = vector_cycles(job, mapping, machine.vector) * groups + waits.vector;
  cost.engine_cycles = waits.engine;
  cost.loaded = loaded_elements(job, mapping);
  count_traffic(cost, job, mapping, machine.memory.device.bytes_per_burst());
  return cost;
}

AnalyticCost analytic_cost(const VectorJob& job, const arch::AcceleratorSpec& machine) {
  AnalyticCost cost;
  if (job.near) {
    cost.vector_cycles = near_update_cycles(job, machine);
    return cost;
  }
  const std::uint64_t block_size = vector_block(job, machine);
  for (const TileGroup& block : tile_groups(job.elements, block_size)) {
    if (block.count > 0 && works_elsewhere(job)) {
      cost.vector_cycles += block.count * cycles_elsewhere(job, block.size, machine.load_path);
    } else if (block.count > 0) {
      cost.vector_cycles += block.count * lane_cycles(block.size, job.cost(), machine.vector,
                                                      codes_written(job, block.size));
    }
  }
  const Bytes burst = machine.memory.device.bytes_per_burst();
  count_traffic(cost, moved_in_blocks(job.inputs, job.elements, block_size, burst),
                moved_in_blocks(job.outputs, job.elements, block_size, burst));
  if (job.cls == trace::OperationClass::load) {
    cost.read_bursts = bursts_of_load(job, machine);
  }
  return cost;
}

AnalyticCost analytic_cost(const HostJob& job, const arch::AcceleratorSpec& machine) {
  AnalyticCost cost;
  const host::HostUnit host(machine.host, machine.clock_hz);
  cost.host_cycles = host.work_cycles(job.flops, job.words);
  const Bytes burst = machine.memory.device.bytes_per_burst();
  const auto over_link = [&](const std::vector<Stream>& streams, std::uint64_t staging) {
    Moved moved;
    for (const Stream& stream : streams) {
      const std::uint64_t bytes = stream.bytes().count();
      for (const TileGroup& block : tile_groups(bytes, staging / 2)) {
        cost.host_cycles += block.count * host.link_cycles(Bytes(block.size));
      }
      moved.bytes.push_back(bytes);
      moved.bursts +=
          touched_in_tiles({stream.role, bytes, 8}, bytes, {0, bytes}, staging / 2, burst);
    }
    return moved;
  };
  const Moved in = over_link(job.inputs, machine.input_buffer.capacity().count());
  const Moved out = over_link(job.outputs, output_room(machine));
  count_traffic(cost, in, out);
  return cost;
}

}  // namespace metronome::mapping
