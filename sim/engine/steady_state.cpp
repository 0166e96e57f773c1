#include "sim/engine/steady_state.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "sim/engine/run_plan.hpp"
#include "sim/engine/stream_advances.hpp"

namespace metronome::sim {
namespace {

/// Of how many strides streams are compared.
constexpr std::uint64_t kComparable = 4;

/// What the memory of a machine has to do with it.
struct MemoryRhythm {
  explicit MemoryRhythm(const arch::AcceleratorSpec& machine)
      : burst_bytes(machine.memory.device.bytes_per_burst().count()),
        span(machine.memory.capacity_bytes().count() / machine.memory.device.rows),
        refresh_cycles(static_cast<std::uint64_t>(machine.memory.device.trefi) *
                       machine.memory.device.clock_period.count() /
                       clock_period(machine.clock_hz).count()),
        channels(machine.memory.channels) {}

  std::uint64_t burst_bytes;
  std::uint64_t span;  ///< bytes after which the banks come round again
  std::uint64_t refresh_cycles;
  std::uint64_t channels;
};

/// The loops of a nest as the plan of a run sees them.
std::vector<CutLoop> cut_loops(const std::vector<TileLoop>& nest, const MemoryRhythm& memory,
                               const ProgramOf& program_of) {
  std::vector<CutLoop> loops(nest.size());
  std::uint64_t steps = 1;
  for (std::size_t i = nest.size(); i-- > 0;) {
    const TileLoop& loop = nest[i];
    loops[i].strides = loop.strides;
    loops[i].steps = steps;
    loops[i].regular = loop.regular && loop.strides >= kComparable;
    steps *= loop.strides;
    if (loops[i].regular) {
      const auto streams = stream_advances(nest, loop, program_of);
      loops[i].period = burst_period(streams, memory.burst_bytes);
      loops[i].misalignment = [streams, span = memory.span](std::uint64_t strides) {
        return misalignment(streams, strides, span);
      };
    }
  }
  return loops;
}

/// By step of a run with these cuts, which parts of the operation it belongs to.
std::vector<std::uint8_t> parts_of(const std::vector<TileLoop>& nest,
                                   const std::vector<LoopCut>& cuts) {
  std::vector<std::uint8_t> parts{0};  // of the loops so far, from the innermost one
  for (std::size_t i = nest.size(); i-- > 0;) {
    const auto cut =
        std::find_if(cuts.begin(), cuts.end(), [&](const LoopCut& one) { return one.loop == i; });
    const bool whole = cut == cuts.end();
    const std::uint64_t strides = whole ? nest[i].strides : cut->kept + cut->measured;
    const auto bit = static_cast<std::uint8_t>(whole ? 0 : 1u << (cut - cuts.begin()));
    const std::vector<std::uint8_t> inner = std::exchange(parts, {});
    parts.reserve(inner.size() * strides);
    for (std::uint64_t stride = 0; stride < strides; ++stride) {
      const bool measured = !whole && stride + 1 >= cut->kept && stride + 1 < strides;
      for (const std::uint8_t part : inner) {
        parts.push_back(static_cast<std::uint8_t>(part | (measured ? bit : 0)));
      }
    }
  }
  return parts;
}

/// `nest`: from the outermost loop to the innermost one.
std::optional<SteadyState> plan(const arch::AcceleratorSpec& machine,
                                const std::vector<TileLoop>& nest, const ProgramOf& program_of,
                                const ExpectedCycles& cycles) {
  const MemoryRhythm memory(machine);
  const std::vector<LoopCut> cuts =
      shortest_run(cut_loops(nest, memory, program_of),
                   {cycles.real_memory, memory.refresh_cycles, memory.channels});
  if (cuts.empty()) {
    return std::nullopt;
  }
  SteadyState steady;
  for (const LoopCut& cut : cuts) {
    const TileLoop& loop = nest[cut.loop];
    steady.gaps.*
        loop.gap = {(cut.kept + cut.measured - 1) * loop.stride, (cut.strides - 1) * loop.stride};
    steady.slopes.push_back({cut.measured, cut.left_out()});
  }
  steady.parts = parts_of(nest, cuts);
  steady.compute_cycles = cycles.ideal_memory;
  return steady;
}

}  // namespace

std::optional<SteadyState> steady_state(const mapping::MatrixJob& job,
                                        const mapping::Mapping& mapping,
                                        const arch::AcceleratorSpec& machine,
                                        const ExpectedCycles& cycles) {
  const mapping::ProductElements whole = mapping::elements_of(job.cls, job.convolution);
  if (job.fill > 0 && (job.a.elements < whole.a || job.b.elements < whole.b)) {
    return std::nullopt;  // real numbers end before the last tiles of the product do
  }
  const mapping::TileCounts tiles = mapping::tile_counts(job, mapping);
  const mapping::Geometry geometry(job);
  const std::uint64_t of_image = geometry.tiles_of_image(mapping.cut);
  const TileLoop rows{&mapping::Gaps::rows, of_image, 1, geometry.regular(mapping.cut)};
  // Tiles of some rows of an image are alike from image to image, and inside of it.
  const bool along_k = job.cls == trace::OperationClass::weight_gradient;
  const auto loop = [&](mapping::Range mapping::Gaps::*gap, std::uint64_t count, bool pixels) {
    return pixels ? std::vector<TileLoop>{{gap, count / of_image, of_image}, rows}
                  : std::vector<TileLoop>{{gap, count}};
  };
  std::vector<TileLoop> nest{{&mapping::Gaps::group, job.convolution.groups}};
  const auto add = [&](const std::vector<TileLoop>& loops) {
    nest.insert(nest.end(), loops.begin(), loops.end());
  };
  const bool n_outer = mapping.order == mapping::LoopOrder::n_outer;
  if (n_outer) {
    add(loop(&mapping::Gaps::n, tiles.n, false));
  }
  add(loop(&mapping::Gaps::m, tiles.m, !along_k));
  if (!n_outer) {
    add(loop(&mapping::Gaps::n, tiles.n, false));
  }
  add(loop(&mapping::Gaps::k, tiles.k, along_k));
  return plan(
      machine, nest,
      [&](const mapping::Gaps& gaps) {
        return mapping::matrix_program(job, mapping, machine, {}, gaps);
      },
      cycles);
}

std::optional<SteadyState> steady_state(const mapping::VectorJob& job,
                                        const arch::AcceleratorSpec& machine,
                                        const ExpectedCycles& cycles) {
  if (job.elements == 0 || job.near) {
    return std::nullopt;
  }
  const std::uint64_t blocks =
      ceil_div<std::uint64_t>(job.elements, mapping::vector_block(job, machine));
  return plan(
      machine, {{&mapping::Gaps::block, blocks}},
      [&](const mapping::Gaps& gaps) { return mapping::vector_program(job, machine, {}, gaps); },
      cycles);
}

}  // namespace metronome::sim
