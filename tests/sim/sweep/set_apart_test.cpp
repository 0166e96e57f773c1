// Values of an axis as columns beside rows of its reference.
#include "sim/sweep/set_apart.hpp"

#include <gmock/gmock.h>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/sweep/sweep_summary.hpp"
#include "tests/sim/sweep/sweep_fixture.hpp"

namespace metronome::sweep {
namespace set_apart_test {

using ::testing::HasSubstr;
using ::testing::Not;

class columns_axis : public SweepFixture {
 protected:
  [[nodiscard]] static std::string axes(const std::string& rest) {
    return "  - {key: accelerator.vector.lanes, values: [32, 64]}\n"
           "  - name: memory\n" +
           rest +
           "    points:\n"
           "      - {label: two, set: {accelerator.memory.channels: 2}}\n"
           "      - {label: one, set: {accelerator.memory.channels: 1}}\n"
           "      - {label: none, set: {accelerator.output_buffer.bank_bytes: 64}}\n"
           "  - {key: trace.batch, values: [4, 8]}\n";
  }
};

TEST_F(columns_axis, rows_are_of_the_reference_and_the_others_stand_beside_them) {
  const FinishedSweep whole = run(load(axes("    reference: two\n    columns: true\n")));
  ASSERT_EQ(whole.points.size(), 12u);
  const SetApart parts = set_apart(whole);
  EXPECT_EQ(parts.rows.axes, (std::vector<std::string>{"accelerator.vector.lanes", "trace.batch"}));
  EXPECT_EQ(parts.labels, (std::vector<std::string>{"one", "none"}));
  ASSERT_EQ(parts.rows.points.size(), 4u);
  for (std::size_t row = 0; row < 4; ++row) {
    const Point& point = parts.rows.points[row];
    EXPECT_EQ(point.spec.accelerator.memory.channels, 2u);
    for (std::size_t i = 0; i < whole.points.size(); ++i) {
      const std::vector<std::string>& labels = whole.points[i].labels;
      if (labels[0] == point.labels[0] && labels[2] == point.labels[1] && labels[1] == "one") {
        EXPECT_EQ(parts.beside[row][0].number("cpt_time_s"), whole.results[i].number("cpt_time_s"));
        EXPECT_NE(parts.beside[row][0].number("cpt_time_s"),
                  parts.rows.results[row].number("cpt_time_s"));
      }
    }
    EXPECT_FALSE(parts.beside[row][1].message.empty()) << "no table prices banks of 64 bytes";
  }
  const std::string text = summary_markdown(whole);
  EXPECT_THAT(text, HasSubstr("| cycles, one | energy, one | cycles, none | energy, none |"));
  EXPECT_THAT(text, HasSubstr("| accelerator.vector.lanes | trace.batch | ideal"));
  EXPECT_THAT(text, HasSubstr("| unpriced | – |"));
  EXPECT_THAT(text, Not(HasSubstr("moves the result")));
  EXPECT_EQ(parse_csv(sweep_csv(whole)).size(), 13u) << "a row for every point";
}

TEST_F(columns_axis, without_columns_all_points_are_rows) {
  const FinishedSweep whole = run(load(axes("    reference: two\n")));
  const SetApart parts = set_apart(whole);
  EXPECT_EQ(parts.rows.points.size(), 12u);
  EXPECT_TRUE(parts.labels.empty());
  EXPECT_THAT(summary_markdown(whole), Not(HasSubstr("cycles, one")));
}

TEST_F(columns_axis, points_without_a_result_leave_their_cells_empty) {
  FinishedSweep some = run(load(axes("    reference: two\n    columns: true\n")));
  for (std::size_t i = some.points.size(); i-- > 0;) {
    if (some.points[i].labels[1] == "one" && some.points[i].labels[2] == "8") {
      some.points.erase(some.points.begin() + static_cast<std::ptrdiff_t>(i));
      some.results.erase(some.results.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  some.total = 12;
  const SetApart parts = set_apart(some);
  ASSERT_EQ(parts.rows.points.size(), 4u);
  EXPECT_TRUE(parts.beside[0][0].message.empty());
  EXPECT_EQ(parts.beside[1][0].message, "no result yet");
  EXPECT_THAT(summary_markdown(some), HasSubstr("10 of 12 points"));
}

TEST_F(columns_axis, belong_to_a_reference) {
  const auto refusal = [&](const std::string& rest) -> std::string {
    try {
      (void)load(axes(rest));
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refusal("    columns: true\n"), HasSubstr("belongs to an axis with a reference"));
  EXPECT_THAT(refusal("    reference: two\n    columns: perhaps\n"), HasSubstr("columns"));
  EXPECT_EQ(refusal("    columns: false\n"), "");
}

TEST_F(columns_axis, stand_beside_rows_of_a_whole_grid) {
  const auto refusal = [&](const std::string& axes) -> std::string {
    try {
      (void)load(axes);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  const std::string alone =
      "  - {name: memory, reference: two, columns: true, points: [\n"
      "      {label: two, set: {accelerator.memory.channels: 2}},\n"
      "      {label: one, set: {accelerator.memory.channels: 1}}]}\n";
  EXPECT_THAT(refusal(alone), HasSubstr("leaves no axis for the rows"));
  EXPECT_THAT(refusal(axes("    reference: two\n    columns: true\n") +
                      "sample: {method: random, count: 3, seed: 1}\n"),
              HasSubstr("needs the whole grid"));
}

}  // namespace set_apart_test
}  // namespace metronome::sweep
