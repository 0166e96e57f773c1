// What the watchdog says: the whole state of a controller that makes no progress.
#include <fmt/format.h>

#include <iterator>

#include "arch/dram/controller.hpp"

namespace metronome::dram {
namespace {

void put_request(std::string& text, const char* where, const RequestQueue::Entry& entry) {
  const BurstRequest& r = entry.request;
  fmt::format_to(std::back_inserter(text), "  {} {}: burst {:#x}, bank {}, row {}, since {}\n",
                 where, r.direction == Direction::read ? "read" : "write", r.burst, r.bank, r.row,
                 entry.arrival);
}

/// A clock, or "never".
std::string when(Clock t) { return t >= kNever ? "never" : fmt::format("{}", t); }

}  // namespace

void Controller::give_up(Clock t) const {
  throw InternalError("the DRAM controller makes no progress\n" + dump(t));
}

std::string Controller::dump(Clock t) const {
  std::string text = fmt::format(
      "clock {}: {} reads, {} writes buffered, serving {}; overdue from {} (reads), {} (writes); "
      "command bus free from {}\n",
      t, reads_.size(), writes_.size(), write_mode_ ? "writes" : "reads", when(read_deadline_),
      when(write_deadline_), bus_free_);
  auto out = std::back_inserter(text);
  for (unsigned rank = 0; rank < timing_.ranks(); ++rank) {
    fmt::format_to(out,
                   "rank {}: refresh of banks {:#x} allowed from {}, forced from {}; ACT {} RD {} "
                   "WR {} PREA {} REF {}\n",
                   rank, refresh_.banks(rank), when(refresh_.allowed_from(rank)),
                   when(refresh_.forced_from(rank)), timing_.rank_act_ready(rank),
                   timing_.rank_read_ready(rank), timing_.rank_write_ready(rank),
                   timing_.prea_ready(rank), timing_.refresh_ready(rank));
  }
  for (std::uint64_t mask = all_banks_; mask != 0; mask &= mask - 1) {
    const auto bank = static_cast<unsigned>(std::countr_zero(mask));
    fmt::format_to(out, "bank {}: {}{}, ACT {} RD {} WR {} PRE {}\n", bank,
                   timing_.is_open(bank) ? fmt::format("row {}", timing_.row(bank)) : "closed",
                   (blocked_banks_ >> bank & 1) != 0 ? ", kept for a refresh" : "",
                   timing_.act_ready(bank), timing_.read_ready(bank), timing_.write_ready(bank),
                   timing_.pre_ready(bank));
    if ((active_banks_ >> bank & 1) != 0) {
      put_request(text, "active", active_[bank]);
    }
  }
  for (const RequestQueue* queue : {&reads_, &writes_}) {
    for (const Entry& entry : queue->entries()) {
      put_request(text, "buffered", entry);
    }
  }
  return text;
}

}  // namespace metronome::dram
