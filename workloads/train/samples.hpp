#pragma once

#include <memory>
#include <string>

#include "workloads/trace/data_shapes.hpp"
#include "workloads/train/batch.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// The data of a run as batches: images in an order of the seed, or a text's streams of words.
class Samples {
 public:
  virtual ~Samples() = default;

  /// What a model sees of it; of texts the words are those of the training file.
  [[nodiscard]] virtual trace::DataShape shape() const = 0;
  /// Of all that was read or made, as content_digest.
  [[nodiscard]] virtual std::string digest() const = 0;
  /// The share of the most frequent label in training: the accuracy of guessing it always.
  [[nodiscard]] virtual double guessing() const = 0;
  /// Of a 0-based iteration, a pure function of it; valid until the next call.
  [[nodiscard]] virtual const Batch& training(std::uint64_t iteration) = 0;
  /// Of a training on two splits (WorkloadSpec::form `blended`): training() has the first half of
  /// the samples, this the second one. As training().
  [[nodiscard]] virtual const Batch& second_split(std::uint64_t iteration) = 0;
  [[nodiscard]] virtual std::uint64_t iterations_per_epoch() const = 0;
  [[nodiscard]] virtual std::size_t test_batches() const = 0;
  /// The i-th batch of the test split, whose last one may be smaller.
  virtual void test(std::size_t i, Batch& batch) const = 0;
};

/// Reads or makes the data set of a workload, which must outlive the result. UserError as the
/// readers (workloads/data), and where there is less than one batch.
[[nodiscard]] std::unique_ptr<Samples> load_samples(const WorkloadSpec& spec);

}  // namespace metronome::train
