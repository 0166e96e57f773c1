#include "arch/mapping/analytic_operation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

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

void add_up(AnalyticCost& cost) {
  cost.read_bytes = std::accumulate(cost.side_read_bytes.begin(), cost.side_read_bytes.end(),
                                    cost.read_bytes_of_a + cost.read_bytes_of_b);
  for (const BesideBytes& one : cost.beside) {
    cost.read_bytes += one.bytes;
  }
  cost.write_bytes = std::accumulate(cost.side_write_bytes.begin(), cost.side_write_bytes.end(),
                                     cost.write_bytes_of_c);
}

}  // namespace

std::uint64_t AnalyticCost::memory_cycles(const arch::AcceleratorSpec& machine) const {
  const auto bytes = static_cast<double>(read_bytes + write_bytes);
  return static_cast<std::uint64_t>(std::floor(bytes / machine.peak_bytes_per_cycle()));
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
  const OperationTraffic traffic = traffic_of(job, mapping);
  cost.read_bytes_of_a = traffic.a;
  cost.read_bytes_of_b = traffic.b;
  cost.write_bytes_of_c = traffic.c;
  cost.side_read_bytes = traffic.side_inputs;
  cost.side_write_bytes = traffic.side_outputs;
  cost.beside = traffic.beside;
  add_up(cost);
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
  for (const Stream& s : job.inputs) {
    cost.side_read_bytes.push_back(bytes_in_tiles(s, job.elements, {0, job.elements}, block_size));
  }
  for (const Stream& s : job.outputs) {
    cost.side_write_bytes.push_back(bytes_in_tiles(s, job.elements, {0, job.elements}, block_size));
  }
  add_up(cost);
  return cost;
}

AnalyticCost analytic_cost(const HostJob& job, const arch::AcceleratorSpec& machine) {
  AnalyticCost cost;
  const host::HostUnit host(machine.host, machine.clock_hz);
  cost.host_cycles = host.work_cycles(job.flops, job.words);
  const auto over_link = [&](const Stream& stream, std::uint64_t staging) {
    const std::uint64_t bytes = stream.bytes().count();
    for (const TileGroup& block : tile_groups(bytes, staging / 2)) {
      cost.host_cycles += block.count * host.link_cycles(Bytes(block.size));
    }
    return bytes;
  };
  for (const Stream& s : job.inputs) {
    cost.side_read_bytes.push_back(over_link(s, machine.input_buffer.capacity().count()));
  }
  for (const Stream& s : job.outputs) {
    cost.side_write_bytes.push_back(over_link(s, output_room(machine)));
  }
  add_up(cost);
  return cost;
}

}  // namespace metronome::mapping
