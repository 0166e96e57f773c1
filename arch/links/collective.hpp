#pragma once

#include <cstdint>
#include <vector>

#include "arch/links/fabric.hpp"
#include "arch/links/payload.hpp"

namespace metronome::links {

/// What chips do together with a tensor that each of them has: everyone gets a part of the sum;
/// everyone gets all parts; both.
enum class Collective { reduce_scatter, all_gather, all_reduce };
constexpr auto enum_rows(Collective) {
  using enum Collective;
  return enum_list<Collective>(
      {{reduce_scatter, "reduce-scatter"}, {all_gather, "all-gather"}, {all_reduce, "all-reduce"}});
}

/// A message, and the step of its receiver that waits for it.
struct Send {
  ChipIndex to = 0;
  Bytes bytes{};
  std::uint32_t step = 0;
};

/// One step of a chip: it waits for so many messages, adds up what they hold, and sends.
struct Step {
  std::uint32_t receives = 0;
  Bytes added{};  ///< of those messages that are summed
  std::vector<Send> sends;
};

/// The steps of each chip.
using Schedule = std::vector<std::vector<Step>>;

/// The messages of one collective of a tensor: of all-gather what one chip has, of the others the
/// whole tensor. Parts of a tensor differ by one number at most, or, in the timings of ASTRA-sim,
/// are equal and their remainder is dropped, as there. A message is as wide as sums over the chips
/// whose numbers it holds are (Wire).
///   ring             N - 1 steps each for the sum and the gathering, a part to the next chip
///   torus            the sum along rows, a ring's sum along columns of what is left, gathering
///                    along rows
///   halving_doubling partners at distance 1, 2, 4, ... exchange halves (rounded up), and back
///   direct           every part to its chip, every sum to all chips
///   tree             the whole tensor up a binary tree and down again; all-reduce only
/// UserError where the algorithm does not make the collective.
[[nodiscard]] Schedule schedule_of(Collective collective, const SystemSpec& system,
                                   const Payload& payload);

/// One message from a chip to another.
[[nodiscard]] Schedule transfer_schedule(const SystemSpec& system, ChipIndex from, ChipIndex to,
                                         Bytes bytes);

/// How many messages a collective takes on so many chips, over all of its chunks.
[[nodiscard]] std::uint64_t messages_of(Collective collective, const SystemSpec& system);
/// The most that are simulated.
inline constexpr std::uint64_t kMostMessages = 4'000'000;

/// The bytes that all messages of a schedule hold.
[[nodiscard]] Bytes bytes_sent(const Schedule& schedule);

}  // namespace metronome::links
