#include "sim/engine/operand_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "arch/array/value_time.hpp"
#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "sim/base/random.hpp"
#include "sim/base/text_file.hpp"

namespace metronome::sim {
namespace {

using array::CodeMatrix;

/// Words of a text, with their places.
class Words {
 public:
  /// `text` must outlive it.
  Words(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

  /// The next word, empty at the end of the file.
  std::string_view next() {
    skip_blanks();
    line_ = at_line_;
    column_ = static_cast<int>(at_ - line_start_) + 1;
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != '#') {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }
  [[nodiscard]] std::int64_t whole(const char* what, std::int64_t low, std::int64_t high) {
    const std::string_view word = next();
    if (word.empty()) {
      fail(fmt::format("the file ends where {} should stand", what), "");
    }
    const auto read = read_number<std::int64_t>(
        word, {static_cast<long double>(low), static_cast<long double>(high)});
    if (!read.value) {
      fail(fmt::format("{}: {}", what, read.what), read.hint);
    }
    return *read.value;
  }
  [[nodiscard]] bool at_end() {
    skip_blanks();
    return at_ == text_.size();
  }
  [[noreturn]] void fail(std::string what, std::string hint) const {
    throw UserError(Diagnostic{file_, line_, column_, "", std::move(what), std::move(hint)});
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

  std::string_view text_;
  std::string file_;
  std::size_t at_ = 0, line_start_ = 0;
  int at_line_ = 1;
  int line_ = 1, column_ = 1;  ///< of the last word
};

struct Header {
  int bits = 8;
  bool is_signed = false;
  std::int64_t low = 0, high = 0, zero_point = 0;
};

bool read_sign(Words& words) {
  const std::string_view word = words.next();
  if (word != "signed" && word != "unsigned") {
    words.fail(fmt::format("`{}` is not a kind of codes", word), "signed or unsigned");
  }
  return word == "signed";
}

/// BITS signed|unsigned ZERO_POINT.
Header read_header(Words& words) {
  Header header;
  header.bits = static_cast<int>(words.whole("the bits of a code", 1, 16));
  header.is_signed = read_sign(words);
  header.low = array::lowest_code(header.bits, header.is_signed);
  header.high = header.low + (std::int64_t{1} << header.bits) - 1;
  header.zero_point = words.whole("a zero point", header.low, header.high);
  return header;
}

void require_bits(const std::filesystem::path& path, const std::string& operand, int found,
                  int bits) {
  if (found != bits) {
    throw UserError(
        Diagnostic{path.string(), 1, 1, "operand " + operand,
                   fmt::format("holds {}-bit codes, but the operand has {} bits", found, bits),
                   fmt::format("--{}-bits {}", operand, found)});
  }
}

/// A file's codes, which must be those of the operand.
CodeMatrix codes_from(const std::filesystem::path& path, const mapping::TensorShape& shape,
                      int bits, const std::string& operand) {
  CodeMatrix codes = read_code_file(path);
  if (codes.rows != shape.rows || codes.columns != shape.columns) {
    throw UserError(Diagnostic{path.string(), 1, 1, "operand " + operand,
                               fmt::format("holds {} x {} codes, but the operand has {} x {}",
                                           codes.rows, codes.columns, shape.rows, shape.columns),
                               "a row for each pixel (each row of the GEMM's operand), a column "
                               "for each channel"});
  }
  require_bits(path, operand, codes.bits, bits);
  return codes;
}

/// The numbers of a format that random codes are: what is none becomes zero; as the integers that
/// an array multiplies instead.
CodeMatrix random_numbers(const mapping::TensorShape& shape, const array::Operands& operands,
                          bool of_a, const CodeSource& source) {
  using array::NumberFormat;
  const NumberFormat format = of_a ? operands.a_format : operands.b_format;
  const NumberFormat written = format != NumberFormat::integer ? format
                               : of_a                          ? operands.a_source
                                                               : operands.b_source;
  CodeSource codes = source;
  codes.is_signed = false;
  CodeMatrix matrix =
      random_codes(shape, array::stored_bits(written, 0), of_a ? "operand a" : "operand b", codes);
  matrix.zero_point = 0;
  for (std::int32_t& code : matrix.codes) {
    code = array::is_number(written, static_cast<std::uint32_t>(code)) ? code : 0;
    if (format == NumberFormat::integer) {
      const array::FloatParts parts = array::parts_of(written, static_cast<std::uint32_t>(code));
      code = parts.significand * (1 << parts.exponent);
    }
  }
  if (format == NumberFormat::integer) {
    matrix.bits = of_a ? operands.a_bits : operands.b_bits;
    matrix.is_signed = true;
  }
  return matrix;
}

/// Codes of a file are numbers where an operand is one.
void require_numbers(const CodeMatrix& codes, array::NumberFormat format, const std::string& path,
                     const std::string& operand) {
  const bool fit = format == array::NumberFormat::integer ||
                   (!codes.is_signed &&
                    std::all_of(codes.codes.begin(), codes.codes.end(), [&](std::int32_t code) {
                      return array::is_number(format, static_cast<std::uint32_t>(code));
                    }));
  if (!fit) {
    throw UserError(
        Diagnostic{path, 1, 1, "operand " + operand,
                   fmt::format("has codes that are no numbers of {}", enum_name(format)),
                   "unsigned codes, none of an infinity or NaN"});
  }
}

}  // namespace

CodeMatrix read_code_file(const std::filesystem::path& path) {
  return parse_codes(read_text(path), path.string());
}

CodeMatrix parse_codes(std::string_view text, const std::string& file) {
  constexpr std::int64_t kMost = 1 << 27;
  Words words(text, file);
  CodeMatrix matrix;
  matrix.rows = static_cast<std::uint64_t>(words.whole("the number of rows", 1, kMost));
  matrix.columns = static_cast<std::uint64_t>(words.whole("the number of columns", 1, kMost));
  const Header header = read_header(words);
  matrix.bits = header.bits;
  matrix.is_signed = header.is_signed;
  matrix.zero_point = header.zero_point;
  if (matrix.rows * matrix.columns > static_cast<std::uint64_t>(kMost)) {
    words.fail("the matrix is too large", fmt::format("at most {} codes", kMost));
  }
  const std::uint64_t codes = matrix.rows * matrix.columns;
  for (std::uint64_t i = 0; i < codes; ++i) {
    matrix.codes.push_back(
        static_cast<std::int32_t>(words.whole("a code", header.low, header.high)));
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
  using Path = std::filesystem::path;
  CodeSource random = source;
  random.is_signed |= !job.zero_points;  // mantissas are integers around zero
  const auto one = [&](const mapping::TensorShape& shape, int bits, const Path& file,
                       const Path& histogram, const std::string& operand) {
    const bool of_a = operand == "a";
    const array::NumberFormat format = of_a ? job.operands.a_format : job.operands.b_format;
    const array::NumberFormat source_format = of_a ? job.operands.a_source : job.operands.b_source;
    if (file.empty() && histogram.empty() &&
        (format != array::NumberFormat::integer || source_format != array::NumberFormat::integer)) {
      return random_numbers(shape, job.operands, of_a, random);
    }
    if (file.empty() && histogram.empty()) {
      return random_codes(shape, bits, "operand " + operand, random);
    }
    const Path& path = file.empty() ? histogram : file;
    CodeMatrix codes = file.empty()
                           ? histogram_codes(shape, read_text(histogram), histogram.string(),
                                             "operand " + operand, source.seed)
                           : codes_from(file, shape, bits, operand);
    require_bits(path, operand, codes.bits, bits);
    require_numbers(codes, format, path.string(), operand);
    if (!job.zero_points && codes.zero_point != 0) {
      throw UserError(Diagnostic{path.string(), 1, 1, operand,
                                 "has a zero point, but the operands are numbers around zero",
                                 "mantissas are integers around zero: write 0"});
    }
    return codes;
  };
  return {
      one(mapping::tensor_of_a(job), job.operands.a_bits, source.a_file, source.a_histogram, "a"),
      one(mapping::tensor_of_b(job), job.operands.b_bits, source.b_file, source.b_histogram, "b")};
}

CodeMatrix histogram_codes(const mapping::TensorShape& shape, std::string_view text,
                           const std::string& file, const std::string& name, std::uint64_t seed) {
  constexpr std::int64_t kMostCount = std::int64_t{1} << 40;
  Words words(text, file);
  const Header header = read_header(words);
  std::vector<std::int32_t> codes;
  std::vector<std::uint64_t> up_to;  // counts of this code and those before it
  while (!words.at_end()) {
    codes.push_back(static_cast<std::int32_t>(words.whole("a code", header.low, header.high)));
    const auto count = static_cast<std::uint64_t>(words.whole("a count", 0, kMostCount));
    up_to.push_back((up_to.empty() ? 0 : up_to.back()) + count);
  }
  if (up_to.empty() || up_to.back() == 0) {
    words.fail("the histogram counts no code", "pairs CODE COUNT behind BITS signed|unsigned ZERO");
  }
  const RandomStream random(seed, name);
  CodeMatrix matrix{shape.rows,       shape.columns,     header.bits,
                    header.is_signed, header.zero_point, {}};
  for (std::uint64_t i = 0; i < shape.rows * shape.columns; ++i) {
    const std::uint64_t draw = random.below(i, up_to.back());
    const auto at = std::upper_bound(up_to.begin(), up_to.end(), draw) - up_to.begin();
    matrix.codes.push_back(codes[static_cast<std::size_t>(at)]);
  }
  return matrix;
}

mapping::MatrixJob with_terms(mapping::MatrixJob job, const arch::AcceleratorSpec& machine,
                              const OperandTensors& tensors) {
  if (array::depends_on_values(machine.array)) {
    mapping::set_terms(job, array::value_shares(machine.array, tensors.a),
                       array::value_shares(machine.array, tensors.b));
  }
  return job;
}

}  // namespace metronome::sim
