#include "arch/dram/counts.hpp"

#include <iterator>

namespace metronome::dram {

namespace {

constexpr std::uint64_t Counts::*kMembers[] = {&Counts::activates,
                                               &Counts::precharges,
                                               &Counts::precharge_alls,
                                               &Counts::banks_precharged,
                                               &Counts::reads,
                                               &Counts::writes,
                                               &Counts::refreshes,
                                               &Counts::bank_refreshes,
                                               &Counts::row_hits,
                                               &Counts::row_misses,
                                               &Counts::row_conflicts,
                                               &Counts::forwarded_reads,
                                               &Counts::coalesced_writes,
                                               &Counts::bursts,
                                               &Counts::read_bytes,
                                               &Counts::write_bytes,
                                               &Counts::active_cycles,
                                               &Counts::precharged_cycles,
                                               &Counts::refresh_cycles,
                                               &Counts::active_power_down_cycles,
                                               &Counts::precharged_power_down_cycles,
                                               &Counts::self_refresh_cycles,
                                               &Counts::power_downs,
                                               &Counts::self_refreshes};
static_assert(sizeof(Counts) == sizeof(std::uint64_t) * std::size(kMembers));

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  for (const auto member : kMembers) {
    this->*member += other.*member;
  }
  return *this;
}

Counts& Counts::operator-=(const Counts& other) {
  for (const auto member : kMembers) {
    this->*member -= other.*member;
  }
  return *this;
}

void Counts::repeat_since(const Counts& earlier, std::uint64_t times) {
  for (const auto member : kMembers) {
    this->*member += times * (this->*member - earlier.*member);
  }
}

}  // namespace metronome::dram
