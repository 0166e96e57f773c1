#include "workloads/train/batch_order.hpp"

#include <numeric>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

namespace metronome::train {

BatchOrder::BatchOrder(std::uint64_t seed, std::size_t samples, std::size_t batch)
    : seed_(seed), batch_(batch), order_(samples) {
  METRONOME_ASSERT(batch > 0 && batch <= samples, "an epoch holds at least one batch");
  shuffle(0);
}

std::span<const std::uint32_t> BatchOrder::at(std::uint64_t iteration) {
  const std::uint64_t batches = order_.size() / batch_;
  if (iteration / batches != epoch_) {
    shuffle(iteration / batches);
  }
  return std::span(order_).subspan(iteration % batches * batch_, batch_);
}

void BatchOrder::shuffle(std::uint64_t epoch) {
  epoch_ = epoch;
  std::iota(order_.begin(), order_.end(), 0u);
  const RandomStream draw(seed_, "shuffle", epoch);
  for (std::size_t i = order_.size() - 1; i > 0; --i) {
    std::swap(order_[i], order_[draw.below(i, i + 1)]);
  }
}

}  // namespace metronome::train
