// What the watchdog says: the whole state of a controller that makes no progress.
#include <fmt/format.h>

#include <iterator>

#include "arch/dram/controller.hpp"

namespace metronome::dram {
namespace {

void put_request(std::string& text, const char* where, const QueuedRequest& entry) {
  const BurstRequest& r = entry.request;
  fmt::format_to(std::back_inserter(text), "  {} {}: burst {:#x}, bank {}, row {}, since {}\n",
                 where, r.direction == Direction::read ? "read" : "write", r.burst, r.bank, r.row,
                 entry.arrival);
}

/// The members as bits of a number, that of bank 0 last.
template <class Banks>
std::string mask(const Banks& banks) {
  const auto words = banks.words();
  std::size_t top = words.size() - 1;
  while (top > 0 && words[top] == 0) {
    --top;
  }
  std::string text = fmt::format("{:#x}", words[top]);
  while (top-- > 0) {
    text += fmt::format("{:016x}", words[top]);
  }
  return text;
}

/// A clock, or "never".
std::string when(Clock t) { return t >= kNever ? "never" : fmt::format("{}", t); }

}  // namespace

template <class Banks>
void BasicController<Banks>::fail_without_progress(Clock t) const {
  throw InternalError("the DRAM controller makes no progress\n" + dump(t));
}

template <class Banks>
std::string BasicController<Banks>::dump(Clock t) const {
  const Timing& timing = policies_.timing;
  const BasicTimingState<Banks>& s = state_.timing;
  std::string text = fmt::format(
      "clock {}: {} reads, {} writes buffered, serving {}; overdue from {} (reads), {} (writes); "
      "command bus free from {}\n",
      t, state_.reads.size(), state_.writes.size(), state_.serving_writes ? "writes" : "reads",
      when(state_.read_deadline), when(state_.write_deadline), state_.command_bus_free);
  auto out = std::back_inserter(text);
  for (unsigned rank = 0; rank < timing.ranks(); ++rank) {
    const BasicNextRefresh<Banks>& refresh = state_.refresh.pending[rank];
    if (state_.asleep_banks.contains(timing.first_bank(rank))) {
      fmt::format_to(out, "rank {}: asleep, to be woken from {}\n", rank,
                     when(state_.power[rank].toggle));
    }
    fmt::format_to(out,
                   "rank {}: refresh of banks {} allowed from {}, forced from {}; ACT {} RD {} "
                   "WR {} PREA {} REF {}\n",
                   rank, mask(refresh.banks), when(refresh.allowed), when(refresh.forced),
                   s.ranks[rank].act, s.ranks[rank].read, s.ranks[rank].write,
                   timing.prea_ready(s, rank), timing.refresh_ready(s, rank));
  }
  for (const unsigned bank : all_banks_) {
    fmt::format_to(out, "bank {}: {}{}, ACT {} RD {} WR {} PRE {}\n", bank,
                   s.open.contains(bank) ? fmt::format("row {}", s.banks[bank].row) : "closed",
                   state_.blocked_banks.contains(bank) ? ", kept for a refresh" : "",
                   timing.act_ready(s, bank), timing.read_ready(s, bank),
                   timing.write_ready(s, bank), timing.pre_ready(s, bank));
    if (state_.active_banks.contains(bank)) {
      put_request(text, "active", state_.active[bank]);
    }
  }
  for (const BasicRequestQueue<Banks>* queue : {&state_.reads, &state_.writes}) {
    for (const QueuedRequest& entry : queue->entries()) {
      put_request(text, "buffered", entry);
    }
  }
  return text;
}

template void BasicController<BankSet>::fail_without_progress(Clock) const;
template std::string BasicController<BankSet>::dump(Clock) const;
template void BasicController<WideBankSet>::fail_without_progress(Clock) const;
template std::string BasicController<WideBankSet>::dump(Clock) const;

}  // namespace metronome::dram
