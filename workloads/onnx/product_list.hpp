#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// A matrix product C[M x N] = A[M x K] B[K x N] of a forward pass, `groups` times with operands of
/// their own: macs = m * n * k * groups.
struct Product {
  std::string node;
  std::string op;
  std::uint64_t m = 0;
  std::uint64_t n = 0;
  std::uint64_t k = 0;
  std::uint64_t groups = 1;
  std::uint64_t macs = 0;
  std::optional<int> bits{};  ///< of both operands, where a list of products states them

  bool operator==(const Product&) const = default;
};

/// With its multiply-accumulates; nothing where they are beyond 64 bits.
[[nodiscard]] std::optional<Product> make_product(std::string node, std::string op, std::uint64_t m,
                                                  std::uint64_t n, std::uint64_t k,
                                                  std::uint64_t groups);

/// The sum of multiply-accumulates. UserError naming the file beyond 64 bits.
[[nodiscard]] std::uint64_t total_macs(const std::vector<Product>& products,
                                       const std::string& file);

/// The products of a graph whose shapes are known, in the order of its nodes:
///   convolution             M batch P Q, N channels / groups, K channels / groups * kernel
///   transposed convolution  M batch H W (of its input), N channels / groups * kernel, K likewise
///   Gemm, MatMul, Einsum    as they are; matrices that are multiplied each with its own: groups
///   RNN, GRU, LSTM          two rows: all steps' inputs, and their states, M steps * batch (the
///                           second a step after the other); groups: directions
/// UserError with the node's name where a product is beyond 64 bits.
[[nodiscard]] std::vector<Product> products_of(const ImportedGraph& graph);

}  // namespace metronome::importers
