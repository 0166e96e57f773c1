#include "arch/dram/cadence.hpp"

namespace metronome::dram {

void Cadence::remember(const Controller& controller, const TransferPort& port) {
  age_ = 0;
  mark_ = controller.mark();
  glance_ = controller.glance();
  words_.clear();
  port.origins(origin_);
  valid_ = port.room() >= kWorthwhile && port.describe(mark_.clock, words_);
  if (valid_) {
    controller.describe(origin_, words_);
  }
}

bool Cadence::leap(Controller& controller, TransferPort& port, Clock limit) {
  const Clock now = controller.visited();
  const Clock period = now - mark_.clock;
  const Clock last = std::min(limit, controller.next_refresh() - 1);
  if (last - now < period || !controller.repeatable(mark_)) {
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
  controller.describe(now_origin_, now_words_);
  if (now_words_ != words_) {
    return false;
  }
  for (std::size_t tag = 0; tag < origin_.size(); ++tag) {
    now_origin_[tag] = times * (now_origin_[tag] - origin_[tag]);
  }
  controller.leap(mark_, times, now_origin_);
  port.leap(now_origin_, static_cast<Clock>(times) * period);
  return true;
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
