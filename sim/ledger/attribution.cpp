#include "sim/ledger/attribution.hpp"

#include <numeric>

namespace metronome {

std::string_view bin_name(Bin bin) {
  static constexpr std::array<std::string_view, kBins> kNames{"busy",
                                                              "fill_drain",
                                                              "stall: weights",
                                                              "stall: activations",
                                                              "stall: partial sums",
                                                              "stall: store",
                                                              "stall: port",
                                                              "stall: synchronisation",
                                                              "idle: vector",
                                                              "idle: quantize",
                                                              "idle: update",
                                                              "idle: switch"};
  return kNames[static_cast<std::size_t>(bin)];
}

Cycles Attribution::total() const {
  return std::accumulate(cycles_.begin(), cycles_.end(), Cycles(0),
                         [](Cycles sum, std::uint64_t one) { return sum + Cycles(one); });
}

Attribution& Attribution::operator+=(const Attribution& other) {
  for (std::size_t i = 0; i < kBins; ++i) {
    cycles_[i] = require_sum(cycles_[i], other.cycles_[i]);
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
