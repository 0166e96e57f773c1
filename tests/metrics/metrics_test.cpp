#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/metrics/source_metrics.hpp"

namespace metronome::metrics {
namespace {

TEST(source_metrics, a_line_is_code_a_comment_or_blank) {
  EXPECT_EQ(count_lines(""), (LineCounts{}));
  EXPECT_EQ(count_lines("// why\n\nint x;  // unit\n   // more\n \n}"),
            (LineCounts{.code = 2, .comment = 2, .blank = 2}));
}

TEST(source_metrics, tags_name_file_and_lines) {
  const std::vector<Function> functions = parse_tags(
      "!_TAG_FILE_FORMAT\t2\t/extended/\n"
      "run\tsim/cli/run.cpp\t/^int run() {$/;\"\tf\tline:12\tend:30\n");
  ASSERT_EQ(functions.size(), 1u);
  EXPECT_EQ(functions[0], (Function{"run", "sim/cli/run.cpp", 12, 30}));
  EXPECT_EQ(functions[0].lines(), 19u);
}

TEST(source_metrics, a_function_without_an_end_is_refused) {
  EXPECT_THROW(parse_tags("run\ta.cpp\t/x/;\"\tf\tline:12\n"), std::invalid_argument);
  EXPECT_THROW(parse_tags("run\ta.cpp\t/x/;\"\tf\tline:12\tend:3\n"), std::invalid_argument);
  EXPECT_THROW(parse_tags("run\ta.cpp\t/x/;\"\tf\tline:-1\tend:3\n"), std::invalid_argument);
  EXPECT_THROW(parse_tags("run\n"), std::invalid_argument);
}

Function whole(std::size_t lines) { return {"f", "a.cpp", 1, lines}; }

TEST(source_metrics, nesting_counts_control_statements_within_each_other) {
  EXPECT_EQ(nesting("int f() {\n  return 1;\n}\n", whole(3)), 0u);
  EXPECT_EQ(nesting("void f() {\n  if (a) {\n  }\n  for (;;) {\n  }\n}\n", whole(6)), 1u);
  EXPECT_EQ(nesting("void f() {\n"
                    "  for (;;) {\n"
                    "    if (a) {\n"
                    "      g();\n"
                    "    } else if (b) {\n"
                    "      while (c) {\n"
                    "      }\n"
                    "    }\n"
                    "  }\n"
                    "}\n",
                    whole(10)),
            3u);
}

TEST(source_metrics, nesting_looks_at_its_function_only_and_at_whole_words) {
  const char* text =
      "void f() {\n  iffy();\n  doing = format;\n}\nvoid g() {\n  do {\n  } while (a);\n}\n";
  EXPECT_EQ(nesting(text, {"f", "a.cpp", 1, 4}), 0u);
  EXPECT_EQ(nesting(text, {"g", "a.cpp", 5, 8}), 1u);
}

TEST(source_metrics, a_folder_is_all_before_the_last_slash) {
  EXPECT_EQ(folder_of("sim/base/files.cpp"), "sim/base");
  EXPECT_EQ(folder_of("README.md"), ".");
}

}  // namespace
}  // namespace metronome::metrics
