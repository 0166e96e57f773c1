#pragma once

#include <cstdint>
#include <future>
#include <vector>

#include "workloads/data/data_set.hpp"
#include "workloads/tensor/tensor.hpp"
#include "workloads/train/batch.hpp"
#include "workloads/train/batch_order.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// Neighbouring samples of a split.
struct SampleRange {
  std::size_t first = 0, count = 0;
};

/// The training batches of a workload. While one is in use, a thread of its own makes the next one
/// (where there is none to be had, it is made when it is asked for): a batch is a pure function of
/// seed and iteration, so that this changes no result.
class BatchLoader {
 public:
  /// Both must outlive it; batches are of `samples` of the training split, which hold at least one.
  BatchLoader(const WorkloadSpec& spec, const data::DataSet& data, const SampleRange& samples);
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  /// Of a 0-based iteration; valid until the next call.
  [[nodiscard]] const Batch& at(std::uint64_t iteration);

 private:
  void make(std::uint64_t iteration, Batch& batch);

  const WorkloadSpec& spec_;
  const data::DataSet& data_;
  std::size_t first_;
  BatchOrder order_;
  Batch current_;
  Batch next_;
  std::uint64_t next_iteration_ = 0;
  std::future<void> making_;  ///< of next_, if valid
};

}  // namespace metronome::train
