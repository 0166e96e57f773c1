#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/random.hpp"
#include "workloads/methods/reach/deployed.hpp"
#include "workloads/methods/reach/pieces.hpp"

namespace metronome::reach {
namespace {

constexpr double kMostBox = 1e30;  // of a bound: far within single precision
constexpr Eigen::Index kBatch = 2048;
constexpr std::uint64_t kMostMacs = 4000000000;  // of all samples of a level; as many near pieces
constexpr Eigen::Index kNear = 256;              // inputs around a point

/// Inputs of a box, numbered: a grid of one to three dimensions, else corners, then random ones.
class Samples {
 public:
  Samples(const Box& box, std::uint64_t most) : box_(box), most_(most), draw_(1, "verify") {
    if (box.size() <= 3) {
      side_ = static_cast<std::uint64_t>(std::floor(
          std::pow(static_cast<double>(most), 1.0 / static_cast<double>(box.size())) + 1e-9));
      side_ = std::max<std::uint64_t>(side_, 2);
    } else if (box.size() <= 12) {
      corners_ = std::uint64_t{1} << box.size();
    }
  }

  [[nodiscard]] std::uint64_t count() const {
    std::uint64_t all = side_ == 0 ? std::max(most_, corners_) : 1;
    for (Eigen::Index i = 0; side_ > 0 && i < box_.size(); ++i) {
      all *= side_;
    }
    return all;
  }

  [[nodiscard]] Vector at(std::uint64_t index) const {
    Vector part(box_.size());  // of the way from low to high
    const auto n = static_cast<std::uint64_t>(box_.size());
    std::uint64_t rest = index;
    for (Eigen::Index i = 0; i < box_.size(); ++i) {
      if (side_ > 0) {
        part[i] = static_cast<double>(rest % side_) / static_cast<double>(side_ - 1);
        rest /= side_;
      } else if (index < corners_) {
        part[i] = static_cast<double>((index >> i) & 1);
      } else {
        part[i] = draw_.uniform(index * n + static_cast<std::uint64_t>(i));
      }
    }
    const Vector x = box_.low + part.cwiseProduct(box_.high - box_.low);
    return x.cwiseMax(box_.low).cwiseMin(box_.high);
  }

