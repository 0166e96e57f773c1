#include "sim/ledger/attribution.hpp"

#include <numeric>

namespace metronome {

std::string_view bin_name(Bin bin) {
  static constexpr auto kNames =
      enum_table<Bin, std::string_view>({{Bin::busy, "busy"},
                                         {Bin::fill_drain, "fill_drain"},
                                         {Bin::stall_weights, "stall: weights"},
                                         {Bin::stall_activations, "stall: activations"},
                                         {Bin::stall_partial_sums, "stall: partial sums"},
                                         {Bin::stall_store, "stall: store"},
                                         {Bin::stall_port, "stall: port"},
                                         {Bin::stall_synchronisation, "stall: synchronisation"},
                                         {Bin::stall_rebuild, "stall: rebuild"},
                                         {Bin::idle_vector, "idle: vector"},
                                         {Bin::idle_quantize, "idle: quantize"},
                                         {Bin::idle_update, "idle: update"},
                                         {Bin::idle_host, "idle: host"},
                                         {Bin::idle_switch, "idle: switch"}});
  return kNames[bin];
}

Cycles Attribution::total() const {
  return std::accumulate(cycles_.begin(), cycles_.end(), Cycles(0),
                         [](Cycles sum, std::uint64_t one) { return sum + Cycles(one); });
}

Attribution& Attribution::operator+=(const Attribution& other) {
  for (const Bin bin : kEnumValues<Bin>) {
    cycles_[bin] = require_sum(cycles_[bin], other.cycles_[bin]);
  }
  return *this;
}

Attribution Attribution::scaled(std::uint64_t factor) const {
  Attribution out = *this;
  for (std::uint64_t& value : out.cycles_) {
    value = require_product(value, factor);
  }
  return out;
}

}  // namespace metronome
