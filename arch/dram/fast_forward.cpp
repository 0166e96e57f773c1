#include "arch/dram/fast_forward.hpp"

#include <algorithm>

namespace metronome::dram {

template <class Controller>
void FastForward::start_period(const Controller& controller, const TransferPort& port) {
  age_ = 0;
  start_ = controller.period_start();
  hash_ = controller.signature_hash();
  start_words_.clear();
  port.next_bursts(start_bursts_);
  writes_held_ = controller.holds_writes() && port.offers_reads_only();
  comparable_ = port.bursts_left_in_range() >= kWorthwhile &&
                port.append_signature(start_.clock, start_words_);
  if (comparable_) {
    controller.append_signature({start_bursts_, writes_held_}, start_words_);
  }
}

template <class Controller>
bool FastForward::repeat_period(Controller& controller, TransferPort& port, Clock limit) {
  const Clock now = controller.visited();
  const Clock period = now - start_.clock;
  Clock last = std::min(limit, controller.next_refresh() - 1);
  if (writes_held_) {
    last = std::min(last, controller.write_deadline() - 1);
  }
  if (last - now < period || !controller.repeatable(start_) ||
      writes_held_ != (controller.holds_writes() && port.offers_reads_only())) {
    return false;
  }
  const std::uint64_t times =
      std::min(port.repetitions(start_bursts_), static_cast<std::uint64_t>((last - now) / period));
  if (times == 0) {
    return false;
  }
  words_.clear();
  port.next_bursts(bursts_);
  if (!port.append_signature(now, words_)) {
    return false;
  }
  controller.append_signature({bursts_, writes_held_}, words_);
  if (words_ != start_words_) {
    return false;
  }
  for (std::size_t tag = 0; tag < start_bursts_.size(); ++tag) {
    const std::uint64_t skipped = times * (bursts_[tag] - start_bursts_[tag]);
    if (writes_held_ && skipped > 0 &&
        controller.write_within(bursts_[tag], bursts_[tag] + skipped - 1)) {
      return false;  // such a read would be answered from the buffer
    }
    bursts_[tag] = skipped;
  }
  controller.fast_forward(start_, times, {bursts_, writes_held_});
  port.fast_forward(bursts_, static_cast<Clock>(times) * period);
  return true;
}

template <class Controller>
void FastForward::parts_changed(const Controller& controller, const TransferPort& port) {
  seen_generation_ = port.generation();
  if (controller.accepted() < resume_ && port.bursts_left_in_range() >= kManyLeft) {
    resume_ = std::min(resume_, controller.accepted() + backoff_ / 2);
  }
}

template <class Controller>
void FastForward::back_off(const Controller& controller) {
  resume_ = controller.accepted() + backoff_;
  backoff_ = std::min(2 * backoff_, kLastBackoff);
  generation_ = ~std::uint64_t{0};
}

template <class Controller>
void FastForward::search(Controller& controller, TransferPort& port, Clock limit) {
  accepted_ = controller.accepted();
  if (port.generation() != generation_) {
    generation_ = port.generation();
    window_ = kFirstWindow;
    start_period(controller, port);
    if (!comparable_) {
      back_off(controller);
    }
    return;
  }
  if (controller.signature_hash() == hash_ && repeat_period(controller, port, limit)) {
    const std::uint64_t saved = controller.accepted() - accepted_;
    accepted_ = controller.accepted();
    if (saved < kWorthwhile) {
      back_off(controller);
      return;
    }
    backoff_ = kFirstBackoff;
    window_ = kFirstWindow;
    start_period(controller, port);
  } else if (++age_ >= window_) {
    if (window_ == kLastWindow || !comparable_) {
      back_off(controller);
      return;
    }
    window_ *= 2;
    start_period(controller, port);
  }
}

template void FastForward::parts_changed(const Controller&, const TransferPort&);
template void FastForward::search(Controller&, TransferPort&, Clock);

template void FastForward::parts_changed(const WideController&, const TransferPort&);
template void FastForward::search(WideController&, TransferPort&, Clock);

}  // namespace metronome::dram
