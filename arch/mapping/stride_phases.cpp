#include "arch/mapping/stride_phases.hpp"

#include <map>
#include <numeric>

#include "arch/mapping/geometry.hpp"

namespace metronome::mapping {
namespace {

AxisPhase whole_axis(const model::WindowAxis& axis, std::uint64_t extent) {
  AxisPhase whole{0, 1, extent, std::vector<std::uint64_t>(axis.kernel)};
  std::iota(whole.taps.begin(), whole.taps.end(), std::uint64_t{0});
  return whole;
}

/// In the number of taps, however large the stride.
std::vector<AxisPhase> phases_along(const model::WindowAxis& axis, std::uint64_t extent) {
  std::map<std::uint64_t, std::vector<std::uint64_t>> taps_at;
  for (std::uint64_t tap = 0; tap < axis.kernel; ++tap) {
    // Result r meets a pixel at this tap where r + before - tap * dilation is 0 modulo the stride.
    const std::uint64_t reach = tap * axis.dilation % axis.stride;
    taps_at[(reach + axis.stride - axis.before % axis.stride) % axis.stride].push_back(tap);
  }
  std::vector<AxisPhase> phases;
  for (auto& [position, taps] : taps_at) {
    if (const std::uint64_t count = at_position(extent, position, axis.stride); count > 0) {
      phases.push_back({position, axis.stride, count, std::move(taps)});
    }
  }
  return phases;
}

}  // namespace

std::uint64_t at_position(std::uint64_t count, std::uint64_t position, std::uint64_t stride) {
  return count > position ? ceil_div(count - position, stride) : 0;
}

StridePhase whole_product(const MatrixJob& job) {
  const Geometry geometry(job);
  const trace::Convolution& c = job.convolution;
  return {whole_axis(c.rows(), geometry.anchor().height),
          whole_axis(c.columns(), geometry.anchor().width)};
}

AxisPhases axis_phases(const MatrixJob& job) {
  if (!job.phases) {
    const StridePhase whole = whole_product(job);
    return {{whole.rows}, {whole.columns}};
  }
  const trace::Convolution& c = job.convolution;
  return {phases_along(c.rows(), c.in_height), phases_along(c.columns(), c.in_width)};
}

std::vector<StridePhase> phases_of(const MatrixJob& job) {
  const auto [rows, columns] = axis_phases(job);
  std::vector<StridePhase> phases;
  phases.reserve(rows.size() * columns.size());
  for (const AxisPhase& row : rows) {
    for (const AxisPhase& column : columns) {
      phases.push_back({row, column});
    }
  }
  return phases;
}

trace::Gemm gemm_of(const MatrixJob& job, const StridePhase& phase) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  if (job.is_weight_gradient()) {
    return gemm;
  }
  return {job.convolution.batch * phase.pixels(), gemm.n,
          exact_div(gemm.k, job.convolution.taps()) * phase.taps()};
}

std::uint64_t products_of(const MatrixJob& job) {
  std::uint64_t products = 0;
  for (const StridePhase& phase : phases_of(job)) {
    products += gemm_of(job, phase).macs();
  }
  return job.convolution.groups * products;
}

std::uint64_t useful_products(const MatrixJob& job) {
  MatrixJob phased = job;
  phased.phases = job.phases || job.cls == trace::OperationClass::input_gradient;
  return products_of(phased);
}

std::vector<std::int64_t> interleaved(const MatrixJob& job,
                                      const std::vector<std::vector<std::int64_t>>& by_phase) {
  const std::vector<StridePhase> phases = phases_of(job);
  METRONOME_ASSERT(by_phase.size() == phases.size(), "a result for each phase");
  if (!job.phases) {
    return by_phase.front();
  }
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const ImageTensor results = Geometry(job).anchor();
  std::vector<std::int64_t> all(gemm.m * gemm.n, 0);
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const auto& [rows, columns] = phases[i];
    METRONOME_ASSERT(by_phase[i].size() == results.batch * phases[i].pixels() * gemm.n,
                     "a number for each result of the phase");
    auto from = by_phase[i].begin();
    for (std::uint64_t row = 0; row < results.batch * rows.count; ++row) {
      const std::uint64_t image = row / rows.count * results.height;
      const std::uint64_t y = image + rows.first + row % rows.count * rows.step;
      for (std::uint64_t x = 0; x < columns.count; ++x) {
        const std::uint64_t pixel = y * results.width + columns.first + x * columns.step;
        const auto end = from + static_cast<std::ptrdiff_t>(gemm.n);
        std::copy(from, end, all.begin() + static_cast<std::ptrdiff_t>(pixel * gemm.n));
        from = end;
      }
    }
  }
  return all;
}

}  // namespace metronome::mapping
