#include "workloads/train/data_parallel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <numeric>
#include <semaphore>
#include <thread>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "workloads/quant/gradient_sums.hpp"

namespace metronome::train {

/// A chip: its network, its part of the batch, and what it has found.
struct DataParallel::Chip final : nn::SharedStatistics {
  nn::Network<float>* network = nullptr;
  std::unique_ptr<nn::Network<float>> own;          ///< but of the first chip
  std::unique_ptr<nn::Workspace<float>> workspace;  ///< where chips run at a time
  std::size_t number = 0;
  Batch batch;
  tensor::Tensor<float> logits_gradient;
  nn::LossResult loss;
  Meeting* meeting = nullptr;

  [[nodiscard]] std::size_t chips() const override;
  void add_up(std::span<double> numbers) override;
};

/// Where chips that run at a time add numbers up. So many threads as allowed run between meetings.
class DataParallel::Meeting {
 public:
  Meeting(std::size_t chips, unsigned threads)
      : given_(chips), turns_(static_cast<std::ptrdiff_t>(threads)) {}

  [[nodiscard]] std::size_t chips() const { return given_.size(); }

  /// Runs a chip's part on the thread that calls.
  void run(const std::function<void()>& part) {
    turns_.acquire();
    try {
      part();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = failure_ ? failure_ : std::current_exception();
      all_there_.notify_all();
    }
    turns_.release();
  }

  void add_up(std::size_t chip, std::span<double> numbers) {
    turns_.release();
    {
      std::unique_lock lock(mutex_);
      given_[chip] = numbers;
      const std::uint64_t meeting = meeting_;
      if (++there_ == given_.size()) {
        add_all();
        there_ = 0;
        ++meeting_;
        all_there_.notify_all();
      } else {
        all_there_.wait(lock, [&] { return meeting_ != meeting || failure_; });
      }
      if (meeting_ == meeting) {  // another chip has failed, and never comes
        lock.unlock();
        turns_.acquire();
        throw InternalError("a chip that others wait for has failed");
      }
    }
    turns_.acquire();
  }

  /// Raises what a chip has raised; the next pass begins anew.
  void end() {
    there_ = 0;
    if (const std::exception_ptr failure = std::exchange(failure_, nullptr)) {
      std::rethrow_exception(failure);
    }
  }

 private:
  void add_all() {
    std::vector<double> sums(given_.front().begin(), given_.front().end());
    for (std::size_t chip = 1; chip < given_.size(); ++chip) {
      METRONOME_ASSERT(given_[chip].size() == sums.size(), "chips meet at the same layer");
      std::transform(sums.begin(), sums.end(), given_[chip].begin(), sums.begin(), std::plus<>());
    }
    for (const std::span<double> numbers : given_) {
      std::copy(sums.begin(), sums.end(), numbers.begin());
    }
  }

