#include "arch/mapping/patches.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "arch/mapping/block_runs.hpp"
#include "arch/mapping/mapping.hpp"
#include "arch/mapping/row_skipping.hpp"
#include "arch/mapping/stride_phases.hpp"

namespace metronome::mapping {
namespace {

using array::CodeMatrix;

/// One axis of an image under the kernel: which window position meets which anchor position at
/// which tap (Geometry has the meaning of anchor and window), of the anchors and taps of a phase.
struct Axis {
  AxisPhase part;
  std::uint64_t window;
  model::WindowAxis kernel;
  bool backward;

  /// Window position under tap `tap` of anchor `index`, both counted within the phase.
  [[nodiscard]] std::optional<std::uint64_t> meets(std::uint64_t index, std::uint64_t tap) const {
    // Forward: w = at * stride + tap * dilation - before. Backward: with w and at exchanged.
    const auto signed_of = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    const std::uint64_t at = part.first + index * part.step;
    const std::uint64_t reach = part.taps[tap] * kernel.dilation;
    std::int64_t w = signed_of(at * kernel.stride + reach) - signed_of(kernel.before);
    if (backward) {
      w = signed_of(at + kernel.before) - signed_of(reach);
      if (w % signed_of(kernel.stride) != 0) {
        return std::nullopt;
      }
      w /= signed_of(kernel.stride);
    }
    if (w < 0 || w >= signed_of(window)) {
      return std::nullopt;
    }
    return static_cast<std::uint64_t>(w);
  }
  [[nodiscard]] std::uint64_t taps() const { return part.taps.size(); }
  /// Taps with a code, for each anchor position.
  [[nodiscard]] std::vector<std::uint64_t> codes_by_anchor() const {
    std::vector<std::uint64_t> counts(part.count, 0);
    for (std::uint64_t at = 0; at < part.count; ++at) {
      for (std::uint64_t tap = 0; tap < taps(); ++tap) {
        counts[at] += meets(at, tap) ? 1 : 0;
      }
    }
    return counts;
  }
  /// Anchor positions with a code, for each tap.
  [[nodiscard]] std::vector<std::uint64_t> codes_by_tap() const {
    std::vector<std::uint64_t> counts(taps(), 0);
    for (std::uint64_t at = 0; at < part.count; ++at) {
      for (std::uint64_t tap = 0; tap < taps(); ++tap) {
        counts[tap] += meets(at, tap) ? 1 : 0;
      }
    }
    return counts;
  }
};

struct Axes {
  Axis y, x;
  [[nodiscard]] std::uint64_t anchors() const { return y.part.count * x.part.count; }
  [[nodiscard]] std::uint64_t taps() const { return y.taps() * x.taps(); }
};

Axes axes_of(const MatrixJob& job, const StridePhase& phase) {
  const Geometry g(job);
  const trace::Convolution& c = job.convolution;
  const bool backward = job.cls == trace::OperationClass::input_gradient;
  return {{phase.rows, g.window().height, c.rows(), backward},
          {phase.columns, g.window().width, c.columns(), backward}};
}

bool all_codes(const Axis& axis) {
  const std::vector<std::uint64_t> counts = axis.codes_by_anchor();
  return std::all_of(counts.begin(), counts.end(),
                     [&](std::uint64_t count) { return count == axis.taps(); });
}

/// Borders and inserted zeros; the padding of segmented scales is treated alike.
bool masked(const MatrixJob& job, const Axes& axes) {
  return job.segmented || !all_codes(axes.y) || !all_codes(axes.x);
}

/// Patches of an image tensor: a row for each anchor pixel, `taps` columns for each channel.
CodeMatrix patches_of(const MatrixJob& job, const StridePhase& phase, const CodeMatrix& tensor,
                      std::uint64_t taps) {
  const Geometry g(job);
  const Axes axes = axes_of(job, phase);
  const std::uint64_t pixels = axes.anchors();
  CodeMatrix out = tensor;
  out.rows = g.anchor().batch * pixels;
  out.columns = tensor.columns * taps;
  out.codes.assign(out.rows * out.columns, 0);
  out.mask = {taps, axes.taps(), std::vector<char>(out.rows * taps, 0)};
  for (std::uint64_t row = 0; row < out.rows; ++row) {
    const std::uint64_t image = row / pixels * g.window().height;
    for (std::uint64_t tap = 0; tap < axes.taps(); ++tap) {
      const auto y = axes.y.meets(row % pixels / axes.x.part.count, tap / axes.x.taps());
      const auto x = axes.x.meets(row % axes.x.part.count, tap % axes.x.taps());
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
  if (!masked(job, axes)) {
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

/// Weights as operand b: rows are the reduction (channel, tap of the phase), `taps` rows for each
/// channel.
CodeMatrix weight_matrix(const MatrixJob& job, const StridePhase& phase, const CodeMatrix& tensor,
                         std::uint64_t taps) {
  const std::uint64_t kernel_taps = job.convolution.taps();
  const std::uint64_t in_channels = tensor.rows / kernel_taps;
  const bool backward = job.cls == trace::OperationClass::input_gradient;
  const std::uint64_t reduced = backward ? tensor.columns : in_channels;
  CodeMatrix out = tensor;
  out.rows = reduced * taps;
  out.columns = backward ? in_channels : tensor.columns;
  out.codes.assign(out.rows * out.columns, 0);
  for (std::uint64_t row = 0; row < reduced * phase.taps(); ++row) {
    const std::uint64_t channel = row / phase.taps();
    const std::uint64_t tap = row % phase.taps();
    const std::uint64_t width = phase.columns.taps.size();
    const std::uint64_t of_kernel = phase.rows.taps[tap / width] * job.convolution.kernel.width +
                                    phase.columns.taps[tap % width];
    for (std::uint64_t n = 0; n < out.columns; ++n) {
      out.codes[(channel * taps + tap) * out.columns + n] =
          backward ? tensor.at(n * kernel_taps + of_kernel, channel)
                   : tensor.at(channel * kernel_taps + of_kernel, n);
    }
  }
  return out;
}

std::uint64_t adds_for(std::uint64_t some, std::uint64_t all) { return std::min(some, all - some); }

/// Additions that put together, for each anchor pixel, the sums of the taps that it has.
std::uint64_t adds_by_anchor(const Axes& axes) {
  std::uint64_t adds = 0;
  for (const std::uint64_t y : axes.y.codes_by_anchor()) {
    for (const std::uint64_t x : axes.x.codes_by_anchor()) {
      adds += adds_for(y * x, axes.taps());
    }
  }
  return adds;
}

/// Additions that give, for each tap, a row's sum over the pixels at which the tap is a code.
std::uint64_t adds_by_tap(const Axes& axes, std::uint64_t batch) {
  std::uint64_t adds = 0;
  for (const std::uint64_t y : axes.y.codes_by_tap()) {
    for (const std::uint64_t x : axes.x.codes_by_tap()) {
      adds += adds_for(batch * y * x, batch * axes.anchors());
    }
  }
  return adds;
}

SumShape sum_shape(const MatrixJob& job, const Axes& axes) {
  const std::uint64_t taps = masked(job, axes) ? axes.taps() : 1;
  return job.is_weight_gradient() ? SumShape{taps, 1} : SumShape{1, taps};
}

CorrectionWork work_of(const MatrixJob& job, const StridePhase& phase, array::CorrectionUnit unit) {
  const Axes axes = axes_of(job, phase);
  const trace::Gemm gemm = gemm_of(job, phase);
  const std::uint64_t batch = job.convolution.batch;
  CorrectionWork work;
  work.side_adds = 2 * gemm.m * gemm.n;
  if (!job.is_weight_gradient()) {
    work.side_adds += batch * adds_by_anchor(axes) * gemm.n;
  }
  if (unit == array::CorrectionUnit::array) {
    const auto& [row_width, column_height] = sum_shape(job, axes);
    work.array_macs = (gemm.m * row_width + column_height * gemm.n) * gemm.k;
    return work;
  }
  work.side_adds += (gemm.m + gemm.n) * gemm.k;
  work.side_adds += job.is_weight_gradient() ? adds_by_tap(axes, batch) * gemm.m : 0;
  return work;
}

GemmCodes unroll_one(const MatrixJob& job, const StridePhase& phase, std::uint64_t taps,
                     const CodeMatrix& a_tensor, const CodeMatrix& b_tensor) {
  if (job.is_weight_gradient()) {
    return {transposed(a_tensor), patches_of(job, phase, b_tensor, taps)};
  }
  return {patches_of(job, phase, a_tensor, taps), weight_matrix(job, phase, b_tensor, taps)};
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
  return unroll_one(job, whole_product(job), taps_on_array(job, unrolling), a_tensor, b_tensor);
}

std::vector<GemmCodes> unroll_phases(const MatrixJob& job, const array::Unrolling& unrolling,
                                     const CodeMatrix& a_tensor, const CodeMatrix& b_tensor) {
  const std::vector<StridePhase> phases = phases_of(job);
  const std::vector<PhaseShape> shapes = phase_shapes(job, unrolling);
  std::vector<GemmCodes> codes;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    codes.push_back(unroll_one(job, phases[i], shapes[i].taps, a_tensor, b_tensor));
  }
  return codes;
}

std::vector<GemmCodes> unroll_tiles(const MatrixJob& job, const Mapping& mapping,
                                    const CodeMatrix& a_tensor, const CodeMatrix& b_tensor) {
  const std::vector<PhaseShape> shapes = phase_shapes(job, mapping.unrolling);
  std::vector<GemmCodes> codes = unroll_phases(job, mapping.unrolling, a_tensor, b_tensor);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    codes[i] = without_left_rows(
        job, mapping, with_blocks_filled(job, mapping, shapes[i].taps, std::move(codes[i])));
  }
  return codes;
}

double share_of_codes(const MatrixJob& job) {
  const Geometry g(job);
  const trace::Convolution& c = job.convolution;
  const bool backward = job.cls == trace::OperationClass::input_gradient;
  const auto share = [&](const std::vector<AxisPhase>& phases, std::uint64_t window,
                         const model::WindowAxis& kernel) {
    std::uint64_t codes = 0;
    std::uint64_t all = 0;
    for (const AxisPhase& phase : phases) {
      const auto counts = Axis{phase, window, kernel, backward}.codes_by_anchor();
      codes += std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
      all += phase.count * phase.taps.size();
    }
    return all == 0 ? 0 : static_cast<double>(codes) / static_cast<double>(all);
  };
  const auto [rows, columns] = axis_phases(job);
  return share(rows, g.window().height, c.rows()) * share(columns, g.window().width, c.columns());
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

std::vector<SumShape> sum_shapes(const MatrixJob& job) {
  std::vector<SumShape> shapes;
  for (const StridePhase& phase : phases_of(job)) {
    shapes.push_back(sum_shape(job, axes_of(job, phase)));
  }
  return shapes;
}

CorrectionWork correction_work(const MatrixJob& job, array::CorrectionUnit unit) {
  CorrectionWork all;
  if (!job.zero_points) {
    return all;
  }
  for (const StridePhase& phase : phases_of(job)) {
    const CorrectionWork work = work_of(job, phase, unit);
    all.side_adds += work.side_adds;
    all.array_macs += work.array_macs;
  }
  return all;
}

dram::Transfer stream_share(const Stream& stream, std::uint64_t base, const Range& part,
                            std::uint64_t total, dram::Direction direction) {
  const auto scaled = [&](std::uint64_t element) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(static_cast<Wide>(element) * stream.elements / total);
  };
  return matrix_transfer(stream.elements, stream.bits, base, {0, 1},
                         {scaled(part.begin), scaled(part.end)}, direction);
}

}  // namespace metronome::mapping