 private:
  const Box& box_;
  std::uint64_t most_;
  RandomStream draw_;
  std::uint64_t side_ = 0;
  std::uint64_t corners_ = 0;
};

/// The first of some inputs whose output is unsafe.
std::optional<Counterexample> first_unsafe(const DeployedNetwork& network, const Matrix& x,
                                           const Box& unsafe) {
  const Matrix y = network.evaluate(x);
  for (Eigen::Index n = 0; n < x.cols(); ++n) {
    if (unsafe.contains(y.col(n))) {
      return Counterexample{x.col(n), y.col(n)};
    }
  }
  return std::nullopt;
}

std::optional<Counterexample> sample(const DeployedNetwork& network, const Box& input,
                                     const Box& unsafe, std::uint64_t most) {
  const std::uint64_t affordable = kMostMacs / std::max<std::uint64_t>(network.macs(), 1);
  const Samples samples(input, std::clamp<std::uint64_t>(affordable, 1, most));
  for (std::uint64_t first = 0; first < samples.count(); first += kBatch) {
    stop_if_interrupted();
    const auto some =
        static_cast<Eigen::Index>(std::min<std::uint64_t>(kBatch, samples.count() - first));
    Matrix x(input.size(), some);
    for (Eigen::Index n = 0; n < some; ++n) {
      x.col(n) = samples.at(first + static_cast<std::uint64_t>(n));
    }
    if (auto found = first_unsafe(network, x, unsafe)) {
      return found;
    }
  }
  return std::nullopt;
}

/// The point and others near it.
std::optional<Counterexample> near(const DeployedNetwork& network, const Box& input,
                                   const Box& unsafe, const Vector& point, std::uint64_t draws) {
  const RandomStream draw(1, "near", draws);
  Matrix x(input.size(), kNear);
  for (Eigen::Index n = 0; n < kNear; ++n) {
    const double reach = n == 0 ? 0 : std::exp2(-static_cast<double>(3 + n % 12));
    for (Eigen::Index i = 0; i < input.size(); ++i) {
      const double part = 2 * draw.uniform(static_cast<std::uint64_t>(n * input.size() + i)) - 1;
      x(i, n) = std::clamp(point[i] + reach * part * (input.high[i] - input.low[i]), input.low[i],
                           input.high[i]);
    }
  }
  return first_unsafe(network, x, unsafe);
}

/// A box that holds each of its points also when that is rounded to single precision: rounding is
/// monotone, so the ends lead furthest.
Box single_precision(const Box& box) {
  Box wide = box;
  for (Eigen::Index i = 0; i < box.size(); ++i) {
    wide.low[i] = std::min(box.low[i], double{static_cast<float>(box.low[i])});
    wide.high[i] = std::max(box.high[i], double{static_cast<float>(box.high[i])});
  }
  return wide;
}

void check_boxes(const DeployedNetwork& network, const Box& input, const Box& unsafe) {
  check_box(input, "input");
  check_box(unsafe, "unsafe");
  const auto check = [](const Box& box, const char* name, Eigen::Index wanted, const char* of) {
    if (box.size() != wanted) {
      throw UserError(fmt::format("the {} box has {} dimensions, the network {} {}", name,
                                  box.size(), wanted, of),
                      fmt::format("{} times lo:hi", wanted));
    }
    if (box.low.minCoeff() < -kMostBox || box.high.maxCoeff() > kMostBox) {
      throw UserError(fmt::format("the {} box is beyond {:g}", name, kMostBox),
                      "bounds that single precision can hold");
    }
  };
  check(input, "input", network.inputs(), "inputs");
  check(unsafe, "unsafe", network.outputs(), "outputs");
}

/// The verdict of a level, and an input with an unsafe output where one was found.
std::pair<LevelVerdict, std::optional<Counterexample>> verify_level(
    const DeployedNetwork& network, const trace::Assignment& level, const Box& input,
    const Box& unsafe, const VerifyOptions& options, const ReportCertificate& report) {
  std::optional<Counterexample> found = sample(network, input, unsafe, options.samples);
  std::uint64_t draws = 0;
  const std::uint64_t most_draws =
      std::max<std::uint64_t>(kMostMacs / (kNear * std::max<std::uint64_t>(network.macs(), 1)), 1);
  const HitTest hits = [&](const Vector& x) {
    if (!found && draws < most_draws) {
      found = near(network, input, unsafe, x, draws++);
    }
    return found.has_value();
  };
  LevelVerdict verdict{level, {}};
  Certificate& certificate = verdict.certificate;
  if (const auto reason = network.uncovered()) {
    certificate.reason = *reason;
  } else {
    certificate =
        certify(network.chain(), single_precision(input), unsafe, options.limits, hits, report);
  }
  if (found) {
    METRONOME_ASSERT(certificate.verdict != Verdict::safe,
                     "a certificate contradicts the network that it is about");
    certificate.verdict = Verdict::unsafe;
    certificate.reason = "an input has an unsafe output";
    certificate.input = found->input;
  }
  return {std::move(verdict), std::move(found)};
}

/// The verdict about all levels: the worst, with the reason of the first that has it.
void conclude(Verification& result) {
  for (const Verdict worst : {Verdict::unsafe, Verdict::unknown}) {
    for (const LevelVerdict& level : result.levels) {
      if (level.certificate.verdict == worst) {
        result.verdict = worst;
        result.reason = fmt::format("at {}: {}", trace::forward_words(level.assignment.all),
                                    level.certificate.reason);
        return;
      }
    }
  }
  result.verdict = Verdict::safe;
  result.reason = "no piece reaches the unsafe box at any level";
}

}  // namespace

Verification verify(nn::Network<float>& network, const std::vector<trace::Assignment>& levels,
                    const Box& input, const Box& unsafe, const VerifyOptions& options) {
  METRONOME_ASSERT(!levels.empty(), "there is a level to verify");
  Verification result;
  for (const trace::Assignment& level : levels) {
    const DeployedNetwork deployed(network, level, options.kernels);
    check_boxes(deployed, input, unsafe);
    const ReportCertificate report = [&](const CertificateProgress& progress) {
      if (options.progress) {
        options.progress(result.levels.size(), progress);
      }
    };
    auto [verdict, found] = verify_level(deployed, level, input, unsafe, options, report);
    result.levels.push_back(std::move(verdict));
    if (found && !result.counterexample) {
      result.counterexample = std::move(found);
    }
  }
  conclude(result);
  return result;
}

}  // namespace metronome::reach
