#include "arch/mapping/patches.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "arch/mapping/geometry.hpp"
#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {
namespace {

using array::CodeMatrix;

/// One axis of an image under the kernel: which window position meets which anchor position at
/// which tap (Geometry has the meaning of anchor and window).
struct Axis {
  std::uint64_t anchor, window;
  model::WindowAxis taps;
  bool backward;

  [[nodiscard]] std::optional<std::uint64_t> meets(std::uint64_t at, std::uint64_t tap) const {
    // Forward: w = at * stride + tap * dilation - before. Backward: with w and at exchanged.
    const auto signed_of = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    const std::uint64_t reach = tap * taps.dilation;
    std::int64_t w = signed_of(at * taps.stride + reach) - signed_of(taps.before);
    if (backward) {
      w = signed_of(at + taps.before) - signed_of(reach);
      if (w % signed_of(taps.stride) != 0) {
        return std::nullopt;
      }
      w /= signed_of(taps.stride);
    }
    if (w < 0 || w >= signed_of(window)) {
      return std::nullopt;
    }
    return static_cast<std::uint64_t>(w);
  }
  /// Taps with a code, for each anchor position.
  [[nodiscard]] std::vector<std::uint64_t> codes_by_anchor() const {
    std::vector<std::uint64_t> counts(anchor, 0);
    for (std::uint64_t at = 0; at < anchor; ++at) {
      for (std::uint64_t tap = 0; tap < taps.kernel; ++tap) {
        counts[at] += meets(at, tap) ? 1 : 0;
      }
    }
    return counts;
  }
  /// Anchor positions with a code, for each tap.
  [[nodiscard]] std::vector<std::uint64_t> codes_by_tap() const {
    std::vector<std::uint64_t> counts(taps.kernel, 0);
    for (std::uint64_t at = 0; at < anchor; ++at) {
      for (std::uint64_t tap = 0; tap < taps.kernel; ++tap) {
        counts[tap] += meets(at, tap) ? 1 : 0;
      }
    }
    return counts;
  }
};

struct Axes {
  Axis y, x;
};

Axes axes_of(const MatrixJob& job) {
  const Geometry g(job);
  const trace::Convolution& c = job.convolution;
  const bool backward = job.cls == trace::OperationClass::input_gradient;
  return {{g.anchor().height, g.window().height, c.rows(), backward},
          {g.anchor().width, g.window().width, c.columns(), backward}};
}

bool all_codes(const Axis& axis) {
  const std::vector<std::uint64_t> counts = axis.codes_by_anchor();
  return std::all_of(counts.begin(), counts.end(),
                     [&](std::uint64_t count) { return count == axis.taps.kernel; });
}

/// Borders and inserted zeros; the padding of segmented scales is treated alike.
bool masked(const MatrixJob& job) {
  const auto& [y, x] = axes_of(job);
  return job.segmented || !all_codes(y) || !all_codes(x);
}

/// Patches of an image tensor: a row for each anchor pixel, `taps` columns for each channel.
CodeMatrix patches_of(const MatrixJob& job, const CodeMatrix& tensor, std::uint64_t taps) {
  const Geometry g(job);
  const auto& [y_axis, x_axis] = axes_of(job);
  const std::uint64_t pixels = g.anchor().height * g.anchor().width;
  const model::PerAxis& kernel = job.convolution.kernel;
  CodeMatrix out = tensor;
  out.rows = g.anchor().batch * pixels;
  out.columns = tensor.columns * taps;
  out.codes.assign(out.rows * out.columns, 0);
  out.mask = {taps, kernel.product(), std::vector<char>(out.rows * taps, 0)};
  for (std::uint64_t row = 0; row < out.rows; ++row) {
    const std::uint64_t image = row / pixels * g.window().height;
    for (std::uint64_t tap = 0; tap < kernel.product(); ++tap) {
      const auto y = y_axis.meets(row % pixels / g.anchor().width, tap / kernel.width);
      const auto x = x_axis.meets(row % g.anchor().width, tap % kernel.width);
      if (!y || !x) {
        continue;
      }
      out.mask.present[row * taps + tap] = 1;
      const std::uint64_t source = (image + *y) * g.window().width + *x;
      for (std::uint64_t channel = 0; channel < tensor.columns; ++channel) {
        out.codes[row * out.columns + channel * taps + tap] = tensor.at(source, channel);
      }
    }
  }
  if (!masked(job)) {
    out.mask = {};
  }
  return out;
}

CodeMatrix transposed(const CodeMatrix& matrix) {
  CodeMatrix out = matrix;
  std::swap(out.rows, out.columns);
  for (std::uint64_t r = 0; r < out.rows; ++r) {
    for (std::uint64_t c = 0; c < out.columns; ++c) {
      out.codes[r * out.columns + c] = matrix.at(c, r);
    }
  }
  return out;
}

/// Weights as operand b: rows are the reduction (channel, tap), `taps` rows for each channel.
CodeMatrix weight_matrix(const MatrixJob& job, const CodeMatrix& tensor, std::uint64_t taps) {
  const std::uint64_t kernel_taps = job.convolution.taps();
  const std::uint64_t in_channels = tensor.rows / kernel_taps;
  const bool backward = job.cls == trace::OperationClass::input_gradient;
  const std::uint64_t reduced = backward ? tensor.columns : in_channels;
  CodeMatrix out = tensor;
  out.rows = reduced * taps;
  out.columns = backward ? in_channels : tensor.columns;
  out.codes.assign(out.rows * out.columns, 0);
  for (std::uint64_t channel = 0; channel < reduced; ++channel) {
    for (std::uint64_t tap = 0; tap < kernel_taps; ++tap) {
      for (std::uint64_t n = 0; n < out.columns; ++n) {
        out.codes[(channel * taps + tap) * out.columns + n] =
            backward ? tensor.at(n * kernel_taps + tap, channel)
                     : tensor.at(channel * kernel_taps + tap, n);
      }
    }
  }
  return out;
}

std::uint64_t adds_for(std::uint64_t some, std::uint64_t all) { return std::min(some, all - some); }

/// Additions that put together, for each anchor pixel, the sums of the taps that it has.
std::uint64_t adds_by_anchor(const Axes& axes) {
  const std::uint64_t taps = axes.y.taps.kernel * axes.x.taps.kernel;
  std::uint64_t adds = 0;
  for (const std::uint64_t y : axes.y.codes_by_anchor()) {
    for (const std::uint64_t x : axes.x.codes_by_anchor()) {
      adds += adds_for(y * x, taps);
    }
  }
  return adds;
}

/// Additions that give, for each tap, a row's sum over the pixels at which the tap is a code.
std::uint64_t adds_by_tap(const Axes& axes, std::uint64_t batch) {
  std::uint64_t adds = 0;
  for (const std::uint64_t y : axes.y.codes_by_tap()) {
    for (const std::uint64_t x : axes.x.codes_by_tap()) {
      adds += adds_for(batch * y * x, batch * axes.y.anchor * axes.x.anchor);
    }
  }
  return adds;
}

}  // namespace

