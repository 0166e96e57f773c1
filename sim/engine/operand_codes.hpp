#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "arch/array/codes.hpp"
#include "arch/mapping/patches.hpp"

namespace metronome::sim {

/// Where the codes of an operation's operands come from.
struct CodeSource {
  std::uint64_t seed = 1;
  bool is_signed =
      false;  ///< random codes; unsigned ones have their zero point at half their range
  std::filesystem::path a_file, b_file;            ///< instead of random codes where not empty
  std::filesystem::path a_histogram, b_histogram;  ///< of random codes, instead of uniform ones
};

/// The tensors of an operation's operands, as matrices (mapping::tensor_of_a), of one group.
struct OperandTensors {
  array::CodeMatrix a, b;
};

/// UserError where a file cannot be read, or its matrix is not the operand's.
[[nodiscard]] OperandTensors operand_tensors(const mapping::MatrixJob& job,
                                             const CodeSource& source);

/// Uniform random codes; `name` separates the operands.
[[nodiscard]] array::CodeMatrix random_codes(const mapping::TensorShape& shape, int bits,
                                             const std::string& name, const CodeSource& source);

/// Reads a code file: words separated by blanks or line ends, `#` to the end of the line being a
/// comment. First the header
///   ROWS COLUMNS BITS signed|unsigned ZERO_POINT
/// then ROWS x COLUMNS codes, row by row. UserError with file, line and column.
[[nodiscard]] array::CodeMatrix read_code_file(const std::filesystem::path& path);

/// The same of the content of a file.
[[nodiscard]] array::CodeMatrix parse_codes(std::string_view text, const std::string& file);

/// Random codes distributed as the text of a histogram file says: the header
///   BITS signed|unsigned ZERO_POINT
/// and then pairs CODE COUNT, written as in a code file.
[[nodiscard]] array::CodeMatrix histogram_codes(const mapping::TensorShape& shape,
                                                std::string_view text, const std::string& file,
                                                const std::string& name, std::uint64_t seed);

/// The operation with the terms of these tensors, where the machine's time depends on them.
[[nodiscard]] mapping::MatrixJob with_terms(mapping::MatrixJob job,
                                            const arch::AcceleratorSpec& machine,
                                            const OperandTensors& tensors);

}  // namespace metronome::sim
