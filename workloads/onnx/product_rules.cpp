// Operators that are matrix products.
#include <fmt/format.h>

#include <algorithm>

#include "workloads/onnx/einsum.hpp"
#include "workloads/onnx/operator_rules.hpp"
#include "workloads/onnx/window.hpp"

namespace metronome::importers {
namespace {

/// X {N, C, spatial...} and W of as many axes, at those inputs.
void require_image_and_kernel(const NodeScope& node, std::size_t x_at, std::size_t w_at) {
  const Extents& x = node.extents(x_at);
  const Extents& w = node.extents(w_at);
  if (x.size() < 3 || w.size() != x.size()) {
    node.fail(fmt::format("an input of shape {} and weights of shape {}", extents_text(x),
                          extents_text(w)),
              "[batch, channels, spatial...] and [channels, channels / group, kernel...]");
  }
  const Extents kernel = node.integer_list("kernel_shape");
  if (!kernel.empty() && kernel != Extents(w.begin() + 2, w.end())) {
    node.fail(fmt::format("kernel_shape {} beside weights of shape {}", extents_text(kernel),
                          extents_text(w)));
  }
}

void require_bias(const NodeScope& node, std::size_t input, std::int64_t channels) {
  if (node.has(input) && node.extents(input) != Extents{channels}) {
    node.fail(fmt::format("a bias of shape {} for {} channels", extents_text(node.extents(input)),
                          channels));
  }
}

std::int64_t group_of(const NodeScope& node) {
  const std::int64_t group = node.integer("group", 1);
  if (group < 1) {
    node.fail(fmt::format("{} groups", group), "1 or more");
  }
  return group;
}

void infer_conv_of(NodeScope& node, std::size_t w_at, std::size_t bias_at, ElementType type) {
  require_image_and_kernel(node, 0, w_at);
  const Extents x = node.extents(0);
  const Extents w = node.extents(w_at);
  const std::int64_t group = group_of(node);
  if (node.product(w[1], group) != x[1] || w[0] % group != 0) {
    node.fail(fmt::format("{} channels and weights of shape {} in {} groups", x[1], extents_text(w),
                          group));
  }
  require_bias(node, bias_at, w[0]);
  const Extents in(x.begin() + 2, x.end());
  const Window window = window_of(node, in, {w.begin() + 2, w.end()});
  Extents to{x[0], w[0]};
  const Extents out = windows_along(node, window, in, false);
  to.insert(to.end(), out.begin(), out.end());
  node.give(0, to, type);
}

void infer_conv(NodeScope& node) { infer_conv_of(node, 1, 2, node.type(0)); }
void infer_conv_integer(NodeScope& node) { infer_conv_of(node, 1, kAbsent, ElementType::integer); }
void infer_qlinear_conv(NodeScope& node) { infer_conv_of(node, 3, 8, ElementType::integer); }

/// stride * (in - 1) + output_padding + span - pads; `output_shape` and SAME say it directly.
Extents transposed_extents(const NodeScope& node, const Extents& in, const Window& window) {
  Extents out = node.integer_list("output_shape");
  const bool same = node.text("auto_pad", "NOTSET").starts_with("SAME");
  Extents added = node.integer_list("output_padding");
  added.resize(in.size(), 0);
  if (!out.empty()) {
    if (out.size() == in.size() + 2) {
      out.erase(out.begin(), out.begin() + 2);
    }
    if (out.size() != in.size()) {
      node.fail("output_shape " + extents_text(out));
    }
    return out;
  }
  for (std::size_t i = 0; i < in.size(); ++i) {
    const std::int64_t whole = node.product(window.strides[i], in[i] - 1);
    const std::int64_t pads = window.pads_begin[i] + window.pads_end[i];
    out.push_back(same ? node.product(window.strides[i], in[i])
                       : node.sum(node.sum(whole, added[i]), window.span(i) - pads));
    if (out.back() < 1) {
      node.fail(fmt::format("pads {} leave nothing of axis {}", pads, i + 2));
    }
  }
  return out;
}

void infer_conv_transpose(NodeScope& node) {
  require_image_and_kernel(node, 0, 1);
  const Extents x = node.extents(0);
  const Extents w = node.extents(1);
  const std::int64_t group = group_of(node);
  if (w[0] != x[1] || w[0] % group != 0) {
    node.fail(fmt::format("{} channels and weights of shape {} in {} groups", x[1], extents_text(w),
                          group));
  }
  const std::int64_t channels = node.product(w[1], group);
  require_bias(node, 2, channels);
  const Extents in(x.begin() + 2, x.end());
  const Window window = window_of(node, in, {w.begin() + 2, w.end()});
  Extents to{x[0], channels};
  const Extents out = transposed_extents(node, in, window);
  to.insert(to.end(), out.begin(), out.end());
  node.give(0, to, node.type(0));
}

void infer_gemm(NodeScope& node) {
  Extents a = node.extents(0, 2);
  Extents b = node.extents(1, 2);
  if (node.integer("transA", 0) != 0) {
    std::reverse(a.begin(), a.end());
  }
  if (node.integer("transB", 0) != 0) {
    std::reverse(b.begin(), b.end());
  }
  if (a[1] != b[0]) {
    node.fail(fmt::format("matrices {} and {} do not multiply", extents_text(a), extents_text(b)));
  }
  const Extents to{a[0], b[1]};
  if (node.has(2) && broadcast(node, to, node.extents(2)) != to) {
    node.fail(fmt::format("adds {} to {}", extents_text(node.extents(2)), extents_text(to)));
  }
  node.give(0, to, node.type(0));
}

/// Matrices in the last two axes, the outer ones broadcast; one axis is a vector.
void infer_matmul_of(NodeScope& node, std::size_t b_at, ElementType type) {
  Extents a = node.extents(0);
  Extents b = node.extents(b_at);
  if (a.empty() || b.empty()) {
    node.fail("an operand is no matrix");
  }
  const bool row = a.size() == 1;
  const bool column = b.size() == 1;
  if (row) {
    a.insert(a.begin(), 1);
  }
  if (column) {
    b.push_back(1);
  }
  if (a.back() != b[b.size() - 2]) {
    node.fail(fmt::format("matrices {} and {} do not multiply", extents_text(node.extents(0)),
                          extents_text(node.extents(b_at))));
  }
  Extents to = broadcast(node, {a.begin(), a.end() - 2}, Extents{b.begin(), b.end() - 2});
  if (!row) {
    to.push_back(a[a.size() - 2]);
  }
  if (!column) {
    to.push_back(b.back());
  }
  node.give(0, to, type);
}

void infer_matmul(NodeScope& node) { infer_matmul_of(node, 1, node.type(0)); }
void infer_matmul_integer(NodeScope& node) { infer_matmul_of(node, 1, ElementType::integer); }
void infer_qlinear_matmul(NodeScope& node) { infer_matmul_of(node, 3, ElementType::integer); }

void infer_einsum(NodeScope& node) {
  std::vector<Extents> operands;
  for (std::size_t i = 0; i < node.inputs(); ++i) {
    operands.push_back(node.extents(i));
  }
  const Einsum sum = parse_einsum(node, node.text("equation", ""), operands);
  Extents to;
  for (const int letter : sum.output) {
    to.push_back(sum.extents.at(letter));
  }
  node.give(0, to, node.type(0));
}

}  // namespace

std::span<const OperatorRule> product_rules() {
  static constexpr OperatorRule kRules[] = {{"Conv", infer_conv},
                                            {"ConvInteger", infer_conv_integer},
                                            {"QLinearConv", infer_qlinear_conv},
                                            {"ConvTranspose", infer_conv_transpose},
                                            {"Gemm", infer_gemm},
                                            {"MatMul", infer_matmul},
                                            {"MatMulInteger", infer_matmul_integer},
                                            {"QLinearMatMul", infer_qlinear_matmul},
                                            {"Einsum", infer_einsum}};
  return kRules;
}

}  // namespace metronome::importers
