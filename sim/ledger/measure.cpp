#include "sim/ledger/measure.hpp"

namespace metronome {

const char* component_name(Component component) {
  static constexpr std::array<const char*, kComponents> kNames{
      "array", "input_buffer", "weight_buffer", "output_buffer", "vector", "dram", "leakage"};
  return kNames[static_cast<std::size_t>(component)];
}

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
    sum.read += one.read;
    sum.write += one.write;
  }
  return sum;
}

Measure& Measure::operator+=(const Measure& other) {
  cycles += other.cycles;
  for (const auto& [activity, n] : other.counts) {
    std::uint64_t& sum = counts[activity];
    sum = require_sum(sum, n);
  }
  for (std::size_t i = 0; i < kRoles; ++i) {
    dram[i].read += other.dram[i].read;
    dram[i].write += other.dram[i].write;
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
