#include "arch/dram/transfer_port.hpp"

namespace metronome::dram {

TransferPort::TransferPort(const DeviceSpec& device)
    : map_(device),
      latency_{Clock{device.cl} + device.burst_clocks(), Clock{device.cwl} + device.burst_clocks(),
               0, 0} {}

void TransferPort::clear() {
  parts_.clear();
  free_parts_.clear();
  offering_.clear();
  finished_.clear();
  turn_ = polled_ = 0;
}

void TransferPort::add(std::uint32_t transfer, const BurstCursor& cursor, Direction direction,
                       Clock first) {
  if (free_parts_.empty()) {
    free_parts_.push_back(static_cast<std::uint32_t>(parts_.size()));
    parts_.emplace_back();
  }
  const std::uint32_t index = free_parts_.back();
  free_parts_.pop_back();
  Part& part = parts_[index];
  part = Part{cursor, {}, transfer, 0, first, 0};
  part.head.direction = direction;
  part.head.tag = index;
  decode(part);
  offering_.push_back(index);
}

void TransferPort::decode(Part& part) {
  part.head.burst = part.cursor.local();
  part.head.row = map_.row(part.head.burst);
  part.head.bank = map_.bank(part.head.burst);
}

void TransferPort::accepted() {
  Part& part = parts_[offering_[polled_]];
  ++part.outstanding;
  part.cursor.next();
  if (part.cursor.done()) {
    offering_.erase(offering_.begin() + static_cast<std::ptrdiff_t>(polled_));
    turn_ = polled_;
  } else {
    decode(part);
    turn_ = polled_ + 1;
  }
  if (turn_ >= offering_.size()) {
    turn_ = 0;
  }
}

Clock TransferPort::next_offer(Clock t, const Controller& controller) {
  if (offering_.empty()) {
    return kNever;
  }
  if (poll(t + 1, controller) != nullptr) {
    return t + 1;
  }
  Clock next = kNever;
  for (const std::uint32_t index : offering_) {
    const Clock first = parts_[index].first;
    if (first > t + 1) {
      next = std::min(next, first);
    }
  }
  return next;
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
}

}  // namespace metronome::dram
