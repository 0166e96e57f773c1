#include "sim/engine/shorter_run.hpp"

#include <algorithm>
#include <tuple>

namespace metronome::sim {
namespace {

// By structured bindings: a member that is added does not compile until it is compared.

auto members(const array::Tile& tile) {
  const auto& [shape, accumulate, origin, part, stride_phase] = tile;
  return std::tie(shape, accumulate, origin, part, stride_phase);
}

auto members(const vector::ElementWork& work) {
  const auto& [elements, operations, packed, units] = work;
  return std::tie(elements, operations, packed, units);
}

auto members(const mapping::BufferSlots& slots) {
  const auto& [input, weight, output] = slots;
  return std::tie(input, weight, output);
}

bool same_tiles(const std::vector<array::Tile>& a, const std::vector<array::Tile>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const array::Tile& x, const array::Tile& y) { return members(x) == members(y); });
}

bool same_step(const mapping::TileStep& a, const mapping::TileStep& b) {
  const auto& [input, weight, side, stores, input_work, weight_work, made, making, opens, closes,
               tile, phases, sums, work, epilogue, host, engine] = a;
  return std::tie(input, weight, side, stores, made, making, opens, closes, host, engine) ==
             std::tie(b.input_loads, b.weight_loads, b.side_loads, b.stores, b.made_weights,
                      b.load_engine_cycles, b.opens_output, b.closes_output, b.host_cycles,
                      b.engine_cycles) &&
         tile.has_value() == b.tile.has_value() && (!tile || members(*tile) == members(*b.tile)) &&
         same_tiles(phases, b.phases) && same_tiles(sums, b.sums) &&
         members(input_work) == members(b.input_work) &&
         members(weight_work) == members(b.weight_work) &&
         members(work) == members(b.vector_work) && members(epilogue) == members(b.epilogue);
}

/// Both load the same of the buffers, and the vector unit and engines do the same work on what they
/// load: they begin with that while the step before is multiplied.
bool same_loading(const mapping::TileStep& a, const mapping::TileStep& b) {
  return a.weight_loads.empty() == b.weight_loads.empty() &&
         a.input_loads.empty() == b.input_loads.empty() &&
         members(a.input_work) == members(b.input_work) &&
         members(a.weight_work) == members(b.weight_work) && a.made_weights == b.made_weights &&
         a.load_engine_cycles == b.load_engine_cycles;
}

}  // namespace

std::optional<ShorterRun> shorter_run(const mapping::Program& shorter,
                                      const mapping::Program& longer) {
  const auto& few = shorter.steps;
  const auto& many = longer.steps;
  const bool alike = members(shorter.slots) == members(longer.slots) &&
                     shorter.unrolling == longer.unrolling && shorter.executor == longer.executor;
  if (!runs_can_split() || !alike || few.size() >= many.size()) {
    return std::nullopt;
  }
  const auto apart = std::mismatch(few.begin(), few.end(), many.begin(), same_step);
  const auto at = static_cast<std::size_t>(apart.first - few.begin());
  const std::size_t left_out = many.size() - few.size();
  // Both must begin in common, end in common, and load alike where they part.
  if (at == 0 || at == few.size() || !same_loading(few[at], many[at]) ||
      !std::equal(apart.first, few.end(), apart.second + static_cast<std::ptrdiff_t>(left_out),
                  same_step)) {
    return std::nullopt;
  }
  return ShorterRun{at, at + left_out, {}};
}

}  // namespace metronome::sim
