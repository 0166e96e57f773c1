#include "workloads/schedule/driver.hpp"

namespace metronome::schedule {

Driver::Driver(Schedule schedule, std::uint64_t iterations)
    : schedule_(std::move(schedule)), iterations_(iterations) {
  if (const auto* progressive = std::get_if<ProgressiveSpec>(&schedule_.spec())) {
    stages_.emplace(*progressive);
  }
}

trace::Assignment Driver::at(std::uint64_t iteration) const {
  if (!stages_) {
    return schedule_.at(iteration, iterations_);
  }
  const auto& spec = std::get<ProgressiveSpec>(schedule_.spec());
  return {{spec.forward[stages_->stage()], spec.backward[stages_->stage()]}, {}};
}

void Driver::observe(double loss) {
  if (stages_) {
    stages_->observe(loss);
  }
}

std::vector<double> Driver::state() const {
  return stages_ ? stages_->state() : std::vector<double>{};
}

bool Driver::accepts(const std::vector<double>& state) const {
  return stages_ ? stages_->accepts(state) : state.empty();
}

void Driver::restore(const std::vector<double>& state) {
  if (stages_) {
    stages_->restore(state);
  }
}

}  // namespace metronome::schedule
