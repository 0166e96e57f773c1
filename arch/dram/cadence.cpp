#include "arch/dram/cadence.hpp"

namespace metronome::dram {

void Cadence::remember(const Controller& controller, const TransferPort& port) {
  age_ = 0;
  mark_ = controller.mark();
  glance_ = controller.glance();
  words_.clear();
  port.origins(origin_);
  resting_ = controller.writes_rest() && port.offers_reads_only();
  valid_ = port.room() >= kWorthwhile && port.describe(mark_.clock, words_);
  if (valid_) {
    controller.describe(origin_, words_, resting_);
  }
}

bool Cadence::leap(Controller& controller, TransferPort& port, Clock limit) {
  const Clock now = controller.visited();
  const Clock period = now - mark_.clock;
  Clock last = std::min(limit, controller.next_refresh() - 1);
  if (resting_) {
    last = std::min(last, controller.write_deadline() - 1);
  }
  if (last - now < period || !controller.repeatable(mark_) ||
      resting_ != (controller.writes_rest() && port.offers_reads_only())) {
    return false;
  }
  const std::uint64_t times =
      std::min(port.repetitions(origin_), static_cast<std::uint64_t>((last - now) / period));
  if (times == 0) {
    return false;
  }
  now_words_.clear();
  port.origins(now_origin_);
  if (!port.describe(now, now_words_)) {
    return false;
  }
  controller.describe(now_origin_, now_words_, resting_);
  if (now_words_ != words_) {
    return false;
  }
  for (std::size_t tag = 0; tag < origin_.size(); ++tag) {
    const std::uint64_t skipped = times * (now_origin_[tag] - origin_[tag]);
    if (resting_ && skipped > 0 &&
        controller.write_within(now_origin_[tag], now_origin_[tag] + skipped - 1)) {
      return false;  // such a read would be answered from the buffer
    }
    now_origin_[tag] = skipped;
  }
  controller.leap(mark_, times, now_origin_, resting_);
  port.leap(now_origin_, static_cast<Clock>(times) * period);
  return true;
}

void Cadence::meet(const Controller& controller, const TransferPort& port) {
  met_ = port.generation();
  if (controller.accepted() < resume_ && port.room() >= kLong) {
    resume_ = std::min(resume_, controller.accepted() + pause_ / 2);
  }
}

void Cadence::give_up(const Controller& controller) {
  resume_ = controller.accepted() + pause_;
  pause_ = std::min(2 * pause_, kLastPause);
  generation_ = ~std::uint64_t{0};
}

void Cadence::search(Controller& controller, TransferPort& port, Clock limit) {
  accepted_ = controller.accepted();
  if (port.generation() != generation_) {
    generation_ = port.generation();
    window_ = kFirstWindow;
    remember(controller, port);
    if (!valid_) {
      give_up(controller);
    }
    return;
  }
  if (controller.glance() == glance_ && leap(controller, port, limit)) {
    const std::uint64_t saved = controller.accepted() - accepted_;
    accepted_ = controller.accepted();
    if (saved < kWorthwhile) {
      give_up(controller);
      return;
    }
    pause_ = kFirstPause;
    window_ = kFirstWindow;
    remember(controller, port);
  } else if (++age_ >= window_) {
    if (window_ == kLastWindow || !valid_) {
      give_up(controller);
      return;
    }
    window_ *= 2;
    remember(controller, port);
  }
}

}  // namespace metronome::dram
