#include "arch/dram/counts.hpp"

#include <iterator>

namespace metronome::dram {

Counts& Counts::operator+=(const Counts& other) {
  static constexpr std::uint64_t Counts::*kMembers[] = {&Counts::activates,
                                                        &Counts::precharges,
                                                        &Counts::precharge_alls,
                                                        &Counts::banks_precharged,
                                                        &Counts::reads,
                                                        &Counts::writes,
                                                        &Counts::refreshes,
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
                                                        &Counts::refresh_cycles};
  static_assert(sizeof(Counts) == sizeof(std::uint64_t) * std::size(kMembers));
  for (const auto member : kMembers) {
    this->*member += other.*member;
  }
  return *this;
}

}  // namespace metronome::dram
