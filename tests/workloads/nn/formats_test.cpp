// The three products of convolutions and linear layers in number formats.
#include <gtest/gtest.h>

#include <cmath>

#include "workloads/formats/quantized_linear.hpp"
#include "workloads/nn/convolution.hpp"
#include "workloads/nn/format_operand.hpp"
#include "workloads/trace/format_storage.hpp"

namespace metronome::nn {
namespace formats_test {

using formats::Matrix;
using formats::OperandFormat;
using formats::ProductOperand;
using FTensor = tensor::Tensor<float>;

FTensor random_values(const tensor::Dims& dims, const std::string& name) {
  const RandomStream stream(19, name);
  FTensor t(dims);
  for (std::size_t i = 0; i < t.size(); ++i) {
    t.data()[i] = static_cast<float>(stream.normal(i));
  }
  return t;
}

trace::Precision preset(const std::string& text) { return trace::read_preset(text).value.value(); }

Pass<float> pass_of(Workspace<float>& workspace, bool stochastic = false) {
  Pass<float> pass;
  pass.workspace = &workspace;
  pass.stochastic = stochastic;
  pass.seed = 5;
  pass.iteration = 3;
  return pass;
}

/// Y, dX and dW of one step of a layer.
struct Products {
  FTensor y, dx, dw;
  bool operator==(const Products&) const = default;
};
Products run(const ConvolutionShape& shape, const FTensor& x, const FTensor& dy,
             const std::string& text, std::size_t threads = 2, bool stochastic = false) {
  Workspace<float> workspace(threads);
  const Pass<float> pass = pass_of(workspace, stochastic);
  Convolution<float> layer(shape, trace::DxScale::segmented, 7);
  layer.weight() = random_values(layer.weight().dims(), "w");
  Products products;
  layer.forward(x, products.y, pass, preset(text));
  products.dx = FTensor(x.dims());
  layer.backward(dy, &products.dx, pass, preset(text));
  products.dw = layer.gradient();
  return products;
}

/// {channels, n, 1, 1} as rows of samples, and back.
Matrix samples_of(const FTensor& t) {
  return formats::transposed(formats::MatrixView{t.dim(0), t.row_size(), {t.data(), t.size()}});
}

formats::LinearOperands nearest_operands(const formats::ProductFormats& formats) {
  formats::LinearOperands operands;
  for (const ProductOperand which : kEnumValues<ProductOperand>) {
    operands[which].format = formats[which].format;
    if (formats[which].hadamard_tile > 0) {
      operands[which].hadamard = formats::HadamardTransform::fixed();
    }
  }
  return operands;
}

void expect_near(const FTensor& got, const Matrix& expected, const std::string& what) {
  double largest = 0;
  for (const float value : expected.values) {
    largest = std::max(largest, std::fabs(double{value}));
  }
  for (std::size_t i = 0; i < got.size(); ++i) {
    // Sums in another order: within n 2^-24 sum |a b|, of some fifty products.
    ASSERT_NEAR(got.data()[i], expected.values[i], 1e-5 * largest) << what << " " << i;
  }
}

TEST(format_products, of_a_linear_layer_are_those_of_the_reference) {
  const ConvolutionShape shape{.in_channels = 50, .out_channels = 24};
  const FTensor x = random_values({50, 40, 1, 1}, "x");
  const FTensor dy = random_values({24, 40, 1, 1}, "dy");
  const FTensor w = random_values({24, 50, 1, 1}, "w");
  for (const char* text : {"mxfp8", "mxfp4", "mxfp6_e3m2", "mxfp6_e2m3", "mxint8", "nvfp4", "fp8",
                           "bf16", "bfp:5,16", "nvfp4+forward=bf16"}) {
    const Products products = run(shape, x, dy, text);
    const formats::QuantizedLinear reference(nearest_operands(*preset(text).formats));
    const Matrix tokens = samples_of(x);
    const Matrix errors = samples_of(dy);
    const formats::MatrixView weights{24, 50, {w.data(), w.size()}};
    expect_near(products.y, formats::transposed(reference.forward(tokens, weights)),
                std::string(text) + " y");
    expect_near(products.dx, formats::transposed(reference.input_gradient(errors, weights)),
                std::string(text) + " dx");
    expect_near(products.dw, reference.weight_gradient(errors, tokens), std::string(text) + " dw");
  }
}

/// Each operand's values by its own sheets, with the formats' codes.
FTensor by_codes(const FTensor& x, const ConvolutionShape& shape, ProductOperand operand,
                 const OperandFormat& format) {
  const OperandSheets sheets = sheets_of(shape, operand, x.dims());
  FTensor out(x.dims());
  for (std::size_t index = 0; index < sheets.sheets(); ++index) {
    formats::StridedSheet sheet = sheets.sheet;
    sheet.first = sheets.first_of(index);
    Matrix matrix(sheet.rows, sheet.columns);
    for (std::size_t r = 0; r < sheet.rows; ++r) {
      for (std::size_t c = 0; c < sheet.columns; ++c) {
        matrix.at(r, c) = x.data()[sheet.place(r, c)];
      }
    }
    const Matrix values = formats::quantized(format.format, matrix).values();
    for (std::size_t r = 0; r < sheet.rows; ++r) {
      for (std::size_t c = 0; c < sheet.columns; ++c) {
        out.data()[sheet.place(r, c)] = values.at(r, c);
      }
    }
  }
  return out;
}

TEST(format_products, of_convolutions_are_fp32_products_of_operands_quantized_one_by_one) {
  const ConvolutionShape plain{.in_channels = 40,
                               .in_height = 6,
                               .in_width = 5,
                               .out_channels = 36,
                               .kernel = 3,
                               .stride = 2,
                               .pad = 1};
  const ConvolutionShape grouped{.in_channels = 12,
                                 .in_height = 4,
                                 .in_width = 4,
                                 .out_channels = 8,
                                 .kernel = 3,
                                 .pad = 1,
                                 .groups = 2};
  for (const ConvolutionShape& shape : {plain, grouped}) {
    const FTensor x = random_values({shape.in_channels, 9, shape.in_height, shape.in_width}, "x");
    const FTensor dy =
        random_values({shape.out_channels, 9, shape.out_height(), shape.out_width()}, "dy");
    const trace::Precision precision = preset("mxfp6_e2m3");
    const Products got = run(shape, x, dy, "mxfp6_e2m3");
    const auto operand = [&](const FTensor& of, ProductOperand which) {
      return by_codes(of, shape, which, precision.formats.of(which));
    };
    // The same products of real numbers, a layer for each so that operands do not meet.
    const auto real = [&](const FTensor& input, const FTensor& weight, const FTensor& error) {
      Workspace<float> workspace(1);
      const Pass<float> pass = pass_of(workspace);
      Convolution<float> layer(shape, trace::DxScale::segmented, 7);
      layer.weight() = weight;
      Products products;
      layer.forward(input, products.y, pass, {0, 0});
      products.dx = FTensor(x.dims());
      layer.backward(error, &products.dx, pass, {0, 0});
      products.dw = layer.gradient();
      return products;
    };
    const FTensor w = random_values(
        {shape.out_channels, shape.group_inputs(), shape.kernel.height, shape.kernel.width}, "w");
    using enum ProductOperand;
    EXPECT_EQ(got.y, real(operand(x, forward_x), operand(w, forward_w), dy).y);
    EXPECT_EQ(got.dx, real(x, operand(w, input_gradient_w), operand(dy, input_gradient_dy)).dx);
    EXPECT_EQ(got.dw, real(operand(x, weight_gradient_x), w, operand(dy, weight_gradient_dy)).dw);
  }
}

TEST(format_products, are_quantized_twice_from_real_numbers_and_not_from_a_copy) {
  const ConvolutionShape shape{.in_channels = 64, .out_channels = 64};
  const FTensor x = random_values({64, 64, 1, 1}, "x");
  const FTensor dy = random_values({64, 64, 1, 1}, "dy");
  const Products got = run(shape, x, dy, "mxfp4");
  const OperandFormat mxfp4 = preset("mxfp4").formats.of(ProductOperand::forward_x);
  const FTensor copy = by_codes(x, shape, ProductOperand::forward_x, mxfp4);
  EXPECT_NE(run(shape, copy, dy, "mxfp4").dw, got.dw);  // a copy of a copy gives another gradient
  EXPECT_EQ(run(shape, copy, dy, "mxfp4").y, got.y);
}

TEST(format_products, of_a_transform_are_near_those_without_in_every_layer) {
  // The last has outputs beyond its inputs: their positions do not lie as those do.
  for (const auto& [kernel, pad] : {std::pair(1U, 0U), {3U, 1U}, {1U, 1U}}) {
    const ConvolutionShape shape{.in_channels = 20,
                                 .in_height = 5,
                                 .in_width = 5,
                                 .out_channels = 12,
                                 .kernel = kernel,
                                 .pad = pad};
    const FTensor x = random_values({20, 18, 5, 5}, "x");
    const FTensor dy = random_values({12, 18, shape.out_height(), shape.out_width()}, "dy");
    const Products plain = run(shape, x, dy, "bf16+forward=fp32+backward=fp32");
    const Products turned =
        run(shape, x, dy,
            "forward=bfp24/rht32+input_gradient=bfp24/rht16+weight_gradient=bfp24/rht16_drawn");
    for (const auto& [a, b] : {std::pair(&plain.y, &turned.y), std::pair(&plain.dx, &turned.dx),
                               std::pair(&plain.dw, &turned.dw)}) {
      ASSERT_EQ(a->dims(), b->dims());
      for (std::size_t i = 0; i < a->size(); ++i) {
        ASSERT_NEAR(a->data()[i], b->data()[i], 2e-4) << kernel << " " << i;
      }
    }
  }
}

TEST(format_products, do_not_depend_on_threads) {
  const ConvolutionShape shape{
      .in_channels = 33, .in_height = 7, .in_width = 7, .out_channels = 17, .kernel = 3, .pad = 1};
  const FTensor x = random_values({33, 20, 7, 7}, "x");
  const FTensor dy = random_values({17, 20, 7, 7}, "dy");
  for (const char* text : {"nvfp4", "mxfp4+backward=mxfp4/sr/factor=0.75/rht32_drawn",
                           "fp8_delayed", "bfp:3,16+backward=bfp3/sr8"}) {
    EXPECT_EQ(run(shape, x, dy, text, 1, true), run(shape, x, dy, text, 5, true)) << text;
  }
}

TEST(format_products, with_delayed_scales_take_the_largest_magnitudes_of_the_steps_before) {
  const ConvolutionShape shape{.in_channels = 8, .out_channels = 8};
  Workspace<float> workspace(1);
  Pass<float> pass = pass_of(workspace);
  Convolution<float> layer(shape, trace::DxScale::segmented, 7);
  layer.weight() = random_values(layer.weight().dims(), "w");
  const trace::Precision precision = preset("fp8_delayed");
  FTensor x = random_values({8, 4, 1, 1}, "x");
  FTensor y;
  layer.keep_scales();
  const FTensor& history = *layer.state("fc").statistics.at(0).value;
  const auto scale = [&] { return history.row(0)[history.row_size() - 1]; };
  EXPECT_EQ(scale(), 1.0F);
  float largest = 0;
  for (float& value : x.values()) {
    largest = std::max(largest, std::fabs(value));
  }
  layer.forward(x, y, pass, precision);
  EXPECT_EQ(scale(), 448.0F / largest);
  pass.training = false;  // a test looks and does not record
  for (float& value : x.values()) {
    value *= 4;
  }
  layer.forward(x, y, pass, precision);
  EXPECT_EQ(scale(), 448.0F / largest);
}

TEST(format_products, store_what_the_trace_says) {
  // Bits of an element with its scales, large whole tensors: notes of the formats.
  const trace::Convolution linear{.batch = 1024, .in_channels = 1024, .out_channels = 1024};
  const auto bits = [&](const char* text, ProductOperand operand) {
    const auto stored =
        trace::stored_operand(linear, operand, formats::read_operand_format(text).value.value());
    return static_cast<double>(stored.total_bits()) / (1024.0 * 1024.0);
  };
  using enum ProductOperand;
  EXPECT_DOUBLE_EQ(bits("mxfp8", forward_x), 8.25);
  EXPECT_DOUBLE_EQ(bits("mxfp6_e2m3", weight_gradient_x), 6.25);
  EXPECT_DOUBLE_EQ(bits("mxfp4", input_gradient_dy), 4.25);
  EXPECT_NEAR(bits("nvfp4", forward_x), 4.5, 1e-4);
  EXPECT_NEAR(bits("nvfp4/16x16", forward_w), 4.03125, 1e-4);
  EXPECT_DOUBLE_EQ(bits("bfp5", forward_w), 5 + 8.0 / 16);
  EXPECT_DOUBLE_EQ(bits("bf16", forward_w), 16);
  EXPECT_DOUBLE_EQ(bits("fp32", forward_w), 32);
}

}  // namespace formats_test
}  // namespace metronome::nn
