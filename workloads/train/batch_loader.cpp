#include "workloads/train/batch_loader.hpp"

#include <chrono>

#include "workloads/data/augment.hpp"

namespace metronome::train {

BatchLoader::BatchLoader(const WorkloadSpec& spec, const data::DataSet& data,
                         const SampleRange& samples)
    : spec_(spec),
      data_(data),
      first_(samples.first),
      order_(spec.seed, samples.count, spec.batch) {}

BatchLoader::~BatchLoader() {
  using namespace std::chrono_literals;
  if (making_.valid() && making_.wait_for(0s) != std::future_status::deferred) {
    making_.wait();
  }
}

const Batch& BatchLoader::at(std::uint64_t iteration) {
  const bool prepared = making_.valid();
  if (prepared) {
    making_.get();
  }
  if (!prepared || next_iteration_ != iteration) {
    make(iteration, next_);
  }
  std::swap(current_, next_);
  next_iteration_ = iteration + 1;
  if (next_iteration_ < spec_.iterations) {
    // Deferred, to when it is needed, where the system has no thread for it.
    making_ = std::async(std::launch::async | std::launch::deferred,
                         [this, t = next_iteration_] { make(t, next_); });
  }
  return current_;
}

void BatchLoader::make(std::uint64_t iteration, Batch& batch) {
  const std::span<const std::uint32_t> order = order_.at(iteration);
  std::vector<std::uint32_t> which(order.begin(), order.end());
  for (std::uint32_t& sample : which) {
    sample += static_cast<std::uint32_t>(first_);
  }
  const model::Shape& image = data_.image;
  batch.features.reshape({image.channels, which.size(), image.height, image.width});
  batch.labels.resize(which.size());
  const std::vector<data::Placement> placements =
      spec_.augment == Augmentation::crop_flip
          ? data::random_placements(spec_.seed, iteration, which.size())
          : std::vector<data::Placement>{};
  data::write_features(data_, data_.train, which, batch.features.values(), placements);
  data::write_labels(data_.train, which, batch.labels);
}

}  // namespace metronome::train
