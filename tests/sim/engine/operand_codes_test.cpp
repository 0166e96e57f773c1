#include "sim/engine/operand_codes.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"

namespace metronome::sim {
namespace operand_codes_test {

namespace fs = std::filesystem;

class code_file : public testing::Test {
 protected:
  ~code_file() override { fs::remove(path_); }

  array::CodeMatrix read(const std::string& text) const {
    write_file_atomically(path_, text);
    return read_code_file(path_);
  }
  Diagnostic error(const std::string& text) const {
    try {
      (void)read(text);
    } catch (const UserError& wrong) {
      return wrong.diagnostics().front();
    }
    ADD_FAILURE() << "no error for: " << text;
    return {};
  }
  fs::path path_ = fs::temp_directory_path() / ("metronome_codes_" + std::to_string(::getpid()));
};

TEST_F(code_file, holds_a_header_and_codes_row_by_row) {
  const auto m = read("# activations\n2 3 4 signed -1  # rows columns bits\n\n-8 7 0\n1 2 3");
  EXPECT_EQ(m.rows, 2u);
  EXPECT_EQ(m.columns, 3u);
  EXPECT_EQ(m.bits, 4);
  EXPECT_TRUE(m.is_signed);
  EXPECT_EQ(m.zero_point, -1);
  EXPECT_EQ(m.codes, (std::vector<std::int32_t>{-8, 7, 0, 1, 2, 3}));
}

TEST_F(code_file, errors_name_the_place_and_what_would_be_right) {
  struct Wrong {
    const char* text;
    int line, column;
    const char* what;
  };
  const std::vector<Wrong> cases{{"1 2 4 unsigned 0\n3 16\n", 2, 3, "16"},
                                 {"1 2 4 unsigned 0\n3 x\n", 2, 3, "`x`"},
                                 {"1 2 4 unsigned 0\n3 -1\n", 2, 3, "-1"},
                                 {"1 2 1 signed 0\n1 0\n", 2, 1, "a code: 1"},
                                 {"1 2 4 maybe 0\n1 1\n", 1, 7, "`maybe`"},
                                 {"1 2 17 unsigned 0\n1 1\n", 1, 5, "17"},
                                 {"1 2 4 unsigned 16\n1 1\n", 1, 16, "a zero point: 16"},
                                 {"0 2 4 unsigned 0\n", 1, 1, "rows"},
                                 {"1 2 4 unsigned 0\n1\n", 3, 1, "ends"},
                                 {"1 2 4 unsigned 0\n1 2 3\n", 2, 5, "more than 2 codes"}};
  for (const Wrong& wrong : cases) {
    const Diagnostic d = error(wrong.text);
    EXPECT_EQ(d.file, path_.string());
    EXPECT_EQ(d.line, wrong.line) << wrong.text;
    EXPECT_EQ(d.column, wrong.column) << wrong.text;
    EXPECT_NE(d.what.find(wrong.what), std::string::npos) << d.what;
  }
}

TEST_F(code_file, a_matrix_of_another_size_or_width_is_refused) {
  write_file_atomically(path_, "2 2 4 unsigned 0\n1 2 3 4\n");
  mapping::MatrixJob job;
  job.convolution = mapping::convolution_of_gemm({2, 1, 2});
  job.operands.a_bits = 4;
  CodeSource source;
  source.a_file = path_;
  EXPECT_EQ(operand_tensors(job, source).a.codes, (std::vector<std::int32_t>{1, 2, 3, 4}));
  job.operands.a_bits = 5;
  EXPECT_THROW((void)operand_tensors(job, source), UserError);
  job.operands.a_bits = 4;
  job.convolution = mapping::convolution_of_gemm({3, 1, 2});
  EXPECT_THROW((void)operand_tensors(job, source), UserError);
}

TEST(operand_codes, random_codes_reach_both_ends_of_their_range_and_repeat_with_the_seed) {
  for (const bool is_signed : {false, true}) {
    const CodeSource source{.seed = 3,
                            .is_signed = is_signed,
                            .a_file = {},
                            .b_file = {},
                            .a_histogram = {},
                            .b_histogram = {}};
    const auto m = random_codes({50, 50}, 3, "operand a", source);
    EXPECT_TRUE(codes_fit(m));
    const auto [low, high] = std::minmax_element(m.codes.begin(), m.codes.end());
    EXPECT_EQ(*low, is_signed ? -4 : 0);
    EXPECT_EQ(*high, is_signed ? 3 : 7);
    EXPECT_EQ(m.zero_point, is_signed ? 0 : 4);
    EXPECT_EQ(random_codes({50, 50}, 3, "operand a", source).codes, m.codes);
    EXPECT_NE(random_codes({50, 50}, 3, "operand b", source).codes, m.codes);
  }
}

}  // namespace operand_codes_test
}  // namespace metronome::sim
