#include "workloads/nn/format_operand.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome::nn {
namespace {

using formats::OperandFormat;
using formats::Product;
using formats::ProductOperand;
using formats::StridedSheet;

/// Rows of one task, times elements of a row: enough work to hide the task's cost.
constexpr std::size_t kTaskElements = 1 << 14;
constexpr std::size_t kFixedTile = 16;

std::size_t whole_tiles(std::size_t extent, std::size_t tile) {
  return tile == 0 ? extent : (extent + tile - 1) / tile * tile;
}

/// Whether the weight gradient reads positions as they come.
bool reads_in_order(const ConvolutionShape& shape) {
  return shape.kernel.product() == 1 && shape.stride == model::PerAxis{} &&
         shape.pad == model::Padding{} && !shape.transposed;
}

OperandSheets channels_along(std::size_t groups, const tensor::Dims& dims) {
  const std::size_t positions = dims[1] * dims[2] * dims[3];
  const std::size_t channels = dims[0] / groups;
  return {groups, channels * positions, 1, 0, {nullptr, 0, positions, channels, 1, positions}};
}

OperandSheets positions_along(bool in_order, const tensor::Dims& dims) {
  const std::size_t plane = dims[2] * dims[3];
  if (in_order) {
    return {1, 0, 1, 0, {nullptr, 0, dims[0], dims[1] * plane, dims[1] * plane, 1}};
  }
  return {1, 0, plane, 1, {nullptr, 0, dims[0], dims[1], dims[1] * plane, plane}};
}

/// Calls body(index, begin, end, worker) for all rows of all sheets, in tasks that do not depend on
/// the number of threads.
template <class T, class Body>
void for_rows(Workspace<T>& workspace, const OperandSheets& sheets, std::size_t step,
              const Body& body) {
  const std::size_t rows = sheets.sheet.rows;
  const std::size_t wanted = std::max<std::size_t>(kTaskElements / sheets.sheet.columns, 1);
  const std::size_t piece = (wanted + step - 1) / step * step;
  const std::size_t pieces = (rows + piece - 1) / piece;
  workspace.pool().run(sheets.sheets() * pieces, [&](std::size_t task, std::size_t worker) {
    const std::size_t begin = task % pieces * piece;
    body(task / pieces, begin, std::min(begin + piece, rows), worker);
  });
}

StridedSheet sheet_of(const OperandSheets& sheets, std::size_t index) {
  StridedSheet sheet = sheets.sheet;
  sheet.first = sheets.first_of(index);
  return sheet;
}

formats::HadamardTransform transform_of(const OperandFormat& format, std::uint64_t seed,
                                        std::uint64_t index) {
  if (!format.hadamard_drawn && format.hadamard_tile == kFixedTile) {
    return formats::HadamardTransform::fixed();
  }
  const RandomStream stream(format.hadamard_drawn ? seed : 0, "hadamard_signs",
                            format.hadamard_drawn ? index : 0);
  return formats::HadamardTransform::drawn(format.hadamard_tile, stream);
}

/// Whole tiles along the reduction of what a product reads.
tensor::Dims padded_dims(const tensor::Dims& dims, const ConvolutionShape& shape,
                         ProductOperand operand, std::size_t tile) {
  tensor::Dims padded = dims;
  switch (operand) {
    case ProductOperand::forward_x:
    case ProductOperand::input_gradient_dy:
    case ProductOperand::input_gradient_w:
      padded[0] = shape.groups * whole_tiles(dims[0] / shape.groups, tile);
      return padded;
    case ProductOperand::forward_w:
      padded[1] = whole_tiles(dims[1], tile);
      return padded;
    case ProductOperand::weight_gradient_dy:
    case ProductOperand::weight_gradient_x:
      if (reads_in_order(shape)) {
        return {dims[0], whole_tiles(dims[1] * dims[2] * dims[3], tile), 1, 1};
      }
      padded[1] = whole_tiles(dims[1], tile);
      return padded;
  }
  fail_no_enumerator(operand);
}

/// `to` = the transform of `x`; both are sheets of the same operand, `to` of whole tiles.
template <class T>
void transform(const tensor::Tensor<T>& x, const OperandSheets& from, const OperandSheets& to,
               const formats::HadamardTransform& hadamard, Workspace<T>& workspace,
               std::vector<float>& out) {
  for_rows(workspace, to, 1, [&](std::size_t index, std::size_t begin, std::size_t end, auto) {
    std::vector<float> row(to.sheet.columns);
    const StridedSheet source = sheet_of(from, index);
    const StridedSheet sheet = sheet_of(to, index);
    for (std::size_t r = begin; r < end; ++r) {
      for (std::size_t c = 0; c < source.columns; ++c) {
        row[c] = static_cast<float>(x.data()[source.place(r, c)]);
      }
      std::fill(row.begin() + static_cast<std::ptrdiff_t>(source.columns), row.end(), 0.0F);
      formats::transform_row(hadamard, row.data(), row.size());
      for (std::size_t c = 0; c < row.size(); ++c) {
        out[sheet.place(r, c)] = row[c];
      }
    }
  });
}

formats::TensorFacts facts_of(const std::vector<float>& values) {
  constexpr float kMost = std::numeric_limits<float>::max();
  formats::TensorFacts facts;
  for (const float value : values) {
    const float magnitude = value < 0 ? -value : value;
    if (magnitude <= kMost) {
      facts.largest = std::max(facts.largest, magnitude);
    } else {
      facts.finite = false;
    }
  }
  return facts;
}

/// Of all workers.
formats::MagnitudeCounts sums_of(const std::vector<formats::MagnitudeCounts>& counts) {
  formats::MagnitudeCounts sums(counts.front().size());
  for (const formats::MagnitudeCounts& one : counts) {
    std::transform(one.begin(), one.end(), sums.begin(), sums.begin(), std::plus<>());
  }
  return sums;
}

std::string draws_name(ProductOperand operand) {
  return "format_rounding." + std::string(enum_name(operand));
}

}  // namespace

