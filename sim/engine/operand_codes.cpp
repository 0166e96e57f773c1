#include "sim/engine/operand_codes.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/random.hpp"

namespace metronome::sim {
namespace {

using array::CodeMatrix;

/// Words of a text, with their places.
class Words {
 public:
  explicit Words(std::filesystem::path path) : path_(std::move(path)), text_(read_file(path_)) {}

  /// The next word, empty at the end of the file.
  std::string_view next() {
    skip_blanks();
    line_ = at_line_;
    column_ = static_cast<int>(at_ - line_start_) + 1;
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != '#') {
      ++at_;
    }
    return std::string_view(text_).substr(begin, at_ - begin);
  }
  [[nodiscard]] std::int64_t whole(const char* what, std::int64_t low, std::int64_t high) {
    const std::string_view word = next();
    std::int64_t value = 0;
    const auto [rest, status] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (word.empty()) {
      fail(fmt::format("the file ends where {} should stand", what), "");
    }
    if (status != std::errc() || rest != word.data() + word.size()) {
      fail(fmt::format("`{}` is no whole number; {} should stand here", word, what), "");
    }
    if (value < low || value > high) {
      fail(fmt::format("{} of {} is out of range", what, value),
           fmt::format("{} to {}", low, high));
    }
    return value;
  }
  [[noreturn]] void fail(std::string what, std::string hint) const {
    throw UserError(
        Diagnostic{path_.string(), line_, column_, "", std::move(what), std::move(hint)});
  }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  void skip_blanks() {
    bool comment = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      comment = c != '\n' && (comment || c == '#');
      if (!comment && !is_blank(c)) {
        return;
      }
      if (c == '\n') {
        ++at_line_;
        line_start_ = at_ + 1;
      }
    }
  }

  std::filesystem::path path_;
  std::string text_;
  std::size_t at_ = 0, line_start_ = 0;
  int at_line_ = 1;
  int line_ = 1, column_ = 1;  ///< of the last word
};

bool read_sign(Words& words) {
  const std::string_view word = words.next();
  if (word != "signed" && word != "unsigned") {
    words.fail(fmt::format("`{}` is not a kind of codes", word), "signed or unsigned");
  }
  return word == "signed";
}

/// A file's codes, which must be those of the operand.
CodeMatrix codes_from(const std::filesystem::path& path, const mapping::TensorShape& shape,
                      int bits, const char* option) {
  CodeMatrix codes = read_code_file(path);
  if (codes.rows != shape.rows || codes.columns != shape.columns) {
    throw UserError(Diagnostic{path.string(), 1, 1, option,
                               fmt::format("holds {} x {} codes, but the operand has {} x {}",
                                           codes.rows, codes.columns, shape.rows, shape.columns),
                               "a row for each pixel (each row of the GEMM's operand), a column "
                               "for each channel"});
  }
  if (codes.bits != bits) {
    throw UserError(
        Diagnostic{path.string(), 1, 1, option,
                   fmt::format("holds {}-bit codes, but the operand has {} bits", codes.bits, bits),
                   fmt::format("--{}-bits {}", option[2], codes.bits)});
  }
  return codes;
}

}  // namespace

CodeMatrix read_code_file(const std::filesystem::path& path) {
  constexpr std::int64_t kMost = 1 << 27;
  Words words(path);
  CodeMatrix matrix;
  matrix.rows = static_cast<std::uint64_t>(words.whole("the number of rows", 1, kMost));
  matrix.columns = static_cast<std::uint64_t>(words.whole("the number of columns", 1, kMost));
  matrix.bits = static_cast<int>(words.whole("the bits of a code", 1, 16));
  matrix.is_signed = read_sign(words);
  const std::int64_t low = array::lowest_code(matrix.bits, matrix.is_signed);
  const std::int64_t high = low + (std::int64_t{1} << matrix.bits) - 1;
  matrix.zero_point = words.whole("a zero point", low, high);
  if (matrix.rows * matrix.columns > static_cast<std::uint64_t>(kMost)) {
    words.fail("the matrix is too large", fmt::format("at most {} codes", kMost));
  }
  const std::uint64_t codes = matrix.rows * matrix.columns;
  for (std::uint64_t i = 0; i < codes; ++i) {
    matrix.codes.push_back(static_cast<std::int32_t>(words.whole("a code", low, high)));
  }
  if (!words.next().empty()) {
    words.fail(fmt::format("there are more than {} codes", codes), "rows x columns of the header");
  }
  return matrix;
}

CodeMatrix random_codes(const mapping::TensorShape& shape, int bits, const std::string& name,
                        const CodeSource& source) {
  const RandomStream random(source.seed, name);
  const std::int32_t half = 1 << (bits - 1);
  CodeMatrix matrix{shape.rows, shape.columns, bits, source.is_signed, source.is_signed ? 0 : half,
                    {}};
  matrix.codes.reserve(shape.rows * shape.columns);
  for (std::uint64_t i = 0; i < shape.rows * shape.columns; ++i) {
    const auto code = static_cast<std::int32_t>(random.below(i, std::uint64_t{1} << bits));
    matrix.codes.push_back(source.is_signed ? code - half : code);
  }
  return matrix;
}

OperandTensors operand_tensors(const mapping::MatrixJob& job, const CodeSource& source) {
  METRONOME_ASSERT(job.convolution.groups == 1, "codes are those of a convolution without groups");
  CodeSource random = source;
  random.is_signed |= !job.zero_points;  // mantissas are integers around zero
  const auto one = [&](const mapping::TensorShape& shape, int bits,
                       const std::filesystem::path& file, const char* option, const char* name) {
    CodeMatrix codes = file.empty() ? random_codes(shape, bits, name, random)
                                    : codes_from(file, shape, bits, option);
    if (!job.zero_points && codes.zero_point != 0) {
      throw UserError(Diagnostic{file.string(), 1, 1, option,
                                 "has a zero point, but the array takes block floating point",
                                 "mantissas are integers around zero: write 0"});
    }
    return codes;
  };
  return {
      one(mapping::tensor_of_a(job), job.operands.a_bits, source.a_file, "--a-codes", "operand a"),
      one(mapping::tensor_of_b(job), job.operands.b_bits, source.b_file, "--b-codes", "operand b")};
}

}  // namespace metronome::sim