TensorShape tensor_of_a(const MatrixJob& job) {
  const trace::Convolution c = trace::group_of(job.convolution);
  if (job.cls == trace::OperationClass::forward) {
    return {c.batch * c.in_height * c.in_width, c.in_channels};
  }
  return {c.batch * c.out_height() * c.out_width(), c.out_channels};
}

TensorShape tensor_of_b(const MatrixJob& job) {
  const trace::Convolution c = trace::group_of(job.convolution);
  if (job.cls == trace::OperationClass::weight_gradient) {
    return {c.batch * c.in_height * c.in_width, c.in_channels};
  }
  return {c.in_channels * c.taps(), c.out_channels};
}

GemmCodes unroll(const MatrixJob& job, const array::Unrolling& unrolling,
                 const CodeMatrix& a_tensor, const CodeMatrix& b_tensor) {
  const std::uint64_t taps = taps_on_array(job, unrolling);
  if (job.cls == trace::OperationClass::weight_gradient) {
    return {transposed(a_tensor), patches_of(job, b_tensor, taps)};
  }
  return {patches_of(job, a_tensor, taps), weight_matrix(job, b_tensor, taps)};
}

double share_of_codes(const MatrixJob& job) {
  double share = 1;
  const auto& [y, x] = axes_of(job);
  for (const Axis& axis : {y, x}) {
    const std::vector<std::uint64_t> codes = axis.codes_by_anchor();
    share *= static_cast<double>(std::accumulate(codes.begin(), codes.end(), std::uint64_t{0})) /
             static_cast<double>(axis.anchor * axis.taps.kernel);
  }
  return share;
}

void set_terms(MatrixJob& job, array::TermShares a_tensor, array::TermShares b_tensor) {
  job.operands.a_terms = std::move(a_tensor);
  job.operands.b_terms = std::move(b_tensor);
  const double codes = share_of_codes(job);
  array::TermShares& unrolled = job.cls == trace::OperationClass::weight_gradient
                                    ? job.operands.b_terms
                                    : job.operands.a_terms;
  for (double& share : unrolled) {
    share *= codes;
  }
  unrolled.front() += 1 - codes;
}

CorrectionWork correction_products(const MatrixJob& job, array::CorrectionUnit unit) {
  if (!job.zero_points) {
    return {};
  }
  CorrectionWork work;
  (job.cls == trace::OperationClass::weight_gradient ? work.row_width : work.column_height) =
      masked(job) ? job.convolution.kernel.product() : 1;
  if (unit == array::CorrectionUnit::array) {
    const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
    work.array_macs = (gemm.m * work.row_width + work.column_height * gemm.n) * gemm.k;
  }
  return work;
}

CorrectionWork correction_work(const MatrixJob& job, array::CorrectionUnit unit) {
  if (!job.zero_points) {
    return {};
  }
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const Axes axes = axes_of(job);
  const bool weight_gradient = job.cls == trace::OperationClass::weight_gradient;
  const std::uint64_t batch = job.convolution.batch;
  CorrectionWork work = correction_products(job, unit);
  work.side_adds = 2 * gemm.m * gemm.n;
  if (!weight_gradient) {
    work.side_adds += batch * adds_by_anchor(axes) * gemm.n;
  }
  if (unit == array::CorrectionUnit::array) {
    return work;
  }
  work.side_adds += (gemm.m + gemm.n) * gemm.k;
  work.side_adds += weight_gradient ? adds_by_tap(axes, batch) * gemm.m : 0;
  return work;
}

}  // namespace metronome::mapping
