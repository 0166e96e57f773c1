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
  return Cycles(std::accumulate(cycles_.begin(), cycles_.end(), std::uint64_t{0}));
}

Attribution& Attribution::operator+=(const Attribution& other) {
  for (std::size_t i = 0; i < kBins; ++i) {
    cycles_[i] += other.cycles_[i];
  }
  return *this;
}

Attribution Attribution::scaled(std::uint64_t times) const {
  Attribution out = *this;
  for (std::uint64_t& value : out.cycles_) {
    value *= times;
  }
  return out;
}

}  // namespace metronome
