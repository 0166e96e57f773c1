#include "arch/dram/transfer_port.hpp"

namespace metronome::dram {
namespace {

/// From the clock of an outcome to the end of its data.
Clock clocks_to_last_beat(Service service, const DeviceSpec& device) {
  switch (service) {
    case Service::read:
      return Clock{device.cl} + device.burst_clocks() + device.controller_phy_clocks;
    case Service::write:
      return Clock{device.cwl} + device.burst_clocks();
    case Service::forwarded:
    case Service::coalesced:
      return 0;
  }
  fail_no_enumerator(service);
}

}  // namespace

TransferPort::TransferPort(const DeviceSpec& device)
    : map_(device),
      latency_(enum_array<Service>(
          [&](Service service) { return clocks_to_last_beat(service, device); })),
      column_interval_(std::max(device.tccd_s, device.burst_clocks())),
      columns_(map_.columns()) {}

void TransferPort::clear() {
  parts_.clear();
  free_parts_.clear();
  in_flight_.clear();
  offering_.clear();
  finished_.clear();
  first_polled_ = polled_ = 0;
  polled_for_ = kNever;
  latest_first_ = 0;
  ++generation_;
}

void TransferPort::add(std::uint32_t transfer, const RangeCursor& cursor, Direction direction,
                       Clock first) {
  if (free_parts_.empty()) {
    free_parts_.push_back(static_cast<std::uint32_t>(parts_.size()));
    parts_.emplace_back();
  }
  const std::uint32_t index = free_parts_.back();
  free_parts_.pop_back();
  Part& part = parts_[index];
  part = Part{cursor, {}, transfer, 0, first, 0};
  latest_first_ = std::max(latest_first_, first);
  part.head.direction = direction;
  part.head.tag = index;
  decode(part);
  in_flight_.push_back(index);
  offering_.push_back(index);
  polled_for_ = kNever;
  ++generation_;
}

void TransferPort::accepted() {
  Part& part = parts_[offering_[polled_]];
  polled_for_ = kNever;
  ++part.outstanding;
  part.cursor.next();
  if (part.cursor.done()) {
    offering_.erase(offering_.begin() + static_cast<std::ptrdiff_t>(polled_));
    first_polled_ = polled_;
    ++generation_;
  } else {
    decode(part);
    first_polled_ = polled_ + 1;
  }
  if (first_polled_ >= offering_.size()) {
    first_polled_ = 0;
  }
}

Clock TransferPort::first_start() const {
  Clock first = kNever;
  for (const std::uint32_t index : offering_) {
    first = std::min(first, parts_[index].first);
  }
  return first;
}

bool TransferPort::waiting(Clock t) const {
  for (const std::uint32_t index : offering_) {
    if (parts_[index].first <= t) {
      return true;
    }
  }
  return false;
}

void TransferPort::finish(std::uint32_t index) {
  finished_.push_back({parts_[index].transfer, parts_[index].last});
  free_parts_.push_back(index);
  std::erase(in_flight_, index);
  ++generation_;
}

std::uint64_t TransferPort::bursts_left_in_range() const {
  std::uint64_t least = offering_.empty() ? 0 : ~std::uint64_t{0};
  for (const std::uint32_t index : offering_) {
    least = std::min(least, parts_[index].cursor.following());
  }
  return least;
}

bool TransferPort::offers_reads_only() const {
  return std::all_of(offering_.begin(), offering_.end(), [this](std::uint32_t index) {
    return parts_[index].head.direction == Direction::read;
  });
}

void TransferPort::next_bursts(std::vector<std::uint64_t>& out) const {
  out.clear();
  for (const Part& part : parts_) {
    out.push_back(part.head.burst);
  }
}

bool TransferPort::append_signature(Clock t, std::vector<std::uint64_t>& words) const {
  words.push_back(first_polled_);
  for (const std::uint32_t index : offering_) {
    const Part& part = parts_[index];
    if (part.first > t) {
      return false;
    }
    words.insert(words.end(), {part.head.row, part.head.bank, part.cursor.range(), part.outstanding,
                               static_cast<std::uint64_t>(t - part.last)});
  }
  return true;
}

/// Parts lie in different rows of DRAM, unless they only read.
bool TransferPort::in_different_rows() const {
  for (std::size_t i = 0; i < offering_.size(); ++i) {
    const BurstRequest& a = parts_[offering_[i]].head;
    for (std::size_t j = 0; j < i; ++j) {
      const BurstRequest& b = parts_[offering_[j]].head;
      if ((a.direction == Direction::write || b.direction == Direction::write) &&
          a.burst / columns_.span == b.burst / columns_.span) {
        return false;
      }
    }
  }
  return true;
}

std::uint64_t TransferPort::repetitions(std::span<const std::uint64_t> start) const {
  std::uint64_t times = in_different_rows() ? ~std::uint64_t{0} : 0;
  for (const std::uint32_t index : offering_) {
    const Part& part = parts_[index];
    const std::uint64_t step = part.head.burst - start[index];
    if (step == 0) {
      continue;
    }
    const bool same_row = part.head.burst / columns_.span == start[index] / columns_.span;
    if (!same_row || step % columns_.step != 0) {
      return 0;
    }
    const std::uint64_t left =
        std::min(columns_.span - 1 - part.head.burst % columns_.span, part.cursor.following());
    times = std::min(times, left / step);
  }
  return times;
}

void TransferPort::fast_forward(std::span<const std::uint64_t> bursts, Clock distance) {
  polled_for_ = kNever;
  for (const std::uint32_t index : offering_) {
    Part& part = parts_[index];
    part.cursor.skip(bursts[index]);
    part.head.burst += bursts[index];
    part.last += distance;
  }
}

/// An outstanding burst needs a command of its own, and one that is yet to come at least a clock to
/// be accepted; it needs a command as well where no buffered write can spare it.
Clock TransferPort::earliest_completion(const Part& part, Clock next, bool only_reads) const {
  const auto left = static_cast<Clock>(part.cursor.left());
  const auto out = static_cast<Clock>(part.outstanding);
  const Clock data =
      latency_[part.head.direction == Direction::read ? Service::read : Service::write];
  const Clock commands = only_reads ? left + out : out;
  const Clock by_command = commands > 0 ? (commands - 1) * column_interval_ + data : 0;
  return std::max(next, left > 0 ? part.first : 0) + std::max(by_command, left > 0 ? left - 1 : 0);
}

}  // namespace metronome::dram
