// The products of ResNet-38's three sizes of maps, batch 128, on one thread, and, where oneDNN is
// installed, its own matrix products of the same extents: 3x3 convolutions as they are beside
// matrices that have been gathered before. "rate" is in multiply-accumulates.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "workloads/nn/code_products.hpp"
#include "workloads/nn/value_products.hpp"

#if defined(METRONOME_HAS_DNNL)
#include <dnnl.h>
#endif

namespace metronome {
namespace {

using nn::ConvolutionShape;
using Values = tensor::Tensor<float>;

constexpr std::size_t kBatch = 128;

/// range(0): channels, 16, 32 or 64, of maps of 32, 16 or 8 rows.
ConvolutionShape shape_of(const benchmark::State& state) {
  const auto channels = static_cast<std::size_t>(state.range(0));
  const std::size_t size = 512 / channels;
  return {.in_channels = channels,
          .in_height = size,
          .in_width = size,
          .out_channels = channels,
          .kernel = {3, 3},
          .pad = {1, 1, 1, 1}};
}

Values random_values(const tensor::Dims& dims) {
  const RandomStream draws(1, "values");
  Values values(dims);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values.data()[i] = static_cast<float>(draws.uniform(i));
  }
  return values;
}

void count_products(benchmark::State& state, const ConvolutionShape& s) {
  const std::size_t products =
      s.out_channels * s.in_channels * 9 * kBatch * s.in_height * s.in_width;
  state.counters["rate"] = benchmark::Counter(static_cast<double>(products),
                                              benchmark::Counter::kIsIterationInvariantRate,
                                              benchmark::Counter::kIs1000);
}

struct Operands {
  explicit Operands(const ConvolutionShape& s)
      : x(random_values({s.in_channels, kBatch, s.in_height, s.in_width})),
        bordered(random_values({s.in_channels, kBatch, s.in_height + 2, s.in_width + 2})),
        weight(random_values({s.out_channels, s.in_channels, 3, 3})),
        grid(quant::grid_of(quant::Range<float>{0, 1}, 8)),
        errors{.grid = grid,
               .factors = tensor::StepVector<float>(s.out_channels, 1.0f),
               .noise = nullptr} {}

  Values x, bordered, weight;
  Values gradient{weight.dims()};
  quant::Grid<float> grid;
  nn::ErrorQuantizer errors;
  nn::Workspace<float> codes{1, tensor::KernelSet::automatic};
  nn::Workspace<float> values{1, tensor::KernelSet::fp32};
};

void forward_fp32(benchmark::State& state) {
  const ConvolutionShape shape = shape_of(state);
  Operands o(shape);
  Values y(o.x.dims());
  for (auto _ : state) {
    nn::multiply_forward(shape, o.bordered, o.weight, y, o.values);
  }
  count_products(state, shape);
}

void weight_gradient_fp32(benchmark::State& state) {
  const ConvolutionShape shape = shape_of(state);
  Operands o(shape);
  for (auto _ : state) {
    nn::multiply_weight_gradient(shape, o.bordered, o.x, o.gradient, o.values);
  }
  count_products(state, shape);
}

/// With what corrects the sums, and makes them real numbers.
void forward_codes(benchmark::State& state) {
  const ConvolutionShape shape = shape_of(state);
  Operands o(shape);
  nn::InputCodes input;
  nn::keep_codes(shape, o.x, o.grid, input, o.codes);
  const std::vector<quant::Grid<float>> grids(shape.out_channels, o.grid);
  Values y(o.x.dims());
  for (auto _ : state) {
    nn::multiply_forward(shape, input, o.weight, grids, y, o.codes);
  }
  count_products(state, shape);
}

/// With the rounding of the errors.
void weight_gradient_codes(benchmark::State& state) {
  const ConvolutionShape shape = shape_of(state);
  Operands o(shape);
  nn::InputCodes input;
  nn::keep_codes(shape, o.x, o.grid, input, o.codes);
  for (auto _ : state) {
    nn::multiply_weight_gradient(shape, input, o.x, o.errors, o.gradient, o.codes);
  }
  count_products(state, shape);
}

#define METRONOME_PRODUCT(row) \
  BENCHMARK(row)->Arg(16)->Arg(32)->Arg(64)->ArgName("channels")->Unit(benchmark::kMillisecond)
METRONOME_PRODUCT(forward_fp32);
METRONOME_PRODUCT(weight_gradient_fp32);
METRONOME_PRODUCT(forward_codes);
METRONOME_PRODUCT(weight_gradient_codes);

#if defined(METRONOME_HAS_DNNL)
/// M, N and K of the forward product.
struct Extents {
  explicit Extents(const ConvolutionShape& s)
      : m(static_cast<dnnl_dim_t>(s.out_channels)),
        n(static_cast<dnnl_dim_t>(kBatch * s.in_height * s.in_width)),
        k(static_cast<dnnl_dim_t>(s.in_channels * 9)) {}
  dnnl_dim_t m, n, k;
};

void onednn_fp32(benchmark::State& state) {
  const ConvolutionShape shape = shape_of(state);
  const Extents e(shape);
  const std::vector<float> a(static_cast<std::size_t>(e.m * e.k), 0.5f);
  const std::vector<float> b(static_cast<std::size_t>(e.k * e.n), 0.5f);
  std::vector<float> c(static_cast<std::size_t>(e.m * e.n));
  for (auto _ : state) {
    dnnl_sgemm('N', 'N', e.m, e.n, e.k, 1.0f, a.data(), e.k, b.data(), e.n, 0.0f, c.data(), e.n);
  }
  count_products(state, shape);
}
METRONOME_PRODUCT(onednn_fp32);

/// The product transposed: its unsigned operand is the left one.
void onednn_codes(benchmark::State& state) {
  const ConvolutionShape shape = shape_of(state);
  const Extents e(shape);
  const std::vector<std::uint8_t> a(static_cast<std::size_t>(e.n * e.k), 3);
  const std::vector<std::int8_t> b(static_cast<std::size_t>(e.k * e.m), 3);
  std::vector<std::int32_t> c(static_cast<std::size_t>(e.m * e.n));
  const std::int32_t zero = 0;
  for (auto _ : state) {
    dnnl_gemm_u8s8s32('N', 'N', 'F', e.n, e.m, e.k, 1.0f, a.data(), e.k, 0, b.data(), e.m, 0, 0.0f,
                      c.data(), e.m, &zero);
  }
  count_products(state, shape);
}
METRONOME_PRODUCT(onednn_codes);
#endif
#undef METRONOME_PRODUCT

}  // namespace
}  // namespace metronome
