#include "workloads/train/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "workloads/data/halves.hpp"
#include "workloads/data/hold_out.hpp"
#include "workloads/data/load.hpp"
#include "workloads/data/text.hpp"
#include "workloads/train/batch_loader.hpp"

namespace metronome::train {
namespace {

template <class T>
std::string digest_of(const std::vector<T>& values) {
  return content_digest({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
}

template <class T>
double largest_share(const std::vector<T>& labels) {
  std::map<T, std::size_t> counts;
  std::size_t most = 0;
  for (const T label : labels) {
    most = std::max(most, ++counts[label]);
  }
  return static_cast<double>(most) / static_cast<double>(std::max<std::size_t>(labels.size(), 1));
}

class ImageSamples final : public Samples {
 public:
  explicit ImageSamples(const WorkloadSpec& spec)
      : batch_(spec.batch),
        split_(std::holds_alternative<weights::BlendedSpec>(spec.form)),
        data_(load(spec)),
        loader_(spec, data_, split_ ? SampleRange{0, half()} : SampleRange{0, all()}) {
    if (split_) {
      second_.emplace(spec, data_, SampleRange{half(), all() - half()});
    }
  }

  [[nodiscard]] trace::DataShape shape() const override { return {data_.image, data_.classes}; }
  [[nodiscard]] std::string digest() const override {
    std::string parts;
    for (const data::Split* split : {&data_.train, &data_.test}) {
      parts += digest_of(split->pixels) + digest_of(split->labels);
    }
    return content_digest(parts);
  }
  [[nodiscard]] double guessing() const override { return largest_share(data_.train.labels); }
  [[nodiscard]] const Batch& training(std::uint64_t iteration) override {
    return loader_.at(iteration);
  }
  [[nodiscard]] const Batch& second_split(std::uint64_t iteration) override {
    METRONOME_ASSERT(split_, "a training on two splits");
    return second_->at(iteration);
  }
  [[nodiscard]] std::uint64_t iterations_per_epoch() const override {
    return (split_ ? half() : all()) / batch_;  // what does not fill a batch is left out
  }
  [[nodiscard]] std::size_t test_batches() const override {
    return (data_.test.samples() + batch_ - 1) / batch_;
  }
  void test(std::size_t i, Batch& batch) const override {
    const std::size_t first = i * batch_;
    std::vector<std::uint32_t> which(std::min(batch_, data_.test.samples() - first));
    std::iota(which.begin(), which.end(), static_cast<std::uint32_t>(first));
    const model::Shape& image = data_.image;
    batch.features.reshape({image.channels, which.size(), image.height, image.width});
    batch.labels.resize(which.size());
    data::write_features(data_, data_.test, which, batch.features.values());
    data::write_labels(data_.test, which, batch.labels);
  }

 private:
  static data::DataSet load(const WorkloadSpec& spec) {
    data::DataSet set = data::load_data_set({.name = spec.dataset,
                                             .path = spec.dataset_path.value_or(""),
                                             .train_samples = spec.train_samples,
                                             .test_samples = spec.test_samples,
                                             .seed = spec.seed});
    const auto half = spec.task.part == TaskPart::source ? data::Half::first : data::Half::second;
    if (spec.task.kind == TaskKind::adapt) {
      data::keep_half_of_classes(set, spec.task.seed, half);
    } else if (spec.task.kind == TaskKind::fine_tune) {
      data::keep_half_of_images(set, spec.task.seed, half);
    }
    if (spec.validation.samples > 0) {
      data::Split held = data::hold_out(set, spec.validation.samples, spec.validation.seed);
      if (spec.validation.tested_split() == TestedSplit::validation) {
        set.test = std::move(held);
      }
    }
    const bool split = std::holds_alternative<weights::BlendedSpec>(spec.form);
    if (split && set.train.samples() / 2 < spec.batch) {
      throw UserError(fmt::format("a batch of {} samples is larger than half of the {} training "
                                  "samples of {}: a search has two splits",
                                  spec.batch, set.train.samples(), spec.dataset),
                      "use a smaller `batch`");
    }
    if (set.train.samples() < spec.batch) {
      throw UserError(
          fmt::format("a batch of {} samples is larger than the {} training samples of {}",
                      spec.batch, set.train.samples(), spec.dataset),
          "use a smaller `batch`");
    }
    return set;
  }

  [[nodiscard]] std::size_t all() const { return data_.train.samples(); }
  [[nodiscard]] std::size_t half() const { return all() / 2; }

  std::size_t batch_;
  bool split_;
  data::DataSet data_;
  BatchLoader loader_;
  std::optional<BatchLoader> second_;
};

class TextSamples final : public Samples {
 public:
  explicit TextSamples(const WorkloadSpec& spec)
      : length_(spec.sequence_length != 0 ? spec.sequence_length
                                          : trace::data_set_shape(spec.dataset).input.height),
        text_(data::load_text_set({.name = spec.dataset,
                                   .path = spec.dataset_path.value_or(""),
                                   .train_tokens = spec.train_samples,
                                   .largest_vocabulary = spec.vocabulary,
                                   .seed = spec.seed})),
        training_(text_.train, spec.batch, length_, text_.train_file),
        test_(test_tokens(spec), test_streams(spec), length_, text_.test_file) {}

  [[nodiscard]] trace::DataShape shape() const override {
    return {{1, length_, 1}, text_.vocabulary.size()};
  }
  [[nodiscard]] std::string digest() const override {
    return content_digest(digest_of(text_.train) + digest_of(text_.test));
  }
  [[nodiscard]] double guessing() const override { return largest_share(text_.train); }
  [[nodiscard]] const Batch& training(std::uint64_t iteration) override {
    fill(training_.at(iteration), current_);
    return current_;
  }
  [[nodiscard]] const Batch& second_split(std::uint64_t /*iteration*/) override {
    throw UserError("a search of widths has two splits of images, a text has none",
                    "a data set of images");
  }
  [[nodiscard]] std::uint64_t iterations_per_epoch() const override {
    return training_.steps_per_epoch();
  }
  [[nodiscard]] std::size_t test_batches() const override { return test_.steps_per_epoch(); }
  void test(std::size_t i, Batch& batch) const override { fill(test_.at(i), batch); }

 private:
  [[nodiscard]] std::span<const std::uint32_t> test_tokens(const WorkloadSpec& spec) const {
    const std::span<const std::uint32_t> all = text_.test;
    return spec.test_samples == 0 ? all : all.first(std::min(all.size(), spec.test_samples));
  }
  /// As many as in training, fewer where a short text does not fill them.
  [[nodiscard]] std::size_t test_streams(const WorkloadSpec& spec) const {
    return std::clamp<std::size_t>(test_tokens(spec).size() / (length_ + 1), 1, spec.batch);
  }
  void fill(const data::TokenBatch& tokens, Batch& batch) const {
    const std::size_t streams = tokens.inputs.size() / length_;
    batch.features.reshape({1, streams, length_, 1});
    batch.labels.resize(tokens.inputs.size());
    batch.continues = !tokens.first;
    for (std::size_t t = 0; t < length_; ++t) {
      for (std::size_t n = 0; n < streams; ++n) {
        batch.features.data()[n * length_ + t] = static_cast<float>(tokens.inputs[t * streams + n]);
        batch.labels[n * length_ + t] = tokens.targets[t * streams + n];
      }
    }
  }

  std::size_t length_;
  data::TextSet text_;
  data::TokenBatches training_;
  data::TokenBatches test_;
  Batch current_;
};

}  // namespace

std::unique_ptr<Samples> load_samples(const WorkloadSpec& spec) {
  if (trace::data_set_shape(spec.dataset).is_text()) {
    return std::make_unique<TextSamples>(spec);
  }
  return std::make_unique<ImageSamples>(spec);
}

}  // namespace metronome::train
