#include "workloads/nn/batch_norm.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/nn/sums.hpp"

namespace metronome::nn {
namespace {

constexpr double kEpsilon = 1e-5;
constexpr double kMomentum = 0.1;

template <class T>
tensor::Tensor<T> per_channel(std::size_t channels, T value) {
  tensor::Tensor<T> t({channels, 1, 1, 1});
  t.fill(value);
  return t;
}

}  // namespace

template <class T>
BatchNorm<T>::BatchNorm(std::size_t channels)
    : weight_(per_channel<T>(channels, 1)),
      bias_(per_channel<T>(channels, 0)),
      weight_gradient_(bias_),
      bias_gradient_(bias_),
      running_mean_(bias_),
      running_variance_(weight_),
      channels_(channels),
      moments_(channels) {}

template <class T>
std::size_t BatchNorm<T>::parts_of(std::size_t samples, const Pass<T>& pass) {
  if (!pass.training || pass.statistics_part == 0) {
    return 1;
  }
  METRONOME_ASSERT(samples % pass.statistics_part == 0, "a batch is whole parts");
  return samples / pass.statistics_part;
}

template <class T>
void BatchNorm<T>::train_channel(std::size_t c, const T* x, std::size_t n, std::size_t parts) {
  const std::size_t of_part = n / parts;
  const double count = static_cast<double>(of_part);
  double means = 0;
  double variances = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    const T* const from = x + part * of_part;
    const double mean = sum_of<T>(of_part, [from](std::size_t i) { return from[i]; }) / count;
    const T center = static_cast<T>(mean);
    const double squares = sum_of<T>(of_part, [from, center](std::size_t i) {
      const T d = from[i] - center;
      return d * d;
    });
    const double variance = squares / count;
    means += mean;
    variances += of_part > 1 ? squares / (count - 1) : variance;
    moments_[c * parts + part] = {center, static_cast<T>(1.0 / std::sqrt(variance + kEpsilon))};
  }
  blend_running(c, means / static_cast<double>(parts), variances / static_cast<double>(parts));
}

template <class T>
void BatchNorm<T>::blend_running(std::size_t c, double mean, double variance) {
  const auto blend = [](T& running, double batch) {
    running = static_cast<T>((1 - kMomentum) * static_cast<double>(running) + kMomentum * batch);
  };
  blend(running_mean_.data()[c], mean);
  blend(running_variance_.data()[c], variance);
}

template <class T>
void BatchNorm<T>::find_shared_moments(const tensor::Tensor<T>& x, const Pass<T>& pass) {
  const std::size_t n = x.row_size();
  std::vector<double> sums(2 * channels_);  // of values, of their squares
  pass.workspace->pool().run(channels_, [&](std::size_t c, std::size_t) {
    const T* const from = x.row(c);
    const double sum = sum_of<T>(n, [from](std::size_t i) { return from[i]; });
    const double mean = sum / static_cast<double>(n);
    const T center = static_cast<T>(mean);
    const double squares = sum_of<T>(n, [from, center](std::size_t i) {
      const T d = from[i] - center;
      return d * d;
    });
    sums[2 * c] = sum;
    sums[2 * c + 1] = squares + sum * mean;  // no cancellation of rounded squares
  });
  pass.shared_statistics->add_up(sums);
  const double all = static_cast<double>(n * pass.shared_statistics->chips());
  for (std::size_t c = 0; c < channels_; ++c) {
    const double mean = sums[2 * c] / all;
    const double squares = std::max(sums[2 * c + 1] - mean * sums[2 * c], 0.0);
    const double variance = squares / all;
    moments_[c] = {static_cast<T>(mean), static_cast<T>(1.0 / std::sqrt(variance + kEpsilon))};
    blend_running(c, mean, all > 1 ? squares / (all - 1) : variance);
  }
}

template <class T>
void BatchNorm<T>::forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass) {
  y.reshape(x.dims());
  const std::size_t n = x.row_size();
  const std::size_t parts = parts_of(x.dim(1), pass);
  moments_.resize(channels_ * parts);
  const bool shared = pass.training && pass.shared_statistics != nullptr;
  if (shared) {
    METRONOME_ASSERT(parts == 1, "statistics of all chips are not those of parts");
    find_shared_moments(x, pass);
  }
  pass.workspace->pool().run(x.dim(0), [&](std::size_t c, std::size_t) {
    const T* from = x.row(c);
    if (shared) {
      // known
    } else if (pass.training) {
      train_channel(c, from, n, parts);
    } else {
      const double variance = static_cast<double>(running_variance_.data()[c]);
      moments_[c] = {running_mean_.data()[c], static_cast<T>(1.0 / std::sqrt(variance + kEpsilon))};
    }
    T* to = y.row(c);
    const T shift = bias_.data()[c];
    for (std::size_t part = 0; part < parts; ++part) {
      const T mean = moments_[c * parts + part].mean;
      const T scale = weight_.data()[c] * moments_[c * parts + part].inverse;
      for (std::size_t i = part * (n / parts); i < (part + 1) * (n / parts); ++i) {
        to[i] = (from[i] - mean) * scale + shift;
      }
    }
  });
}

