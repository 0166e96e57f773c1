#include "arch/mapping/touched_blocks.hpp"

#include <algorithm>
#include <numeric>

#include "arch/dram/touched_bursts.hpp"

namespace metronome::mapping {

void Begins::add(std::uint64_t bit) {
  const std::uint64_t place = bit % unit_bits_;
  const auto at = std::find_if(places_.begin(), places_.end(),
                               [&](const Place& one) { return one.bit == place; });
  if (at != places_.end()) {
    ++at->count;
  } else {
    places_.push_back({place, 1});
  }
}

void Begins::repeat(std::uint64_t count, std::uint64_t step_bits) {
  const std::uint64_t step = step_bits % unit_bits_;
  const std::uint64_t period = unit_bits_ / std::gcd(step, unit_bits_);
  if (count == 0 || period == 1) {
    for (Place& one : places_) {
      one.count *= count;
    }
    return;
  }
  std::vector<std::uint64_t> counts(unit_bits_, 0);
  for (const Place& one : places_) {
    std::uint64_t bit = one.bit;
    for (std::uint64_t i = 0; i < std::min(count, period); ++i) {
      counts[bit] += one.count * ceil_div(count - i, period);
      bit = (bit + step) % unit_bits_;
    }
  }
  places_.clear();
  for (std::uint64_t bit = 0; bit < unit_bits_; ++bit) {
    if (counts[bit] > 0) {
      places_.push_back({bit, counts[bit]});
    }
  }
}

Begins Begins::behind(std::uint64_t bits) const {
  Begins moved = *this;
  for (Place& one : moved.places_) {
    one.bit = (one.bit + bits) % unit_bits_;
  }
  return moved;
}

std::uint64_t touched_by(const MatrixBlock& block, const Begins& begins) {
  std::uint64_t touched = 0;
  for (const Begins::Place& place : begins.places()) {
    const dram::Transfer transfer = block_transfer(block, 0, place.bit, dram::Direction::read);
    touched += place.count * dram::touched_units(transfer, begins.unit_bits() / 8);
  }
  return touched;
}

}  // namespace metronome::mapping