  std::mutex mutex_;
  std::condition_variable all_there_;
  std::vector<std::span<double>> given_;  ///< by chip
  std::size_t there_ = 0;
  std::uint64_t meeting_ = 0;
  std::exception_ptr failure_;
  std::counting_semaphore<> turns_;
};

std::size_t DataParallel::Chip::chips() const { return meeting->chips(); }
void DataParallel::Chip::add_up(std::span<double> numbers) { meeting->add_up(number, numbers); }

DataParallel::DataParallel(const WorkloadSpec& spec, nn::Network<float>& first, unsigned threads)
    : spec_(spec) {
  if (spec.chips.batch_norm == ChipStatistics::synchronised) {
    meeting_ = std::make_unique<Meeting>(spec.chips.count, std::max(1u, threads));
  }
  for (std::size_t number = 0; number < spec.chips.count; ++number) {
    auto chip = std::make_unique<Chip>();
    if (number > 0) {
      chip->own = std::make_unique<nn::Network<float>>(first.graph(), spec.dx_scale);
    }
    chip->network = number > 0 ? chip->own.get() : &first;
    chip->number = number;
    chip->meeting = meeting_.get();
    if (meeting_) {
      chip->workspace = std::make_unique<nn::Workspace<float>>(1, spec.kernels);
    }
    chips_.push_back(std::move(chip));
  }
}

DataParallel::~DataParallel() = default;

nn::LossResult DataParallel::gradients(const Batch& batch, const nn::Pass<float>& pass,
                                       const trace::Assignment& assignment, const Loss& loss) {
  share(batch);
  copy_weights();
  // Codes are made where gradients leave a chip, not in its network.
  trace::Assignment real = assignment;
  real.all.gradient_bits = 0;
  for (const std::string& layer : assignment.layers.names()) {
    trace::Precision precision = assignment.of(layer);
    precision.gradient_bits = 0;
    real.layers.set(layer, precision);
  }
  std::mutex watching;
  const nn::CodeObserver<float> one_at_a_time = [&](const nn::QuantizedOperand<float>& operand) {
    const std::lock_guard lock(watching);
    (*pass.observer)(operand);
  };
  const auto pass_of = [&](Chip& chip) {
    nn::Pass<float> own = pass;
    own.observer = pass.observer != nullptr && meeting_ ? &one_at_a_time : pass.observer;
    own.seed = pass.seed + chip.number * 0x9E3779B97F4A7C15U;
    own.workspace = meeting_ ? chip.workspace.get() : pass.workspace;
    own.shared_statistics = meeting_ ? &chip : nullptr;
    return own;
  };
  for_chips([&](Chip& chip) {
    const auto& logits = chip.network->forward(chip.batch.features, pass_of(chip), real);
    chip.loss = loss(logits, chip.batch.labels, &chip.logits_gradient);
  });
  nn::LossResult mean;
  for (const auto& chip : chips_) {
    mean.loss += chip->loss.loss / static_cast<double>(chips_.size());
    mean.correct += chip->loss.correct;
  }
  if (std::isfinite(mean.loss)) {
    for_chips(
        [&](Chip& chip) { chip.network->backward(chip.logits_gradient, pass_of(chip), real); });
    add_up(pass.iteration, assignment);
  }
  return mean;
}

/// Samples lie behind each other in each channel.
void DataParallel::share(const Batch& batch) {
  const std::size_t n = chips_.size();
  const tensor::Dims& dims = batch.features.dims();
  METRONOME_ASSERT(dims[1] % n == 0 && batch.labels.size() % n == 0, "chips share a batch equally");
  tensor::Dims part = dims;
  part[1] /= n;
  const std::size_t of_row = batch.features.row_size() / n;
  const std::size_t labels = batch.labels.size() / n;
  for (std::size_t c = 0; c < n; ++c) {
    Batch& own = chips_[c]->batch;
    own.features.reshape(part);
    for (std::size_t row = 0; row < dims[0]; ++row) {
      const float* from = batch.features.row(row) + c * of_row;
      std::copy(from, from + of_row, own.features.row(row));
    }
    const auto first = batch.labels.begin() + static_cast<std::ptrdiff_t>(c * labels);
    own.labels.assign(first, first + static_cast<std::ptrdiff_t>(labels));
    own.continues = batch.continues;
  }
}

void DataParallel::copy_weights() {
  const std::vector<nn::Parameter<float>> from = chips_.front()->network->parameters();
  for (std::size_t c = 1; c < chips_.size(); ++c) {
    const std::vector<nn::Parameter<float>> to = chips_[c]->network->parameters();
    for (std::size_t i = 0; i < from.size(); ++i) {
      *to[i].value = *from[i].value;
    }
  }
}

void DataParallel::for_chips(const std::function<void(Chip&)>& body) {
  if (!meeting_) {
    for (const auto& chip : chips_) {
      body(*chip);
    }
    return;
  }
  std::vector<std::thread> others;
  for (std::size_t c = 1; c < chips_.size(); ++c) {
    others.emplace_back([&, c] { meeting_->run([&] { body(*chips_[c]); }); });
  }
  meeting_->run([&] { body(*chips_.front()); });
  for (std::thread& thread : others) {
    thread.join();
  }
  meeting_->end();
}

namespace {

bool all_finite(const quant::ChipGradients& chips) {
  return std::all_of(chips.begin(), chips.end(), [](const std::vector<float>& values) {
    return std::all_of(values.begin(), values.end(), [](float g) { return std::isfinite(g); });
  });
}

std::vector<float> sum_of_reals(const quant::ChipGradients& chips) {
  std::vector<float> sum = chips.front();
  for (std::size_t chip = 1; chip < chips.size(); ++chip) {
    std::transform(sum.begin(), sum.end(), chips[chip].begin(), sum.begin(), std::plus<>());
  }
  return sum;
}

std::vector<float> sum_of_codes(const quant::ChipGradients& chips,
                                const quant::GradientCodes& codes, ChipSums sums) {
  switch (sums) {
    case ChipSums::shared_scale:
      return quant::sum_by_shared_scale(chips, codes);
    case ChipSums::each_hop:
      return quant::sum_requantized(chips, codes);
    case ChipSums::once:
      return quant::sum_quantized_once(chips, codes);
  }
  fail_no_enumerator(sums);
}

}  // namespace

/// Gradients that are no numbers any more are added as they are, so that they are found as that.
void DataParallel::add_up(std::uint64_t iteration, const trace::Assignment& assignment) {
  const nn::Network<float>& first = *chips_.front()->network;
  const float share = 1 / static_cast<float>(chips_.size());
  std::uint64_t tensor = 0;
  for (model::NodeIndex node = 0; node < first.graph().nodes.size(); ++node) {
    const int bits = nn::precision_of(first.graph().nodes[node], assignment).gradient_bits;
    const std::size_t own = parameters_of(0, node).size();
    for (std::size_t i = 0; i < own; ++i) {
      quant::ChipGradients chips;
      for (const std::size_t chip : order_of_arrival(iteration, tensor++)) {
        const auto values = parameters_of(chip, node)[i].gradient->values();
        chips.emplace_back(values.begin(), values.end());
      }
      const nn::Parameter<float> to = parameters_of(0, node)[i];
      const std::size_t block = spec_.chips.block == 0 ? to.gradient->size() : spec_.chips.block;
      const bool codes = to.of_product && bits > 0 && all_finite(chips);
      const std::vector<float> sum =
          codes ? sum_of_codes(chips, {.bits = bits, .block = block}, spec_.chips.sums)
                : sum_of_reals(chips);
      std::transform(sum.begin(), sum.end(), to.gradient->data(),
                     [share](float value) { return value * share; });
    }
  }
}

std::vector<nn::Parameter<float>> DataParallel::parameters_of(std::size_t chip,
                                                              model::NodeIndex node) {
  nn::Network<float>& network = *chips_[chip]->network;
  return std::visit([&](auto& layer) { return layer.state(network.graph().nodes[node].name); },
                    network.layer(node))
      .parameters;
}

std::vector<NamedTensor> DataParallel::carried_states() {
  std::vector<NamedTensor> all;
  for (std::size_t c = 1; c < chips_.size(); ++c) {
    for (NamedTensor& state : carried_states_of(*chips_[c]->network)) {
      state.name = fmt::format("chip{}:{}", c, state.name);
      all.push_back(std::move(state));
    }
  }
  return all;
}

void DataParallel::restore(const std::vector<NamedTensor>& states) {
  for (std::size_t c = 1; c < chips_.size(); ++c) {
    const std::string prefix = fmt::format("chip{}:", c);
    std::vector<NamedTensor> own;
    for (const NamedTensor& state : states) {
      if (state.name.starts_with(prefix)) {
        own.push_back(state);
        own.back().name.erase(0, prefix.size());
      }
    }
    restore_carried_states(*chips_[c]->network, own);
  }
}

std::vector<std::size_t> DataParallel::order_of_arrival(std::uint64_t iteration,
                                                        std::uint64_t tensor) const {
  std::vector<std::size_t> order(chips_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (spec_.chips.arrival_seed) {
    const RandomStream draws(*spec_.chips.arrival_seed, "arrival", (iteration << 16) + tensor);
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[draws.below(i, i)]);
    }
  }
  return order;
}

}  // namespace metronome::train