OperandSheets sheets_of(const ConvolutionShape& shape, ProductOperand operand,
                        const tensor::Dims& dims) {
  const std::size_t taps = shape.kernel.product();
  const std::size_t row = dims[1] * taps;  // of weights
  const std::size_t outputs = dims[0] / shape.groups;
  switch (operand) {
    case ProductOperand::forward_x:
    case ProductOperand::input_gradient_dy:
      return channels_along(shape.groups, dims);
    case ProductOperand::forward_w:
      return {shape.groups, outputs * row, taps, 1, {nullptr, 0, outputs, dims[1], row, taps}};
    case ProductOperand::input_gradient_w:
      return {shape.groups, outputs * row, taps, 1, {nullptr, 0, dims[1], outputs, taps, row}};
    case ProductOperand::weight_gradient_dy:
    case ProductOperand::weight_gradient_x:
      return positions_along(reads_in_order(shape), dims);
  }
  fail_no_enumerator(operand);
}

ProductForm product_form(const ConvolutionShape& shape, Product product,
                         const OperandFormat& operand) {
  ProductForm form{shape};
  const std::size_t tile = operand.hadamard_tile;
  switch (product) {
    case Product::forward:
      form.shape.in_channels = shape.groups * whole_tiles(shape.group_inputs(), tile);
      return form;
    case Product::input_gradient:
      form.shape.out_channels = shape.groups * whole_tiles(shape.group_outputs(), tile);
      return form;
    case Product::weight_gradient:
      form.in_order = tile > 0 && reads_in_order(shape);
      if (form.in_order) {
        form.shape.in_height = form.shape.in_width = 1;
      }
      return form;
  }
  fail_no_enumerator(product);
}

template <class T>
FormattedOperand<T> format_operand(const tensor::Tensor<T>& x, const ConvolutionShape& shape,
                                   ProductOperand operand, const OperandFormat& format,
                                   const OperandContext<T>& context) {
  const Pass<T>& pass = *context.pass;
  Workspace<T>& workspace = *pass.workspace;
  const std::uint64_t instance = (pass.iteration << 16) + context.id;
  const tensor::Dims dims = padded_dims(x.dims(), shape, operand, format.hadamard_tile);
  FormattedOperand<T> result;
  result.values.reshape(format.hadamard_tile > 0 ? dims : x.dims());
  std::vector<float> values(result.values.size());
  OperandSheets sheets = sheets_of(shape, operand, result.values.dims());
  if (format.hadamard_tile > 0) {
    transform(x, sheets_of(shape, operand, x.dims()), sheets,
              transform_of(format, pass.seed, instance), workspace, values);
  } else {
    std::transform(x.data(), x.data() + x.size(), values.begin(),
                   [](T value) { return static_cast<float>(value); });
  }
  if (formats::has_tensor_scale(format.format)) {
    result.facts = facts_of(values);
  }
  result.facts.delayed_scale = format.delayed ? context.delayed_scale : std::nullopt;
  sheets.sheet.values = values.data();
  const RandomStream draws(pass.seed, draws_name(operand), instance);
  const formats::ValueRounding rounding(format, result.facts, pass.stochastic ? &draws : nullptr);
  const std::size_t magnitudes = context.counts ? formats::magnitudes_of(format.format) : 0;
  std::vector<formats::MagnitudeCounts> counts(workspace.pool().workers(),
                                               formats::MagnitudeCounts(magnitudes));
  for_rows(workspace, sheets, rounding.row_step(),
           [&](std::size_t index, std::size_t begin, std::size_t end, std::size_t worker) {
             rounding.round(sheet_of(sheets, index), begin, end,
                            magnitudes > 0 ? &counts[worker] : nullptr);
           });
  result.magnitudes = sums_of(counts);
  std::transform(values.begin(), values.end(), result.values.data(),
                 [](float value) { return static_cast<T>(value); });
  return result;
}

#define METRONOME_INSTANTIATE(T)                                                          \
  template FormattedOperand<T> format_operand<T>(const tensor::Tensor<T>&,                \
                                                 const ConvolutionShape&, ProductOperand, \
                                                 const OperandFormat&, const OperandContext<T>&);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::nn
