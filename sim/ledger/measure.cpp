#include "sim/ledger/measure.hpp"

namespace metronome {

void Measure::count(Component component, std::string action, std::uint64_t n, int a_bits,
                    int b_bits) {
  if (n > 0) {
    std::uint64_t& sum = counts[Activity{component, std::move(action), a_bits, b_bits}];
    sum = require_sum(sum, n);
  }
}

Traffic Measure::total_traffic() const {
  Traffic sum;
  for (const Traffic& one : dram) {
    sum += one;
  }
  return sum;
}

Measure& Measure::operator+=(const Measure& other) {
  cycles += other.cycles;
  for (const auto& [activity, n] : other.counts) {
    std::uint64_t& sum = counts[activity];
    sum = require_sum(sum, n);
  }
  for (const trace::Role role : kEnumValues<trace::Role>) {
    dram[role] += other.dram[role];
  }
  macs += other.macs;
  bit_operations_executed += other.bit_operations_executed;
  return *this;
}

Measure Measure::scaled(std::uint64_t factor) const {
  if (factor == 0) {
    return {};
  }
  Measure out = *this;
  out.cycles = cycles.scaled(factor);
  for (auto& [activity, n] : out.counts) {
    n = require_product(n, factor);
  }
  for (Traffic& one : out.dram) {
    one.read = one.read * factor;
    one.write = one.write * factor;
  }
  out.macs = macs * factor;
  out.bit_operations_executed = bit_operations_executed * factor;
  return out;
}

}  // namespace metronome
