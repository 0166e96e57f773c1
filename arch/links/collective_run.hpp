#pragma once

#include <cstdint>
#include <vector>

#include "arch/links/collective.hpp"
#include "arch/links/network.hpp"

namespace metronome::links {

/// A collective, and when each chip has what it needs for it.
struct Request {
  Collective collective = Collective::all_reduce;
  Bytes bytes{};
  std::vector<Picoseconds> ready;  ///< by chip; empty: at once
};

/// What collectives took.
struct CollectiveTimes {
  std::vector<std::vector<Picoseconds>> done;  ///< by request, by chip
  std::vector<Bytes> link_bytes;               ///< by link
  std::vector<Picoseconds> link_busy;          ///< by link
  Bytes sent{};                                ///< by all chips

  /// When the last chip is done with a request.
  [[nodiscard]] Picoseconds end(std::size_t request) const;
  /// Bytes times links that they crossed.
  [[nodiscard]] Bytes carried() const;
  /// Nothing where links are not priced.
  [[nodiscard]] std::optional<Picojoules> energy(const LinkSpec& link) const;
};

/// Runs collectives on the links of a system, on each chip one after the other in their order, at
/// most `in_flight` at a time (0: all that are ready).
[[nodiscard]] CollectiveTimes run_collectives(const SystemSpec& system,
                                              const std::vector<Request>& requests,
                                              std::size_t in_flight = 1);

/// The time of one collective in closed form, in the system's timing: where all chips begin
/// together, nothing else is on the links and all chunks are in flight. Nothing where there is no
/// such form (several chunks on shared links but for a ring of messages to neighbours; halving
/// around a ring that cuts through; direct on a shared switch; a tree; parts that are not equal).
[[nodiscard]] std::optional<Picoseconds> closed_form(const SystemSpec& system,
                                                     Collective collective, Bytes bytes);

}  // namespace metronome::links
