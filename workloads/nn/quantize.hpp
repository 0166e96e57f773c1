#pragma once

#include <string_view>
#include <vector>

#include "workloads/nn/ranges.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/quant/running_range.hpp"

namespace metronome::nn {

template <class T>
[[nodiscard]] quant::Range<T> whole_range(const tensor::Tensor<T>& x, const Pass<T>& pass) {
  return merged(channel_ranges(x, *pass.workspace), tensor::StepVector<T>(x.dim(0), T(1)));
}

/// Of an activation that is no affine code in this pass.
template <class T>
void gather_range(const tensor::Tensor<T>& x, quant::RunningRange<T>& running,
                  const Pass<T>& pass) {
  if (pass.training && pass.gathers_ranges) {
    running.update(whole_range(x, pass));
  }
}

/// An activation on its grid [fu2021code]: one range per tensor, of the batch in training,
/// which moves `running`, or the running one. With 0 bits `out` is `x`. It is operand `operand` of
/// product `id`.
template <class T>
void quantize_activation(const tensor::Tensor<T>& x, quant::RunningRange<T>& running,
                         const Pass<T>& pass, int bits, std::uint64_t id, trace::Operand operand,
                         tensor::Tensor<T>& out) {
  if (bits == 0) {
    gather_range(x, running, pass);
    out = x;
    return;
  }
  quant::Grid<T> grid = running.grid(bits);
  if (pass.training) {
    const quant::Range<T> range = whole_range(x, pass);
    running.update(range);
    grid = quant::grid_of(range, bits);
  }
  pass.observe({.id = id, .operand = operand, .bits = bits, .real = &x, .grids = {&grid, 1}});
  out.reshape(x.dims());
  quant::quantize(x.data(), x.size(), grid, out.data());
}

/// The error of product `id` on its grid, one range per tensor, rounded stochastically in draws of
/// stream `name`.
template <class T>
void quantize_whole_error(const tensor::Tensor<T>& dy, const Pass<T>& pass, int bits,
                          const char* name, std::uint64_t id, tensor::Tensor<T>& out) {
  if (bits == 0) {
    out = dy;
    return;
  }
  const quant::Grid<T> grid = quant::grid_of(whole_range(dy, pass), bits);
  const RandomStream noise(pass.seed, name, (pass.iteration << 16) + id);
  pass.observe({.id = id,
                .operand = trace::Operand::weight_gradient_a,
                .bits = bits,
                .real = &dy,
                .grids = {&grid, 1},
                .noise = pass.stochastic ? &noise : nullptr});
  out.reshape(dy.dims());
  if (pass.stochastic) {
    quant::quantize_stochastic(dy.data(), dy.size(), grid, noise, 0, out.data());
  } else {
    quant::quantize(dy.data(), dy.size(), grid, out.data());
  }
}

}  // namespace metronome::nn