template <class T>
void BatchNorm<T>::backward(const tensor::Tensor<T>& x, const tensor::Tensor<T>& dy,
                            tensor::Tensor<T>& dx, const Pass<T>& pass) {
  dx.reshape(x.dims());
  if (pass.shared_statistics != nullptr) {
    backward_shared(x, dy, dx, pass);
    return;
  }
  const std::size_t parts = parts_of(x.dim(1), pass);
  const std::size_t n = x.row_size() / parts;
  pass.workspace->pool().run(x.dim(0), [&](std::size_t c, std::size_t) {
    double shifts = 0;
    double slopes = 0;
    for (std::size_t part = 0; part < parts; ++part) {
      const T* value = x.row(c) + part * n;
      const T* error = dy.row(c) + part * n;
      const T mean = moments_[c * parts + part].mean;
      const T inverse = moments_[c * parts + part].inverse;
      const double shift = sum_of<T>(n, [error](std::size_t i) { return error[i]; });
      const double slope = sum_of<T>(n, [value, error, mean, inverse](std::size_t i) {
        return error[i] * ((value[i] - mean) * inverse);
      });
      shifts += shift;
      slopes += slope;
      const T mean_shift = static_cast<T>(shift / static_cast<double>(n));
      const T mean_slope = static_cast<T>(slope / static_cast<double>(n)) * inverse;
      const T scale = weight_.data()[c] * inverse;
      T* to = dx.row(c) + part * n;
      for (std::size_t i = 0; i < n; ++i) {
        to[i] = scale * (error[i] - mean_shift - (value[i] - mean) * mean_slope);
      }
    }
    bias_gradient_.data()[c] = static_cast<T>(shifts);
    weight_gradient_.data()[c] = static_cast<T>(slopes);
  });
}

template <class T>
void BatchNorm<T>::backward_shared(const tensor::Tensor<T>& x, const tensor::Tensor<T>& dy,
                                   tensor::Tensor<T>& dx, const Pass<T>& pass) {
  const std::size_t n = x.row_size();
  std::vector<double> sums(2 * channels_);  // of errors, of errors times normalised values
  pass.workspace->pool().run(channels_, [&](std::size_t c, std::size_t) {
    const T* const value = x.row(c);
    const T* const error = dy.row(c);
    const auto [mean, inverse] = moments_[c];
    sums[2 * c] = sum_of<T>(n, [error](std::size_t i) { return error[i]; });
    sums[2 * c + 1] = sum_of<T>(n, [value, error, mean = mean, inverse = inverse](std::size_t i) {
      return error[i] * ((value[i] - mean) * inverse);
    });
    bias_gradient_.data()[c] = static_cast<T>(sums[2 * c]);
    weight_gradient_.data()[c] = static_cast<T>(sums[2 * c + 1]);
  });
  pass.shared_statistics->add_up(sums);
  const double all = static_cast<double>(n * pass.shared_statistics->chips());
  pass.workspace->pool().run(channels_, [&](std::size_t c, std::size_t) {
    const T* const value = x.row(c);
    const T* const error = dy.row(c);
    const auto [mean, inverse] = moments_[c];
    const T mean_shift = static_cast<T>(sums[2 * c] / all);
    const T mean_slope = static_cast<T>(sums[2 * c + 1] / all) * inverse;
    const T scale = weight_.data()[c] * inverse;
    T* const to = dx.row(c);
    for (std::size_t i = 0; i < n; ++i) {
      to[i] = scale * (error[i] - mean_shift - (value[i] - mean) * mean_slope);
    }
  });
}

template <class T>
void BatchNorm<T>::forward(NodeRun<T>& run) {
  forward(run.input(), run.output(), run.pass());
}

template <class T>
void BatchNorm<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.error().dims());
  backward(run.input(), run.error(), dx, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
LayerState<T> BatchNorm<T>::state(const std::string& name) {
  return {.parameters = {{name + ".weight", &weight_, &weight_gradient_},
                         {name + ".bias", &bias_, &bias_gradient_}},
          .statistics = {{name + ".running_mean", &running_mean_},
                         {name + ".running_variance", &running_variance_}}};
}

template <class T>
void BatchNorm<T>::initialise(std::uint64_t /*seed*/, std::uint64_t /*node*/) {
  weight_.fill(T(1));
  bias_.fill(T(0));
}

template class BatchNorm<float>;
template class BatchNorm<double>;

}  // namespace metronome::nn
