#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "sim/cli/op_product.hpp"
#include "sim/engine/operand_codes.hpp"
#include "sim/engine/simulate.hpp"

namespace metronome::cli {

/// A row of a table of products.
struct OpProduct {
  trace::Gemm gemm{};          ///< as it is executed
  int a_bits = 8, b_bits = 8;  ///< of a code
  array::NumberFormat a_format = array::NumberFormat::integer,
                      b_format = array::NumberFormat::integer;
  std::uint64_t scale_group = 0;  ///< elements along k that share a scale; 0: no scales of blocks
  trace::OperationClass cls = trace::OperationClass::forward;
};

/// What each product of a table took: what `op --mode analytic` says of it alone.
struct OpTable {
  /// Of the numbers, those that any product has; a product has 0 of what it lacks.
  std::vector<std::string> paths;
  bool formats = false;  ///< any product is of number formats, or has scales
  struct Row {
    OpProduct product;
    std::string mode;
    std::string mapping;
    std::vector<OpValue> values;  ///< of each path
  };
  std::vector<Row> rows;

  /// m, n, k, a_bits, b_bits, where there are formats a_format, b_format and scale_group, class,
  /// mode, mapping and the paths.
  [[nodiscard]] std::string csv() const;
};

struct ProductsOptions {
  const EnergyTable& table;  ///< complete
  sim::MemoryMode memory = sim::MemoryMode::real;
  sim::CodeSource codes{};  ///< on value-dependent arrays
  unsigned threads = 1;     ///< changes no result
};

/// Executes the products of a CSV text (m, n, k, a_bits, b_bits; class, forward where the column is
/// missing; a_format, b_format, whose bits follow from them, and scale_group with a byte for each
/// block) by the closed form, in this process. UserError with the place of every product that is
/// wrong or that the machine cannot execute; `name` is the file's in them.
[[nodiscard]] OpTable run_products(std::string text, const std::string& name,
                                   const arch::AcceleratorSpec& machine,
                                   const ProductsOptions& options);

}  // namespace metronome::cli
