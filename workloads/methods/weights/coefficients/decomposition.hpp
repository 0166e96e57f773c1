#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "workloads/methods/weights/coefficients/block_layout.hpp"

namespace metronome::weights {

struct DecompositionSpec {
  static constexpr std::string_view kSchemaName = "decomposition";
  double threshold = 4e-3;   ///< smaller coefficients become zero
  bool scaled = false;       ///< columns are scaled to the middle of their powers before rounding
  int iterations = 30;       ///< at most, the last rounding included
  double tolerance = 1e-10;  ///< of the change of the rounded coefficients that ends it
  double most = 32;          ///< of a coefficient's magnitude; a power of two
  double decay = 0.5;        ///< of the threshold, where a column of a scaled block became empty
  bool operator==(const DecompositionSpec&) const = default;
};

/// One iteration: the rounded coefficients and the basis that fits them.
struct DecompositionStep {
  double error = 0;  ///< Frobenius norm of W - C B
  std::size_t nonzeros = 0;
  std::vector<double> coefficients, basis;
};

/// W = C B of one block: C [rows][columns] of zeros and signed powers of two, B [columns][columns].
struct BlockDecomposition {
  std::vector<double> coefficients, basis;
  double error = 0;
  std::vector<DecompositionStep> history;
};

/// Alternates C <- rounded C, B <- least squares, C <- least squares with small ones zeroed, from
/// C = W [chen2021smartdeal]. Where W or a factor has no full rank the solutions are those of least
/// norm. UserError where the spec makes no sense or a weight is not finite.
[[nodiscard]] BlockDecomposition decompose_block(std::span<const double> weights,
                                                 std::size_t columns,
                                                 const DecompositionSpec& spec);

/// All blocks of a layer, one after the other.
struct LayerDecomposition {
  std::vector<double> coefficients;  ///< [row][column]
  std::vector<double> basis;         ///< [block][columns][columns]
  std::vector<double> errors;        ///< of the blocks
};

/// UserError where no coefficient is left.
[[nodiscard]] LayerDecomposition decompose(const BlockLayout& layout,
                                           std::span<const double> weights,
                                           const DecompositionSpec& spec);

/// C = W B^-1 of one block, before rounding. UserError where the basis has no inverse: there are
/// weights that no coefficients give.
[[nodiscard]] std::vector<double> coefficients_on_basis(std::span<const double> weights,
                                                        std::span<const double> basis,
                                                        std::size_t columns);

}  // namespace metronome::weights
